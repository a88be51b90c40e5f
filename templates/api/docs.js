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
      const parts =
        specSelectors.loadingStatus() === "success"
          ? ["SvgAssets", "InfoContainer", "AuthorizeBtnContainer", "operations", "Models"]
          : [];
      const shown = ["errors", ...parts].map((name) => React.createElement(getComponent(name, true), { key: name }));
      return React.createElement("div", { className: "swagger-ui" }, shown);
    },
  },
});

SwaggerUIBundle({
  url: "{{ schema_url|escapejs }}",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [ourFrame],
  layout: "OurFrame",
  requestInterceptor: withCsrf,
  ...{{ settings|safe }},
});
