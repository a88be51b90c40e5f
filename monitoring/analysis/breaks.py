"""Comparability: which change of a definition lies between a figure and the year before, or in the years it pools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import polars as pl

from monitoring.analysis.formatting import school_year
from monitoring.analysis.groups import GROUPS, OF_ANY_KIND
from monitoring.analysis.measure import Break
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.values import POOLED_YEARS

Breaks = Mapping[str, tuple[Break, ...]]  # by measure
OWN: Breaks = {measure.id: measure.breaks for measure in MEASURES.values()}
MIXED = "The years pooled here differ"


def break_text(measure_id: str, group_id: str | None, year: int, window: str, breaks: Breaks = OWN) -> str | None:
    """What keeps the figure of `year` from being compared with the year before, in words; null where nothing does.

    A pooled window that holds years from both sides of a change says so itself; the first window past it says that the
    one before did. The grouping is that of the latest year, so its changes concern that year alone. `breaks`: as the
    definitions have them by which the figures were made (`definitions.in_force`).

    >>> break_text("T_TURN", "low_income", 2022, "pooled3")
    'Not comparable with 2020-21: from 2021-22 “low income” replaces “economically disadvantaged”.'
    >>> break_text("T_TURN", "low_income", 2023, "pooled3") is None
    True
    """
    return break_in(breaks[measure_id], group_id, year, POOLED_YEARS if window == "pooled3" else 1)


def break_in(changes: Sequence[Break], group_id: str | None, year: int, years: int) -> str | None:
    """The same of a figure of so many `years` up to `year`, of a measure with these changes, and of any group.

    >>> break_in([Break(2021, "from 2020-21 others count")], "high_needs", 2022, 3)
    'The years pooled here differ: from 2020-21 others count. Not comparable with 2020-21: from 2021-22 “low income” \
replaces “economically disadvantaged”.'
    """
    parts = [_measure_part(change, year, years) for change in changes]
    of_group = OF_ANY_KIND[group_id].breaks if group_id else ()
    parts += [_between(change, year) for change in of_group if change.year == year]
    return " ".join(dict.fromkeys(part for part in parts if part)) or None


class Defined(Protocol):
    """A figure of a measure with what tells by which definition it was made."""

    @property
    def measure(self) -> str: ...
    @property
    def school_year(self) -> int: ...
    @property
    def years_used(self) -> Sequence[int]: ...
    @property
    def definition_hash(self) -> str: ...
    @property
    def break_text(self) -> str: ...


def has_changed_since(before: Defined, now: Defined, group_id: str | None) -> bool:
    """Whether another definition made one of two figures, or some of its years, or a series broke after the first year
    of the earlier figure; a grouping is that of the last year.

    >>> from types import SimpleNamespace
    >>> named = {"measure": "T_OOF_80", "definition_hash": "a", "break_text": ""}
    >>> old, now = (SimpleNamespace(**named, school_year=year, years_used=[year]) for year in (2020, 2022))
    >>> has_changed_since(old, now, None), has_changed_since(now, now, None)
    (True, False)
    """
    if now.definition_hash != before.definition_hash or MIXED in f"{before.break_text}{now.break_text}":
        return True
    own = (change for change in MEASURES[now.measure].breaks if change.version is None)
    measures = any(min(before.years_used) < change.year <= now.school_year for change in own)
    groups = GROUPS[group_id].breaks if group_id else ()
    return measures or any(before.school_year < one.year <= now.school_year for one in groups)


def _measure_part(change: Break, year: int, years: int) -> str | None:
    oldest = year - years + 1
    if oldest < change.year <= year:
        return f"{MIXED}: {change.text}."
    return _between(change, year) if change.year == oldest else None


def _between(change: Break, year: int) -> str:
    return f"Not comparable with {school_year(year - 1)}: {change.text}."


def with_own_breaks(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows holding school_year, window, measure_id, group_id with break_text or null, as the measures alone have it.

    >>> years = pl.DataFrame({"school_year": [2021, 2022], "window": "1", "measure_id": "T_TURN"})
    >>> with_own_breaks(years.with_columns(group_id=pl.lit("low_income")))["break_text"].to_list()
    [None, 'Not comparable with 2020-21: from 2021-22 “low income” replaces “economically disadvantaged”.']
    """
    names = ["school_year", "window", "measure_id", "group_id"]
    distinct = rows.select(names).unique()
    texts = [break_text(measure, group, year, window) for year, window, measure, group in distinct.iter_rows()]
    told = distinct.with_columns(pl.Series("break_text", texts, dtype=pl.String))
    return rows.join(told, on=names, how="left", maintain_order="left")
