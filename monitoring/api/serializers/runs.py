"""Runs: what was computed when, from what, with which definitions."""

from __future__ import annotations

from rest_framework import serializers

from districts.trouble import sentence_of
from monitoring.api.serializers.fields import SchoolYearField
from monitoring.results.models import Delay, Run

TIME = {"type": "string", "format": "date-time", "example": "2026-11-20T12:00:00-05:00"}
DELAY_SCHEMA = {
    "type": "object",
    "nullable": True,
    "description": "Why results are not up to date; null where they are, or will be in a moment.",
    "required": ["since", "tried_at", "reason", "why"],
    "properties": {
        "since": {**TIME, "description": "When it was given up for the first time."},
        "tried_at": {**TIME, "description": "When it was given up last."},
        "reason": {"type": "string", "description": "A word for programs.", "example": "storage"},
        "why": {"type": "string", "description": "The same in words.", "example": sentence_of("storage")},
    },
}


class DelaySerializer(serializers.Serializer[Delay]):
    """As DELAY_SCHEMA says."""

    since = serializers.DateTimeField()
    tried_at = serializers.DateTimeField()
    reason = serializers.CharField()
    why = serializers.CharField()


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
