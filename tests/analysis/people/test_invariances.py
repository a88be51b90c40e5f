"""What changes nothing, and what changes counts and no rate."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import polars as pl
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import state_sums
from tests.analysis.people.asked import sums_of_one
from tests.analysis.people.random_states import random_state, states
from tests.analysis.people.sent import ONE, OTHER, Row, State

DATASETS = (
    "staff_roster",
    "work_assignment",
    "license",
    "course_crosswalk",
    "evaluation",
    "staff_attendance",
    "staff_absence_event",
    "professional_learning",
    "organizations",
)


@given(states)
@settings(max_examples=2, deadline=None)
def test_the_order_of_rows_and_of_districts_changes_no_byte(made: tuple[State, int]) -> None:
    state, year = made
    for district in (ONE, OTHER):
        asked = state.staff_year(district, year, index=state.index() if state.years else None)
        before = asked.before and replace(asked.before, **_mixed(asked.before))
        mixed = replace(asked, before=before, **_mixed(asked))
        assert_frame_equal(sums_of_one(asked), sums_of_one(mixed))


def _mixed(year: StaffYear) -> dict[str, Any]:
    sent = {name: getattr(year, name) for name in (*DATASETS, "index")}
    return {name: rows.sample(fraction=1, shuffle=True, seed=7) for name, rows in sent.items() if rows is not None}


def test_doubling_every_person_doubles_every_count_and_changes_no_rate() -> None:
    for seed in (3,):
        state = random_state(random.Random(seed), 2025, is_complete=True)
        for files in state.years.values():
            files["professional_learning"] = [row for row in files.get("professional_learning", []) if row["mepid"]]
        once, twice = (_known(one, 2025) for one in (state, _doubled(state)))
        amounts = ("numerator", "denominator", "known", "missing", "exempt")
        assert once.filter(pl.col("numerator") > 0).height > 20
        assert_frame_equal(once.with_columns(pl.col(amounts) * 2), twice)


def _known(state: State, year: int) -> pl.DataFrame:
    """Without principals: of vacant posts there are no more than schools."""
    sums = sums_of_one(state.staff_year(ONE, year))
    return sums.filter(~pl.col("measure_id").str.starts_with("P_"))


def _doubled(state: State) -> State:
    def twins(rows: list[Row]) -> list[Row]:
        return [
            *rows,
            *({**row, "mepid": f"twin of {row['mepid']}", "row_number": n} for n, row in enumerate(rows, 1_000)),
        ]

    years = {key: {name: twins(rows) for name, rows in files.items()} for key, files in state.years.items()}
    return State(years, state.organizations, state.course_crosswalk)


def test_the_state_is_the_sum_over_districts_of_people_counted_once() -> None:
    for seed in (5, 9):
        state = random_state(random.Random(seed), 2025)
        parts = pl.concat(sums_of_one(state.staff_year(one, 2025)) for one in (ONE, OTHER))
        whole = state_sums(parts).filter(measure_id="T_EXP_LT1", unit="HEADCOUNT")
        people = {
            row["mepid"]
            for (_, year), files in state.years.items()
            for row in _teaching(files.get("work_assignment", []), files.get("staff_roster", []))
            if year == 2025
        }
        for row in whole.iter_rows(named=True):
            assert (row["denominator"] or 0) + row["missing"] + row["exempt"] == len(people) * 10_000


def _teaching(work: list[Row], roster: list[Row]) -> list[Row]:
    gone = {row["mepid"] for row in roster if row["employment_status"] == "03" and row["exit_date"] == "2024-09-30"}
    found = [row for row in work if row["collection"] == "OCT" and row["job_class"].startswith("23")]
    return [row for row in found if row["mepid"] not in gone]


def test_a_district_reads_nothing_of_another_but_the_index() -> None:
    state = random_state(random.Random(8), 2025)
    index = state.index()
    with_all = sums_of_one(state.staff_year(ONE, 2025, index=index))
    alone = State(
        {key: files for key, files in state.years.items() if key[0] == ONE}, state.organizations, state.course_crosswalk
    )
    its_people = index.filter(pl.col("mepid").is_in(index.filter(district=ONE)["mepid"].implode()))
    assert_frame_equal(with_all, sums_of_one(alone.staff_year(ONE, 2025, index=its_people)))
