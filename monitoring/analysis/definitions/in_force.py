"""Which definition a figure of a school year is made by: one computed here, by the definition in force; one that was
published, by what it was published by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Protocol

from monitoring.analysis.formatting import school_year as shown_year
from monitoring.analysis.measure import Break, Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.aggregates import SurveyMeasure
from monitoring.analysis.people.catalogue import PeopleMeasure

from .definition import Definition, State
from .difference import rules_differ
from .shipped import shipped

Fact = tuple[str, tuple[str, ...]]


class Defined(Protocol):
    """A figure that says which definition made it, by the first characters of its hash."""

    @property
    def measure(self) -> str: ...
    @property
    def school_year(self) -> int: ...
    @property
    def definition_hash(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """A measure of the catalogue: its definition, and where its series breaks."""

    definition: Definition
    breaks: tuple[Break, ...]

    @property
    def measure(self) -> Measure:
        return self.definition.measure


@dataclass(frozen=True)
class InForce:
    """The definitions that were ever active; years of two that are active of one measure never overlap."""

    definitions: tuple[Definition, ...]

    @cached_property
    def _by_measure(self) -> dict[str, list[Definition]]:
        """Active ones by measure, in the order of their years."""
        found: dict[str, list[Definition]] = {}
        for one in sorted(self.definitions, key=lambda one: (one.first_year or 0, one.version)):
            if one.state is State.ACTIVE:
                found.setdefault(one.measure_id, []).append(one)
        return found

    @cached_property
    def _known(self) -> dict[tuple[str, int], Definition]:
        """Those that the program ships, whatever state they are in, and above them what is stored."""
        return {(one.measure_id, one.version): one for one in (*shipped(), *self.definitions)}

    def of(self, measure_id: str, school_year: int) -> Definition | None:
        """The one in force in a school year: what is computed of persons, and counted for it by districts."""
        return next((one for one in self._by_measure.get(measure_id, ()) if one.holds_in(school_year)), None)

    def published(self, measure_id: str, school_year: int) -> Definition:
        """The one that published reports follow: where one is in force that takes figures as they are published, this;
        else the one that the program ships for the year. What computes figures here moves it never.

        >>> [shipped_in_force().published("T_UNQ", year).version for year in (2016, 2017)]
        [1, 2]
        """
        found = self.of(measure_id, school_year)
        if found is not None and found.rule is None:
            return found
        versions = _shipped_of(measure_id)
        return self._known[next((one for one in versions if one.holds_in(school_year)), versions[-1]).key]

    def shown(self, measure_id: str, school_year: int) -> Definition:
        """The one to name where no figure is meant: in force, or, where none is, that of published figures."""
        return self.of(measure_id, school_year) or self.published(measure_id, school_year)

    def version(self, measure_id: str, number: int) -> Definition | None:
        """A version that is shipped or was ever active."""
        return self._known.get((measure_id, number))

    def with_hash(self, measure_id: str, beginning: str) -> Definition | None:
        """The version whose hash begins so, as values and gaps keep it."""
        its = (one for (name, _), one in self._known.items() if name == measure_id and beginning)
        return next((one for one in its if one.definition_hash.startswith(beginning)), None)

    def worded(self, figure: Defined) -> Measure:
        """A measure in the words of the definition that made a figure."""
        found = self.with_hash(figure.measure, figure.definition_hash)
        return (found or self.shown(figure.measure, figure.school_year)).measure

    def newest(self, measure_id: str) -> Definition:
        """The one to tell of a measure where no year is meant: the last in force; else the last that is shipped."""
        in_force = self._by_measure.get(measure_id)
        return in_force[-1] if in_force else self._known[_shipped_of(measure_id)[-1].key]

    def entry(self, definition: Definition) -> Entry:
        """A definition as catalogues show it."""
        name = definition.measure_id
        own = [one for one in MEASURES[name].breaks if one.version is None]
        pairs = [(one, later) for one, later in pairwise(self._by_measure.get(name, [])) if later.first_year]
        changes = [_change(later.first_year or 0, one, later) for one, later in pairs]
        return Entry(definition, tuple(sorted([*own, *changes], key=lambda one: one.year)))

    def in_year(self, school_year: int) -> Iterator[Definition]:
        """Every measure's that holds in a school year."""
        return (one for name in self._by_measure if (one := self.of(name, school_year)))

    def of_people(self, school_year: int) -> tuple[PeopleMeasure, ...]:
        return tuple(found for one in self.in_year(school_year) if (found := one.of_people))

    def of_surveys(self, school_year: int) -> tuple[SurveyMeasure, ...]:
        return tuple(found for one in self.in_year(school_year) if (found := one.of_surveys))

    @cached_property
    def reads_ratings(self) -> bool:
        """Whether any of them needs to know how people were evaluated."""
        return any(one.is_of_ratings for every in self._by_measure.values() for one in every)

    def made(self, measure_id: str, year: int, versions: Sequence[int | None]) -> list[Definition]:
        """By which definitions the figures of some years in a row were made. `versions`: as the figures say, that of
        `year` first and then back; where there is no figure, as those of the year after: computed, or published.
        """
        found: list[Definition] = []
        for back, number in enumerate(versions):
            told = self.version(measure_id, number) if number is not None else None
            found.append(told or self._like(measure_id, year - back, found[-1] if found else None))
        return found

    def _like(self, measure_id: str, year: int, later: Definition | None) -> Definition:
        """What a year without a figure would have, beside that of the year after it."""
        if later is None:
            return self.shown(measure_id, year)
        if later == self.of(measure_id, year + 1):
            return self.of(measure_id, year) or later
        return self.published(measure_id, year) if later == self.published(measure_id, year + 1) else later

    def breaks(self, measure_id: str, year: int, versions: Sequence[int | None]) -> tuple[Break, ...]:
        """Where figures begin to mean something else, of those that `made` tells of: the measure's own breaks, and
        each year whose figures another definition made than those of the year before.
        """
        own = [one for one in MEASURES[measure_id].breaks if one.version is None]
        pairs = enumerate(pairwise(self.made(measure_id, year, versions)))
        changes = [_change(year - back, was, now) for back, (now, was) in pairs if now.version != was.version]
        return tuple(sorted([*own, *changes], key=lambda one: one.year))

    def facts(self, school_year: int) -> list[Fact]:
        """What results of a school year depend on: by measure the hashes of what is computed and of what is published
        by, in the year and in the one before it.
        """
        return [(name, (*self._hashes(name, school_year), *self._hashes(name, school_year - 1))) for name in MEASURES]

    def _hashes(self, measure_id: str, school_year: int) -> tuple[str, str]:
        found = self.of(measure_id, school_year)
        return found.definition_hash if found else "", self.published(measure_id, school_year).definition_hash


@cache
def _shipped_of(measure_id: str) -> tuple[Definition, ...]:
    return tuple(one for one in shipped() if one.measure_id == measure_id)


@cache
def shipped_in_force() -> InForce:
    return InForce(shipped())


def _change(year: int, before: Definition, now: Definition) -> Break:
    """What is different from a year on, in words that stand behind “Not comparable with 2024-25:”."""
    own = MEASURES[now.measure_id].breaks
    if said := next((one for one in own if (one.year, one.version) == (year, now.version)), None):
        return said
    told = "; ".join(
        f"{one.title.lower()}: {one.after}, where it was {one.before}" for one in rules_differ(before, now)
    )
    text = f"from {shown_year(year)} version {now.version} of the definition holds"
    return Break(year, text + (f" ({told})" if told else ""), now.version)
