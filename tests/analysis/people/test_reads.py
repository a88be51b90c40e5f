"""The columns that measures of persons read are those that are declared."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from typing import Any

import polars as pl
import polars.selectors as cs
import pytest
from polars.testing import assert_frame_equal

from monitoring.analysis.people.staff_year import READS, StaffYear
from tests.analysis.people.asked import sums_of_one
from tests.analysis.people.random_states import random_state
from tests.analysis.people.sent import ONE


@functools.cache
def _whole_year() -> StaffYear:
    """In which every file is there, and there is no index but its own."""
    return replace(random_state(random.Random(10), 2016, is_complete=True).staff_year(ONE, 2016), index=None)


def _narrowed(year: StaffYear, reads: dict[str, tuple[str, ...]]) -> StaffYear:
    left: dict[str, Any] = {}
    for name, columns in reads.items():
        sent: pl.DataFrame | None = getattr(year, name)
        left[name] = sent if sent is None else sent.select(pl.col(*columns), cs.by_name(*ALWAYS, require_all=False))
    return replace(year, **left, before=year.before and _narrowed(year.before, reads))


ALWAYS = ("row_number", "does_not_apply")


def test_no_column_is_read_that_is_not_declared() -> None:
    year = _whole_year()
    assert_frame_equal(sums_of_one(year), sums_of_one(_narrowed(year, READS)))


COLUMNS = [(name, column) for name, columns in READS.items() for column in columns]


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[".".join(one) for one in COLUMNS])
def test_each_column_that_is_declared_is_missed(name: str, column: str) -> None:
    year = _whole_year()
    left = {**READS, name: tuple(one for one in READS[name] if one != column)}
    if name == "staff_absence_event":
        year = replace(year, staff_attendance=None)
        del left["staff_attendance"]
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match=column):
        sums_of_one(_narrowed(year, left))
