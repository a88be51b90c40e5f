"""Runs: what was computed when, from what, with which definitions."""

from __future__ import annotations

from rest_framework import serializers

from monitoring.api.serializers.fields import SchoolYearField
from monitoring.results.models import Run


class RunSerializer(serializers.Serializer[Run]):
    """One pass from current snapshots to values, bands and gaps of some school years, over the whole state."""

    id = serializers.UUIDField(help_text="Named by values and gaps.")
    number = serializers.IntegerField(help_text="Counts runs from 1.")
    school_years = serializers.ListField(child=SchoolYearField(), help_text="The years it computed.")
    trigger = serializers.CharField(help_text="What made it necessary.")
    state = serializers.ChoiceField(Run.State.values, help_text="`unchanged`: nothing it depends on had changed.")
    inputs_hash = serializers.CharField(help_text="Stands for the contents of all files it read.")
    definitions_hash = serializers.CharField(help_text="Stands for all definitions of measures and groups.")
    code_version = serializers.CharField(help_text="Stands for the code that computes.")
    counts = serializers.DictField(
        child=serializers.JSONField(), help_text="Rows added, changed, removed, same, by table."
    )
    started_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    finished_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    previous = serializers.UUIDField(source="previous_id", allow_null=True, help_text="The run before it.")
