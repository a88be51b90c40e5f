"""Students' experiences with teachers: reports of districts and the state, their rows, and where gaps of them lie."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from rest_framework import serializers

from districts.school_year import show_school_year
from monitoring.analysis.amounts import SCALE
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.parts import PARTS, sentence_of
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.sentences import plain_gap
from monitoring.analysis.experiences.state import PARTS as STATE_PARTS
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.analysis.experiences.words import WHY_NONE
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


class CountedSideSerializer(serializers.Serializer[Any]):
    """Students of the group, or those known not to be of it. An experience is a student in a class with a teacher."""

    rate = serializers.FloatField(
        allow_null=True,
        help_text="having / known, 0 to 1, unrounded: of experiences, those with teachers of the category.",
    )
    having = _count("Experiences with teachers of the category.")
    known = _count("Experiences with teachers of whom it is known whether they are.")
    weighted_rate = serializers.FloatField(
        allow_null=True, help_text="weighted_having / weighted_known, 0 to 1, unrounded."
    )
    weighted_having = ClassesField(
        allow_null=True,
        help_text="The same as `having` with each weighed by the teacher's share of the class: classes.",
    )
    weighted_known = ClassesField(allow_null=True, help_text="The same of `known`: classes.")
    students = _count("Students.")


class MetSideSerializer(CountedSideSerializer):
    """The same, with how many students met any such teacher."""

    asked = _count("Experiences with teachers of whom it is asked: all but those who are exempt.")
    met = _count("Students who met a teacher of the category.")
    met_known = _count("Students of whom it is known whether they did, for any experience of theirs.")
    twice = _count("Students who met such teachers in two school years that follow each other.")
    twice_known = _count("Students of whom it is known of two such years.")


class ExperienceSideSerializer(MetSideSerializer):
    """Students of the group, or those known not to be of it. An experience is a student in a class with a teacher."""

    teachers_having = _count("Teachers of the category behind this side.")
    teachers_without = _count("Teachers behind this side known not to be of it.")


class StateExperienceSideSerializer(MetSideSerializer):
    """Students of the group, or those known not to be of it; whom two districts report in October counts in both."""

    districts = serializers.IntegerField(help_text="Districts in which anything of this side is known.")


class OfReport(serializers.Serializer[Any]):
    """What rows of all reports have in common."""

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


class OfDistrictReport(OfReport):
    """What rows of a district's report have in common."""

    district = OrgCodeField(help_text="Code of the district whose report it is.")
    is_preliminary = serializers.BooleanField(help_text=PRELIMINARY)


class OfStateReport(OfReport):
    """What rows of the state's report have in common."""

    reports = serializers.IntegerField(help_text="Of how many districts' certified reports it is.")


class ComparedSerializer(serializers.Serializer[Any]):
    """The ratio of two sides."""

    side_class: ClassVar[type[CountedSideSerializer]]

    ratio = serializers.FloatField(
        allow_null=True, help_text="focal rate / reference rate, unrounded. Null where there is none."
    )
    is_gap = serializers.BooleanField(
        allow_null=True,
        help_text=f"Whether the unrounded ratio is {plain_gap()} or more. Null without a ratio and of what is good to "
        "meet.",
    )
    reason = ReasonField(WHY_NONE, help_text="Why there is no ratio.")
    reason_text = ReasonTextField(WHY_NONE, source="reason", help_text="The reason in words.")
    weighted_ratio = serializers.FloatField(
        allow_null=True, help_text="focal weighted_rate / reference weighted_rate, unrounded."
    )

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        names = self.side_class().fields
        sides = {side: {name: row[f"{side}_{name}"] for name in names} for side in ENDS}
        return dict(super().to_representation({**row, **sides}))


class DrawnSerializer(ComparedSerializer):
    """The same with its interval."""

    ratio_low = serializers.FloatField(
        allow_null=True, help_text="Lower end of its 95 % interval, with teachers as drawn; unrounded."
    )
    ratio_high = serializers.FloatField(allow_null=True, help_text="Upper end of its 95 % interval; unrounded.")
    interval_reason = WordField(
        {code: why_no_interval(code) for code in (FEW_TEACHERS, TEACHERS_ALIKE)},
        help_text="Why a ratio has no interval. Null where it has one, or where there is no ratio.",
    )
    interval_reason_text = TextOrNull(help_text="That reason in words.")

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        told = {"interval_reason_text": why_no_interval(row["interval_reason"])}
        return super().to_representation({**row, **told})


class ExperienceRowSerializer(OfDistrictReport, DrawnSerializer):
    """One row an organization, school year, history, measure and group."""

    side_class = ExperienceSideSerializer

    organization = OrgCodeField(
        source="org_code", help_text="Code of the district, or of its school where students are reported in October."
    )
    focal = ExperienceSideSerializer(help_text="Students of the group.")
    reference = ExperienceSideSerializer(help_text="Students known not to be of the group.")
    teachers = _count("Teachers behind both sides, each once.")
    teachers_having = _count("Those of them who are of the category.")
    teachers_without = _count("Those known not to be of it.")
    seats = _count("Of all students at the place: classes they sit in, each counted for each of them.")
    seats_taught = _count("Those of them whose class has a teacher.")


class StateExperienceSerializer(OfStateReport, ComparedSerializer):
    """One row a school year, history, measure and group, of all certified reports; sums have no interval."""

    side_class = StateExperienceSideSerializer

    focal = StateExperienceSideSerializer(help_text="Students of the group.")
    reference = StateExperienceSideSerializer(help_text="Students known not to be of the group.")
    seats = _count("Of all students: classes they sit in, each counted for each of them.")
    seats_taught = _count("Those of them whose class has a teacher.")


class DistrictExperienceSerializer(OfStateReport, DrawnSerializer):
    """One row a district with a certified report, school year, history, measure and group."""

    side_class = CountedSideSerializer

    district = OrgCodeField(source="org_code", help_text="Code of the district.")
    focal = CountedSideSerializer(help_text="Students of the group.")
    reference = CountedSideSerializer(help_text="Students known not to be of the group.")


class PartsSerializer(serializers.Serializer[Any]):
    """A gap, and what of it lies between schools and within them."""

    parts: ClassVar[tuple[str, ...]] = PARTS

    gap = serializers.FloatField(
        allow_null=True,
        help_text="focal rate - reference rate, -1 to 1, unrounded; of what is good to meet, of experiences with "
        "others. Null where it is not shown, or there is none.",
    )
    between_schools = serializers.FloatField(
        allow_null=True, help_text="What of it lies between schools of one district, unrounded; may be below zero."
    )
    within_schools = serializers.FloatField(
        allow_null=True, help_text="What of it lies within schools, unrounded; the parts add up to the gap."
    )
    reason = ReasonField(WHY_NONE, help_text="Why there is no gap.")
    reason_text = ReasonTextField(WHY_NONE, source="reason", help_text="The reason in words.")
    sentence = serializers.CharField(help_text="The parts in words, in points rounded so that they add up.")

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return dict(super().to_representation({**row, "sentence": sentence_of(row, self.parts)}))


class ExperiencePartsSerializer(OfDistrictReport, PartsSerializer):
    """One row a school year, history, measure and group, of the district."""


class StateExperiencePartsSerializer(OfStateReport, PartsSerializer):
    """One row a school year, history, measure and group, of all certified reports."""

    parts = STATE_PARTS

    between_districts = serializers.FloatField(
        allow_null=True, help_text="What of it lies between districts, unrounded; may be below zero."
    )
