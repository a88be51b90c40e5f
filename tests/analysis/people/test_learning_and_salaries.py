"""Learning events and their money, salaries, and how both are spread."""

from __future__ import annotations

from monitoring.analysis.people.catalogue import CATALOGUE
from monitoring.analysis.people.learning import LearningEvents
from monitoring.analysis.people.spread import spread
from monitoring.analysis.people.sums import judged
from tests.analysis.people.asked import state_of, sums_of
from tests.analysis.people.sent import ONE, YEAR, A, B, Row, State, employed, learned, teaches

EVENTS, USD = "EVENTS_MEAN", "USD_MEAN"
THREE = [teaches("ann", A), teaches("bob", A), teaches("cem", B)]


def of(*rows: Row) -> State:
    return state_of(work_assignment=THREE, professional_learning=list(rows))


def test_events_that_serve_a_goal_are_counted_once_a_person() -> None:
    state = of(learned("ann", "e"), learned("ann", "f", "N"), learned(None, "e", org=A), learned("cem", "g"))
    found = sums_of(state, "PD_EVENTS", unit=EVENTS)
    assert (found[A], found[B], found[ONE]) == ((2, 2, 0, 0), (1, 1, 0, 0), (3, 3, 0, 0))
    every = sums_of(state, LearningEvents(goal_aligned=False), unit=EVENTS)
    assert every[A] == (3, 2, 0, 0)


def test_an_event_of_the_district_is_everybodys() -> None:
    found = sums_of(of(learned(None, "e", funding=10, org=ONE)), "PD_EVENTS", unit=EVENTS)
    assert (found[A], found[B], found[ONE]) == ((2, 2, 0, 0), (1, 1, 0, 0), (3, 3, 0, 0))


def test_what_an_event_of_a_school_cost_is_divided_and_nothing_is_lost() -> None:
    state = of(
        learned(None, "e", funding=0.0003, org=A),
        learned("cem", "e", funding=7),
        learned(None, "f", funding=1, org=ONE),
    )
    found = sums_of(state, "PD_FUND", unit=USD)
    assert found[ONE] == (8.0003, 3, 0, 0)
    assert found[A] == (0.6670, 2, 0, 0)  # 0.0003, and 0.3334 and 0.3333 of the district's
    assert found[B] == (7.3333, 1, 0, 0)


def test_money_that_does_not_apply_is_none_and_money_not_known_is_missing() -> None:
    state = of(learned("ann", "e", funding=None), learned("bob", "e", funding="NA"))
    assert sums_of(state, "PD_FUND", unit=USD)[A] == (0, 1, 1, 0)


def test_a_teacher_of_two_schools_brings_own_learning_to_both_and_once_to_the_district() -> None:
    work = [teaches("ann", A, 0.5), teaches("ann", B, 0.5)]
    state = state_of(work_assignment=work, professional_learning=[learned("ann", "e", funding=50)])
    found = sums_of(state, "PD_FUND", unit=USD)
    assert (found[A], found[B], found[ONE]) == ((50, 1, 0, 0), (50, 1, 0, 0), (50, 1, 0, 0))


def test_salaries_are_divided_by_fte_and_the_share_of_other_jobs_stays_out() -> None:
    work = [teaches("ann", A, 0.5), teaches("ann", B, 0.3), teaches("ann", A, 0.2, job="1310"), teaches("bob", A)]
    roster = [employed("ann", total_salary=80_000), employed("bob", total_salary=None)]
    found = sums_of(state_of(work_assignment=work, staff_roster=roster), "SAL_AVG", unit=USD)
    assert found[A] == (40_000, 0.5, 1, 0)
    assert found[B] == (24_000, 0.3, 0, 0)
    assert found[ONE] == (64_000, 0.8, 1, 0)


def test_the_spread_of_salaries_is_that_of_full_time_positions() -> None:
    people = [f"p{number:02}" for number in range(1, 21)]
    work = [teaches(who, fte=0.5) for who in people]
    roster = [employed(who, total_salary=1_000 * number) for number, who in enumerate(people, 1)]
    state = state_of(work_assignment=work, staff_roster=[*roster, employed("q")])
    measure = next(one for one in CATALOGUE if one.id == "SAL_AVG")
    found = spread(judged(state.staff_year(ONE, YEAR), measure).collect())
    thousands = tuple(one // 10_000_000 for one in found.row(1)[3:])
    assert found.row(1)[:3] == ("school", A, 20)
    assert thousands == (2, 4, 20, 36, 40)  # each works and is paid for half a position
    assert found.row(0)[1] == ONE


def test_the_spread_of_events_is_told_by_school_and_district() -> None:
    state = of(learned("ann", "e"), learned("ann", "f"), learned("cem", "e"))
    measure = next(one for one in CATALOGUE if one.id == "PD_EVENTS")
    found = spread(judged(state.staff_year(ONE, YEAR), measure).collect())
    assert found.rows() == [
        ("district", ONE, 3, 0, 0, 10_000, 20_000, 20_000),
        ("school", A, 2, 0, 0, 0, 20_000, 20_000),
        ("school", B, 1, 10_000, 10_000, 10_000, 10_000, 10_000),
    ]
