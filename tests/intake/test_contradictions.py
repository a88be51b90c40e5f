"""Columns that contradict each other in most rows of a year are refused together, once, and not row by row."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monitoring.intake.checks.across.contradictions import with_contradictions
from monitoring.intake.examination import examine_table
from monitoring.intake.grain import Grain
from monitoring.intake.judgment import Judgment
from monitoring.intake.opened_sheet import open_sheet
from monitoring.intake.pseudonyms import throwaway
from monitoring.intake.recognition import Recognized, recognize
from monitoring.intake.sheet import Past
from tests.intake.examining import doubted, examined, found, messages, read_here
from tests.intake.invented import Grid, with_columns_moved
from tests.intake.layout_cases import ATTENDANCE
from tests.intake.tables import write_csv

PRINCIPALS, STAYED, PERCENT = "Principal Total", "Teacher # Retained", "Teacher % Retained"
RETENTION = ["Academic Year", "DESE ID", PRINCIPALS, "Principal # Retained", "Principal % Retained"]
RETENTION += ["Teacher Total", STAYED, PERCENT]
GROUPS = ("First Language Not English", "English Learner", "Students With Disabilities", "High Needs", "Low Income")


def retention(schools: int = 60) -> Grid:
    random = np.random.default_rng(71)
    rows = []
    for number in range(schools):
        teachers, left = int(random.integers(12, 90)), int(random.integers(1, 9))
        stayed, kept = teachers - left, int(random.integers(0, 2))
        percents = f"{100 * kept:.1f}", f"{100 * stayed / teachers:.1f}"
        rows.append(["2030-31", f"{70000005 + 10 * number}", 1, kept, percents[0], teachers, stayed, percents[1]])
    return [RETENTION, *rows]


def salaries(districts: int = 40) -> Grid:
    random = np.random.default_rng(72)
    fte = random.uniform(50, 900, districts).round(1)
    mean = random.uniform(60_000, 90_000, districts).round()
    rows = [
        ["2030-31", f"{7000 + number:04}0000", round(m * f), m, f]
        for number, (m, f) in enumerate(zip(mean, fte, strict=True))
    ]
    return [["School Year", "District Code", "Salary Totals", "Average Salary", "FTE Count"], *rows]


def selected_populations(schools: int = 80) -> Grid:
    random = np.random.default_rng(73)
    header = ["School Year", "School Code", *(f"{group} {sign}" for group in GROUPS for sign in "#%")]
    rows = []
    for number in range(schools):
        students = int(random.integers(150, 1500))
        other, learners, disabled, poor = (int(students * share) for share in random.uniform(0.06, 0.5, 4))
        counts = [other, learners, disabled, max(learners, disabled, poor) + 20, poor]
        cells = [cell for count in counts for cell in (count, f"{100 * count / students:.1f}")]
        rows.append(["2030-31", f"{70000005 + 10 * number}", *cells])
    return [header, *rows]


def test_reports_that_agree_with_themselves_are_taken_as_they_are(tmp_path: Path) -> None:
    for grid in (retention(), salaries(), selected_populations()):
        assert found(examined(tmp_path, grid)) == {}


def test_counts_that_a_percentage_contradicts_are_not_used_and_the_only_exchange_is_proposed(tmp_path: Path) -> None:
    moved = with_columns_moved(retention(), {PRINCIPALS: STAYED, STAYED: PRINCIPALS})
    examination = examined(tmp_path, moved)
    assert examination.proposed == {2031: {"principals": "teachers_stayed", "teachers_stayed": "principals"}}
    assert found(examination) == {"E-COLUMN-EXCHANGED": 6}
    assert examination.findings[0].details["value"].null_count() == 6  # its sentence stands in the message
    assert examination.frames[Grain("metric_aggregate", 2031)]["numerator"].count() == 0
    confirmed = examined(tmp_path, moved, remapped={2031: dict(examination.proposed[2031])})
    right = examined(tmp_path, retention()).frames[Grain("metric_aggregate", 2031)]
    assert confirmed.frames[Grain("metric_aggregate", 2031)].equals(right)
    declined = examined(tmp_path, moved, declined=frozenset({2031}))
    assert found(declined) == {"E-COLUMN-CONTRADICTED": 6}


def both_ways(*pairs: tuple[str, str]) -> dict[str, str]:
    return dict(pairs) | {other: one for one, other in pairs}


@pytest.mark.parametrize("percents", [True, False])
def test_what_other_years_propose_is_proposed_as_far_as_columns_agree_after_it(tmp_path: Path, percents: bool) -> None:
    exchanged = [("Principal Total", "Teacher Total"), ("Principal # Retained", STAYED)]
    exchanged += [("Principal % Retained", PERCENT)] if percents else []
    path = write_csv(tmp_path / "moved.csv", with_columns_moved(retention(), both_ways(*exchanged)))
    recognized = recognize(read_here(path))
    assert isinstance(recognized, Recognized)
    sheet = open_sheet(recognized, owner=None, past=Past(), pseudonyms=throwaway())
    counts = both_ways(("principals", "teachers"), ("principals_stayed", "teachers_stayed"))
    whole = counts | both_ways(("principals_percent", "teachers_percent"))
    astray = counts | {"teachers": "principals_stayed", "teachers_stayed": "principals"}
    for proposed, left in ((counts, whole if percents else counts), (astray, {})):
        judgment = with_contradictions(dataclasses.replace(sheet, judgment=Judgment({}, {2031: proposed})))
        assert judgment.proposed == ({2031: left} if left else {})


def test_of_a_layout_of_persons_nobody_is_asked_about_an_exchange(tmp_path: Path) -> None:
    """Its sender is told once which columns contradict each other, and not row by row."""
    turned = {"days_expected": "4", "days_absent": "180", "days_longterm_leave": "0"}
    people = [{**ATTENDANCE, **turned, "mepid": f"{number:08}"} for number in range(1, 7)]
    examination = examined(tmp_path, [list(people[0]), *(list(person.values()) for person in people)])
    assert found(examination) == {"W-DAYS-EXPECTED": 1, "E-COLUMN-CONTRADICTED": 2}
    assert examination.proposed == {}


def test_the_message_counts_the_rows_and_shows_some(tmp_path: Path) -> None:
    header, *rows = retention()
    wrong = [[*row[:-1], f"{99.9 - float(row[-1]) / 3:.1f}"] for row in rows[:50]]
    examination = examined(tmp_path, [header, *wrong, *rows[50:]])
    assert found(examination) == {"E-COLUMN-CONTRADICTED": 3}
    assert messages(examination, "E-COLUMN-CONTRADICTED")[0] == (
        "In 2030-31 “Teacher Total” contradicts “Teacher % Retained” and “Teacher # Retained” in 50 of 60 rows, such "
        "as 2, 3, 4. The columns of this year were refused, not the rest of the file."
    )
    assert examination.frames[Grain("metric_aggregate", 2031)].filter(metric_id="P_TURN")["numerator"].count() == 60


def test_a_few_rows_that_contradict_themselves_stay_findings_of_their_own(tmp_path: Path) -> None:
    header, *rows = retention()
    wrong = [[*row[:-1], f"{99.9 - float(row[-1]) / 3:.1f}"] for row in rows[:5]]
    assert found(examined(tmp_path, [header, *wrong, *rows[5:]])) == {"E-RATE-ACHIEVABLE": 5}


def test_percentages_in_another_unit_leave_the_counts_in_use(tmp_path: Path) -> None:
    header, *rows = retention()
    parts = [[*row[:4], float(row[4]) / 100, *row[5:7], round(float(row[7]) / 100, 4)] for row in rows]
    examination = examined(tmp_path, [header, *parts])
    assert found(examination) == {"E-COLUMN-SCALE": 2}
    assert examination.frames[Grain("metric_aggregate", 2031)]["numerator"].count() == 120


def test_means_under_their_total_are_told_once(tmp_path: Path) -> None:
    moved = with_columns_moved(salaries(), {"Average Salary": "Salary Totals", "Salary Totals": "Average Salary"})
    examination = examined(tmp_path, moved)
    assert found(examination) == {"E-COLUMN-EXCHANGED": 3}
    assert examination.proposed == {2031: {"salary_total": "salary_mean", "salary_mean": "salary_total"}}


@pytest.mark.slow
@pytest.mark.parametrize("sign", "#%")
def test_groups_in_each_others_place_are_seen_by_the_number_of_students(tmp_path: Path, sign: str) -> None:
    one, other = f"English Learner {sign}", f"Students With Disabilities {sign}"
    examination = examined(tmp_path, with_columns_moved(selected_populations(), {one: other, other: one}))
    assert set(found(examination)) == {"E-COLUMN-CONTRADICTED"}  # counts or percentages: nothing tells which
    assert not examination.proposed
    assert {column for _, column in doubted(examination)} >= {"english_learners", "students_with_disabilities"}


def test_a_group_that_is_larger_than_all_with_high_needs_is_refused_with_them(tmp_path: Path) -> None:
    moves = {f"{one} {sign}": f"{other} {sign}" for sign in "#%" for one, other in (GROUPS[3:], GROUPS[:2:-1])}
    examination = examined(tmp_path, with_columns_moved(selected_populations(), moves))
    assert "E-COLUMN-CONTRADICTED" in found(examination)
    assert {column for _, column in doubted(examination)} >= {"high_needs", "low_income"}


@pytest.mark.slow
@pytest.mark.parametrize("sign", "#%")
def test_the_real_report_is_in_order_and_an_exchange_in_it_is_not(tmp_path: Path, shared_data: Path, sign: str) -> None:
    table = read_here(shared_data / "ma-dese-exports-2017-18" / "selectedpopulations.xlsx")
    recognized = recognize(table)
    assert isinstance(recognized, Recognized)
    assert found(examine_table(table)).keys() <= {"I-ROW-TOTALS"}
    one, other = (
        recognized.places[name + ("_count" if sign == "#" else "")]
        for name in ("english_learners", "students_with_disabilities")
    )
    is_data = pl.col("row_number") > recognized.header_rows[-1]
    cells = table.cells.with_columns(
        pl.when(is_data).then(other).otherwise(one).alias(one), pl.when(is_data).then(one).otherwise(other).alias(other)
    )
    wrong = examine_table(dataclasses.replace(table, cells=cells))
    assert "E-COLUMN-CONTRADICTED" in found(wrong)
    assert Grain("school_enrollment", 2018) not in wrong.frames
