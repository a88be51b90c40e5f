"""How much of a gap lies between courses and between classes of one: the formulas of metrics D6, seat by seat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from operator import itemgetter

import pytest

from monitoring.analysis.decomposition import parts_of
from monitoring.analysis.experiences.behind import OF_ONE_SCHOOL, OF_SCHOOLS, split_by_course
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.ratios import FAVORABLE
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.student_groups import BITS
from tests.analysis.experiences.states import YEAR, cohort, state_of, years_of
from tests.analysis.people.sent import ONE

Seat = tuple[bool, str, str, str, int, int]  # whether of the group, school, course, class, adverse outcomes, known


def seats_of(seed: int, category_id: str, group: str) -> list[Seat]:
    """Of every student of the district's October and every class of theirs."""
    state, category = state_of(seed), next(one for one in CATEGORIES if one.id == category_id)
    students = {row["sasid"]: row for row in cohort(state, ONE).to_dicts() if row["known"] & BITS[group]}
    found = []
    for year in years_of(state):
        taught = year.classes.to_dicts()
        for sasid, number in year.seats.rows():
            teachers = [row for row in taught if row["class"] == number and row["known"] & category.bit]
            if sasid in students and teachers:
                having = sum(bool(row["having"] & category.bit) for row in teachers)
                adverse = len(teachers) - having if category_id in FAVORABLE else having
                course = f"{year.school_year} {teachers[0]['org_code']} {teachers[0]['course_code']}"
                is_in, school = bool(students[sasid]["inside"] & BITS[group]), students[sasid]["org_code"]
                found.append((is_in, school, course, f"{year.school_year} {number}", adverse, len(teachers)))
    return found


def rate(seats: Iterable[Seat]) -> Fraction:
    seats = list(seats)
    return Fraction(sum(one[4] for one in seats), sum(one[5] for one in seats))


def between(seats: list[Seat], unit: Callable[[Seat], object]) -> Fraction:
    """Sum of (w_uf - w_ur) p_u."""
    known = {side: sum(one[5] for one in seats if one[0] == side) for side in (True, False)}
    total = Fraction(0)
    for name in {unit(one) for one in seats}:
        there = [one for one in seats if unit(one) == name]
        shares = [Fraction(sum(one[5] for one in there if one[0] == side), known[side]) for side in (True, False)]
        total += (shares[0] - shares[1]) * rate(there)
    return total


@pytest.mark.parametrize("category", ["T_EXP_LT3", "T_OOF", "T_EVAL_HIGH"])
def test_parts_are_those_of_the_formulas_and_nothing_lies_within_a_class(category: str) -> None:
    shown = 0
    for seed in range(5):
        state, seats = state_of(seed), seats_of(seed, category, "low_income")
        one = next(one for one in CATEGORIES if one.id == category)
        args = (cohort(state, ONE), years_of(state), one, "low_income")
        if len({seat[0] for seat in seats}) < 2:
            assert split_by_course(*args, units=OF_SCHOOLS)["gap"] is None
            continue
        gap = rate(seat for seat in seats if seat[0]) - rate(seat for seat in seats if not seat[0])
        school, course, section = (between(seats, itemgetter(*range(1, n))) for n in (2, 3, 4))
        assert section == gap
        found = split_by_course(*args, units=OF_SCHOOLS)
        expected = [gap, school, course - school, gap - course]
        assert [found[name] for name in ("gap", *parts_of(OF_SCHOOLS))] == pytest.approx(list(map(float, expected)))
        alone = split_by_course(*args, units=OF_ONE_SCHOOL)
        course = between(seats, itemgetter(2))
        assert [alone[name] for name in parts_of(OF_ONE_SCHOOL)] == pytest.approx([float(course), float(gap - course)])
        shown += 1
    assert shown > 1


def test_the_gap_is_that_of_the_report_where_all_classes_are_in_sight() -> None:
    for seed in range(3):
        state = state_of(seed)
        students, years = cohort(state, ONE), [one for one in years_of(state) if one.school_year > YEAR - 5]
        report = report_of(students, years, school_year=YEAR).filter(org_code=ONE, window=5, group_id="low_income")
        for one in CATEGORIES:
            row = report.filter(category_id=one.id).row(0, named=True)
            gap = split_by_course(students, years, one, "low_income", units=OF_SCHOOLS)["gap"]
            if not (row["focal_known"] and row["reference_known"]):
                assert gap is None
            else:
                rates = [row[f"{side}_having"] / row[f"{side}_known"] for side in ("focal", "reference")]
                turn = -1 if one.id in FAVORABLE else 1
                assert gap == pytest.approx(turn * (rates[0] - rates[1]), abs=1e-12)
