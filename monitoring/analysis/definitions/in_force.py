"""Which definitions hold in a school year, and where another one begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from monitoring.analysis.formatting import school_year as shown
from monitoring.analysis.measure import Break
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.aggregates import SurveyMeasure
from monitoring.analysis.people.catalogue import PeopleMeasure

from .definition import Definition, State
from .difference import rules_differ

Fact = tuple[str, int, str, tuple[str, ...]]


@dataclass(frozen=True)
class InForce:
    """The active definitions of all measures; years of two of one measure never overlap."""

    definitions: tuple[Definition, ...]

    @cached_property
    def _by_measure(self) -> dict[str, list[Definition]]:
        """Active ones by measure, in the order of their years."""
        found: dict[str, list[Definition]] = {}
        for one in sorted(self.definitions, key=lambda one: (one.first_year or 0, one.version)):
            if one.state is State.ACTIVE:
                found.setdefault(one.measure_id, []).append(one)
        return found

    def of(self, measure_id: str, school_year: int) -> Definition | None:
        """The one that holds in a school year."""
        return next((one for one in self._by_measure.get(measure_id, ()) if one.holds_in(school_year)), None)

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

    def version_in(self, measure_id: str, school_year: int) -> int:
        """That of the definition that holds in a school year; of the measure's own words where none does."""
        found = self.of(measure_id, school_year)
        return found.version if found else MEASURES[measure_id].version_in(school_year)

    def hash_in(self, measure_id: str, school_year: int) -> str:
        """That of the definition that holds in a school year; of the measure's own words where none does."""
        found = self.of(measure_id, school_year)
        return (found or MEASURES[measure_id]).definition_hash

    @cached_property
    def breaks(self) -> dict[str, tuple[Break, ...]]:
        """By measure, where figures begin to mean something else: the measure's own breaks, and the first year of each
        version after another.
        """
        return {name: tuple(self._breaks_of(name)) for name in MEASURES}

    def _breaks_of(self, name: str) -> list[Break]:
        versions = self._by_measure.get(name, [])
        pairs = [(one, later) for one, later in pairwise(versions) if later.first_year]
        own = [one for one in MEASURES[name].breaks if one.version is None or self._begins(versions, one)]
        said = {(one.year, one.version) for one in own}
        new = [
            Break(later.first_year or 0, _another(one, later), later.version)
            for one, later in pairs
            if (later.first_year, later.version) not in said
        ]
        return sorted([*own, *new], key=lambda one: one.year)

    @staticmethod
    def _begins(versions: list[Definition], change: Break) -> bool:
        """Whether a break that names a version is still where this version begins."""
        return any((one.first_year, one.version) == (change.year, change.version) for one in versions[1:])

    def facts(self, school_year: int) -> list[Fact]:
        """What results of a school year depend on: measure, version, hash, and what breaks in it."""
        texts = {
            name: tuple(one.text for one in breaks if one.year == school_year) for name, breaks in self.breaks.items()
        }
        return [(one.measure_id, one.version, one.definition_hash, texts[one.measure_id])
                for one in self.in_year(school_year)]  # fmt: skip


def _another(before: Definition, later: Definition) -> str:
    """What is different from a year on, in words that stand behind “Not comparable with 2024-25:”."""
    first = shown(later.first_year or 0)
    told = "; ".join(
        f"{one.title.lower()}: {one.after}, where it was {one.before}" for one in rules_differ(before, later)
    )
    return f"from {first} version {later.version} of the definition holds" + (f" ({told})" if told else "")
