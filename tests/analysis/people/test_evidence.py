"""A judgment can be followed to the rows of the files it rests on, and rests on no other."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.staff_year import StaffYear
from tests.analysis.people.asked import state_of, sums_of_one
from tests.analysis.people.random_states import random_state
from tests.analysis.people.sent import ONE, YEAR, A, B, State, attended, employed, leads, licensed, rated, teaches

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


def test_by_whose_rows_somebody_is_at_work_or_is_not_is_told_of_every_measure() -> None:
    had_left = employed("bob", "07", exit_reason="03", exit_date="2024-09-15")
    work = [teaches("ann", A), teaches("bob", A)]
    year = state_of(
        work_assignment=work, staff_roster=[employed("ann"), had_left], staff_attendance=[attended("ann", 3)]
    ).staff_year(ONE, YEAR)
    told = [("staff_roster", 2), ("staff_attendance", 2), ("work_assignment", 2)]
    assert sorted(rows_behind(year, "T_ABS_GT10", A, "ann")) == sorted(told)
    assert rows_behind(year, "T_ABS_GT10", A, "bob") == [("staff_roster", 3), ("work_assignment", 3)]


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


def _numbered(state: State) -> State:
    """Every row under the number that it keeps when others are gone."""
    for files in state.years.values():
        for rows in files.values():
            for number, row in enumerate(rows, 2):
                row["row_number"] = number
    return state


def _without(state: State, key: tuple[str, int], dataset: str, number: int) -> State:
    files = state.years[key]
    rest = [row for row in files[dataset] if row["row_number"] != number]
    return replace(state, years={**state.years, key: {**files, dataset: rest}})


Found = dict[tuple[str, str], tuple[Any, ...]]


def _sums(state: State, measures: list[PeopleMeasure]) -> dict[str, Found]:
    """By measure what is counted at schools and in the district."""
    is_vacancy = pl.col("measure_id").str.starts_with("P_") & (pl.col("known") == 0) & (pl.col("exempt") == 0)
    rows = sums_of_one(state.staff_year(ONE, YEAR), measures).filter(pl.col("level") != "state", ~is_vacancy)
    found: dict[str, Found] = {one.id: {} for one in measures}
    for row in rows.iter_rows(named=True):
        is_of_principals = row["measure_id"].startswith("P_")
        names = ("numerator", "denominator", "known", "exempt", "reason", *(() if is_of_principals else ("missing",)))
        told = (row[name] for name in names)
        found[row["measure_id"]][row["org_code"], row["unit"]] = tuple(told)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_row_that_is_not_told_of_can_be_left_out_and_no_value_is_another(seed: int) -> None:
    """Of every measure, school and district; and rows that are told of make a difference. Of principals who are missing
    nothing is asked: that nobody holds the post is seen in the rows of teachers.
    """
    chance = random.Random(seed)
    state = _numbered(random_state(chance, YEAR, is_complete=True))
    year = state.staff_year(ONE, YEAR)
    measures = [one for one in CATALOGUE if one.applies_to(YEAR) and not one.rule.lacks(year)]
    before, behind = _sums(state, measures), {one.id: one.rule.rests_on(year, one.role) for one in measures}
    matters: set[str] = set()
    sent = [(key, name, rows) for key, files in state.years.items() if key[0] == ONE for name, rows in files.items()]
    for key, dataset, rows in sent:
        for row in chance.sample(rows, min(8, len(rows) - 1)):
            after = _sums(_without(state, key, dataset, row["row_number"]), measures)
            for name, values in before.items():
                told = behind[name].filter(dataset=dataset, school_year=key[1], row_number=row["row_number"])
                moved = {place[0] for place in values | after[name] if values.get(place) != after[name].get(place)}
                assert moved <= set(told["org_code"]), (name, dataset, key, row)
                matters |= {name} if moved else set()
    of_each_kind = {"T_UNQ", "T_EXP_LT3", "T_OOF", "T_ABS_GT10", "T_EVAL_LOW", "PD_EVENTS", "SAL_AVG", "T_TURN"}
    assert of_each_kind <= matters
