"""The same content gets the same verdict, whether it comes as CSV or as a workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.intake.examination import Examination, examine_table
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report
from tests.intake.examining import read_here
from tests.intake.invented import TEACHER_HEADER
from tests.intake.tables import write_csv, write_xlsx

CODES = st.sampled_from(
    ["04450105", "4450105", "\u00a000350010", "00000000", "00350000", "445", "Boston", "", "35.0", "00350010"]
)
NAMES = st.sampled_from(
    ["Abby - Foster", "Boston-Harbor", 'The "Old" School', "A, B", "", "State Totals", "Note: as of October 1"]
)
CELLS = st.sampled_from(
    [
        *(
            "95.3",
            " 100.0",
            ".0",
            "1,422",
            "12,34",
            "7,5",
            "-",
            "",
            "N/A",
            "Not Reported",
            "15.8 to 1",
            "###### to 1",
            "#####",
        ),
        *(
            "$79,107",
            "95.3%",
            "120.5",
            "-3",
            "abc",
            "Failed to",
            "meet reporting",
            "requirements",
            "<6",
            "*",
            "1e5",
            "=1+1",
        ),
    ]
)
ROWS = st.lists(st.tuples(NAMES, CODES, CELLS, CELLS, CELLS, CELLS, CELLS, CELLS).map(list), max_size=6)


def told(examination: Examination) -> Any:
    """Everything that is told of a file and kept of it, in comparable form."""
    return (
        examination.verdict,
        [(finding.rule.id, finding.total, finding.details.rows()) for finding in examination.findings],
        {key: frame.rows() for key, frame in examination.frames.items()},
    )


@pytest.mark.slow  # in every run the tables of test_malformed_corpus
@settings(max_examples=25)
@given(
    title=st.sampled_from(["2020-21 Teacher Data (School)", "Teacher Data", ""]),
    blank_rows=st.integers(0, 2),
    rows=ROWS,
)
def test_csv_and_workbook_are_told_the_same(title: str, blank_rows: int, rows: list[list[str]]) -> None:
    table = [[title], *([[None]] * blank_rows), TEACHER_HEADER, *rows]
    with tempfile.TemporaryDirectory() as name:
        as_csv = examine_table(read_here(write_csv(Path(name) / "a.csv", table)))
        as_xlsx = examine_table(read_here(write_xlsx(Path(name) / "a.xlsx", table)))
    assert told(as_csv) == told(as_xlsx)


def test_numbers_stored_as_numbers_give_the_rows_that_text_gives(tmp_path: Path) -> None:
    header = ["School Code", "School Year", *TEACHER_HEADER[2:4], *TEACHER_HEADER[5:]]
    rows = [header, [4450105, 2021, 39.3, 95.4, 100.0, 88.0, 0.1], [4450110, 2021, 12.0, 100.0, 81.25, 7.0, 99.9]]
    as_csv = examine_table(read_here(write_csv(tmp_path / "a.csv", rows)))
    as_xlsx = examine_table(read_here(write_xlsx(tmp_path / "a.xlsx", rows, numbers=True)))
    assert {key: frame.rows() for key, frame in as_csv.frames.items()} == {
        key: frame.rows() for key, frame in as_xlsx.frames.items()
    }
    assert as_csv.verdict == as_xlsx.verdict == "accepted"


@settings(max_examples=25)
@given(data=st.data(), report=st.sampled_from(list(REPORTS.values())), owner=st.sampled_from([None, "00350000"]))
def test_no_table_of_any_report_raises(data: st.DataObject, report: Report, owner: str | None) -> None:
    """Whatever stands in the cells, there is a verdict; and nothing is kept of a file that is refused."""
    header = [column.title for column in report.columns]
    texts = st.one_of(
        CELLS, CODES, NAMES, st.sampled_from(["2020-21", "2019-20", "SCHOOL", "all", "TE", "T_TURN", "FTE"])
    )
    rows = data.draw(st.lists(st.lists(texts, min_size=len(header), max_size=len(header) + 1), max_size=5))
    with tempfile.TemporaryDirectory() as name:
        table = read_here(write_csv(Path(name) / "a.csv", [[f"2020-21 {report.title}"], header, *rows]))
    examination = examine_table(table, owner=owner)
    kept = sum(frame.height for frame in examination.frames.values())
    assert examination.verdict in ("accepted", "accepted_in_part", "refused")
    assert kept == 0 or examination.verdict != "refused"


def test_a_file_with_the_states_row_alone_is_taken_where_districts_are_and_no_schools(tmp_path: Path) -> None:
    salaries = [["School Year", "District Code", "Salary Totals", "Average Salary", "FTE Count"]]
    salaries += [["2020-21", "00000000", "$5,907,810,126", "$84,659", "69,784"]]
    teachers = [["Academic Year", *TEACHER_HEADER], ["2020-21", "", "00000000", *["50"] * (len(TEACHER_HEADER) - 2)]]
    verdicts = [
        examine_table(read_here(write_csv(tmp_path / f"{number}.csv", rows))).verdict
        for number, rows in enumerate((salaries, teachers))
    ]
    assert verdicts == ["accepted", "refused"]
