"""Experience, at its bounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.people.asked import state_of, sums_of
from tests.analysis.people.sent import A, Row, employed, leads, teaches


def of_years(*years: object, **more: Any) -> dict[str, list[Row]]:
    people = [f"p{number}" for number in range(len(years))]
    roster = [employed(who, years_prior_teaching=one, **more) for who, one in zip(people, years, strict=True)]
    return {"work_assignment": [teaches(who) for who in people], "staff_roster": roster}


@pytest.mark.parametrize(("measure", "below"), [("T_EXP_LT1", 1), ("T_EXP_LE1", 2), ("T_EXP_LT3", 3), ("T_EXP_LT4", 4)])
def test_of_teachers_in_years_none_to_five_those_below_the_bound_count(measure: str, below: int) -> None:
    assert sums_of(state_of(**of_years(0, 1, 2, 3, 4, 5)), measure)[A] == (below, 6, 0, 0)


def test_years_not_known_are_missing_and_years_that_do_not_apply_exempt() -> None:
    assert sums_of(state_of(**of_years(0, None, "NA")), "T_EXP_LT1")[A] == (1, 1, 1, 1)


def test_who_is_not_on_the_roster_is_missing() -> None:
    files = {"work_assignment": [teaches("ann"), teaches("bob")], "staff_roster": [employed("ann")]}
    assert sums_of(state_of(**files), "T_EXP_LT1")[A] == (0, 1, 1, 0)


def test_years_counted_anywhere_say_of_years_in_the_state_what_they_must() -> None:
    state = state_of(**of_years(2, 3, experience_scope="ALL"))
    assert sums_of(state, "T_EXP_LT3")[A] == (1, 1, 1, 0)  # who has taught three years may have taught none here
    assert sums_of(state, "T_EXP_LT4")[A] == (2, 2, 0, 0)


@pytest.mark.parametrize(("measure", "below"), [("P_EXP_LT1", 1), ("P_EXP_LE1", 2), ("P_EXP_LT3", 3), ("P_EXP_LT4", 4)])
def test_principals_have_their_years_as_administrators(measure: str, below: int) -> None:
    people = [f"p{number}" for number in range(5)]
    roster = [employed(who, years_prior_admin=years, years_prior_teaching=0) for years, who in enumerate(people)]
    state = state_of(work_assignment=[leads(who) for who in people], staff_roster=roster)
    assert sums_of(state, measure, unit="FTE")[A] == (below, 5, 0, 0)
