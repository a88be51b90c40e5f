"""Who is a teacher or principal where, and where they count."""

from __future__ import annotations

from monitoring.analysis.people.places import places
from monitoring.analysis.people.staff_year import positions
from tests.analysis.people.asked import state_of, sums_of
from tests.analysis.people.sent import ONE, OTHER, YEAR, A, B, C, Row, State, employed, leads, teaches

STATE = "00000000"


def held(state: State) -> list[tuple[str, str, str, int]]:
    return positions(state.staff_year(ONE, YEAR)).drop("district").rows()


def new(*people: str) -> list[Row]:
    return [employed(who, years_prior_teaching=0) for who in people]


def test_a_long_term_substitute_is_a_teacher_and_a_paraprofessional_is_none() -> None:
    work = [
        teaches("sub", job="2325"),
        teaches("para", job="4100"),
        teaches("daily", job="2330"),
        teaches("tiny", fte=0.01),
    ]
    assert held(state_of(work_assignment=work)) == [("sub", A, "TEACHER", 10_000), ("tiny", A, "TEACHER", 100)]


def test_only_assignments_of_october_count() -> None:
    work = [teaches("ann"), teaches("bob", collection="EOY")]
    assert held(state_of(work_assignment=work)) == [("ann", A, "TEACHER", 10_000)]


def test_who_has_left_before_october_has_no_assignment_and_who_leaves_later_has() -> None:
    work = [teaches("ann"), teaches("bob"), teaches("cem")]
    roster = [
        employed("ann", "03", exit_date="2024-09-30"),
        employed("bob", "03", exit_date="2024-10-01"),
        employed("cem", "02"),
    ]
    state = state_of(work_assignment=work, staff_roster=roster)
    assert held(state) == [("bob", A, "TEACHER", 10_000), ("cem", A, "TEACHER", 10_000)]


def test_several_classes_at_a_school_are_one_position_and_two_roles_are_two() -> None:
    work = [teaches("ann", fte=0.25), teaches("ann", fte=0.5, job="2306"), leads("ann", fte=0.25)]
    assert held(state_of(work_assignment=work)) == [("ann", A, "PRINCIPAL", 2_500), ("ann", A, "TEACHER", 7_500)]


def test_a_teacher_of_two_schools_counts_at_each_and_once_in_district_and_state() -> None:
    state = state_of(work_assignment=[teaches("ann", A, 0.6), teaches("ann", B, 0.4)], staff_roster=new("ann"))
    once = (1, 1, 0, 0)
    assert sums_of(state, "T_EXP_LT1") == {A: once, B: once, ONE: once, STATE: once}
    assert sums_of(state, "T_EXP_LT1", unit="FTE") == {
        A: (0.6, 0.6, 0, 0),
        B: (0.4, 0.4, 0, 0),
        ONE: once,
        STATE: once,
    }


def test_who_teaches_from_the_office_counts_at_no_school() -> None:
    state = state_of(work_assignment=[teaches("ann", ONE)], staff_roster=new("ann"))
    assert sums_of(state, "T_EXP_LT1") == {ONE: (1, 1, 0, 0), STATE: (1, 1, 0, 0)}


def of_two_districts(here: float, there: float) -> State:
    files = {
        (ONE, YEAR): {"work_assignment": [teaches("ann", A, here)], "staff_roster": new("ann")},
        (OTHER, YEAR): {"work_assignment": [teaches("ann", C, there)], "staff_roster": [employed("ann")]},
    }
    return State(files)


def test_whom_two_districts_report_the_state_counts_where_most_of_the_work_is() -> None:
    state = of_two_districts(0.4, 0.6)
    assert sums_of(state, "T_EXP_LT1") == {A: (1, 1, 0, 0), ONE: (1, 1, 0, 0)}
    assert sums_of(state, "T_EXP_LT1", district=OTHER)[STATE] == (0, 1, 0, 0)


def test_of_equal_work_the_district_of_the_lower_code_counts() -> None:
    state = of_two_districts(0.5, 0.5)
    assert sums_of(state, "T_EXP_LT1")[STATE] == (1, 1, 0, 0)
    assert STATE not in sums_of(state, "T_EXP_LT1", district=OTHER)


def test_fte_counts_in_the_state_wherever_it_is_worked_and_as_that_district_says() -> None:
    state = of_two_districts(0.4, 0.6)
    assert sums_of(state, "T_EXP_LT1", unit="FTE")[STATE] == (0.4, 0.4, 0, 0)
    assert sums_of(state, "T_EXP_LT1", unit="FTE", district=OTHER)[STATE] == (0, 0.6, 0, 0)


def test_co_principals_count_each_with_their_fte() -> None:
    work = [teaches("ann"), leads("kim", fte=0.5), leads("lou", fte=0.5)]
    roster = [employed("kim", years_prior_admin=0), employed("lou", years_prior_admin=4)]
    state = state_of(work_assignment=work, staff_roster=roster)
    assert sums_of(state, "P_EXP_LT1")[A] == (1, 2, 0, 0)
    assert sums_of(state, "P_EXP_LT1", unit="FTE")[A] == (0.5, 1, 0, 0)


def test_a_school_without_a_principal_is_missing_and_not_zero() -> None:
    work = [teaches("ann", A), teaches("bob", B), leads("kim", A)]
    state = state_of(work_assignment=work, staff_roster=[employed("kim", years_prior_admin=0)])
    found = sums_of(state, "P_EXP_LT1")
    assert found == {A: (1, 1, 0, 0), B: (0, 0, 1, 0), ONE: (1, 1, 1, 0), STATE: (1, 1, 1, 0)}


def test_two_vacancies_are_two_in_the_district() -> None:
    state = state_of(work_assignment=[teaches("ann", A), teaches("bob", B)], staff_roster=[employed("kim")])
    assert sums_of(state, "P_EXP_LT1")[ONE] == (0, 0, 2, 0)
    at = places(state.staff_year(ONE, YEAR), "PRINCIPAL")
    assert at.filter("is_vacant").height == at.height == 6


def test_what_was_not_submitted_is_a_reason_and_no_zero() -> None:
    without_roster = state_of(work_assignment=[teaches("ann")])
    assert sums_of(without_roster, "T_EXP_LT1")[A] == (None, None, 1, 0)
    without_work = state_of(staff_roster=[employed("ann")])
    assert sums_of(without_work, "T_EXP_LT1") == {ONE: (None, None, 0, 0)}
