"""Ratings: which of several counts, and who is not evaluated."""

from __future__ import annotations

from monitoring.analysis.people.ratings import Rated
from tests.analysis.people.asked import Counts, state_of, sums_of
from tests.analysis.people.sent import ONE, A, B, Row, leads, rated, teaches

FORMATIVE = "FORMATIVE_EVAL"


def low(*rows: Row) -> Counts:
    return sums_of(state_of(work_assignment=[teaches("ann")], evaluation=list(rows)), "T_EVAL_LOW")[A]


def test_lower_and_exemplary_ratings_are_counted_of_those_evaluated() -> None:
    people = {"a": "E", "b": "P", "c": "NI", "d": "U", "e": "NE"}
    work = [teaches(who) for who in (*people, "f")]
    state = state_of(work_assignment=work, evaluation=[rated(who, one) for who, one in people.items()])
    assert sums_of(state, "T_EVAL_LOW")[A] == (2, 4, 1, 1)  # of f nothing was sent; e was not evaluated
    assert sums_of(state, "T_EVAL_HIGH")[A] == (1, 4, 1, 1)
    assert sums_of(state, "T_EVALUATED")[A] == (4, 5, 1, 0)


def test_a_formative_evaluation_is_no_rating_unless_a_definition_says_so() -> None:
    formative = rated("ann", "U", rating_type=FORMATIVE)
    assert low(formative) == (0, 0, 0, 1)
    assert low(formative, rated("ann", "P")) == (0, 1, 0, 0)
    state = state_of(work_assignment=[teaches("ann")], evaluation=[formative])
    assert sums_of(state, Rated(ratings=("U",), kinds=("SUMMATIVE", FORMATIVE)))[A] == (1, 1, 0, 0)


def test_a_rating_in_another_role_is_another_persons_business() -> None:
    state = state_of(
        work_assignment=[teaches("ann"), leads("ann"), leads("kim")],
        evaluation=[rated("ann", "U"), rated("ann", "P", "PRINCIPAL"), rated("kim", "E", "PRINCIPAL")],
    )
    assert sums_of(state, "T_EVAL_LOW")[A] == (1, 1, 0, 0)
    assert sums_of(state, "P_EVAL_LOW")[A] == (0, 2, 0, 0)
    assert sums_of(state, "P_EVAL_HIGH")[A] == (1, 2, 0, 0)


def test_at_a_school_its_own_rating_counts_and_in_the_district_the_latest() -> None:
    ratings = [
        rated("ann", "NI", org_code=A, evaluated_on="2025-05-01"),
        rated("ann", "P", org_code=B, evaluated_on="2025-06-01"),
    ]
    state = state_of(work_assignment=[teaches("ann", A, 0.5), teaches("ann", B, 0.5)], evaluation=ratings)
    found = sums_of(state, "T_EVAL_LOW")
    assert (found[A], found[B], found[ONE]) == ((1, 1, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0))


def test_a_rating_of_no_school_counts_at_each_and_of_equal_days_the_lower() -> None:
    both = [rated("ann", "E", org_code=B), rated("ann", "NI", org_code=None)]
    assert low(*both) == (1, 1, 0, 0)
    assert low(*reversed(both)) == (1, 1, 0, 0)
