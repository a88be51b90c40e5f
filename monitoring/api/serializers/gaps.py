"""Gaps: a measure compared between the schools (or districts) at both ends of a student group's share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.methods import METHODS
from monitoring.analysis.reasons import INTERVAL_PHRASES, why_no_interval
from monitoring.analysis.title_one import COMPARED
from monitoring.analysis.verdicts import VERDICTS
from monitoring.api.identities import gap_id
from monitoring.api.serializers.fields import (
    AmountField,
    OrgCodeField,
    ReasonField,
    ReasonTextField,
    SchoolYearField,
    TextOrNull,
)
from monitoring.results.models import DistrictGap, StateGap

AnyGap = StateGap | DistrictGap
SCOPES = ("state", "level", "districts", "title1", "district")
METHOD = "Q compares schools, D districts, E students in Title I schools with others elsewhere."


class WordField(serializers.ChoiceField):
    """A word of a closed list, of which each has a phrase; null where the table holds none."""

    def __init__(self, phrases: Mapping[str, str], *, help_text: str) -> None:
        words = "; ".join(f"`{code}`: {phrase}" for code, phrase in phrases.items())
        super().__init__(choices=list(phrases), allow_null=True, help_text=f"{help_text} {words}.")

    def to_representation(self, value: str) -> Any:
        return value or None


class SideSerializer(serializers.Serializer[Any]):
    """One side of a comparison: sums over its units, never averages of rates."""

    units = serializers.IntegerField(source="schools", help_text="Schools (method D: districts) with a figure.")
    missing = serializers.IntegerField(help_text="Units of this side without a figure.")
    numerator = AmountField(allow_null=True, help_text="In the gap's unit. Null where there is no rate.")
    denominator = AmountField(allow_null=True, help_text="In the gap's unit. Null where there is no rate.")
    rate = serializers.FloatField(allow_null=True, help_text="numerator / denominator, 0 to 1, unrounded.")
    reason = ReasonField(help_text="Why there is no rate.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")


class GapSerializer(serializers.Serializer[AnyGap]):
    """One row a comparison: method, scope, partition, school year, window, measure and group."""

    id = serializers.CharField(help_text="Stays the same when results are computed again.")
    method = serializers.ChoiceField(list(METHODS), help_text=METHOD)
    scope = serializers.ChoiceField(
        SCOPES,
        help_text="Among which units: all schools of the `state`, schools of one `level`, all `districts`, "
        "`title1` (students across the state, method E), or the schools of one `district`.",
    )
    partition = serializers.CharField(help_text="Which level or district; `state` where it is the whole state.")
    district = OrgCodeField(
        allow_null=True, help_text="District whose schools are compared; null for the state's gaps."
    )
    school_year = SchoolYearField(help_text="The year compared; a pooled gap's last year.")
    window = serializers.ChoiceField(["1", "pooled3"], help_text="One year, or the last three years summed.")
    measure = serializers.ChoiceField(list(COMPARED), help_text="Id in the catalogue of measures.")
    group = serializers.ChoiceField(
        list(GROUPS), help_text="Student group by whose share units are divided; method E: whose students are compared."
    )
    cut = TextOrNull(
        help_text="Which shares of the units are the ends: `1/4` each, or `1/5:1/20` (top, bottom); null where none."
    )
    unit = serializers.CharField(
        help_text="What numerators and denominators count: HEADCOUNT, FTE, ANSWERS, or, by method E, STUDENTS."
    )
    focal = SideSerializer(
        help_text="The units with the highest shares of the group; method E: its students in Title I schools."
    )
    reference = SideSerializer(
        help_text="The units with the lowest shares of the group; method E: all others in other schools."
    )
    all = SideSerializer(help_text="All units compared, also those in between; method E: all students.")
    difference = serializers.FloatField(
        allow_null=True, help_text="focal rate - reference rate, unrounded; above zero: less access for the group."
    )
    difference_low = serializers.FloatField(
        allow_null=True, help_text="Lower end of its 95 % interval; across the state to a tenth of a point, outward."
    )
    difference_high = serializers.FloatField(
        allow_null=True, help_text="Upper end of its 95 % interval; across the state to a tenth of a point, outward."
    )
    ratio = serializers.FloatField(allow_null=True, help_text="focal rate / reference rate, unrounded.")
    ratio_low = serializers.FloatField(
        allow_null=True, help_text="Lower end of its 95 % interval; across the state to a hundredth, outward."
    )
    ratio_high = serializers.FloatField(
        allow_null=True, help_text="Upper end of its 95 % interval; across the state to a hundredth, outward."
    )
    people_to_close = serializers.IntegerField(
        allow_null=True,
        help_text="Educators, or by method E students, by which the difference would close; 0 where the focal units "
        "are not worse off. This is arithmetic: only where the verdict is `higher` is it clear that there is a gap to "
        "close.",
    )
    interval_reason = WordField(
        {code: why_no_interval(code) for code in INTERVAL_PHRASES},
        help_text="Why a difference has no interval. Null where it has one.",
    )
    interval_reason_text = TextOrNull(source="why_no_interval", help_text="That reason in words.")
    verdict = WordField(
        VERDICTS, help_text="What may be said of the focal units' adverse outcome. Null where there is no difference."
    )
    verdict_text = TextOrNull(source="get_verdict_display", help_text="The verdict in words.")
    years_used = serializers.ListField(child=SchoolYearField(), help_text="The years that entered, oldest first.")
    reason = ReasonField(help_text="Why there is no difference.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")
    ratio_reason = ReasonField(help_text="Why there is no ratio.")
    ratio_reason_text = ReasonTextField(source="ratio_reason", help_text="That reason in words.")
    is_preliminary = serializers.BooleanField(
        help_text="Whether it rests on files that are not certified; then it is the district's alone to see."
    )
    break_text = TextOrNull(help_text="Why the gap does not continue the year before; null where it does.")
    definition_hash = serializers.CharField(help_text="Which definition of the measure it was computed by.")
    grouping_hash = serializers.CharField(help_text="Which definition of the group it was computed by.")
    run = serializers.UUIDField(source="run_id", help_text="The run that last changed it.")
    provenance = serializers.CharField(help_text="Path of where it comes from: definition, run, files.")

    def to_representation(self, instance: AnyGap) -> dict[str, Any]:
        return dict(super().to_representation(_Row(instance)))  # type: ignore[arg-type]


class _Row:
    """A row of either table under the names of the serializer."""

    def __init__(self, row: AnyGap) -> None:
        self._row = row
        self.id = gap_id(row)
        self.provenance = reverse("api-gap-provenance", args=[self.id])
        self.is_preliminary = getattr(row, "is_preliminary", False)
        self.district = row.district.org_code if isinstance(row, DistrictGap) else None
        self.focal, self.reference, self.all = (_side(row, side) for side in ("focal", "reference", "all"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _side(row: AnyGap, side: str) -> dict[str, Any]:
    parts = ("schools", "missing", "numerator", "denominator", "rate", "reason")
    return {part: getattr(row, f"{side}_{part}") for part in parts}
