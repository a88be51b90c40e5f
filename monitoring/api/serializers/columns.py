"""What each column that is asked is used for."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from monitoring.api.serializers.fields import TextOrNull
from monitoring.intake.burden.uses import ColumnUses, Kind


class UseSerializer(serializers.Serializer[Any]):
    """What reads the column by what it means."""

    kind = serializers.ChoiceField([one.value for one in Kind], help_text="What it is.")
    id = serializers.CharField(help_text="Of the rule, measure, student group, summary or page.")
    title = serializers.CharField(help_text="In words.")


class ColumnUsesSerializer(serializers.Serializer[ColumnUses]):
    """One row a column of a layout or report."""

    layout = serializers.CharField(source="layout.id", help_text="Id of the layout or report.")
    column = serializers.CharField(source="column.name", help_text="Our name of the column.")
    title = serializers.CharField(source="column.title", help_text="Its usual header.")
    definition = TextOrNull(source="column.definition", help_text="What stands in it.")
    is_key = serializers.BooleanField(help_text="Whether it tells one row from another, or whose it is.")
    uses = UseSerializer(many=True, help_text="All that reads it; none where nothing does yet.")
    asked_for = TextOrNull(source="column.asked_for", help_text="Why it is asked, while nothing uses it; else null.")
