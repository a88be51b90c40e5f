"""Reading CSV: any dialect and encoding gives the same cells, with the row numbers a spreadsheet shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.table import Table
from tests.intake.examining import read_here, refused_as
from tests.intake.tables import write_csv

ROWS = [["School", "Code", "Total"], ["Élan, North", "00010005", "1,422"], ["South", "00010010", "7"]]


def cells(table: Table) -> list[tuple[object, ...]]:
    return table.cells.rows()


EXPECTED = [(1, "School", "Code", "Total"), (2, "Élan, North", "00010005", "1,422"), (3, "South", "00010010", "7")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_gives_the_same_cells(tmp_path: Path, separator: str, line_end: str) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, separator=separator, line_end=line_end)
    assert cells(read_here(path)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_gives_the_same_cells(tmp_path: Path, encoding: str) -> None:
    assert cells(read_here(write_csv(tmp_path / "a.csv", ROWS, encoding=encoding))) == EXPECTED


def test_windows_1252_is_told(tmp_path: Path) -> None:
    table = read_here(write_csv(tmp_path / "a.csv", ROWS, encoding="cp1252"))
    assert [(note.rule_id, note.value) for note in table.notes] == [("I-FILE-ENCODING", "Windows-1252")]


def test_halves_of_signs_are_not_taken_for_letters_of_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("A,B\n\ud83d,1\n".encode("utf-8", "surrogatepass"))
    assert refused_as(tmp_path / "a.csv") == "E-FILE-ENCODING"


def test_blank_rows_count_and_cells_over_two_lines_are_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Title\n\n\nA,B\n"over\ntwo lines",1\nnext,2\n\x1a')  # the end of a file, of old
    assert cells(read_here(path)) == [
        (1, "Title", None),
        (4, "A", "B"),
        (5, "over two lines", "1"),
        (6, "next", "2"),
    ]


def test_short_rows_are_filled_and_long_rows_widen_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,B\n1\n1,2,3\n")
    assert cells(read_here(path)) == [(1, "A", "B", None), (2, "1", None, None), (3, "1", "2", "3")]


def test_a_quotation_mark_inside_a_cell_sets_its_row_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('A,B\nthe "old" school,1\nfine,2\n')
    table = read_here(path)
    assert (table.broken_rows, cells(table)) == ((2,), [(1, "A", "B"), (3, "fine", "2")])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_blanks_after_a_quotation_mark_are_no_part_of_a_cell_and_blank_cells_stay(
    tmp_path: Path, separator: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('A,B,C,D\n"1,4" ,"2",,"x y"  \n"3",,,"4"\n'.replace(",", separator))
    expected = [
        (1, "A", "B", "C", "D"),
        (2, f"1{separator}4".replace("\t", " "), "2", None, "x y"),
        (3, "3", None, None, "4"),
    ]
    assert cells(read_here(path)) == expected


def test_invisible_characters_are_no_part_of_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,B\n\u00a004450105\u200b,\u202eabc\u2003d\n")
    assert cells(read_here(path)) == [(1, "A", "B"), (2, "04450105", "abc d")]


def test_the_trick_that_keeps_leading_zeros_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('A,B\n"=""04450105""",1\n')
    assert cells(read_here(path)) == [(1, "A", "B"), (2, "04450105", "1")]


def test_the_limits_are_as_trust_demands() -> None:
    assert (DEFAULT.resident_bytes, DEFAULT.seconds) == (512 * 1024 * 1024, 60.0)
