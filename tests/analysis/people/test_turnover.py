"""Turnover: who stays, who leaves, and where to, at each level."""

from __future__ import annotations

import pytest

from monitoring.analysis.people.catalogue import CATALOGUE
from tests.analysis.people.asked import EXEMPT, MISSING, NO, YES, sums_of, sums_of_one, two_years
from tests.analysis.people.sent import (
    ONE,
    OTHER,
    YEAR,
    A,
    B,
    C,
    Files,
    Row,
    State,
    employed,
    leads,
    organization,
    rated,
    teaches,
)

STATE = "00000000"
NOBODY = teaches("somebody", B)  # so that a year is there
SUB_TYPES = {"EXIT", "MOVE", "SCHOOL", "ROLE", "DIED"}


def state_of(now: Files, *, there: Files | None = None, before: Files | None = None, **more: list[Row]) -> State:
    """Ann teaches at A in the year before; `there`: files of the other district now."""
    state = two_years(before or {"work_assignment": [teaches("ann")]}, now, **more)
    if there:
        state.years[OTHER, YEAR] = there
    return state


def ends(state: State, org: str, role: str = "T") -> set[str]:
    """The sub-types in which Ann is counted, and TURN where she is counted as having left."""
    asked = [one for one in CATALOGUE if one.id.startswith(f"{role}_TURN") and one.id[7:] in ("", *SUB_TYPES)]
    rows = sums_of_one(state.staff_year(ONE, YEAR), asked).filter(unit="HEADCOUNT", org_code=org, numerator=10_000)
    return {name[7:] or "TURN" for name in rows["measure_id"]}


def files(*work: Row, roster: list[Row] | None = None) -> Files:
    return {"work_assignment": [*work, NOBODY], "staff_roster": roster or [employed("somebody")]}


def test_who_teaches_at_the_school_again_is_retained_in_whatever_job_class() -> None:
    state = state_of(files(teaches("ann", job="2306", fte=0.1)))
    assert {org: sums_of(state, "T_TURN")[org] for org in (A, ONE, STATE)} == {A: NO, ONE: NO, STATE: NO}


CASES: dict[str, tuple[Files, Files | None, dict[str, str | None]]] = {
    "gone": (files(), {}, {A: "EXIT", ONE: "EXIT", STATE: "EXIT"}),
    "at another school": (files(teaches("ann", B)), {}, {A: "SCHOOL", ONE: None, STATE: None}),
    "at the office": (files(teaches("ann", ONE)), {}, {A: "SCHOOL", ONE: None, STATE: None}),
    "principal there": (files(leads("ann", A)), {}, {A: "ROLE", ONE: "ROLE", STATE: "ROLE"}),
    "principal at another": (files(leads("ann", B)), {}, {A: "SCHOOL", ONE: "ROLE", STATE: "ROLE"}),
    "another district": (files(), files(teaches("ann", C)), {A: "MOVE", ONE: "MOVE", STATE: None}),
    "principal elsewhere": (files(), files(leads("ann", C)), {A: "MOVE", ONE: "MOVE", STATE: "ROLE"}),
    "died": (
        files(roster=[employed("ann", "03", exit_reason="DECEASED")]),
        {},
        {A: "DIED", ONE: "DIED", STATE: "DIED"},
    ),
    "retired": (
        files(roster=[employed("ann", "03", exit_reason="RETIRE")]),
        {},
        {A: "EXIT", ONE: "EXIT", STATE: "EXIT"},
    ),
    "employed without assignment": (files(roster=[employed("ann")]), {}, {A: "SCHOOL", ONE: "ROLE", STATE: "ROLE"}),
    "on leave": (files(roster=[employed("ann", "02")]), {}, {A: None, ONE: None, STATE: None}),
    "on leave from another district": (
        files(),
        files(roster=[employed("ann", "02")]),
        {A: "MOVE", ONE: "MOVE", STATE: None},
    ),
    "both another school and district": (
        files(teaches("ann", B)),
        files(teaches("ann", C)),
        {A: "SCHOOL", ONE: None, STATE: None},
    ),
    "another job there, and teaching at another school": (
        files(leads("ann", A), teaches("ann", B)),
        {},
        {A: "ROLE", ONE: None, STATE: None},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_end_is_one_sub_type_and_the_sub_types_are_the_whole(case: str) -> None:
    now, there, expected = CASES[case]
    state = state_of(now, there=there)
    found = {org: ends(state, org) for org in expected}
    assert found == {org: {end, "TURN"} if end else set() for org, end in expected.items()}


def test_a_death_told_at_the_end_of_the_year_before_counts_too() -> None:
    before = {
        "work_assignment": [teaches("ann")],
        "staff_roster": [employed("ann", "03", exit_reason="DECEASED", exit_date="2024-03-01")],
    }
    assert ends(state_of(files(), before=before), A) == {"DIED", "TURN"}


def test_who_is_said_to_be_in_another_district_and_is_in_no_file_has_moved_and_in_the_state_nobody_knows() -> None:
    state = state_of(files(roster=[employed("ann", "03", exit_reason="OTHER_MA_DISTRICT")]))
    assert ends(state, A) == {"MOVE", "TURN"}
    assert sums_of(state, "T_TURN")[STATE] == MISSING
    assert sums_of(state, "T_TURN_EXIT")[STATE] == MISSING


def test_a_person_in_two_districts_counts_once_in_the_state_where_most_was_taught_the_year_before() -> None:
    state = State(
        {
            (ONE, YEAR - 1): {"work_assignment": [teaches("ann", A, 0.4)]},
            (OTHER, YEAR - 1): {"work_assignment": [teaches("ann", C, 0.6)]},
            (ONE, YEAR): files(),
            (OTHER, YEAR): files(teaches("ann", C)),
        }
    )
    assert sums_of(state, "T_TURN") == {A: YES, ONE: YES}
    assert sums_of(state, "T_TURN", district=OTHER) == {C: NO, OTHER: NO, STATE: NO}


def test_a_closed_school_is_exempt_and_its_teachers_count_in_the_district() -> None:
    state = state_of(files(), organizations=[organization(A, close_year=YEAR - 1)])
    found = sums_of(state, "T_TURN")
    assert (found[A], found[ONE]) == (EXEMPT, YES)


def test_with_the_successor_of_a_closed_school_who_is_there_is_retained_and_who_is_not_has_left() -> None:
    schools = [organization(A, close_year=YEAR - 1, successor_org_code=B), organization(B)]
    before = {"work_assignment": [teaches("ann"), teaches("bob")]}
    state = state_of(files(teaches("ann", B)), before=before, organizations=schools)
    assert sums_of(state, "T_TURN")[A] == (1, 2, 0, 0)


def test_a_school_that_is_still_open_has_no_successor_yet() -> None:
    schools = [organization(A, close_year=YEAR, successor_org_code=B)]
    assert ends(state_of(files(teaches("ann", B)), organizations=schools), A) == {"SCHOOL", "TURN"}


def test_the_successor_of_a_successor_counts() -> None:
    schools = [
        organization(A, close_year=YEAR - 1, successor_org_code=B),
        organization(B, close_year=YEAR - 1, successor_org_code=C),
    ]
    state = state_of(files(), there=files(teaches("ann", C)), organizations=schools)
    assert ends(state, A) == set()
    assert ends(state, ONE) == {"MOVE", "TURN"}


def test_with_the_district_that_took_the_place_of_a_closed_one_who_is_there_is_retained() -> None:
    before, there = {"work_assignment": [teaches("ann"), teaches("bob")]}, files(teaches("ann", C))
    merged = [organization(ONE, close_year=YEAR - 1, successor_org_code=OTHER)]
    found = sums_of(state_of(files(), there=there, before=before, organizations=merged), "T_TURN")
    assert (found[A], found[ONE], found[STATE]) == ((2, 2, 0, 0), (1, 2, 0, 0), (1, 2, 0, 0))
    closed = [organization(ONE, close_year=YEAR - 1)]
    assert sums_of(state_of(files(), there=there, before=before, organizations=closed), "T_TURN")[ONE] == (0, 0, 0, 2)


def test_without_one_of_both_years_there_is_a_reason() -> None:
    state = state_of({"staff_roster": [employed("ann")]})
    assert sums_of(state, "T_TURN")[A] == (None, None, 1, 0)
    first_year = State({(ONE, YEAR): files(teaches("ann"))})
    assert sums_of(first_year, "T_TURN")[ONE][:2] == (None, None)


def test_turnover_by_fte_weighs_with_that_of_the_year_before() -> None:
    before = {"work_assignment": [teaches("ann", fte=0.3), teaches("bob")]}
    state = state_of(files(teaches("bob", fte=0.1)), before=before)
    assert sums_of(state, "T_TURN", unit="FTE")[A] == (0.3, 1.3, 0, 0)


def test_turnover_of_lower_and_higher_rated_is_of_those_so_rated_the_year_before() -> None:
    ratings = {"ann": "U", "bob": "NI", "cem": "P", "dot": "E", "eve": "NE"}
    people = [*ratings, "flo"]
    before = {
        "work_assignment": [teaches(who) for who in people],
        "evaluation": [rated(*one) for one in ratings.items()],
    }
    state = state_of(files(teaches("bob"), teaches("cem")), before=before)
    low, high = sums_of(state, "T_TURN_LOW"), sums_of(state, "T_TURN_HIGH")
    assert low == {ONE: (1, 2, 1, 3), STATE: (1, 2, 1, 3)}  # by school nothing: too few
    assert high[ONE] == (1, 2, 1, 3)


def of_principals(now: Files) -> State:
    return state_of(now, before={"work_assignment": [leads("ann"), leads("kim", fte=0.5)]})


def test_each_principal_of_the_year_before_counts() -> None:
    found = sums_of(of_principals(files(leads("ann"), leads("kim", B))), "P_TURN")
    assert (found[A], found[ONE]) == ((1, 2, 0, 0), (0, 2, 0, 0))


def test_a_principal_who_teaches_there_now_has_left_the_post() -> None:
    state = state_of(files(teaches("ann", A)), before={"work_assignment": [leads("ann")]})
    assert ends(state, A, "P") == {"ROLE", "TURN"}


def test_a_post_that_was_vacant_the_year_before_is_missing() -> None:
    assert sums_of(state_of(files(leads("kim"))), "P_TURN")[A] == MISSING


def test_sub_types_add_up_at_every_level_and_in_both_units() -> None:
    state = state_of(CASES["both another school and district"][0])
    rows = sums_of_one(state.staff_year(ONE, YEAR), [one for one in CATALOGUE if one.id.startswith("T_TURN")])
    for unit in ("HEADCOUNT", "FTE"):
        sums = {
            row["measure_id"]: row["numerator"] for row in rows.filter(unit=unit, level="school").iter_rows(named=True)
        }
        assert sums["T_TURN"] == sum(sums[f"T_TURN_{end}"] for end in SUB_TYPES)
