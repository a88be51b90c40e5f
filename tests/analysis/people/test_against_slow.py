"""Every measure, at every level and in every unit, is what the slow and obvious implementation says, on random
states.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.analysis.people import slow_sums
from tests.analysis.people.asked import sums_of_one
from tests.analysis.people.random_states import states
from tests.analysis.people.sent import ONE, OTHER, State


def _check(state: State, year: int) -> None:
    index = state.index() if state.years else None
    for district in (ONE, OTHER):
        fast = sums_of_one(state.staff_year(district, year, index=index))
        found = {
            (row["level"], row["org_code"], row["measure_id"], row["unit"]): slow_sums.Sum(
                *(row[name] for name in ("numerator", "denominator", "known", "missing", "exempt", "reason"))
            )
            for row in fast.iter_rows(named=True)
        }
        expected = slow_sums.all_sums(state, district, year)
        assert {
            key: (found.get(key), expected.get(key)) for key in found | expected if found.get(key) != expected.get(key)
        } == {}


@given(states)
@settings(max_examples=5, deadline=None)
def test_sums_are_those_of_the_definitions(made: tuple[State, int]) -> None:
    _check(*made)


@pytest.mark.slow
@given(states)
@settings(max_examples=100, deadline=None)
def test_sums_are_those_of_the_definitions_in_many_states(made: tuple[State, int]) -> None:
    _check(*made)
