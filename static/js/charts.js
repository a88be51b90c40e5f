/* Draws each Vega-Lite spec of the page. The spec stands in a data block; the table and the sentence beside it say the same,
   so a chart that cannot be drawn takes nothing away. Expressions are interpreted, never compiled: the content policy allows no eval. */

const OPTIONS = {
  actions: false,
  ast: true,
  defaultStyle: false,
  mode: "vega-lite",
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

async function draw(frame) {
  const block = document.getElementById(frame.dataset.chart);
  frame.dataset.drawn = "yes";
  try {
    await window.vegaEmbed(frame, JSON.parse(block.textContent), OPTIONS);
    frame.querySelector("svg").setAttribute("aria-hidden", "true"); // the frame carries the words
  } catch (error) {
    frame.replaceChildren();
    frame.dataset.drawn = "no";
    console.error("chart not drawn", frame.dataset.chart, error);
  }
}

export function drawAll(root = document) {
  return Promise.all([...root.querySelectorAll("[data-chart]:not([data-drawn='yes'])")].map(draw));
}

document.addEventListener("htmx:afterSettle", () => drawAll()); // parts of the page that were loaded anew

await drawAll();
document.documentElement.dataset.charts = "drawn";
