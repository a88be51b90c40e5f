"""What a reader of students' experiences chose to look at. Where an address names something that is not there, the
default is shown, and the page says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import polars as pl

from districts.school_year import SchoolYear
from monitoring.analysis.experiences.classes import CATEGORIES, Category
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.words import CATEGORY_WORDS, GROUP_WORDS, CategoryWords
from monitoring.analysis.groups import GroupOfStudents

BY_CLASS, BY_SHARE = "class", "share"
COUNTINGS = {BY_CLASS: "Each class once for each of its teachers", BY_SHARE: "By the teachers’ shares of a class"}
HISTORY = {1: "One year", 3: "Three years", 5: "Five years"}
EDWIN = "edwin"
FIRST_WINDOW = 3  # years of history, where none are named
START = {"history": str(FIRST_WINDOW), "measure": "T_EXP_LT1", "group": "low_income", "counting": BY_CLASS}


@dataclass(frozen=True)
class ExperienceChoice:
    """`year`: whose October's students, an ending year; None where there is none to choose. `as_edwin`: a ratio where
    the others have no experience, too. `newer`: a later year of which there is a report that is not certified, where no
    year was asked for.
    """

    year: int | None
    years: tuple[int, ...]
    window: int
    category: Category
    group_id: str
    counting: str
    as_edwin: bool = False
    unknown: tuple[str, ...] = ()
    newer: int | None = None

    @property
    def is_weighed(self) -> bool:
        return self.counting == BY_SHARE

    @property
    def words(self) -> CategoryWords:
        return CATEGORY_WORDS[self.category.id]

    @property
    def group(self) -> GroupOfStudents:
        return GROUP_WORDS[self.group_id]

    @property
    def who_is_of_it(self) -> str:
        """Who was of the group in the chosen year."""
        return self.group.in_year(self.year).definition if self.year else ""

    @property
    def title(self) -> str:
        return f"{self.words.title}: {self.group.students}"

    def rows_of(self, report: pl.DataFrame) -> pl.DataFrame:
        """Of a report, or of where gaps lie, the rows of the category and group."""
        return report.filter(category_id=self.category.id, group_id=self.group_id)

    @cached_property
    def query(self) -> str:
        """The same choice as the end of an address."""
        year = {"year": str(SchoolYear(self.year))} if self.year else {}
        named = {**year, "history": self.window, "measure": self.category.id, "group": self.group_id}
        return urlencode({**named, "counting": self.counting, **({"compat": EDWIN} if self.as_edwin else {})})

    @property
    def query_of_newer(self) -> str:
        return replace(self, year=self.newer).query

    def query_with(self, *, category_id: str = "", group_id: str = "") -> str:
        """The same choice with another category or group."""
        category = next((one for one in CATEGORIES if one.id == category_id), self.category)
        return replace(self, category=category, group_id=group_id or self.group_id).query

    @property
    def query_of_the_others(self) -> str:
        """The same choice with what Edwin does, or without."""
        return replace(self, as_edwin=not self.as_edwin).query

    def options(self, name: str) -> list[tuple[str, str]]:
        """What is offered for a part of the choice: values of an address, and words."""
        offered: dict[str, list[tuple[str, str]]] = {
            "year": [(str(SchoolYear(year)), str(SchoolYear(year))) for year in self.years],
            "history": [(str(window), HISTORY[window]) for window in WINDOWS],
            "measure": [(one.id, CATEGORY_WORDS[one.id].title) for one in CATEGORIES],
            "group": [(name, words.title) for name, words in GROUP_WORDS.items()],
            "counting": list(COUNTINGS.items()),
        }
        return offered[name]

    def chosen(self, name: str) -> str:
        values: dict[str, Any] = {"history": self.window, "measure": self.category.id, "group": self.group_id}
        values |= {"year": SchoolYear(self.year) if self.year else "", "counting": self.counting}
        return str(values[name])


def choose_experiences(
    asked: Mapping[str, str], years: Collection[int], start: int | None, newer: int | None = None
) -> ExperienceChoice:
    """The choice that a query string asks for, among `years`; where it names none of these, `start`."""
    nothing = ExperienceChoice(start, tuple(years), FIRST_WINDOW, CATEGORIES[0], "low_income", BY_CLASS)
    known = {name: {value for value, _ in nothing.options(name)} for name in ("year", *START)}
    year = _year(asked.get("year", ""), years)
    named = {name: asked[name] if asked.get(name) in known[name] else first for name, first in START.items()}
    unknown = [asked[name] for name in START if asked.get(name) and asked[name] not in known[name]]
    return ExperienceChoice(
        year=year or start,
        years=tuple(years),
        window=int(named["history"]),
        category=next(one for one in CATEGORIES if one.id == named["measure"]),
        group_id=named["group"],
        counting=named["counting"],
        as_edwin=asked.get("compat") == EDWIN,
        newer=None if year else newer,
        unknown=(*([asked["year"]] if asked.get("year") and not year else ()), *unknown),
    )


def _year(text: str, years: Collection[int]) -> int | None:
    try:
        year = int(SchoolYear.parse(text))
    except ValueError:
        return None
    return year if year in years else None
