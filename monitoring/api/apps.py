"""The room's registration with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "monitoring.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from monitoring.api import openapi  # noqa: F401  # its descriptions of sign-in register themselves
