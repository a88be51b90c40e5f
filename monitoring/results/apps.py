"""The results room: runs, values, bands and gaps."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "monitoring.results"
    label = "results"
