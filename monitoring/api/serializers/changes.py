"""What a file changes: its rows, and the numbers that moved with them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from districts.org_code import STATE_CODE
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.api.identities import gap_name, value_name
from monitoring.api.serializers.fields import OrgCodeField, SchoolYearField, TextOrNull
from monitoring.intake.changes.changed_rows import KINDS
from monitoring.intake.models import Snapshot
from monitoring.results.models import DistrictMove
from monitoring.results.models.moves import MoveFields


class ChangedRowSerializer(serializers.Serializer[Any]):
    """A row that is added or removed, or one cell of a row that is another. Of rows on persons only where they stand
    and the titles of columns.
    """

    dataset = serializers.ChoiceField(Snapshot.Dataset.values, help_text="Which kind of rows.")
    school_year = SchoolYearField(allow_null=True, help_text="Null where the rows are of no one year.")
    collection = TextOrNull(help_text="OCT, MAR or EOY; null where the rows are of no collection.")
    change = serializers.ChoiceField(KINDS, help_text="What became of the row.")
    row = serializers.IntegerField(allow_null=True, help_text="In this file; null where it is removed.")
    earlier_row = serializers.IntegerField(allow_null=True, help_text="In the file before; null where it is added.")
    organization = OrgCodeField(source="org_code", allow_null=True, help_text="Whose row; null of rows on persons.")
    of = TextOrNull(help_text="What else names the row; null of rows on persons.")
    column = TextOrNull(help_text="Which cell of a changed row is another.")
    was = serializers.CharField(
        allow_null=True, help_text="What stood there, empty where it was blank; null where no cell is quoted."
    )
    now = serializers.CharField(allow_null=True, help_text="What stands there now, likewise.")


class MoveSerializer(serializers.Serializer[MoveFields]):
    """A number that stood before and is another one now, or none."""

    kind = serializers.ChoiceField(MoveFields.Kind.values, help_text="Of a gap, a measure's value, or a group's share.")
    organization = OrgCodeField(help_text="Whose number: a school's, a district's or the state's.")
    school_year = SchoolYearField(help_text="A pooled number's last year.")
    window = TextOrNull(help_text="`1` or `pooled3`; null for shares.")
    measure = serializers.ChoiceField(list(MEASURES), allow_null=True, help_text="Null for shares.")
    group = serializers.ChoiceField(list(GROUPS), allow_null=True, help_text="Null for values.")
    unit = TextOrNull(help_text="What the number counts, where that is said.")
    was = serializers.FloatField(
        allow_null=True, help_text="Before: a value's rate, a share in percent, a gap's difference."
    )
    was_reason = TextOrNull(help_text="Why there was none.")
    now = serializers.FloatField(allow_null=True, help_text="Since then, in the same unit.")
    now_reason = TextOrNull(help_text="Why there is none; null also where it is gone.")
    number = serializers.CharField(
        allow_null=True, help_text="Path of the value or gap as it is now; null for shares, and where it is gone."
    )

    def to_representation(self, move: MoveFields) -> dict[str, Any]:
        named = {name: getattr(move, name) or None for name in ("window", "measure", "group", "unit")}
        told = {"organization": organization_of(move), "number": path_of(move)}
        plain = ("kind", "school_year", "was", "was_reason", "now", "now_reason")
        row = named | told | {name: getattr(move, name) for name in plain}
        return dict(super().to_representation(row))  # type: ignore[arg-type]


def organization_of(move: MoveFields) -> str:
    if not isinstance(move, DistrictMove):
        return STATE_CODE
    return move.school.org_code if move.school else move.district.org_code


def path_of(move: Any) -> str | None:
    """Of the number as it is now."""
    if move.kind == MoveFields.Kind.SHARE or (move.now is None and not move.now_reason):
        return None
    if move.kind == MoveFields.Kind.GAP:
        return reverse("api-gap", args=[gap_name(move)])
    return reverse("api-value", args=[value_name(organization_of(move), move)])
