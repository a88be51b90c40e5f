"""Definitions of measures in versions, how two differ, and what one would move."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.analysis.definitions.definition import LEVELS, State
from monitoring.analysis.definitions.difference import Changed, rule_in_words
from monitoring.api.serializers.fields import SchoolYearField, TextOrNull
from monitoring.definitions.models import StoredDefinition
from monitoring.results.dual_runs.comparison import Comparison, Level, Pair, comparisons_of
from monitoring.results.models import DualRun

DEFINITION_ID = "The measure and the number of the version, like `T_UNQ.2`."


class SaidSerializer(serializers.Serializer[tuple[str, str]]):
    """A part of a rule in words."""

    title = serializers.CharField(source="0", help_text="What is said.")
    text = serializers.CharField(source="1", help_text="What it is.")


class DefinitionSerializer(serializers.Serializer[StoredDefinition]):
    """One version of what a measure counts. Districts see versions that were ever active, and what is promised."""

    id = serializers.CharField(source="__str__", help_text=DEFINITION_ID)
    measure = serializers.CharField(help_text="Id in the catalogue of measures.")
    version = serializers.IntegerField(help_text="Counts the versions of the measure from 1.")
    state = serializers.ChoiceField([one.value for one in State], help_text="Only active ones compute anything.")
    due = serializers.DateField(allow_null=True, help_text="When a pending one is promised; null otherwise.")
    first_year = SchoolYearField(allow_null=True, help_text="First school year in which it holds; null: no bound.")
    last_year = SchoolYearField(allow_null=True, help_text="Last school year in which it holds; null: no bound.")
    levels = serializers.ListField(child=serializers.ChoiceField(LEVELS), help_text="For which it is given.")
    rule = serializers.JSONField(allow_null=True, help_text="Kind and parameters; null where figures are published.")
    rule_in_words = serializers.SerializerMethodField(help_text="The rule, part by part.")
    words = serializers.DictField(child=serializers.CharField(), help_text="Where it differs from the measure's words.")
    rationale = serializers.CharField(help_text="What it is for, and where it comes from.")
    author = serializers.CharField(help_text="Who wrote it.")
    checker = TextOrNull(help_text="Who checked and activated it, another person; null where it came with the program.")
    review_date = serializers.DateField(allow_null=True, help_text="By when it is to be reviewed.")
    definition_hash = serializers.CharField(help_text="sha256; values and gaps carry its first 16 characters.")

    @extend_schema_field(SaidSerializer(many=True))
    def get_rule_in_words(self, one: StoredDefinition) -> list[dict[str, str]]:
        return [{"title": title, "text": text} for title, text in rule_in_words(one.as_definition())]


class ChangedSerializer(serializers.Serializer[Changed]):
    """A field in which two versions differ."""

    field = serializers.CharField(help_text="For programs.")
    title = serializers.CharField(help_text="For readers.")
    before = serializers.CharField(help_text="In the version compared with, in words.")
    after = serializers.CharField(help_text="In this version, in words.")


class DifferenceSerializer(serializers.Serializer[Any]):
    """How a version differs from another one of its measure."""

    id = serializers.CharField(help_text=DEFINITION_ID)
    other = serializers.CharField(help_text="What it is compared with.")
    changes = ChangedSerializer(many=True, help_text="Empty where both say the same.")


class MovedLevelSerializer(serializers.Serializer[Level]):
    """How far figures of a level and school year would move."""

    level = serializers.ChoiceField(LEVELS, help_text="Whose figures.")
    school_year = SchoolYearField(help_text="Of which they are.")
    figures = serializers.IntegerField(help_text="How many there are before or after.")
    moved = serializers.IntegerField(help_text="How many would be another number.")
    largest = serializers.FloatField(allow_null=True, help_text="By how much at most; null where none moves.")
    median = serializers.FloatField(allow_null=True, help_text="By how much half of those that move do at least.")
    came = serializers.IntegerField(help_text="How many there would be that are not there now.")
    went = serializers.IntegerField(help_text="How many there are now that would not be there.")


class MovedPairSerializer(serializers.Serializer[Pair]):
    """A number before and after."""

    school_year = SchoolYearField(help_text="Of which it is.")
    of = serializers.CharField(help_text="The student group of a gap, the code of a district; empty for the state.")
    before = serializers.FloatField(allow_null=True, help_text="As it is; null where there is none.")
    after = serializers.FloatField(allow_null=True, help_text="As it would be; null where there would be none.")


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """Figures as they are beside figures as they would be."""

    window = serializers.ChoiceField(["1", "pooled3"], help_text="The one that pages show first comes first.")
    levels = MovedLevelSerializer(many=True, help_text="By level and school year.")
    state = MovedPairSerializer(many=True, help_text="The state's figure.")
    gaps = MovedPairSerializer(many=True, help_text="Gaps between the state's schools.")
    districts = MovedPairSerializer(many=True, help_text="Those that move most, each in the year in which it does.")


class DualRunSerializer(serializers.Serializer[DualRun]):
    """What a version would move, computed from the certified files beside what is in force."""

    id = serializers.UUIDField(help_text="Of the dual run.")
    definition = serializers.SerializerMethodField(help_text=DEFINITION_ID)
    state = serializers.ChoiceField(DualRun.State.values, help_text="`asked` while it is under way.")
    asked_by = serializers.CharField(help_text="Who asked for it.")
    asked_at = serializers.DateTimeField(help_text="When.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="Null while it is under way.")
    reason = TextOrNull(help_text="Why it was given up; null otherwise.")
    comparisons = serializers.SerializerMethodField(help_text="One a window; none where it has not come to an end.")

    def get_definition(self, one: DualRun) -> str:
        return f"{one.measure}.{one.version}"

    @extend_schema_field(ComparisonSerializer(many=True))
    def get_comparisons(self, one: DualRun) -> Any:
        return [ComparisonSerializer(each).data for each in comparisons_of(one.comparison)]
