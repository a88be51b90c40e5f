"""The public catalogue: measures and the student groups that schools are compared by."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.analysis.definitions.in_force import Entry
from monitoring.analysis.groups import PARTICIPATION_WORDS, Grouping
from monitoring.analysis.measure import Break
from monitoring.api.serializers.fields import UNIT_HELP, SchoolYearField, TextOrNull


class BreakSerializer(serializers.Serializer[Break]):
    """From this school year on, figures mean something else than before."""

    school_year = SchoolYearField(source="year", help_text="The first year of the new meaning.")
    text = serializers.CharField(help_text="What changed.")


class MeasureSerializer(serializers.Serializer[Entry]):
    """One measure, in the words of the definition in force, or by which it is published. Which version was in force in
    a school year, and which of them a value carries, stands under `definitions`.
    """

    id = serializers.CharField(source="measure.id", help_text="Used in filters and in values and gaps.")
    version = serializers.IntegerField(source="definition.version", help_text="Of the definition.")
    title = serializers.CharField(source="measure.title", help_text="For headings.")
    favorable_title = serializers.CharField(
        source="measure.favorable_title", help_text="The same turned to the side that is good for students."
    )
    dimension = serializers.ChoiceField(
        source="measure.dimension",
        choices=["experience", "preparation", "effectiveness", "conditions"],
        help_text="Which side of access it shows.",
    )
    role = serializers.ChoiceField(
        source="measure.role", choices=["TEACHER", "PRINCIPAL", "ORGANIZATION"], help_text="Whom or what it counts."
    )
    numerator = serializers.CharField(source="measure.numerator_words", help_text="What is counted, in words.")
    denominator = serializers.CharField(source="measure.denominator_words", help_text="Out of what, in words.")
    formula = serializers.CharField(source="measure.formula", help_text="How the rate is made.")
    unit = serializers.CharField(source="measure.unit", help_text=UNIT_HELP)
    adverse = serializers.ChoiceField(
        source="measure.adverse",
        choices=["higher", "lower", "none"],
        help_text="Which direction is worse for students.",
    )
    headline_window = serializers.ChoiceField(
        source="measure.headline_window", choices=["1", "pooled3"], help_text="The window that pages show first."
    )
    windows = serializers.ListField(
        source="measure.windows",
        child=serializers.ChoiceField(["1", "pooled3"]),
        help_text="One year; or the last three years summed.",
    )
    first_year = SchoolYearField(
        source="measure.first_year", allow_null=True, help_text="First year the state collected it; null: not known."
    )
    breaks = BreakSerializer(many=True, help_text="Where its series does not continue.")
    has_gaps = serializers.BooleanField(
        source="measure.gap", help_text="Whether it is compared between student groups."
    )
    no_gap_reason = TextOrNull(
        source="measure.no_gap_reason", help_text="Why it is shown and not compared; null where it is compared."
    )
    under = TextOrNull(
        source="measure.under", help_text="The measure of which this one is a part or a variant; null for a main one."
    )
    asked = serializers.BooleanField(
        source="measure.asked",
        help_text="Whether every school is asked for it each year, so that a figure that is missing was not submitted.",
    )
    statutory = serializers.BooleanField(source="measure.statutory", help_text="Whether federal law asks for it.")
    why = serializers.CharField(source="measure.why", help_text="Why it matters for students.")
    published_in = serializers.CharField(source="measure.source", help_text="Where its figures are published.")
    definition_hash = serializers.CharField(source="definition.definition_hash", help_text="sha256 of what it counts.")


class GroupVersionSerializer(serializers.Serializer[Any]):
    """Who belongs to a group from a school year on."""

    version = serializers.IntegerField(source="number", help_text="Counts the versions from 1.")
    first_year = SchoolYearField(allow_null=True, help_text="First school year in which it holds; null: no bound.")
    definition = serializers.CharField(help_text="Who belongs to the group.")
    change = TextOrNull(help_text="What the series says where it begins; null for the first.")
    definition_hash = serializers.CharField(
        help_text="sha256 over it and how schools are divided; bands and gaps carry its first 16 characters."
    )


class GroupSerializer(serializers.Serializer[Grouping]):
    """One way to divide schools by a student group's share."""

    id = serializers.CharField(help_text="Used in filters and in gaps.")
    title = serializers.CharField(help_text="For headings.")
    version = serializers.IntegerField(source="latest.number", help_text="The latest version.")
    definition = serializers.CharField(source="latest.definition", help_text="Who belongs to the group, by the latest.")
    versions = serializers.SerializerMethodField(help_text="Who belonged to it when, oldest first.")
    participation = serializers.SerializerMethodField(help_text="Which schools take part.")
    cut = serializers.CharField(
        source="cut.id", help_text="Which shares of the units are compared: `1/4` each, or `1/5:1/20` (top, bottom)."
    )
    cut_reason = TextOrNull(source="cut.reason", help_text="Why the ends are not alike; null where they are.")
    statutory = serializers.BooleanField(help_text="Whether federal law asks for it.")
    breaks = BreakSerializer(many=True, help_text="Where its series does not continue.")
    published_in = serializers.CharField(source="source", help_text="Where its figures are published.")
    definition_hash = serializers.CharField(help_text="sha256 over all versions.")

    @extend_schema_field(GroupVersionSerializer(many=True))
    def get_versions(self, grouping: Grouping) -> list[dict[str, Any]]:
        told = [{**asdict(one), "definition_hash": grouping.hash_of(one)} for one in grouping.versions]
        return list(GroupVersionSerializer(told, many=True).data)

    def get_participation(self, grouping: Grouping) -> str:
        return PARTICIPATION_WORDS[grouping.participation]
