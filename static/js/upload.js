/* Dropping files on the form is the same as choosing them; without scripts the ordinary file field does all of it. */

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type='file']");
  const said = zone.querySelector("[data-chosen]");
  zone.querySelector("[data-drop-hint]").hidden = false;

  const say = () => {
    const files = [...input.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const more = bytes > Number(zone.dataset.most) ? ". This is more than can be sent at once: choose fewer or smaller files." : "";
    said.textContent = files.length ? `Chosen: ${files.map((file) => file.name).join(", ")}${more}` : "";
  };
  const over = (value) => (event) => {
    event.preventDefault();
    zone.dataset.over = value;
  };

  zone.addEventListener("dragenter", over("yes"));
  zone.addEventListener("dragover", over("yes"));
  zone.addEventListener("dragleave", over("no"));
  zone.addEventListener("drop", (event) => {
    over("no")(event);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      say();
    }
  });
  input.addEventListener("change", say);
}
