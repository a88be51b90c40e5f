"""What a reader chose to look at: school year, window, measure, group. Where an address names something that is not
there, the default is shown, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from urllib.parse import urlencode

from districts.school_year import SchoolYear
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import GAP_MEASURES, MEASURES, first_the_main_ones

HEADLINE = "headline"
PARTS = "parts"
ROLES = {"TEACHER": "Teachers", "PRINCIPAL": "Principals", "ORGANIZATION": "Districts"}
DIMENSIONS = {
    "experience": "Experience",
    "preparation": "Preparation",
    "effectiveness": "Effectiveness",
    "conditions": "Conditions of teaching",
}
WINDOWS = {HEADLINE: "As each measure is defined", "1": "One year", "pooled3": "Three years pooled"}


@dataclass(frozen=True)
class Selection:
    """`year` is an ending year, or None where there are no results at all. `window` is 'headline', '1' or 'pooled3'.
    `measures` are those to choose from.
    """

    year: int | None
    years: tuple[int, ...]
    window: str
    measure: Measure
    group: Grouping
    measures: tuple[Measure, ...]
    unknown: tuple[str, ...] = ()  # what was asked for and is not there, as it was written
    of_parts: bool = False  # parts and variants of measures, in the place of the main ones

    @property
    def windows(self) -> Mapping[str, str]:
        return WINDOWS

    @property
    def measures_by_kind(self) -> list[tuple[str, list[Measure]]]:
        """The measures to choose from by whom they count and what they show, main ones before their variants."""
        return _by_kind(tuple(one.id for one in self.measures))

    @property
    def groups(self) -> list[Grouping]:
        return list(GROUPS.values())

    @property
    def asked_window(self) -> str | None:
        """The window as queries take it: None for each measure's own."""
        return None if self.window == HEADLINE else self.window

    @property
    def measure_window(self) -> str:
        """The window in which the chosen measure is looked at over the years."""
        return self.window if self.window in self.measure.windows else self.measure.headline_window

    @cached_property
    def query(self) -> str:
        """The same choice as the end of an address."""
        return urlencode({**self._place, "measure": self.measure.id})

    @property
    def query_of_any_measure(self) -> str:
        return urlencode(self._place)

    @property
    def _place(self) -> dict[str, str]:
        year = {"year": str(SchoolYear(self.year))} if self.year else {}
        return {**year, "window": self.window, "group": self.group.id, **({"of": PARTS} if self.of_parts else {})}

    @property
    def query_of_the_others(self) -> str:
        """The same choice with parts and variants where the main measures are, and the other way around."""
        return replace(self, of_parts=not self.of_parts).query


def choose(
    asked: Mapping[str, str], years: Sequence[int], start: int | None = None, measures: Sequence[str] = GAP_MEASURES
) -> Selection:
    """The selection that a query string asks for, among `years` with results (latest first) and ids of measures; where
    it names none of the years, it is `start`, or the latest.
    """
    year = _year(asked.get("year", ""), years)
    there = {"year": {asked.get("year")} if year else (), "window": WINDOWS, "measure": measures, "group": GROUPS}
    return Selection(
        year=year or (start if start in years else next(iter(years), None)),
        years=tuple(years),
        window=asked["window"] if asked.get("window") in WINDOWS else HEADLINE,
        measure=MEASURES[asked["measure"] if asked.get("measure") in measures else GAP_MEASURES[0]],
        group=GROUPS.get(asked.get("group", ""), GROUPS["low_income"]),
        measures=tuple(MEASURES[name] for name in measures),
        of_parts=asked.get("of") == PARTS,
        unknown=tuple(asked[name] for name, known in there.items() if asked.get(name) and asked[name] not in known),
    )


@cache
def _by_kind(names: tuple[str, ...]) -> list[tuple[str, list[Measure]]]:
    """Of the catalogue's measures with these names."""
    measures = [MEASURES[name] for name in names]
    kinds = [(role, dimension) for role in ROLES for dimension in DIMENSIONS]
    found = [
        (
            f"{ROLES[role]}: {DIMENSIONS[dimension].lower()}",
            [one for one in measures if _kind(one) == (role, dimension)],
        )
        for role, dimension in kinds
    ]
    return [(title, first_the_main_ones(some)) for title, some in found if some]


def _kind(measure: Measure) -> tuple[str, str]:
    return measure.role, measure.dimension


def _year(text: str, years: Sequence[int]) -> int | None:
    try:
        year = int(SchoolYear.parse(text))
    except ValueError:
        year = 0
    return year if year in years else None
