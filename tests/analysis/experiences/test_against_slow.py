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

NAMES = tuple(name for name in slow.Side().__dict__ if name != "teachers")
SIDES = ("focal", "reference")


def _found(row: dict[str, Any]) -> dict[str, Any]:
    sides = {f"{side}_{name}": row[f"{side}_{name}"] for side in SIDES for name in NAMES}
    teachers = {name: value for name, value in row.items() if "teachers" in name}
    return {**sides, **teachers, "is_gap": row["is_gap"], "has_ratio": row["ratio"] is not None}


def _expected(one: slow.Compared, category: str) -> dict[str, Any]:
    sides = {"focal": one.focal, "reference": one.reference}
    found = {f"{side}_{name}": getattr(sides[side], name) for side in SIDES for name in NAMES}
    both = {who: one.focal.teachers.get(who, set()) | one.reference.teachers.get(who, set()) for who in _whoever(one)}
    for prefix, said in (("", both), *((f"{side}_", sides[side].teachers) for side in SIDES)):
        found[f"{prefix}teachers_having"] = sum(True in answers for answers in said.values())
        found[f"{prefix}teachers_without"] = sum(False in answers for answers in said.values())
    is_gap = None if one.ratio is None or category == "T_EVAL_HIGH" else one.ratio * 2 >= 3
    return {**found, "teachers": len(both), "is_gap": is_gap, "has_ratio": one.ratio is not None}


def _whoever(one: slow.Compared) -> set[str]:
    return {*one.focal.teachers, *one.reference.teachers}


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
