"""Columns are judged by what they hold: in years and states that appear in no file, and without a word against a clean
one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xlsxwriter

from monitoring.intake.examination import Examination, examine_table
from monitoring.intake.grain import Grain
from monitoring.intake.sheet import Past
from tests.intake.examining import doubted, examined, found, read_here
from tests.intake.invented import Grid, InventedState, with_columns_moved, with_years
from tests.intake.tables import AGGREGATE
from tests.tiers import often

LEARNERS, DISABLED, POOR = "English Learner %", "Students with Disabilities %", "Low Income %"


def one_by_one(folder: Path, years: dict[int, Grid]) -> dict[int, Examination]:
    """The examinations of the years, each a file of its own, sent in this order."""
    accepted: dict[int, pl.DataFrame] = {}
    made = {}
    for year, grid in years.items():
        past = Past(blocks=dict(accepted))
        made[year] = examined(folder, with_years({year: grid}), past=lambda report, past=past: past)
        accepted[year] = in_units(made[year].frames[Grain("report_columns", year)])
    return made


def in_units(columns: pl.DataFrame) -> pl.DataFrame:
    """The columns of a snapshot as the next file is compared with them."""
    return columns.drop("school_year").with_columns(pl.exclude("org_code") / 10_000)


@pytest.mark.parametrize("seed", often(range(4)))
def test_clean_years_are_reported_in_no_way(tmp_path: Path, seed: int) -> None:
    state = InventedState(seed)
    for report in (state.class_size, state.teacher_data):
        examination = examined(tmp_path, with_years({year: report(year) for year in range(1996, 2001)}))
        assert (examination.verdict, found(examination)) == ("accepted", {})


@pytest.mark.parametrize("seed", often(range(4)))
@pytest.mark.parametrize("year", often([2033, 2031, 2035]))
def test_two_columns_in_each_others_place_are_found_in_any_year(tmp_path: Path, seed: int, year: int) -> None:
    state = InventedState(10 + seed)
    years = {each: state.class_size(each) for each in range(2031, 2036)}
    years[year] = with_columns_moved(years[year], {DISABLED: POOR, POOR: DISABLED})
    examination = examined(tmp_path, with_years(years))
    assert examination.proposed == {
        year: {"students_with_disabilities": "low_income", "low_income": "students_with_disabilities"}
    }
    assert doubted(examination) == {(year, "students_with_disabilities"), (year, "low_income")}


@pytest.mark.slow
def test_a_single_year_is_judged_by_those_accepted_before(tmp_path: Path) -> None:
    state = InventedState(21)
    clean = examined(tmp_path, with_years({year: state.class_size(year) for year in range(2001, 2005)}))
    before = {year: frame for (dataset, year, _), frame in clean.frames.items() if dataset == "report_columns" and year}
    past = Past(blocks={year: in_units(frame) for year, frame in before.items()})
    moved = with_columns_moved(state.class_size(2005), {LEARNERS: POOR, POOR: LEARNERS})
    examination = examined(tmp_path, with_years({2005: moved}), past=lambda report: past)
    assert set(examination.proposed) == {2005}
    assert found(examined(tmp_path, with_years({2005: state.class_size(2005)}), past=lambda report: past)) == {}


def test_a_confirmed_exchange_is_read_as_it_was_meant(tmp_path: Path) -> None:
    state = InventedState(22)
    years = {year: state.class_size(year) for year in range(2001, 2006)}
    right = examined(tmp_path, with_years(years))
    years[2003] = with_columns_moved(years[2003], {LEARNERS: POOR, POOR: LEARNERS})
    proposed = examined(tmp_path, with_years(years)).proposed
    confirmed = examined(
        tmp_path, with_years(years), remapped={year: dict(mapping) for year, mapping in proposed.items()}
    )
    assert (confirmed.verdict, found(confirmed), confirmed.proposed) == ("accepted", {"I-COLUMN-REMAPPED": 2}, {})
    assert {key: frame.rows() for key, frame in confirmed.frames.items()} == {
        key: frame.rows() for key, frame in right.frames.items()
    }


@pytest.mark.slow
def test_an_exchange_is_proposed_and_confirmed_beside_a_column_that_stays_refused(tmp_path: Path) -> None:
    state = InventedState(30)
    years = {year: state.class_size(year) for year in range(2001, 2006)}
    moved = with_columns_moved(years[2003], {LEARNERS: POOR, POOR: LEARNERS})
    header, *rows = moved
    disabled = header.index(DISABLED)
    sorted_alone = sorted((row[disabled] for row in rows), key=float)
    years[2003] = [
        header,
        *([*r[:disabled], cell, *r[disabled + 1 :]] for r, cell in zip(rows, sorted_alone, strict=True)),
    ]
    examination = examined(tmp_path, with_years(years))
    exchange = {"english_learners": "low_income", "low_income": "english_learners"}
    assert (found(examination), examination.proposed) == (
        {"E-COLUMN-EXCHANGED": 2, "E-COLUMN-UNLIKE": 1},
        {2003: exchange},
    )
    assert DISABLED not in examination.sentences[2003]
    confirmed = examined(tmp_path, with_years(years), remapped={2003: exchange})
    assert (found(confirmed), confirmed.proposed) == ({"I-COLUMN-REMAPPED": 2, "E-COLUMN-UNLIKE": 1}, {})


def test_a_declined_exchange_stays_refused(tmp_path: Path) -> None:
    state = InventedState(23)
    years = {year: state.class_size(year) for year in range(2001, 2006)}
    years[2003] = with_columns_moved(years[2003], {LEARNERS: POOR, POOR: LEARNERS})
    examination = examined(tmp_path, with_years(years), declined=frozenset({2003}))
    assert (examination.proposed, found(examination)) == ({}, {"E-COLUMN-UNLIKE": 2})


def test_percentages_as_parts_of_one_are_refused_in_their_year_alone(tmp_path: Path) -> None:
    state = InventedState(24)
    years = {year: state.class_size(year) for year in (2001, 2002)}
    header, *rows = years[2002]
    small = [[*row[:5], *(f"{float(cell) / 100:.3f}" for cell in row[5:])] for row in rows]
    examination = examined(tmp_path, with_years({2001: years[2001], 2002: [header, *small]}))
    assert found(examination) == {"E-COLUMN-SCALE": 5}
    assert {year for year, _ in doubted(examination)} == {2002}


@pytest.mark.parametrize("year", often([2003, 2001, 2004]))
@pytest.mark.parametrize("column", often([5, 6, 7]))
@pytest.mark.parametrize("step", [0.01, 0.1])
def test_one_column_in_another_unit_is_refused_in_its_year_alone(
    tmp_path: Path, year: int, column: int, step: float
) -> None:
    state = InventedState(27)
    years = {number: state.class_size(number) for number in range(2001, 2005)}
    header, *rows = years[year]
    scaled = [
        [f"{float(cell) * step:.3f}" if place == column else cell for place, cell in enumerate(row)] for row in rows
    ]
    examination = examined(tmp_path, with_years({**years, year: [header, *scaled]}))
    assert found(examination) == {"E-COLUMN-SCALE": 1}
    assert {year for year, _ in doubted(examination)} == {year}


def test_counts_ten_times_too_large_are_refused_in_their_year_alone(tmp_path: Path) -> None:
    state = InventedState(28)
    years = {number: state.teacher_data(number) for number in range(2001, 2005)}
    header, *rows = years[2004]
    large = [[*row[:2], str(float(row[2]) * 10), *row[3:]] for row in rows]
    examination = examined(tmp_path, with_years({**years, 2004: [header, *large]}))
    assert found(examination) == {"E-COLUMN-SCALE": 1}
    assert {year for year, _ in doubted(examination)} == {2004}


def test_a_single_percentage_of_a_first_year_is_told_by_its_cells(tmp_path: Path) -> None:
    header, *rows = InventedState(29).teacher_data(2001)
    small = [[*row[:5], f"{float(row[5]) / 100:.3f}", *row[6:]] for row in rows]
    assert found(examined(tmp_path, with_years({2001: [header, *small]}))) == {"E-COLUMN-SCALE": 1}


def test_an_accepted_year_that_newer_ones_contradict_is_doubted_and_left(tmp_path: Path) -> None:
    state = InventedState(25)
    moved = with_columns_moved(state.class_size(2001), {LEARNERS: POOR, POOR: LEARNERS})
    alone = examined(tmp_path, with_years({2001: moved}))
    past = Past(blocks={2001: in_units(alone.frames[Grain("report_columns", 2001)])})
    newer = with_years({year: state.class_size(year) for year in range(2002, 2006)})
    examination = examined(tmp_path, newer, past=lambda report: past)
    assert (examination.verdict, found(examination)) == ("accepted", {"W-COLUMN-ON-RECORD": 2})


def test_measures_in_each_others_place_are_found_in_our_own_layout_too(tmp_path: Path) -> None:
    state = InventedState(26)
    measures = ("T_EXP_LT3", "T_UNLICENSED", "T_WAIVER_PROV")
    rows = []
    for year in range(2001, 2006):
        names = measures if year != 2003 else ("T_UNLICENSED", "T_EXP_LT3", "T_WAIVER_PROV")
        for name, place in zip(names, (5, 3, 6), strict=True):
            for school in state.teacher_data(year)[1:]:
                adverse = round(float(school[2]) * (100 - float(school[place])) / 100, 4)
                rows.append([f"{year - 1}-{year % 100:02}", school[1], name, "1", "TEACHER", adverse, school[2], "FTE"])
    examination = examined(tmp_path, [AGGREGATE, *rows])
    assert examination.proposed == {2003: {"T_EXP_LT3": "T_UNLICENSED", "T_UNLICENSED": "T_EXP_LT3"}}
    kept = examination.frames[Grain("metric_aggregate", 2003)]["metric_id"].unique().to_list()
    assert (found(examination), kept) == ({"E-COLUMN-EXCHANGED": 2}, ["T_WAIVER_PROV"])
    confirmed = examined(tmp_path, [AGGREGATE, *rows], remapped={2003: dict(examination.proposed[2003])})
    right = confirmed.frames[Grain("metric_aggregate", 2003)].filter(metric_id="T_EXP_LT3")
    assert (confirmed.verdict, confirmed.proposed, right.height) == ("accepted", {}, 150)


def test_a_year_whose_few_teachers_are_whole_by_chance_speaks_against_no_other(tmp_path: Path) -> None:
    header, row = InventedState(60).teacher_data(2001)[:2]
    years = {
        year: [header, [*row[:2], fte, *row[3:]]] for year, fte in ((2001, "113.5"), (2002, "114.0"), (2003, "116.0"))
    }
    assert found(examined(tmp_path, with_years(years))) == {}


def test_fractions_under_a_count_are_one_finding_and_none_is_used(tmp_path: Path) -> None:
    header, *rows = InventedState(61).class_size(2001)
    broken = [[*row[:4], f"{17 + number % 9}.{number % 7}", *row[5:]] for number, row in enumerate(rows)]
    examination = examined(tmp_path, with_years({2001: [header, *broken]}))
    assert found(examination) == {"E-COLUMN-KIND": 1}
    (remedy,) = examination.findings[0].details["how_to_fix"]
    assert remedy.startswith("Write each as a whole number. ")
    assert doubted(examination) == {(2001, "students")}
    assert examination.frames[Grain("report_columns", 2001)]["students"].null_count() == 150


def test_a_column_with_decimal_commas_is_one_finding_that_asks_for_points(tmp_path: Path) -> None:
    header, *rows = InventedState(61).teacher_data(2001)
    with_commas = [[*row[:3], row[3].replace(".", ","), *row[4:]] for row in rows]
    findings = examined(tmp_path, with_years({2001: [header, *with_commas]})).findings
    assert [finding.rule.id for finding in findings] == ["E-COLUMN-KIND"]
    (told,) = findings[0].details.rows(named=True)
    assert "where each should be a percentage with a decimal point." in told["message"]
    assert told["how_to_fix"].startswith("Write each as a percentage with a decimal point.")


def test_a_column_doubted_by_its_cells_is_refused_though_half_of_them_are_in_order(tmp_path: Path) -> None:
    state = InventedState(62)
    grids = {year: state.class_size(year) for year in (2001, 2002, 2003)}
    header, *rows = grids[2001]
    random = np.random.default_rng(1)
    mixed = [[*row[:4], f"{17 + random.integers(9)}.{5 * (number % 2)}", *row[5:]] for number, row in enumerate(rows)]
    examination = examined(tmp_path, with_years({**grids, 2001: [header, *mixed]}))
    assert "E-COLUMN-UNLIKE" in found(examination)
    assert (2001, "students") in doubted(examination)
    assert examination.frames[Grain("report_columns", 2001)]["students"].null_count() == 150


@pytest.mark.slow
def test_a_wrong_year_that_came_first_refuses_no_clean_one_once_two_agree(tmp_path: Path) -> None:
    state = InventedState(63)
    moved = with_columns_moved(state.class_size(2003), {LEARNERS: POOR, POOR: DISABLED, DISABLED: LEARNERS})
    years = {2003: moved, **{year: state.class_size(year) for year in (2004, 2002, 2005, 2001)}}
    made = one_by_one(tmp_path, years)
    assert {year: found(one) for year, one in made.items()} == {
        2003: {},
        2004: {"E-COLUMN-UNLIKE": 3, "W-COLUMN-ON-RECORD": 3},  # two years, and nothing tells which is wrong
        2002: {"W-COLUMN-ON-RECORD": 3},
        2005: {"W-COLUMN-ON-RECORD": 3},
        2001: {"W-COLUMN-ON-RECORD": 3},
    }
    assert not any(one.proposed for one in made.values())
    assert {year: one.to_judge_again for year, one in made.items()} == {
        2003: (),
        2004: (2003,),
        2002: (2003, 2004),  # the one is wrong, and the other was right
        2005: (2003, 2004),
        2001: (2003, 2004),
    }


def test_what_was_read_and_is_not_in_use_stands_apart(tmp_path: Path) -> None:
    state = InventedState(64)
    years = {year: state.class_size(year) for year in range(2001, 2005)}
    years[2003] = with_columns_moved(years[2003], {LEARNERS: POOR, POOR: LEARNERS})
    examination = examined(tmp_path, with_years(years))
    columns = examination.frames[Grain("report_columns", 2003)]
    assert columns["low_income"].null_count() == columns["low_income:read"].count() == 150
    assert examination.frames[Grain("school_enrollment", 2003)].filter(student_group="low_income")["share"].count() == 0


@pytest.mark.slow
def test_years_that_were_judged_together_outweigh_more_years_that_contradict_them(tmp_path: Path) -> None:
    state = InventedState(65)
    clean = examined(tmp_path, with_years({year: state.class_size(year) for year in (2001, 2002, 2003)}))
    past = Past(blocks={year: in_units(clean.frames[Grain("report_columns", year)]) for year in (2001, 2002, 2003)})
    moved = {
        year: with_columns_moved(state.class_size(year), {LEARNERS: POOR, POOR: LEARNERS}) for year in range(2004, 2008)
    }
    examination = examined(tmp_path, with_years(moved), past=lambda report: past)
    assert (set(examination.proposed), found(examination)) == ({2004, 2005, 2006, 2007}, {"E-COLUMN-EXCHANGED": 8})


def test_an_exchange_is_proposed_only_beside_two_years_with_figures_in_all_its_columns(tmp_path: Path) -> None:
    state = InventedState(66)
    years = {year: state.class_size(year) for year in (2001, 2002, 2003, 2004)}
    place = years[2002][0].index(POOR)
    for year in (2001, 2002):
        years[year] = [years[year][0], *([*row[:place], "", *row[place + 1 :]] for row in years[year][1:])]
    made = one_by_one(tmp_path, years)
    assert all((found(one), one.proposed) == ({}, {}) for one in made.values())
    moved = with_columns_moved(years[2004], {DISABLED: POOR, POOR: DISABLED})
    assert not examined(tmp_path, with_years({**years, 2004: moved})).proposed


def test_cells_that_a_workbook_formats_as_percentages_give_what_they_show(tmp_path: Path) -> None:
    header, *rows = InventedState(67).class_size(2001)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page, percent = book.add_worksheet(), book.add_format({"num_format": "0.0%"})
    page.write_row(0, 0, ["School Year", *header])
    for place, row in enumerate(rows, 1):
        page.write_row(place, 0, ["2000-01", *row[:5]])
        page.write_row(place, 6, [round(float(cell) / 100, 3) for cell in row[5:]], percent)
    book.close()
    examination = examine_table(read_here(tmp_path / "a.xlsx"))
    written = examined(tmp_path, with_years({2001: [header, *rows]}))
    assert found(examination) == found(written) == {}
    frames = [one.frames[Grain("school_enrollment", 2001)] for one in (examination, written)]
    assert frames[0].equals(frames[1])


def with_rows_moved(grid: Grid, places: range, first: int, by: int) -> Grid:
    """The grid with the cells of some columns moved down (1) or up (-1), from a row on."""
    moved = [list(row) for row in grid]
    for row in range(first, len(grid) - 1):
        for place in places:
            moved[row][place] = grid[row - by][place]
    return moved


def in_an_order(years: dict[int, Grid]) -> dict[int, Grid]:
    """The schools in the order of their poverty, so that neighbours are alike, as those of a district are."""
    place = {row[1]: float(row[-1]) for row in years[max(years)][1:]}
    return {year: [grid[0], *sorted(grid[1:], key=lambda row: place[row[1]])] for year, grid in years.items()}


@pytest.mark.parametrize("seed", often(range(3)))
@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("first", often([2, 60]))
def test_figures_that_stand_a_row_too_low_or_too_high_are_refused_in_their_year(
    tmp_path: Path, seed: int, by: int, first: int
) -> None:
    state = InventedState(60 + seed, schools=240)
    state.poverty = np.sort(state.poverty)
    years = in_an_order({year: state.class_size(year) for year in range(2001, 2006)})
    assert found(examined(tmp_path, with_years(years))) == {}
    years[2003] = with_rows_moved(years[2003], range(4, 5), first, by)
    examination = examined(tmp_path, with_years(years))
    assert doubted(examination) == {(2003, "students")}
    assert examination.verdict == "accepted_in_part"
