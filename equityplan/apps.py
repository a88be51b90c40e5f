"""The wiring as a Django app: commands, checks, the Celery app."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "equityplan"
    verbose_name = "equityplan"

    def ready(self) -> None:
        from equityplan import celery, checks  # noqa: F401  # registers tasks' app and the system checks
