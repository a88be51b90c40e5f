"""Addresses. Each room brings its own; here they are only put together."""

from __future__ import annotations

from importlib.util import find_spec as found

from django.urls import URLPattern, URLResolver, include, path

from equityplan import health

ROOMS = ["districts.urls", "monitoring.intake.urls", "monitoring.results.urls"]


def find_spec(name: str) -> bool:
    try:
        return found(name) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
]
urlpatterns += [path("", include(room)) for room in ROOMS if find_spec(room)]
if find_spec("monitoring.api.urls"):
    urlpatterns.append(path("api/v1/", include("monitoring.api.urls")))
