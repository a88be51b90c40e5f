"""Students' experiences with teachers: the reports there are, their rows, and where gaps of them lie."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from districts.school_year import show_school_year
from monitoring.analysis.amounts import SCALE
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.parts import sentence_of
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.analysis.intervals import ENDS
from monitoring.analysis.reasons import FEW_TEACHERS, TEACHERS_ALIKE, why_no_interval
from monitoring.api.serializers.fields import (
    AmountField,
    OrgCodeField,
    ReasonField,
    ReasonTextField,
    SchoolYearField,
    TextOrNull,
)
from monitoring.api.serializers.gaps import WordField
from monitoring.results.models import ExperienceReport

MEASURES = [one.id for one in CATEGORIES]
GROUPS = [one.id for one in STUDENT_GROUPS]
PRELIMINARY = "Whether it rests on files that are not certified; then it is the district's alone to see."


class ExperienceReportSerializer(serializers.Serializer[ExperienceReport]):
    """One row a district and school year."""

    district = OrgCodeField(source="district.org_code", help_text="Code of the district.")
    name = serializers.CharField(source="district.name", help_text="Name of the district.")
    school_year = SchoolYearField(help_text="Whose October's students it is on.")
    years = serializers.ListField(
        child=SchoolYearField(),
        help_text="Of this year and the four before, those of which the district itself sent schedules; oldest first.",
    )
    is_preliminary = serializers.BooleanField(help_text=PRELIMINARY)
    made_at = serializers.DateTimeField(help_text="When it was computed.")
    rows = serializers.CharField(help_text="Path of its rows.")
    decomposition = serializers.CharField(help_text="Path of where its gaps lie.")

    def to_representation(self, report: ExperienceReport) -> dict[str, Any]:
        return dict(super().to_representation(_Report(report)))  # type: ignore[arg-type]


class _Report:
    def __init__(self, report: ExperienceReport) -> None:
        self._report = report
        place = [report.district.org_code, show_school_year(report.school_year)]
        self.rows, self.decomposition = (
            reverse(name, args=place) for name in ("api-experience-rows", "api-experience-parts")
        )
        self.is_preliminary = not report.is_certified

    def __getattr__(self, name: str) -> Any:
        return getattr(self._report, name)


class ClassesField(AmountField):
    """Stored in ten-thousandths of a class."""

    def to_representation(self, value: Any) -> float:
        return float(value / SCALE)


def _count(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, help_text=f"{help_text} Null where it is not shown.")


class ExperienceSideSerializer(serializers.Serializer[Any]):
    """Students of the group, or those known not to be of it. An experience is a student in a class with a teacher."""

    rate = serializers.FloatField(
        allow_null=True,
        help_text="having / known, 0 to 1, unrounded: of experiences, those with teachers of the category.",
    )
    having = _count("Experiences with teachers of the category.")
    known = _count("Experiences with teachers of whom it is known whether they are.")
    asked = _count("Experiences with teachers of whom it is asked: all but those who are exempt.")
    weighted_rate = serializers.FloatField(
        allow_null=True, help_text="weighted_having / weighted_known, 0 to 1, unrounded."
    )
    weighted_having = ClassesField(
        allow_null=True,
        help_text="The same as `having` with each weighed by the teacher's share of the class: classes.",
    )
    weighted_known = ClassesField(allow_null=True, help_text="The same of `known`: classes.")
    students = _count("Students.")
    met = _count("Students who met a teacher of the category.")
    met_known = _count("Students of whom it is known whether they did, for any experience of theirs.")
    twice = _count("Students who met such teachers in two school years that follow each other.")
    twice_known = _count("Students of whom it is known of two such years.")
    teachers_having = _count("Teachers of the category behind this side.")
    teachers_without = _count("Teachers behind this side known not to be of it.")


OF_A_SIDE = tuple(ExperienceSideSerializer().fields)


class OfReport(serializers.Serializer[Any]):
    """What rows of a report have in common."""

    district = OrgCodeField(help_text="Code of the district whose report it is.")
    school_year = SchoolYearField(help_text="Whose October's students are meant.")
    history = serializers.ChoiceField(
        list(WINDOWS), source="window", help_text="Over how many school years up to this one, these students' own."
    )
    measure = serializers.ChoiceField(
        MEASURES,
        source="category_id",
        help_text="Id in the catalogue of measures, by which teachers are of a category.",
    )
    group = serializers.ChoiceField(
        GROUPS, source="group_id", help_text="Student group, whose students are beside all who are not of it."
    )
    is_preliminary = serializers.BooleanField(help_text=PRELIMINARY)


class ExperienceRowSerializer(OfReport):
    """One row an organization, school year, history, measure and group."""

    organization = OrgCodeField(
        source="org_code", help_text="Code of the district, or of its school where students are reported in October."
    )
    ratio = serializers.FloatField(
        allow_null=True, help_text="focal rate / reference rate, unrounded. Null where there is none."
    )
    is_gap = serializers.BooleanField(
        allow_null=True,
        help_text="Whether the unrounded ratio is 1.5 or more. Null without a ratio and of what is good to meet.",
    )
    reason = ReasonField(help_text="Why there is no ratio.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")
    ratio_low = serializers.FloatField(
        allow_null=True, help_text="Lower end of its 95 % interval, with teachers as drawn; unrounded."
    )
    ratio_high = serializers.FloatField(allow_null=True, help_text="Upper end of its 95 % interval; unrounded.")
    interval_reason = WordField(
        {code: why_no_interval(code) for code in (FEW_TEACHERS, TEACHERS_ALIKE)},
        help_text="Why a ratio has no interval. Null where it has one, or where there is no ratio.",
    )
    interval_reason_text = TextOrNull(help_text="That reason in words.")
    weighted_ratio = serializers.FloatField(
        allow_null=True, help_text="focal weighted_rate / reference weighted_rate, unrounded."
    )
    focal = ExperienceSideSerializer(help_text="Students of the group.")
    reference = ExperienceSideSerializer(help_text="Students known not to be of the group.")
    teachers = _count("Teachers behind both sides, each once.")
    teachers_having = _count("Those of them who are of the category.")
    teachers_without = _count("Those known not to be of it.")
    seats = _count("Of all students at the place: classes they sit in, each counted for each of them.")
    seats_taught = _count("Those of them whose class has a teacher.")

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        sides = {side: {name: row[f"{side}_{name}"] for name in OF_A_SIDE} for side in ENDS}
        told = {"interval_reason_text": why_no_interval(row["interval_reason"])}
        return dict(super().to_representation({**row, **sides, **told}))


class ExperiencePartsSerializer(OfReport):
    """One row a school year, history, measure and group, of the district."""

    gap = serializers.FloatField(
        allow_null=True,
        help_text="focal rate - reference rate of the district's rows, -1 to 1, unrounded; of what is good to meet, of "
        "experiences with others. Null where it is not shown, or there is none.",
    )
    between_schools = serializers.FloatField(
        allow_null=True, help_text="What of it lies between schools, unrounded; may be of the other sign."
    )
    within_schools = serializers.FloatField(
        allow_null=True, help_text="What of it lies within schools, unrounded; both parts add up to the gap."
    )
    reason = ReasonField(help_text="Why there is no gap.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")
    sentence = serializers.CharField(help_text="The parts in words, in points rounded so that they add up.")

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return dict(super().to_representation({**row, "sentence": sentence_of(row)}))
