"""Absence, at its bounds, by year and by event."""

from __future__ import annotations

import pytest

from tests.analysis.people.asked import EXEMPT, MISSING, NO, YES, Counts, state_of, sums_of
from tests.analysis.people.sent import ONE, A, B, Row, State, attended, leads, teaches


def one_teacher(*days: Row) -> State:
    return state_of(work_assignment=[teaches("ann")], staff_attendance=list(days))


@pytest.mark.parametrize(
    ("absent", "more", "at_least"),
    [(9.5, NO, NO), (10, NO, YES), (10.5, YES, YES), (0, NO, NO), (None, MISSING, MISSING)],
)
def test_ten_days_are_ten_or_more_and_not_more_than_ten(absent: float | None, more: Counts, at_least: Counts) -> None:
    state = one_teacher(attended("ann", absent))
    assert sums_of(state, "T_ABS_GT10")[A] == more
    assert sums_of(state, "T_ABS_GE10")[A] == at_least


@pytest.mark.parametrize(("expected", "found"), [(89.5, EXEMPT), (90, YES)])
def test_who_was_expected_on_fewer_than_90_days_is_exempt(expected: float, found: Counts) -> None:
    assert sums_of(one_teacher(attended("ann", 20, expected)), "T_ABS_GT10")[A] == found


def test_a_teacher_of_whom_nothing_was_sent_is_missing() -> None:
    state = state_of(work_assignment=[teaches("ann"), teaches("bob")], staff_attendance=[attended("bob", 3)])
    assert sums_of(state, "T_ABS_GT10")[A] == (0, 1, 1, 0)


def test_days_at_two_schools_are_added_and_count_at_both() -> None:
    days = [attended("ann", 6, 80, A), attended("ann", 5, 80, B)]
    state = state_of(work_assignment=[teaches("ann", A, 0.5), teaches("ann", B, 0.5)], staff_attendance=days)
    assert dict(sums_of(state, "T_ABS_GT10").items()) == dict.fromkeys((A, B, ONE, "00000000"), YES)
    assert sums_of(state, "T_ABS_AVG", unit="DAYS_MEAN")[ONE] == (11, 1, 0, 0)
    assert sums_of(state, "T_ABS_RATE", unit="DAYS")[A] == (11, 160, 0, 0)


def test_long_term_leave_can_be_left_out_of_absence_and_of_what_was_expected() -> None:
    state = one_teacher(attended("ann", 45, 180, leave=40))
    assert sums_of(state, "T_ABS_GT10")[A] == YES
    assert sums_of(state, "T_ABS_GT10_NOLEAVE")[A] == NO
    assert sums_of(state, "T_ABS_AVG_NOLEAVE", unit="DAYS_MEAN")[A] == (5, 1, 0, 0)
    assert sums_of(state, "T_ABS_RATE", unit="DAYS")[A] == (45, 180, 0, 0)
    assert sums_of(state, "T_ABS_RATE_NOLEAVE", unit="DAYS")[A] == (5, 140, 0, 0)


def test_leave_that_does_not_apply_is_none_and_leave_not_known_is_missing() -> None:
    assert sums_of(one_teacher(attended("ann", 12, leave="NA")), "T_ABS_GT10_NOLEAVE")[A] == YES
    assert sums_of(one_teacher(attended("ann", 12, leave=None)), "T_ABS_GT10_NOLEAVE")[A] == MISSING
    assert sums_of(one_teacher(attended("ann", 12, leave=None)), "T_ABS_GT10")[A] == YES


def event(day: str, hours: float, category: str = "SICK") -> Row:
    return {"mepid": "ann", "event_date": day, "hours": hours, "category": category}


def by_event(*events: Row) -> State:
    return state_of(work_assignment=[teaches("ann"), teaches("bob")], staff_absence_event=list(events))


def test_events_make_days_of_seven_and_a_half_hours_and_no_day_more_than_one() -> None:
    state = by_event(event("2024-11-04", 24), event("2024-11-05", 3.75), event("2024-11-05", 1.5, "JURY"))
    assert sums_of(state, "T_ABS_AVG", unit="DAYS_MEAN")[A] == (1.7, 2, 0, 0)  # who has no event was never absent
    assert sums_of(state, "T_ABS_RATE", unit="DAYS")[A] == (1.7, 360, 0, 0)


def test_learning_field_trips_and_other_school_years_are_no_absence() -> None:
    other = [event("2024-06-30", 7.5), event("2025-07-01", 7.5), event("2025-03-03", 7.5, "PD")]
    state = by_event(*other, event("2025-03-04", 7.5, "FIELD_TRIP"), event("2024-07-01", 7.5))
    assert sums_of(state, "T_ABS_AVG", unit="DAYS_MEAN")[A] == (1, 2, 0, 0)


def test_parental_and_family_leave_by_event_is_long_term() -> None:
    state = by_event(event("2025-03-03", 7.5, "PARENTAL"), event("2025-03-04", 7.5))
    assert sums_of(state, "T_ABS_RATE_NOLEAVE", unit="DAYS")[A] == (1, 359, 0, 0)


def test_the_yearly_summary_comes_before_events() -> None:
    state = by_event(event("2025-03-03", 7.5))
    state.years[ONE, 2025]["staff_attendance"] = [attended("ann", 12)]
    assert sums_of(state, "T_ABS_GT10")[A] == (1, 1, 1, 0)


def test_principals_are_counted_the_same_way() -> None:
    state = state_of(
        work_assignment=[leads("kim"), leads("lou")], staff_attendance=[attended("kim", 10.5), attended("lou", 10)]
    )
    assert sums_of(state, "P_ABS_GT10")[A] == (1, 2, 0, 0)
