"use strict";

const withCsrf = (request) => {
  if (request.method && request.method !== "GET" && new URL(request.url, document.baseURI).origin === location.origin) {
    request.headers["{{ csrf_header_name|escapejs }}"] = "{{ csrf_token }}";
  }
  return request;
};

SwaggerUIBundle({
  url: "{{ schema_url|escapejs }}",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  requestInterceptor: withCsrf,
  ...{{ settings|safe }},
});
