"""What is not there: not submitted. Shown as such, never as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES


class Named(Protocol):
    """A school, as far as it is looked at here."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Gone:
    """A school, the measures of which nothing was submitted for it, and whether something was submitted of any other,
    be it suppressed or withheld.
    """

    school: Named
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


def not_submitted_of(
    schools: Iterable[Named], silent: Mapping[int, Iterable[str]], sent: Container[int]
) -> NotSubmitted:
    """What was to be submitted of a year and was not, in the order of the schools; of windows of several years nothing
    is submitted. `silent`: by school id the measures of which nothing was; `sent`: ids of schools of which anything
    else was.
    """
    told = (Gone(school, _measures(silent.get(school.pk, ())), school.pk in sent) for school in schools)
    return NotSubmitted([one for one in told if one.measures])


def _measures(names: Iterable[str]) -> tuple[Measure, ...]:
    return tuple(MEASURES[name] for name in names)
