"""Students' experiences with teachers: reports, their rows, and where gaps of them lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from districts.models import District
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.weighing import counted
from monitoring.api.examples_of_experiences import PARTS, REPORT, ROW
from monitoring.api.filtering import (
    AnyCode,
    AnyWord,
    AnyYear,
    OwnDistrict,
    Parameter,
    Parameters,
    Words,
    district_in_sight,
    is_org_code,
    read_school_year,
)
from monitoring.api.rows import FrameRows
from monitoring.api.serializers.experiences import (
    GROUPS,
    MEASURES,
    ExperiencePartsSerializer,
    ExperienceReportSerializer,
    ExperienceRowSerializer,
)
from monitoring.api.views.base import ListView, member_of
from monitoring.results.experience_choice import FIRST_WINDOW
from monitoring.results.experiences.in_sight import Seen, parts_for_members, report_for, reports_for_api
from monitoring.results.experiences.lacking import why_none


class Unread:
    """Rows of a report, of which only those over the asked years of history are read."""

    model = None

    def __init__(self, read: Callable[[int], FrameRows]) -> None:
        self._read = read

    def all(self) -> Unread:
        return self

    def over(self, history: int) -> FrameRows:
        return self._read(history)


class History(Parameter):
    field_class = Words

    def __init__(self) -> None:
        super().__init__(
            means=f"Years of history up to the school year; {FIRST_WINDOW} where it is left out.",
            fix=f"Use one of: {', '.join(map(str, WINDOWS))}.",
            schema={"type": "integer", "enum": list(WINDOWS), "default": FIRST_WINDOW},
            words=list(map(str, WINDOWS)),
        )

    def filter(self, rows: Unread, value: Any) -> FrameRows:
        return rows.over(int(value[0]) if value else FIRST_WINDOW)


class DeseCompat(Parameter):
    field_class = Words

    def __init__(self) -> None:
        super().__init__(
            means="Whether a reference without any such experience is taken to have one, as the state's system does; "
            "otherwise there is no ratio then.",
            fix="Use one of: true, false.",
            schema={"type": "boolean", "default": False},
            words=["true", "false"],
        )

    def filter(self, rows: FrameRows, value: Any) -> FrameRows:
        return FrameRows(counted(rows.frame, as_edwin=value == ["true"]))


class ReportParameters(Parameters):
    school_year = AnyYear()
    district = OwnDistrict("district__org_code")


class PartsParameters(Parameters):
    history = History()
    measure = AnyWord("category_id", MEASURES, means="Only these measures.")
    group = AnyWord("group_id", GROUPS, means="Only these student groups.")


class RowParameters(PartsParameters):
    organization = AnyCode("Only rows of the district or of these schools, by their codes.", "org_code")
    dese_compat = DeseCompat()


@needs("school.view")
class Experiences(ListView):
    serializer_class = ExperienceReportSerializer
    parameters = ReportParameters

    def rows(self) -> Any:
        return reports_for_api()

    @extend_schema(
        operation_id="listExperienceReports",
        tags=["experiences"],
        summary="Reports on students' experiences",
        examples=[REPORT],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The Student Learning Experience reports that there are: by district, the latest school year first. Members
        of a district see its own, of its files in force; the agency all that rest on certified files.
        """
        return super().get(request, *args, **kwargs)


class OneReportView(ListView):
    """Rows of a district's report on a school year; 404 says what is missing."""

    def seen(self, district: District, school_year: int, history: int) -> Seen | None:
        raise NotImplementedError

    def rows(self) -> Any:
        code, year = self.kwargs["org_code"], read_school_year(self.kwargs["school_year"])
        if year is None or not is_org_code(code):
            raise Http404
        district = district_in_sight(code)
        return Unread(lambda history: self._read(district, year, history))

    def _read(self, district: District, school_year: int, history: int) -> FrameRows:
        seen = self.seen(district, school_year, history)
        if seen is None:
            raise Http404(why_none(district, school_year))
        of_report = {"district": district.org_code, "is_preliminary": not seen.report.is_certified}
        return FrameRows(seen.rows.with_columns(pl.lit(value).alias(name) for name, value in of_report.items()))


@needs("school.view")
class ExperienceRows(OneReportView):
    serializer_class = ExperienceRowSerializer
    parameters = RowParameters

    def seen(self, district: District, school_year: int, history: int) -> Seen | None:
        return report_for(member_of(self.request), district, school_year, history)

    @extend_schema(
        operation_id="listExperiences",
        tags=["experiences"],
        summary="How often students meet teachers of a category",
        examples=[ROW],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How often October's students of a group meet teachers of a category, beside all others: of a district, then
        of its schools by code; by measure and group.

        Members of a district see all of it. The agency sees certified reports, without rows that rest on few students
        or teachers (`suppressed`). School leaders see their own school, and the district as the agency would.
        """
        return super().get(request, *args, **kwargs)


@needs("figures.view")
class ExperienceParts(OneReportView):
    serializer_class = ExperiencePartsSerializer
    parameters = PartsParameters

    def seen(self, district: District, school_year: int, history: int) -> Seen | None:
        return parts_for_members(district, school_year, history)

    @extend_schema(
        operation_id="listExperienceParts",
        tags=["experiences"],
        summary="How much of a district's gaps lies between its schools",
        examples=[PARTS],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each gap of the district in students' experiences, and how much of it lies between its schools and how much
        within them. The agency sees those for which no school is too small to be shown by itself.
        """
        return super().get(request, *args, **kwargs)
