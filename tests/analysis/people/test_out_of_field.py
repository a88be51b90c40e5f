"""Out of field: by any assignment, and by the share of FTE."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.people.asked import EXEMPT, MISSING, NO, YES, Counts, sums_of
from tests.analysis.people.sent import ONE, YEAR, A, B, Row, State, licensed, organization, teaches

CROSSWALK: list[Row] = [
    {"course_code": "02052", "grade": "ALL", "field_codes": "MATH, math-ms"},
    {"course_code": "01001", "grade": "07", "field_codes": "ENG"},
    {"course_code": "01001", "grade": "08", "field_codes": "ENG,ELEM"},
]


def found(measure: str, *work: Row, held: list[Row], year: int = YEAR, **more: list[Row]) -> dict:
    state = State({(ONE, year): {"work_assignment": list(work), "license": held}}, course_crosswalk=CROSSWALK, **more)
    return sums_of(state, measure, year=year)


ENGLISH: dict[str, Any] = {"course_code": "01001"}


@pytest.mark.parametrize(
    ("taught", "held", "expected"),
    [
        ("07", licensed("ann", "MATH", "05-08"), NO),
        ("07", licensed("ann", "Math-MS", "ALL"), NO),  # letters' case says nothing
        ("07", licensed("ann", "ENG", "ALL"), YES),
        ("09", licensed("ann", "MATH", "05-08"), YES),  # the field, and not the grade
        ("08-09", licensed("ann", "MATH", "05-08"), YES),  # one of two grades
        ("07", licensed("ann", "MATH", "05-08", kind="WAIVER"), YES),
        ("07", licensed("ann", "MATH", "05-08", kind="EMERGENCY"), NO),
        ("07", licensed("ann", "MATH", "05-08", valid_to="2024-09-30"), YES),
        ("07", licensed("ann", "MATH", "secondary"), MISSING),  # grades that cannot be read
        (None, licensed("ann", "MATH", "ALL"), NO),
        (None, licensed("ann", "MATH", "05-08"), MISSING),
        (None, licensed("ann", "ENG", "ALL"), YES),
    ],
)
def test_a_class_needs_a_license_in_a_field_for_it_and_for_its_grades(
    taught: str | None, held: Row, expected: Counts
) -> None:
    assert found("T_OOF", teaches("ann", grade_span=taught), held=[held])[A] == expected


def test_the_crosswalk_may_ask_for_other_fields_in_other_grades() -> None:
    held = [licensed("ann", "ELEM", "ALL")]
    assert found("T_OOF", teaches("ann", grade_span="08", **ENGLISH), held=held)[A] == NO
    assert found("T_OOF", teaches("ann", grade_span="07-08", **ENGLISH), held=held)[A] == YES
    assert found("T_OOF", teaches("ann", grade_span="09", **ENGLISH), held=held)[A] == MISSING  # nothing is said of it
    assert found("T_OOF", teaches("ann", course_code="99999"), held=held)[A] == MISSING


def test_a_teacher_of_no_course_is_exempt_and_one_course_of_which_nothing_is_known_is_missing() -> None:
    held = [licensed("ann")]
    assert found("T_OOF", teaches("ann", course_code="NA"), held=held)[A] == EXEMPT
    assert found("T_OOF", teaches("ann", course_code=None), held=held)[A] == MISSING


def test_one_class_out_of_field_is_enough_at_its_school_and_in_the_district_and_nowhere_else() -> None:
    work = [teaches("ann", A, 0.8), teaches("ann", B, 0.2, **ENGLISH)]
    sums = found("T_OOF", *work, held=[licensed("ann")])
    assert (sums[A], sums[B], sums[ONE]) == (NO, YES, YES)


@pytest.mark.parametrize(("outside", "expected"), [(0.19, NO), (0.2, NO), (0.21, YES)])
def test_in_field_for_80_percent_of_the_fte_is_in_field(outside: float, expected: Counts) -> None:
    work = [teaches("ann", fte=1 - outside), teaches("ann", fte=outside, **ENGLISH)]
    assert found("T_OOF_80", *work, held=[licensed("ann")])[A] == expected
    assert found("T_OOF", *work, held=[licensed("ann")])[A] == YES


@pytest.mark.parametrize(("outside", "expected"), [(0.5, NO), (0.51, YES)])
def test_in_2020_21_half_of_the_fte_was_enough(outside: float, expected: Counts) -> None:
    work = [teaches("ann", fte=1 - outside), teaches("ann", fte=outside, **ENGLISH)]
    held = [licensed("ann", valid_from="2018-07-01")]
    assert found("T_OOF_80", *work, held=held, year=2021)[A] == expected
    assert found("T_OOF_80", *work, held=held, year=2022)[A] == YES


def test_what_is_not_known_matters_only_where_it_decides() -> None:
    held = [licensed("ann")]
    open_class: dict[str, Any] = {"course_code": "99999"}
    mostly_in = [teaches("ann", fte=0.8), teaches("ann", fte=0.2, **open_class)]
    undecided = [teaches("ann", fte=0.7), teaches("ann", fte=0.3, **open_class)]
    surely_out = [*undecided, teaches("ann", fte=0.3, **ENGLISH)]
    assert [found("T_OOF_80", *work, held=held)[A] for work in (mostly_in, undecided, surely_out)] == [NO, MISSING, YES]
    assert [found("T_OOF", *work, held=held)[A] for work in (mostly_in, undecided, surely_out)] == [
        MISSING,
        MISSING,
        YES,
    ]


def test_classes_at_charter_schools_ask_for_no_license() -> None:
    work = [teaches("ann", A, 0.5), teaches("ann", B, 0.5, **ENGLISH)]
    sums = found("T_OOF", *work, held=[licensed("ann")], organizations=[organization(B, charter="Y")])
    assert (sums[A], sums[B], sums[ONE]) == (NO, EXEMPT, NO)


def test_without_a_crosswalk_nothing_is_said() -> None:
    state = State({(ONE, YEAR): {"work_assignment": [teaches("ann")], "license": [licensed("ann")]}})
    assert sums_of(state, "T_OOF")[A] == (None, None, 1, 0)
