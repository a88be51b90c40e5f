"""What no real year does beside another: stand still, hold one figure for all, jump, lose its schools, end in a row."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monitoring.intake.sheet import Past
from tests.intake.examining import doubted, examined, found, messages, read_here
from tests.intake.invented import Grid, InventedState, with_years
from tests.intake.tables import write_csv
from tests.tiers import often

YEARS = (2001, 2002, 2003, 2004)
POOR, STUDENTS = 9, 4


def class_sizes(seed: int) -> dict[int, Grid]:
    state = InventedState(seed)
    return {year: state.class_size(year) for year in YEARS}


def class_sizes_that_drift(seed: int) -> dict[int, Grid]:
    """Six years in which each school goes its own way a little further every year."""
    state, walk = InventedState(seed), np.random.default_rng(seed)
    years = {}
    for year in range(2001, 2007):
        years[year] = state.class_size(year)
        state.poverty = np.clip(state.poverty + walk.normal(0, 6, len(state.codes)), 0, 100)
    return years


def with_column(grid: Grid, place: int, cells: list[str]) -> Grid:
    header, *rows = grid
    return [header, *([*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows, cells, strict=True))]


def cells(grid: Grid, place: int) -> list[str]:
    return [row[place] for row in grid[1:]]


@pytest.mark.parametrize("year", often(YEARS[1:]))
def test_of_two_years_with_the_same_figures_neither_is_used_where_nothing_tells_the_copy(
    tmp_path: Path, year: int
) -> None:
    years = class_sizes(40)
    years[year] = with_column(years[year], POOR, cells(years[2001], POOR))
    examination = examined(tmp_path, with_years(years))
    assert found(examination) == {"E-COLUMN-COPY": 2}
    assert messages(examination, "E-COLUMN-COPY")[1] == (
        f"In {year - 1}-{year % 100:02}, “Low Income %” holds for every school exactly what it held in 2000-01; "
        "nothing tells in which of the two it belongs. The column of this year was refused, not the rest of the file."
    )


@pytest.mark.parametrize(("year", "source"), often(itertools.permutations(YEARS, 2), first=2))
def test_an_accepted_year_is_no_copy_of_the_new_file(tmp_path: Path, year: int, source: int) -> None:
    years = class_sizes(47)
    past = accepted(tmp_path, {each: grid for each, grid in years.items() if each != year})
    copy = with_column(years[year], POOR, cells(years[source], POOR))
    examination = examined(tmp_path, with_years({year: copy}), past=lambda report: past)
    assert (found(examination), doubted(examination)) == ({"E-COLUMN-COPY": 1}, {(year, "low_income")})


def accepted(folder: Path, years: dict[int, Grid]) -> Past:
    """The past after these years were accepted."""
    frames = examined(folder, with_years(years)).frames
    return Past(
        blocks={
            int(year or 0): frame.drop("school_year").with_columns(pl.exclude("org_code") / 10_000)
            for (name, year, _), frame in frames.items()
            if name == "report_columns"
        }
    )


@pytest.mark.parametrize("schools", [150, 5])
def test_a_year_that_is_another_one_once_more_is_refused_whole(tmp_path: Path, schools: int) -> None:
    years = {year: grid[: schools + 1] for year, grid in class_sizes(49).items()}
    past = accepted(tmp_path, {year: years[year] for year in YEARS[:3]})
    copy = with_column(years[2003], STUDENTS, cells(years[2004], STUDENTS))
    examination = examined(tmp_path, with_years({2004: copy}), past=lambda report: past)
    assert (examination.verdict, found(examination)) == ("refused", {"E-YEAR-COPY": 1})
    (told,) = messages(examination, "E-YEAR-COPY")
    assert told.startswith("The figures of 2003-04 are those of 2002-03: 7 of 8 columns hold the same")
    beside = examined(tmp_path, with_years({2004: copy, 2003: years[2003]}), past=lambda report: past)
    assert (beside.verdict, beside.years, found(beside)) == ("accepted_in_part", (2003,), {"E-YEAR-COPY": 1})


@pytest.mark.parametrize("differs", [False, True])
def test_of_one_school_a_year_is_another_one_where_every_figure_is_the_same(tmp_path: Path, differs: bool) -> None:
    years = {year: grid[:2] for year, grid in class_sizes(51).items()}
    past = accepted(tmp_path, {2003: years[2003]})
    sent = with_column(years[2003], STUDENTS, cells(years[2004], STUDENTS)) if differs else years[2003]
    examination = examined(tmp_path, with_years({2004: sent}), past=lambda report: past)
    assert (examination.verdict, found(examination)) == (
        ("accepted", {}) if differs else ("refused", {"E-YEAR-COPY": 1})
    )


def test_a_year_of_other_schools_than_on_record_is_not_taken_for_the_same_once_more(tmp_path: Path) -> None:
    years = class_sizes(50)
    past = accepted(tmp_path, {**years, 2004: years[2004][:76]})
    others = [years[2003][0], *years[2003][76:]]
    assert found(examined(tmp_path, with_years({2004: others}), past=lambda report: past)) == {"E-YEAR-COPY": 1}


@pytest.mark.parametrize(
    ("copy", "source"), often([(2003, 2005), (2006, 2002), (2001, 2004), (2004, 2001), (2005, 2003)])
)
def test_figures_that_drift_tell_the_year_they_belong_to(tmp_path: Path, copy: int, source: int) -> None:
    drifting = class_sizes_that_drift(48)
    drifting[copy] = with_column(drifting[copy], POOR, cells(drifting[source], POOR))
    examination = examined(tmp_path, with_years(drifting))
    assert (found(examination), doubted(examination)) == ({"E-COLUMN-COPY": 1}, {(copy, "low_income")})


@pytest.mark.parametrize("figure", ["50.0", "0.0", "100.0"])
def test_a_column_that_is_the_same_for_all_schools_is_refused_in_its_year(tmp_path: Path, figure: str) -> None:
    years = class_sizes(41)
    years[2003] = with_column(years[2003], POOR, [figure] * 150)
    examination = examined(tmp_path, with_years(years))
    assert found(examination) == {"E-COLUMN-CONSTANT": 1}
    assert {year for year, _ in doubted(examination)} == {2003}


def test_a_group_that_hardly_any_school_has_may_be_nowhere_in_a_year(tmp_path: Path) -> None:
    years = class_sizes(46)
    for year, grid in years.items():
        some = [f"{number % 12 + 1}.0" if number < 25 and year != 2001 else "0.0" for number in range(150)]
        years[year] = with_column(grid, POOR, some)
    assert "E-COLUMN-CONSTANT" not in found(examined(tmp_path, with_years(years)))


@pytest.mark.parametrize("year", often(YEARS[1:]))
def test_students_counted_twice_are_asked_about_and_kept(tmp_path: Path, year: int) -> None:
    years = class_sizes(42)
    double = [str(2 * int(cell.replace(",", ""))) for cell in cells(years[year], STUDENTS)]
    years[year] = with_column(years[year], STUDENTS, double)
    examination = examined(tmp_path, with_years(years))
    assert examination.verdict == "accepted"
    expected = [f"{year - 1}-{year % 100:02}"] + ([f"{year}-{(year + 1) % 100:02}"] if year < 2004 else [])
    assert [message[3:10] for message in messages(examination, "W-COLUMN-JUMP")] == expected


def test_a_year_without_half_of_its_schools_is_asked_about(tmp_path: Path) -> None:
    years = class_sizes(43)
    years[2003] = years[2003][:76]
    examination = examined(tmp_path, with_years(years))
    assert messages(examination, "W-YEAR-FEWER") == [
        "In 2002-03 only 75 of 150 organizations of 2001-02 are there again."
    ]


def test_a_last_row_that_was_cut_off_is_refused_and_the_others_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cut.csv", with_years(class_sizes(44)))
    whole = path.read_text().rstrip("\n")
    assert read_here(path).cut_row is None
    path.write_text(whole)
    assert read_here(path).cut_row is None
    path.write_text(whole[: whole.rindex(",", 0, -12)])
    assert read_here(path).cut_row == 601


def test_the_cut_row_is_told_by_its_number(tmp_path: Path) -> None:
    rows = with_years(class_sizes(45))
    path = write_csv(tmp_path / "cut.csv", rows)
    text = path.read_text().rstrip("\n")
    path.write_text(text[: text.rindex(",", 0, -12)])
    from monitoring.intake.examination import examine_table

    examination = examine_table(read_here(path))
    assert (found(examination), examination.rows_accepted) == ({"E-ROW-CUT": 1}, 599)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("2020-2", {"E-ROW-CUT": 1}),
        ("2020-21", {"E-ROW-CUT": 1}),
        ("Abington - Abi", {"E-ROW-CUT": 1}),
        ("Source: Department of Education", {"I-ROW-NOTE": 1}),
        ("* preliminary", {"I-ROW-NOTE": 1}),
        ("2020-2\n", {"I-ROW-NOTE": 1}),
    ],
)
def test_a_last_row_of_one_cell_is_a_remark_only_if_it_reads_like_one(
    tmp_path: Path, end: str, told: dict[str, int]
) -> None:
    path = write_csv(tmp_path / "cut.csv", with_years(class_sizes(46)))
    path.write_text(path.read_text() + end)
    from monitoring.intake.examination import examine_table

    examination = examine_table(read_here(path))
    assert (found(examination), examination.rows_accepted) == (told, 600)


def test_one_finer_cell_does_not_change_how_the_others_are_read(tmp_path: Path) -> None:
    header = ["Academic Year", "DESE ID", "Principal Total", "Principal # Retained", "Principal % Retained"]
    header += ["Teacher Total", "Teacher # Retained", "Teacher % Retained"]
    rows = [["2020-21", f"{number:08}", "1", "1", "100.0", "44", "35", "79.5"] for number in range(10_505, 10_535)]
    rows[7][-1] = "79.5455"
    assert found(examined(tmp_path, [header, *rows])) == {}
