"""Reports are recognized by their headers alone, wherever these stand, under any of the names they go by."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.intake.recognition import Recognized, Unlike, recognize
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report
from tests.intake.examining import examined, found, messages, read_here
from tests.intake.tables import Rows, as_export, write_csv


def recognized(folder: Path, rows: Rows) -> Recognized | Unlike:
    return recognize(read_here(write_csv(folder / "a.csv", rows)))


def header(report: Report, choice: int = 0) -> list[str]:
    """The header with the first, or the last, of the names of each column."""
    return [column.headers[choice] for column in report.columns]


@pytest.mark.parametrize("choice", [0, -1])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_each_report_is_recognized_by_any_of_its_names(tmp_path: Path, report: Report, choice: int) -> None:
    title = f"2020-21 {report.title}"
    rows = as_export(title, [header(report, choice), ["x"] * len(report.columns)], blank_rows=3)
    answer = recognized(tmp_path, rows)
    assert isinstance(answer, Recognized)
    assert (answer.report.id, answer.title_year, answer.header_rows) == (report.id, 2021, (5,))


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_order_and_case_of_columns_do_not_matter(tmp_path: Path, report: Report) -> None:
    rows = as_export(report.title, [[name.upper() for name in reversed(header(report))], ["x"] * len(report.columns)])
    answer = recognized(tmp_path, rows)
    assert isinstance(answer, Recognized)
    assert (answer.report.id, len(answer.places)) == (report.id, len(report.columns))


def test_a_header_of_two_rows_is_one_header(tmp_path: Path) -> None:
    groups = ["First Language Not English", "English Learner", "Students With Disabilities", "High Needs", "Low Income"]
    above = ["SCHOOL", "ORGCODE", *(cell for group in groups for cell in (group, None))]
    below = [None, None, *["#", "%"] * 5]
    answer = recognized(tmp_path, [["2021-22 Selected Populations"], above, below, ["A - B", "00350010", *[1, 2] * 5]])
    assert isinstance(answer, Recognized)
    assert (answer.report.id, answer.header_rows, answer.headers["low_income"]) == (
        "dese_selected_populations",
        (2, 3),
        "Low Income %",
    )


def test_an_unknown_file_is_told_the_closest_report_and_what_is_missing(tmp_path: Path) -> None:
    rows = [["School Code", "Total # of Teachers (FTE)", "Favorite Color"], ["00350010", "10", "blue"]]
    examination = examined(tmp_path, rows)
    assert messages(examination, "E-FILE-UNKNOWN") == [
        "The columns fit no known report. The closest is Teacher Data (School), with its header in row 1. It lacks: "
        "Percent of Teachers Licensed. Columns of the file that are not known there: Favorite Color."
    ]


def test_a_file_without_a_known_column_shows_its_own(tmp_path: Path) -> None:
    assert messages(examined(tmp_path, [["Color", "Taste"], ["blue", "sweet"]]), "E-FILE-UNKNOWN") == [
        "The columns fit no known report. No row near its top looks like the column names of one. "
        "It has 2 columns, none of a name that is known."
    ]


def test_a_roster_without_column_names_is_refused_without_a_word_of_it(tmp_path: Path) -> None:
    rows = [["2024-25", "Ann", "Miller"], ["2024-25", "Bob", "Smith"]]
    examination = examined(tmp_path, rows)
    assert (examination.verdict, found(examination)) == ("refused", {"E-FILE-UNKNOWN": 1})
    told = str([finding.details.rows() for finding in examination.findings])
    assert [name in told for name in ("Ann", "Miller", "Bob", "Smith")] == [False] * 4


def test_figures_are_not_taken_for_the_names_of_grades(tmp_path: Path) -> None:
    told = messages(examined(tmp_path, [["a", "b", "c"], ["1", "2", "3"]]), "E-FILE-UNKNOWN")
    assert [message.endswith("It has 3 columns, none of a name that is known.") for message in told] == [True]


def test_letters_that_only_look_right_are_called_so(tmp_path: Path) -> None:
    names = ["School Code", "Total # of Teachers (FTE)", "% of Teachers Licensed", "Percent Teaching In-Field"]
    for place in (2, 3):  # a column that is needed, and one that is not
        imitated = [*names[:place], names[place].replace("a", "а"), *names[place + 1 :]]
        assert found(examined(tmp_path, [imitated, ["00350010", "10", "99.0", "98.0"]])) == {"E-FILE-LOOKALIKE": 1}


def test_a_roster_that_lacks_a_column_is_told_so_and_not_kept(tmp_path: Path) -> None:
    examination = examined(tmp_path, [["school_year", "mepid", "employment_status"], ["2024-25", "12345678", "01"]])
    assert found(examination) == {"E-FILE-UNKNOWN": 1}
    assert "The closest is Staff roster" in messages(examination, "E-FILE-UNKNOWN")[0]
    assert examination.report is REPORTS["staff_roster"]  # whose files are destroyed once they were read


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    rows = [["school_year", "org_code", "student_group", "enrolled", "Enrolled"], ["2020-21", "00350010", "all", 1, 2]]
    assert found(examined(tmp_path, rows)) == {"E-FILE-COLUMN-TWICE": 1}


def test_columns_that_are_not_known_are_told_and_not_kept(tmp_path: Path) -> None:
    layout = REPORTS["school_enrollment"]
    rows = [[*header(layout)[:4], "Remark"], ["2020-21", "00350010", "all", 400, "hello"]]
    examination = examined(tmp_path, rows)
    assert messages(examination, "I-FILE-UNKNOWN-COLUMNS") == [
        "These columns are not known; they were not read and are not kept: Remark."
    ]
    assert "Remark" not in str([frame.columns for frame in examination.frames.values()])


def test_the_educators_of_an_evaluation_report_stand_in_its_title(tmp_path: Path) -> None:
    names = header(REPORTS["dese_evaluation_district"])[1:]
    row = ["Boston", "00350000", 10, 10, "100.0", "10.0", "80.0", "10.0", "0.0"]
    of_teachers = examined(tmp_path, [["2018-19 Educator Evaluation Performance (District) - Teachers"], names, row])
    of_others = examined(
        tmp_path, [["2018-19 Educator Evaluation Performance (District) - Administrators"], names, row]
    )
    assert (of_teachers.verdict, found(of_others)) == ("accepted", {"E-FILE-TITLE": 1})


def test_the_name_of_a_file_and_its_folder_say_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "exports-2017-18"
    folder.mkdir()
    rows = [["2016-17 Teacher Salaries"], ["District Code", "Salary Totals", "Average Salary", "FTE Count"]]
    table = read_here(write_csv(folder / "2018-19.csv", [*rows, ["00350000", "$100", "$10", "10"]]))
    answer = recognize(table)
    assert isinstance(answer, Recognized)
    assert answer.title_year == 2017


ATTENDANCE = ["school_year", "mepid", "org_code", "days_expected", "days_longterm_leave", "days_absent"]
NEEDED = [name for name in ATTENDANCE if name != "days_longterm_leave"]


@pytest.mark.parametrize(
    "before",
    [
        [NEEDED],
        [["Needed:"], NEEDED, []],
        [["school_year", "org_code", "ppe_total"]],
        [["course_code", "grade", "field_codes"], []],
    ],
    ids=["what is needed", "under a title", "of another layout", "of a third, with a blank row"],
)
def test_a_row_of_names_above_the_header_is_not_the_header(tmp_path: Path, before: Rows) -> None:
    """People put a legend above; the row that names most is what the rows below are read by."""
    answer = recognized(tmp_path, [*before, ATTENDANCE, ["2024-25", "20000001", "00350010", "180", "0", "7"]])
    assert isinstance(answer, Recognized)
    assert (answer.report.id, answer.header_rows) == ("staff_attendance", (len(before) + 1,))
    assert answer.places == {name: f"c{place}" for place, name in enumerate(ATTENDANCE)}
