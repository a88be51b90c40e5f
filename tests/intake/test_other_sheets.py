"""A workbook of which more than one sheet could be read."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from monitoring.intake.examination import Examination, examine
from monitoring.intake.mapping.column_mapping import NOTHING_SAID, OwnColumns
from tests.intake.examining import found, messages
from tests.intake.layout_cases import ABSENCE, EVALUATION
from tests.intake.mapping_cases import EXPORT, HELD, LICENSED
from tests.intake.tables import ENROLLMENT, Rows

PUPILS = [ENROLLMENT, ["2020-21", "00350505", "all", "300"]]
RATED = [[*EVALUATION], [*EVALUATION.values()]]
AWAY = [[*ABSENCE], [*ABSENCE.values()]]
COVER = [["Our files of 2024-25"], ["Please ask the office where anything is unclear"]]


def read(folder: Path, *, own: OwnColumns = NOTHING_SAID, **sheets: Rows) -> Examination:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                page.write_row(place, 0, cells)
    return examine([path.read_bytes()], own=own)


def test_which_sheet_was_read_and_which_could_have_been_is_told(tmp_path: Path) -> None:
    examination = read(tmp_path, Cover=COVER, Pupils=PUPILS, Days=AWAY, Notes=COVER, Rated=RATED)
    assert (examination.report and examination.report.id, examination.verdict) == ("school_enrollment", "accepted")
    assert messages(examination, "W-FILE-OTHER-LAYOUTS") == [
        "The sheet “Pupils” was read, which comes first. This was not read and would be known, too: “Days” (Staff "
        "absences, event by event); “Rated” (Educator evaluations)."
    ]
    assert found(examination) == {"W-FILE-OTHER-LAYOUTS": 1, "I-FILE-OTHER-SHEETS": 1}


def test_a_cover_a_list_of_codes_and_an_empty_sheet_are_no_second_file(tmp_path: Path) -> None:
    codes = [["code", "what it means", "since"], ["all", "all students", "2020"]]
    examination = read(tmp_path, Pupils=PUPILS, Notes=COVER, Codes=codes, Empty=[])
    assert found(examination) == {"I-FILE-OTHER-SHEETS": 1}


def test_a_second_sheet_may_be_an_export_that_a_mapping_knows(tmp_path: Path) -> None:
    assert found(read(tmp_path, Pupils=PUPILS, Export=[EXPORT, HELD])) == {"I-FILE-OTHER-SHEETS": 1}
    own = OwnColumns((LICENSED,))
    known = {"I-FILE-OTHER-SHEETS": 1, "W-FILE-OTHER-LAYOUTS": 1}
    assert found(read(tmp_path, own=own, Pupils=PUPILS, Export=[EXPORT, HELD])) == known
