"""The intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "monitoring.intake"
    label = "intake"
