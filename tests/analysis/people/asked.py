"""A question put to made-up files: the sums of one measure in whole units, by organization."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.rule import Rule
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import sums_of_districts
from tests.analysis.people.sent import ONE, YEAR, Files, Row, State

Counts = tuple[float | None, float | None, float, float]  # numerator, denominator, missing, exempt
YES: Counts = (1, 1, 0, 0)  # sums over one person, of whom it is true; not true; not known; who is not asked
NO: Counts = (0, 1, 0, 0)
MISSING: Counts = (0, 0, 1, 0)
EXEMPT: Counts = (0, 0, 0, 1)


def state_of(
    *, organizations: list[Row] | None = None, crosswalk: list[Row] | None = None, **files: list[Row]
) -> State:
    """A state of one district in one year."""
    return State({(ONE, YEAR): files}, organizations or [], crosswalk or [])


def sums_of_one(year: StaffYear, measures: Iterable[PeopleMeasure] = CATALOGUE) -> pl.DataFrame:
    """Of the files of one district. Grain: `sums.GRAIN`."""
    return sums_of_districts(year, measures).drop("district")


def sums_of(
    state: State, measure: str | Rule, *, unit: str = "HEADCOUNT", district: str = ONE, **more: Any
) -> dict[str, Counts]:
    """By code of school, district and state (what the district adds to it). `measure`: of the catalogue, or a rule."""
    year = more.get("year", YEAR)
    own = PeopleMeasure("OWN", 1, more.get("role", "TEACHER"), measure) if isinstance(measure, Rule) else None
    asked = [own] if own else [one for one in CATALOGUE if one.id == measure]
    rows = sums_of_one(state.staff_year(district, year), asked).filter(unit=unit)
    return {row["org_code"]: tuple(_whole(row[name]) for name in NAMES) for row in rows.iter_rows(named=True)}  # type: ignore[misc]


NAMES = ("numerator", "denominator", "missing", "exempt")


def _whole(amount: int | None) -> float | None:
    return None if amount is None else amount / 10_000


def two_years(before: Files, now: Files, **more: Any) -> State:
    """A state of one district in two years."""
    return State({(ONE, YEAR - 1): before, (ONE, YEAR): now}, **more)
