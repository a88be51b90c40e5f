"""What is computed for several districts at once is, for each of them, what is computed for it alone."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import sums_of_districts
from monitoring.analysis.people.together import together
from tests.analysis.people.asked import sums_of_one
from tests.analysis.people.random_states import states
from tests.analysis.people.sent import ONE, OTHER, State

THIRD = "00030000"


def _at_once(years: list[StaffYear], index: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """By district."""
    parts = []
    of_agency = years[0].course_crosswalk
    for one in together([replace(each, index=None, course_crosswalk=of_agency) for each in years]):
        named = [
            index.with_columns(mepid=pl.lit(code if one.several else "") + pl.col("mepid")) for code in one.districts
        ]
        parts.append(sums_of_districts(replace(one, index=pl.concat(named))))
    whole = pl.concat(parts).partition_by("district", as_dict=True, include_key=False)
    return {str(code): rows for (code,), rows in whole.items()}


def _check(state: State, year: int) -> None:
    """Two districts of the state, and one that sent what the first did, so that these two stand together."""
    if not state.years:
        return
    state.years |= {(THIRD, when): files for (code, when), files in list(state.years.items()) if code == ONE}
    index = state.index()
    asked = [state.staff_year(code, year, index=index) for code in (ONE, OTHER, THIRD)]
    found = _at_once(asked, index)
    for one in asked:
        alone = sums_of_one(one)
        assert_frame_equal(found[one.district], alone)


@given(states)
@settings(max_examples=3, deadline=None)
def test_sums_of_districts_together_are_those_of_each_alone(made: tuple[State, int]) -> None:
    _check(*made)


@pytest.mark.slow
@given(states)
@settings(max_examples=40, deadline=None)
def test_sums_of_districts_together_are_those_of_each_alone_in_many_states(made: tuple[State, int]) -> None:
    _check(*made)
