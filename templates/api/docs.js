"use strict";

const withCsrf = (request) => {
  if (request.method && request.method !== "GET" && new URL(request.url, document.baseURI).origin === location.origin) {
    request.headers["{{ csrf_header_name|escapejs }}"] = "{{ csrf_token }}";
  }
  return request;
};

// Swagger UI's parts in a frame of our own, since its frame is a <main> and our page has one already.
const ourFrame = ({ React }) => ({
  components: {
    OurFrame: ({ specSelectors, getComponent }) => {
      const part = (name, props) => React.createElement(getComponent(name, true), { key: name, ...props });
      const isThere = specSelectors.loadingStatus() === "success";
      const description = isThere && part("Markdown", { source: specSelectors.info().get("description") });
      const parts = isThere ? ["SvgAssets", "AuthorizeBtnContainer", "operations", "Models"].map((name) => part(name)) : [];
      return React.createElement("div", { className: "swagger-ui" }, part("errors"), description, parts);
    },
  },
});

// Fields for parameters get the parameter's name, which Swagger UI leaves to the eye.
const nameFields = () => {
  for (const row of document.querySelectorAll("tr[data-param-name]")) {
    for (const field of row.querySelectorAll("select, input, textarea")) {
      field.setAttribute("aria-label", row.dataset.paramName);
    }
  }
};
new MutationObserver(nameFields).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });

SwaggerUIBundle({
  url: "{{ schema_url|escapejs }}",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [ourFrame],
  layout: "OurFrame",
  requestInterceptor: withCsrf,
  ...{{ settings|safe }},
});
