"use strict";

const withCsrf = (request) => {
  if (request.method && request.method !== "GET" && new URL(request.url, document.baseURI).origin === location.origin) {
    request.headers["{{ csrf_header_name|escapejs }}"] = "{{ csrf_token }}";
  }
  return request;
};

// Swagger UI brings a second <main>; inside ours it is a group with a name.
const nameTheList = () => {
  const list = document.getElementById("operations");
  if (list) {
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", "Operations");
  }
};

SwaggerUIBundle({
  url: "{{ schema_url|escapejs }}",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  requestInterceptor: withCsrf,
  onComplete: nameTheList,
  ...{{ settings|safe }},
});
