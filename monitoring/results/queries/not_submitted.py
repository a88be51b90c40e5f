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
    """A school, the measures of which nothing was submitted for it, and whether something was submitted of any other,
    be it suppressed or withheld.
    """

    school: School
    measures: tuple[Measure, ...]
    has_others: bool


@dataclass(frozen=True)
class NotSubmitted:
    """The schools of a district for which something was not submitted, by name."""

    schools: Sequence[Gone]

    @property
    def without_any(self) -> int:
        return sum(not one.has_others for one in self.schools)

    @property
    def without_some(self) -> int:
        return len(self.schools) - self.without_any

    @property
    def measures(self) -> list[tuple[Measure, int]]:
        """Of the schools of which something was submitted: how many lack each measure."""
        return list(Counter(name for one in self.schools if one.has_others for name in one.measures).items())


def not_submitted_for_its_members(district: District, year: int) -> NotSubmitted:
    """What was to be submitted of a district's schools for the year and was not. One query."""
    annual = SchoolValue.objects.filter(district=district, school_year=year, window="1")
    sent = annual.filter(school=OuterRef("school")).exclude(reason__in=(reasons.NOT_SUBMITTED, reasons.NOT_COLLECTED))
    silent: QuerySet[Any] = annual.filter(reason=reasons.NOT_SUBMITTED).annotate(has_others=Exists(sent))
    rows = silent.select_related("school").order_by(natural("school__name"), "school_id", "measure")
    by_school = [list(found) for _, found in groupby(rows, key=lambda row: row.school_id)]
    return NotSubmitted(
        [Gone(rows[0].school, tuple(MEASURES[row.measure] for row in rows), rows[0].has_others) for rows in by_school]
    )
