"""What the checks of a single file look at and fill: its rows, and how many of them each rule has found."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from bench.pandas_door import Opened
from bench.pandas_texts import spread, texts_of
from districts.org_code import STATE_CODE
from districts.school_year import BEGINS
from monitoring.intake.reports.column import header_key
from monitoring.intake.reports.declaration import Report

Found = Counter[str]


@dataclass(frozen=True)
class District:
    """Whose files they are. `known`: org_code and close_year of what is on record. `day`: on which the files came."""

    org_code: str
    known: pd.DataFrame
    day: dt.date

    @property
    def running(self) -> int:
        return self.day.year + (self.day.month >= BEGINS)


@dataclass
class Sheet:
    """`frame`: a row of the file each, by its number; categoricals under the names of the layout's columns. `titles`:
    of these columns, as they stand in the file; `places`: where. `others`: the places of columns that nobody knows, and
    `surplus`, of those without a name. `refused`: rows that go once all forms were looked at.
    """

    report: Report
    opened: Opened
    district: District
    frame: pd.DataFrame
    titles: dict[str, str]
    places: dict[str, int]
    others: list[int]
    surplus: list[int]
    found: Found = field(default_factory=Counter)
    refused: pd.Index = field(default_factory=lambda: pd.Index([], dtype=int))

    def has(self, *names: str) -> bool:
        return all(name in self.frame.columns for name in names)

    @functools.cached_property
    def codes(self) -> pd.Series:
        """Of each different text of `org_code` as it stands in the file, the code."""
        return organizations(texts_of(self.frame["org_code"]))

    def years(self) -> np.ndarray:
        """The school year of each row, by its ending year; NaN where it is not known."""
        if "school_year" not in self.frame:
            return np.full(len(self.frame), np.nan)
        column = self.frame["school_year"]
        return spread(column, column.array.categories.astype(float), np.nan)

    def count(self, rule: str, wrong: np.ndarray | pd.Series) -> None:
        self.found[rule] += int(wrong.sum())

    def refuse(self, rule: str, wrong: np.ndarray) -> None:
        """Rows that go at once."""
        if wrong.any():
            self.count(rule, wrong)
            self.frame = self.frame[~wrong]

    def refuse_form(self, rule: str, wrong: np.ndarray) -> None:
        """Rows that all rules on forms are to see."""
        if wrong.any():
            self.count(rule, wrong)
            self.refused = self.refused.union(self.frame.index[wrong])

    def drop_refused(self) -> None:
        if len(self.refused):
            self.frame = self.frame[~self.frame.index.isin(self.refused)]


def organizations(texts: pd.Series) -> pd.Series:
    """Eight digits, with the zeros that were lost; None of all else."""
    digits = texts.str.removeprefix("'").str.replace(r"\.0$", "", regex=True)
    codes = digits.where(digits.str.contains("^[0-9]{1,8}$"), None).str.zfill(8)
    return codes.where((codes == STATE_CODE) | ~codes.str.startswith("0000", na=True), None)


def sheet_of(opened: Opened, report: Report, district: District) -> Sheet:
    """Columns by their headers, whatever their order. Raises ValueError where one that is needed is not there."""
    names = {key: name for name, keys in report.header_keys.items() for key in keys}
    known = {names[key]: place for place, text in enumerate(opened.head) if (key := header_key(text)) in names}
    if missing := [column.title for column in report.required if column.name not in known]:
        raise ValueError(f"no file of {report.title}: it lacks {missing}")
    surplus = [place for place in opened.cells.columns if not "".join(opened.head[place : place + 1])]
    others = [place for place in opened.cells.columns if place not in {*known.values(), *surplus}]
    frame = opened.cells[[*known.values()]].set_axis([*known], axis="columns")
    titles = {name: opened.head[place] for name, place in known.items()}
    return Sheet(report, opened, district, frame, titles, known, others, surplus)
