"""Addresses. Each room brings its own; here they are only put together."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from equityplan import accounts, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/email/", accounts.address, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("districts.urls")),
    path("", include("monitoring.intake.urls")),
    path("", include("monitoring.results.urls")),
    path("", include("monitoring.improvement.urls")),
    path("api/v1/", include("monitoring.api.urls")),
]
