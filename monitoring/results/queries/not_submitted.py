"""What is not there: not submitted. Shown as such, never as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from districts.models import District, School
from districts.natural_order import natural
from monitoring.analysis import reasons
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..models import SchoolValue


@dataclass(frozen=True)
class Gone:
    """A school, the measures of which nothing was submitted for it, and whether it has a figure of any other."""

    school: School
    measures: tuple[Measure, ...]
    has_figures: bool


@dataclass(frozen=True)
class NotSubmitted:
    """The schools of a district for which something was not submitted, by name."""

    schools: Sequence[Gone]

    @property
    def without_any(self) -> int:
        return sum(not one.has_figures for one in self.schools)

    @property
    def without_some(self) -> int:
        return len(self.schools) - self.without_any

    @property
    def measures(self) -> list[tuple[Measure, int]]:
        """Of the schools that have other figures: how many lack each measure."""
        return list(Counter(name for one in self.schools if one.has_figures for name in one.measures).items())


def not_submitted_for_its_members(district: District, year: int) -> NotSubmitted:
    """What was to be submitted of a district's schools for the year and was not. One query."""
    annual = SchoolValue.objects.filter(district=district, school_year=year, window="1")
    others = annual.filter(school=OuterRef("school"), rate__isnull=False)
    silent: QuerySet[Any] = annual.filter(reason=reasons.NOT_SUBMITTED).annotate(has_figures=Exists(others))
    rows = silent.select_related("school").order_by(natural("school__name"), "school_id", "measure")
    by_school = [list(found) for _, found in groupby(rows, key=lambda row: row.school_id)]
    return NotSubmitted(
        [
            Gone(found[0].school, tuple(MEASURES[row.measure] for row in found), found[0].has_figures)
            for found in by_school
        ]
    )
