"""The plan's tables: rows of cells that say what they are of."""

from __future__ import annotations

from rest_framework import serializers

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.methods import METHODS
from monitoring.analysis.tables.named_gaps import Told
from monitoring.analysis.tables.table import Address, Cell, Heading, Row, Table
from monitoring.analysis.title_one import COMPARED
from monitoring.analysis.verdicts import VERDICTS
from monitoring.api.serializers.fields import ReasonField, ReasonTextField, SchoolYearField
from monitoring.api.serializers.gaps import METHOD, SCOPES

STATISTICS = ("all", "focal", "reference", "difference", "ratio")


class CellAddressSerializer(serializers.Serializer[Address]):
    """The stored gap that a cell prints a number of, and which one. No two cells of a table have the same."""

    method = serializers.ChoiceField(list(METHODS), help_text=METHOD)
    measure = serializers.ChoiceField(list(COMPARED), help_text="Id in the catalogue of measures.")
    window = serializers.ChoiceField(["1", "pooled3"], help_text="One year, or the last three years summed.")
    group = serializers.ChoiceField(list(GROUPS), help_text="The student group compared.")
    scope = serializers.ChoiceField(SCOPES, help_text="Among which units.")
    partition = serializers.CharField(help_text="Which part of the scope: `state`, a school level, a district's code.")
    school_year = SchoolYearField(help_text="The year, or the last of those taken together.")
    statistic = serializers.ChoiceField(STATISTICS, help_text="Which number of the gap.")


class TableCellSerializer(serializers.Serializer[Cell]):
    """A number as it is printed, or why there is none."""

    address = CellAddressSerializer(help_text="What it is of.")
    number = serializers.FloatField(allow_null=True, help_text="Unrounded; null where there is none.")
    text = serializers.CharField(help_text="As it is printed, in one line.")
    verdict = serializers.ChoiceField(
        [*VERDICTS, ""], help_text="What may be said of a difference; empty for other numbers."
    )
    reason = ReasonField(help_text="Why there is no number.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")
    notes = serializers.ListField(child=serializers.IntegerField(), source="marks", help_text="Numbers of its notes.")


class TableRowSerializer(serializers.Serializer[Row]):
    """A line of the table."""

    heading = serializers.CharField(help_text="What it is of, in words.")
    size = serializers.CharField(help_text="How many units and people stand behind it; empty where that is no matter.")
    is_gap = serializers.BooleanField(help_text="Whether it is the gap between the rows above it.")
    cells = TableCellSerializer(many=True, help_text="From left to right.")
    notes = serializers.ListField(child=serializers.IntegerField(), source="marks", help_text="Numbers of its notes.")


class TableColumnSerializer(serializers.Serializer[Heading]):
    """A measure, over one column or several."""

    measure = serializers.CharField(source="measure.id", help_text="Id in the catalogue of measures.")
    title = serializers.CharField(source="measure.title", help_text="For the heading.")
    window = serializers.ChoiceField(["1", "pooled3"], help_text="One year, or the last three years summed.")
    width = serializers.IntegerField(help_text="Over how many columns.")
    notes = serializers.ListField(child=serializers.IntegerField(), source="marks", help_text="Numbers of its notes.")


class NamedGapSerializer(serializers.Serializer[Told]):
    """A gap that the plan gives a name."""

    id = serializers.CharField(source="gap.id", help_text="Stays the same from year to year.")
    number = serializers.IntegerField(source="gap.number", help_text="As the plan counts them.")
    title = serializers.CharField(source="gap.title", help_text="Its name.")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="A sentence a measure.")
    cells = TableCellSerializer(many=True, help_text="The cells that the sentences speak of.")


class PlanTableSerializer(serializers.Serializer[Table]):
    """One of the plan's Tables 1 to 5 of a school year, or Table 6, that of federal law."""

    number = serializers.IntegerField(help_text="1 to 6.")
    title = serializers.CharField(help_text="With the school year.")
    columns = TableColumnSerializer(source="headings", many=True, help_text="From left to right.")
    parts = serializers.ListField(
        child=serializers.CharField(), help_text="What the columns under each heading are, where there are several."
    )
    rows = TableRowSerializer(many=True, help_text="From top to bottom.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="Note 1 comes first.")
    general_notes = serializers.ListField(child=serializers.CharField(), help_text="What holds for all cells.")
    why_empty = serializers.CharField(help_text="Why there are no rows, in a sentence; empty where there are.")
    named_gaps = NamedGapSerializer(many=True, help_text="Of Table 1 the gaps that the plan names; else empty.")
