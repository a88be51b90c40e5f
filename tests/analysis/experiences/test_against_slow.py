"""The report is what the slow and obvious implementation says, on random states, for every window, group and category,
students who changed districts included.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from monitoring.analysis.experiences.report import WINDOWS, report_of
from tests.analysis.experiences import slow
from tests.analysis.experiences.states import YEAR, cohort, seeds, state_of, years_of
from tests.analysis.people.sent import ONE, OTHER, State

NAMES = tuple(slow.Side().__dict__)


def _found(row: dict[str, Any]) -> dict[str, Any]:
    sides = {side: {name: row[f"{side}_{name}"] for name in NAMES} for side in ("focal", "reference")}
    teachers = tuple(row[name] for name in ("teachers", "teachers_having", "teachers_without"))
    return {**sides, "teachers": teachers, "is_gap": row["is_gap"], "has_ratio": row["ratio"] is not None}


def _expected(one: slow.Compared, category: str) -> dict[str, Any]:
    answers = one.teachers.values()
    teachers = (len(answers), sum(True in said for said in answers), sum(False in said for said in answers))
    is_gap = None if one.ratio is None or category == "T_EVAL_HIGH" else one.ratio * 2 >= 3
    sides = {"focal": vars(one.focal), "reference": vars(one.reference)}
    return {**sides, "teachers": teachers, "is_gap": is_gap, "has_ratio": one.ratio is not None}


def _check(state: State) -> None:
    years = years_of(state)
    for district in (ONE, OTHER):
        students = cohort(state, district)
        report = report_of(students, years, school_year=YEAR)
        for window in WINDOWS:
            rows = report.filter(window=window).iter_rows(named=True)
            found = {(row["org_code"], row["category_id"], row["group_id"]): row for row in rows}
            expected = slow.report(state, district, YEAR, window)
            for key, row in found.items():
                assert _found(row) == _expected(expected[key], key[1]), (key, window)
                ratio = expected[key].ratio
                assert ratio is None or row["ratio"] == pytest.approx(float(ratio), rel=1e-12)
            assert expected.keys() == found.keys()


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_the_report_is_that_of_the_definition(seed: int) -> None:
    _check(state_of(seed))


@pytest.mark.slow
@given(seeds)
@settings(max_examples=60, deadline=None)
def test_the_report_is_that_of_the_definition_in_many_states(seed: int) -> None:
    _check(state_of(seed))
