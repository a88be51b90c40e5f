"""What was in force when: random histories against a calendar on which every day is written over."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.analysis.strategies.adoption import (
    FIRST,
    IN_FORCE,
    MOVES,
    Span,
    Stage,
    Step,
    is_in_force,
    spans_of,
    stage_on,
    years_in_force,
)

BEGIN, DAYS = dt.date(2015, 7, 1), 5 * 365 + 1
YEARS = range(2015, 2022)
some_days = st.integers(0, DAYS).map(lambda days: BEGIN + dt.timedelta(days))
histories = st.lists(st.builds(Step, st.sampled_from(Stage), some_days), max_size=9)


def calendar_of(steps: list[Step]) -> dict[dt.date, Stage]:
    """Each step, as it is recorded, written over all days from its first on."""
    days: dict[dt.date, Stage] = {}
    for step in steps:
        for number in range((step.since - BEGIN).days, DAYS + 400):
            days[BEGIN + dt.timedelta(number)] = step.stage
    return days


@given(histories)
def test_every_day_has_the_stage_that_was_recorded_last_for_it(steps: list[Step]) -> None:
    days = calendar_of(steps)
    asked = [BEGIN + dt.timedelta(number) for number in range(0, DAYS + 400, 7)]
    asked += [step.since + dt.timedelta(by) for step in steps for by in (-1, 0, 1)]
    assert [stage_on(steps, day) for day in asked] == [days.get(day) for day in asked]


@given(histories)
def test_a_strategy_was_in_force_in_the_years_with_a_day_on_which_it_was(steps: list[Step]) -> None:
    held = [day for day, stage in calendar_of(steps).items() if stage in IN_FORCE]
    years = {day.year + (day.month >= 7) for day in held}
    assert years_in_force(steps, YEARS) == tuple(year for year in YEARS if year in years)


@given(histories)
def test_spans_follow_each_other_and_no_two_of_one_stage_meet(steps: list[Step]) -> None:
    spans = spans_of(steps)
    assert [one.until for one in spans] == [*(one.since for one in spans[1:]), None][: len(spans)]
    assert all(one.stage is not after.stage for one, after in pairwise(spans))
    assert all(one.until is None or one.since < one.until for one in spans)


@pytest.mark.parametrize(("day", "year"), [((2016, 6, 30), 2016), ((2016, 7, 1), 2017)])
def test_a_school_year_begins_in_july(day: tuple[int, int, int], year: int) -> None:
    one_day = dt.date(*day)
    steps = [Step(Stage.ADOPTED, one_day), Step(Stage.ENDED, one_day + dt.timedelta(1))]
    assert years_in_force(steps, YEARS) == (year,)


def test_what_was_recorded_later_of_an_earlier_day_holds_from_then_on() -> None:
    first, later, earlier = dt.date(2016, 9, 1), dt.date(2017, 9, 1), dt.date(2017, 1, 1)
    steps = [Step(Stage.ADOPTED, first), Step(Stage.IMPLEMENTING, later), Step(Stage.ENDED, earlier)]
    assert spans_of(steps) == (Span(Stage.ADOPTED, first, earlier), Span(Stage.ENDED, earlier, None))


def test_a_pause_of_a_whole_year_is_a_year_without_it() -> None:
    steps = [Step(Stage.ADOPTED, dt.date(2015, 9, 1)), Step(Stage.PAUSED, dt.date(2016, 6, 30))]
    steps.append(Step(Stage.IMPLEMENTING, dt.date(2017, 7, 1)))
    assert [is_in_force(steps, year) for year in (2015, 2016, 2017, 2018)] == [False, True, False, True]


def test_an_adoption_begins_as_considered_or_adopted_and_reaches_every_stage() -> None:
    reached: set[Stage] = set(FIRST)
    found: set[Stage] = set()
    while reached - found:
        found |= reached
        reached = {stage for one in found for stage in MOVES[one]}
    assert found | reached == set(Stage)
