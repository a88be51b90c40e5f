"""The results room: runs, values, bands and gaps."""

from django.apps import AppConfig

EVENTS = {"results.delayed results.Delay": "could not bring the figures up to date, and tries again"}


class ResultsConfig(AppConfig):
    name = "monitoring.results"
    label = "results"

    def ready(self) -> None:
        from districts.audit_words import PHRASES

        PHRASES.update(EVENTS)
