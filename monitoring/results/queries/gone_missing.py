"""What is not there, and why: not submitted, withheld. Shown as such, never as zero."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, QuerySet

from districts.models import District
from monitoring.analysis import reasons

from ..models import SchoolValue, StateGap


def not_submitted_for_its_members(district: District, year: int) -> QuerySet[SchoolValue]:
    """A district's schools and measures without figures that were to be submitted for the year. One query, with the
    schools.
    """
    return _annual(year, reasons.NOT_SUBMITTED).filter(district=district).select_related("school")


def not_submitted_for_ese(year: int) -> QuerySet[SchoolValue, Any]:
    """Per district and measure: how many schools sent nothing for the year. Rows of org_code, name, measure,
    schools. One query.
    """
    return (
        _annual(year, reasons.NOT_SUBMITTED)
        .order_by()
        .values("measure", org_code=F("district__org_code"), name=F("district__name"))
        .annotate(schools=Count("id"))
        .order_by("org_code", "measure")
    )


def withheld_for_ese(year: int) -> QuerySet[StateGap]:
    """The statewide comparisons of a year that wait until a question about a file's columns is settled. One query."""
    return StateGap.objects.filter(school_year=year, scope="state", reason=reasons.WITHHELD)


def _annual(year: int, reason: str) -> QuerySet[SchoolValue]:
    values: QuerySet[SchoolValue] = SchoolValue.objects.filter(school_year=year, window="1", reason=reason)
    return values
