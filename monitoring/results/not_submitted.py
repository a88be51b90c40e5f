"""What is not there: not submitted. Shown as such, never as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from districts.models import School
from monitoring.analysis import reasons
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from .models import SchoolValue

ANNUAL = Q(window="1")  # what is submitted of a year


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


def not_submitted_among(values: Iterable[SchoolValue], schools: Iterable[School]) -> NotSubmitted:
    """What was to be submitted and was not, among a year's values of a district's schools, in the order of both; of
    windows of several years nothing is submitted.
    """
    by_school: dict[int, list[SchoolValue]] = {}
    for value in values:
        if value.window == "1":
            by_school.setdefault(value.school_id, []).append(value)
    found = [(school, by_school.get(school.id, ())) for school in schools]
    told = (Gone(school, _silent(annual), any(_was_sent(value) for value in annual)) for school, annual in found)
    return NotSubmitted([one for one in told if one.measures])


def _silent(annual: Iterable[SchoolValue]) -> tuple[Measure, ...]:
    return tuple(MEASURES[value.measure] for value in annual if value.reason == reasons.NOT_SUBMITTED)


def _was_sent(value: SchoolValue) -> bool:
    return value.reason not in (reasons.NOT_SUBMITTED, reasons.NOT_COLLECTED)
