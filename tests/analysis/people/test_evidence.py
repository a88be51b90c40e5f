"""A judgment can be followed to the rows of the files it rests on, and rests on no other."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.staff_year import StaffYear
from tests.analysis.people.asked import state_of
from tests.analysis.people.random_states import random_state
from tests.analysis.people.sent import ONE, YEAR, A, B, attended, employed, leads, licensed, rated, teaches

SENT = (
    "staff_roster",
    "work_assignment",
    "license",
    "course_crosswalk",
    "evaluation",
    "staff_attendance",
    "professional_learning",
)


def _measure(name: str) -> PeopleMeasure:
    return next(one for one in CATALOGUE if one.id == name and one.applies_to(YEAR))


def rows_behind(year: StaffYear, name: str, org: str, who: str) -> list[tuple[str, int]]:
    found = _measure(name).rule.rests_on(year, _measure(name).role).filter(org_code=org, mepid=who)
    return found.select("dataset", "row_number").rows()


def test_the_rows_are_those_of_the_person_at_the_place() -> None:
    work = [teaches("ann", A), teaches("bob", A), teaches("ann", B), leads("ann", A)]
    crosswalk = [{"course_code": "01001", "grade": "ALL", "field_codes": "ENG"}]
    crosswalk.append({"course_code": "02052", "grade": "ALL", "field_codes": "MATH"})
    files = {
        "license": [licensed("bob"), licensed("ann")],
        "staff_attendance": [attended("ann", 3), attended("bob", 4)],
    }
    year = state_of(work_assignment=work, crosswalk=crosswalk, evaluation=[rated("ann", "P")], **files).staff_year(
        ONE, YEAR
    )
    assert rows_behind(year, "T_OOF", A, "ann") == [("course_crosswalk", 3), ("license", 3), ("work_assignment", 2)]
    assert rows_behind(year, "T_OOF", ONE, "ann")[2:] == [("work_assignment", 2), ("work_assignment", 4)]
    assert rows_behind(year, "T_ABS_GT10", A, "bob") == [("staff_attendance", 3), ("work_assignment", 3)]
    assert rows_behind(year, "T_EVAL_LOW", A, "ann") == [("evaluation", 2), ("work_assignment", 2)]
    assert rows_behind(year, "P_EVAL_LOW", A, "ann") == [("work_assignment", 5)]


def test_turnover_leads_to_the_rows_of_both_years() -> None:
    now = state_of(work_assignment=[teaches("bob", B), teaches("ann", B)], staff_roster=[employed("ann")])
    before = StaffYear(
        ONE, YEAR - 1, work_assignment=state_of(work_assignment=[teaches("ann")]).staff_year(ONE, YEAR).work_assignment
    )
    year = replace(now.staff_year(ONE, YEAR), before=before)
    found = _measure("T_TURN").rule.rests_on(year, "TEACHER").filter(org_code=A)
    assert found.select("school_year", "dataset", "row_number").rows() == [
        (YEAR - 1, "work_assignment", 2),
        (YEAR, "staff_roster", 2),
        (YEAR, "work_assignment", 3),
    ]


KINDS = ("T_UNQ", "T_EXP_LT3", "T_OOF", "T_OOF_80", "T_ABS_GT10", "T_EVAL_LOW", "PD_EVENTS", "SAL_AVG", "P_EXP_LT4")
JUDGMENT = ("level", "org_code", "mepid", "amount", "base", "is_exempt")


@pytest.mark.parametrize("name", KINDS)
def test_with_no_other_rows_a_judgment_is_the_same(name: str) -> None:
    measure = _measure(name)
    year = random_state(random.Random(10), YEAR, is_complete=True).staff_year(ONE, YEAR)
    judgments = measure.rule.judge(year, measure.role).filter(~pl.col("is_vacant")).select(JUDGMENT).collect()
    behind = measure.rule.rests_on(year, measure.role)
    assert judgments["amount"].is_not_null().any()
    for one in judgments.iter_rows(named=True):
        place = {column: one[column] for column in JUDGMENT[:3]}
        again = measure.rule.judge(_only(year, behind.filter(**place)), measure.role)
        assert again.select(JUDGMENT).filter(**place).collect().rows(named=True) == [one]


def _only(year: StaffYear, rows: pl.DataFrame) -> StaffYear:
    """The files in which every row but these is somebody else's."""
    left: dict[str, Any] = {}
    for name in SENT:
        sent: pl.DataFrame = getattr(year, name)
        is_one = pl.col("row_number").is_in(rows.filter(dataset=name)["row_number"].implode())
        if name in ("work_assignment", "course_crosswalk"):
            left[name] = sent.filter(is_one)
        else:
            left[name] = sent.with_columns(mepid=pl.when(is_one).then("mepid").otherwise(pl.lit("somebody else")))
    return replace(year, **left)
