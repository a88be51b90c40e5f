"""Reading workbooks: the first visible sheet with data, from its first row, as it was last saved."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import xlsxwriter

from monitoring.intake.examination import examine_table
from tests.intake.examining import found, read_here, refused_as
from tests.intake.malformed.workbooks import repacked
from tests.intake.tables import write_xlsx


def test_rows_are_numbered_from_the_top_of_the_sheet_though_the_first_are_blank(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [[None], [None], ["A", "B"], [None], ["x", "1"]])
    assert read_here(path).cells.rows() == [(3, "A", "B"), (5, "x", "1")]


def test_numbers_read_as_excel_shows_them(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["A"], [95.3], [0.1 + 0.2], [100.0], [4450105]], numbers=True)
    assert [row[1] for row in read_here(path).cells.rows()] == ["A", "95.3", "0.3", "100", "4450105"]


def test_hidden_sheets_are_passed_over_and_told(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    hidden, empty, shown, last = (workbook.add_worksheet(name) for name in ("Old", "Empty", "Data", "Notes"))
    hidden.write(0, 0, "secret")
    shown.write(0, 0, "A")
    last.write(0, 0, "z")
    empty.activate()
    hidden.hide()
    workbook.close()
    table = read_here(tmp_path / "a.xlsx")
    assert (table.sheet, table.cells.rows()) == ("Data", [(1, "A")])
    assert [(note.rule_id, note.value, note.other) for note in table.notes] == [
        ("I-FILE-OTHER-SHEETS", "Data", "Notes"),
        ("I-FILE-HIDDEN-SHEETS", "Data", "Old"),
    ]


def test_a_table_behind_a_cover_sheet_is_read_and_the_cover_told(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    cover, data, notes = (workbook.add_worksheet(name) for name in ("Cover", "Data", "Notes"))
    for row, cells in enumerate(
        (["Enrollment of 2020-21"], [], ["Contact", "A. Person", "ext. 12"], ["See sheet Data"])
    ):
        cover.write_row(row, 0, cells)
    for row, cells in enumerate((["school_year", "org_code", "student_group"], ["2020-21", "00100001", "all"])):
        data.write_row(row, 0, cells)
    notes.write(0, 0, "z")
    workbook.close()
    table = read_here(tmp_path / "a.xlsx")
    assert (table.sheet, table.cells.height) == ("Data", 2)
    assert [(note.value, note.other) for note in table.notes] == [("Data", "Cover, Notes")]


def test_of_a_workbook_that_is_not_known_it_is_told_which_sheet_was_read(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("One", "Two"):
        workbook.add_worksheet(name).write_row(0, 0, ["Color", "Taste"])
    workbook.close()
    assert found(examine_table(read_here(tmp_path / "a.xlsx"))) == {"E-FILE-UNKNOWN": 1, "I-FILE-OTHER-SHEETS": 1}


def test_formulas_give_the_value_last_saved_and_are_told(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = workbook.add_worksheet()
    page.write(0, 0, "A")
    page.write_formula(1, 0, "=1+1", None, 2)
    page.write_datetime(2, 0, datetime.datetime(2021, 10, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    workbook.close()
    table = read_here(tmp_path / "a.xlsx")
    assert [row[1] for row in table.cells.rows()] == ["A", "2", "2021-10-01 00:00:00"]
    assert [note.rule_id for note in table.notes] == ["I-FILE-FORMULAS"]


def test_merged_cells_are_told_with_the_last_row_they_reach(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = workbook.add_worksheet()
    page.merge_range(0, 0, 0, 3, "Title")
    page.merge_range(4, 0, 6, 0, "one value for three rows")
    workbook.close()
    assert [(note.rule_id, note.row_number) for note in read_here(tmp_path / "a.xlsx").notes] == [
        ("I-FILE-MERGED-CELLS", 7)
    ]


def test_cells_formatted_as_percentages_read_as_they_are_shown(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    workbook.add_worksheet("Cover & notes")
    page = workbook.add_worksheet("Figures & more")
    styles = [workbook.add_format({"num_format": code}) for code in ("0%", "0.0%;[Red]-0.0%", '0.0"%"', "0.00")]
    page.write_row("C4", ["A", "B", "C", "D"])
    for row, figures in ((4, [0.954, 0.05, 95.4, 0.5]), (6, [1, 0, 5, 0.25])):
        for place, (figure, style) in enumerate(zip(figures, styles, strict=True)):
            page.write(row, 2 + place, figure, style)
    page.write("C6", "-", styles[0])
    page.write_formula("D6", "=C7/3", styles[0], 1 / 3)
    page.write_blank("A9", None, styles[0])
    workbook.close()
    assert read_here(tmp_path / "a.xlsx").cells.rows() == [
        (4, "A", "B", "C", "D"),
        (5, "95.4%", "5%", "95.4", "0.5"),
        (6, "-", "33.3333333%", None, None),
        (7, "100%", "0%", "5", "0.25"),
    ]


def test_errors_read_as_they_are_shown(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = workbook.add_worksheet()
    page.write_row(1, 1, ["A", "B"])
    page.write_formula(2, 1, "=C3/0", None, "#DIV/0!")
    page.write_row(2, 2, ["#N/A", "#5"])
    page.write_formula(3, 2, "=NA()", workbook.add_format({"num_format": "0%"}), "#N/A")
    workbook.close()
    assert read_here(tmp_path / "a.xlsx").cells.rows() == [
        (2, "A", "B", None),
        (3, "#DIV/0!", "#N/A", "#5"),
        (4, None, "#N/A", None),
    ]


@pytest.mark.parametrize("value", [b"", b"<v></v>", b"<v/>"])
def test_formulas_whose_values_were_never_saved_are_no_blank_cells(tmp_path: Path, value: bytes) -> None:
    rows = [["A", "B", "C"], ["1", "2", "3"]]
    data = write_xlsx(tmp_path / "a.xlsx", rows).read_bytes()
    cell = re.compile(rb'<c r="B2"[^>]*>.*?</c>')
    start = b'<c r="B2"><f>1+1</f>'
    (tmp_path / "a.xlsx").write_bytes(repacked(data, lambda name, content: cell.sub(start + value + b"</c>", content)))
    assert refused_as(tmp_path / "a.xlsx") == "E-FILE-NO-VALUES"
    saved = start.replace(b"<c ", b'<c t="str" ') + b"<v></v></c>" if value else start + b"<v>2</v></c>"
    (tmp_path / "b.xlsx").write_bytes(repacked(data, lambda name, content: cell.sub(saved, content)))
    assert refused_as(tmp_path / "b.xlsx") == "was read"
