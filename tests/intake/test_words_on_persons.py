"""What findings say of a file on persons: no text of a cell, whatever stands where; and all words of the rule's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import FOUND, Rule, as_found
from monitoring.intake.checks.run import as_told, describe
from monitoring.intake.examination import Examination
from monitoring.intake.opened_sheet import open_sheet
from monitoring.intake.recognition import recognize
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.sheet import Past, Sheet
from tests.intake.examining import examined, messages, read_here
from tests.intake.layout_cases import KEYED, ROSTER, on_record
from tests.intake.malformed.good import Good, good_tables
from tests.intake.tables import write_csv

ON_PERSONS = [report for report in REPORTS.values() if report.persons]
TABLES = {good.report.id: good for good in good_tables() if good.report.persons}
MET = [rule for rule in RULES.values() if any(rule.can_find(report) for report in ON_PERSONS)]
NAME = "Zebulon Quackenbush"
PARTS = NAME.split()

# Rules whose value is text of a cell, or a figure in one; all others that tell a value tell words of their own.
OF_CELLS = {
    "E-YEAR-NONE",
    "E-FILE-EAM-YEAR",
    "E-YEAR-TITLE",
    "I-ROW-NOTE",
    "I-ROW-TOTALS",
    "I-ROW-OTHER-UNIT",
    "E-ROW-SHIFTED",
    "E-YEAR-FORM",
    "E-ORG-FORM",
    "E-ORG-OWN-CODE",
    "E-YEAR-RANGE",
    "I-YEAR-BARE",
    "E-CELL-CODE",
    "E-CELL-FORM",
    "E-DATE-FORM",
    "I-ROW-NOT-REPORTED",
    "E-CELL-DECIMAL-COMMA",
    "E-CELL-NUMBER",
    "E-CELL-RANGE",
    "E-CELL-WHOLE",
    "E-RATE-ACHIEVABLE",
    "E-MEAN-ACHIEVABLE",
    "I-NO-STUDENTS",
    "E-RACE-SUM",
    "E-GRADE-SUM",
    "E-SHARE-WHOLE",
    "W-COUNT-JUMP",
}
OTHERS = [rule for rule in MET if "{value}" in rule.message + rule.fix and rule.id not in OF_CELLS]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    path = write_csv(tmp_path_factory.mktemp("sound") / "table.csv", [list(ROSTER), list(ROSTER.values())])
    recognized = recognize(read_here(path))
    return open_sheet(recognized, owner=None, past=Past(), pseudonyms=KEYED)  # type: ignore[arg-type]


def said(rule: Rule, sheet: Sheet, value: str) -> str:
    """The whole of what is told where a rule gives this value."""
    row = {"row_number": 2, "column": "mepid", "school_year": 2025, "value": value, "other": "its words"}
    found = as_found(pl.DataFrame([row], schema=FOUND))
    return str(describe(rule, as_told(rule, sheet, found), sheet.headers).details.rows())


def test_every_rule_that_meets_a_file_on_persons_either_conceals_its_value_or_says_it(sheet: Sheet) -> None:
    conceals = {rule.id for rule in MET if NAME not in said(rule, sheet, NAME) and "{value}" in rule.message + rule.fix}
    assert conceals == OF_CELLS


@pytest.mark.parametrize("rule", OTHERS, ids=[rule.id for rule in OTHERS])
def test_words_of_a_rules_own_are_said_whole(rule: Rule, sheet: Sheet) -> None:
    told = said(rule, sheet, "“fte” stands a power of ten off the other year")
    assert ("a power of ten off the other year" in told, "characters)" in told) == (True, False)


def planted(good: Good, column: int) -> list[list[str]]:
    """Names in all cells of a column."""
    return [row if at == 0 else [*row[:column], NAME, *row[column + 1 :]] for at, row in enumerate(good.rows)]


def everything(examination: Examination) -> str:
    return str([one.details.rows() for one in examination.findings])


def leaks(examination: Examination) -> list[str]:
    return [part for part in PARTS if re.search(part, everything(examination), re.IGNORECASE)]


@pytest.mark.slow
@pytest.mark.parametrize("layout", list(TABLES))
def test_no_name_comes_out_of_any_column_of_a_layout(layout: str, tmp_path: Path) -> None:
    good = TABLES[layout]
    tables = [planted(good, column) for column in range(len(good.rows[0]))]
    tables += [[[NAME, *row[1:]] if at == 1 else row for at, row in enumerate(good.rows)]]
    tables += [[*good.rows, [NAME]], [*good.rows, [f"Total {NAME}"]], [*good.rows, [*good.rows[1], NAME]]]
    tables += [[[f"Staff of {NAME}"], *good.rows]]
    told = [examined(tmp_path, rows, owner=good.owner) for rows in tables]
    assert [leaks(one) for one in told] == [[]] * len(tables)
    assert sum(bool(one.findings) for one in told) > len(tables) / 2


IDS = ("76543210", "76543211", "76543212")
RECORDED = on_record("00350000", "00350505", "76540000")


def with_ids_for_schools(good: Good, ids: Sequence[str]) -> list[list[str]]:
    at = good.place("org_code")
    return [good.rows[0], *([*row[:at], one, *row[at + 1 :]] for row, one in zip(good.rows[1:], ids, strict=True))]


@pytest.mark.parametrize("owner", ["00350000", None])
@pytest.mark.parametrize("layout", [name for name in TABLES if REPORTS[name].has("org_code")])
def test_a_persons_id_in_the_place_of_a_schools_code_is_not_repeated(
    layout: str, owner: str | None, tmp_path: Path
) -> None:
    good = TABLES[layout]
    for ids in (IDS, (IDS[0], *["00350505"] * 2)):
        examination = examined(tmp_path, with_ids_for_schools(good, ids), owner=owner, **RECORDED)
        assert ([one for one in IDS if one in everything(examination)], bool(examination.findings)) == ([], True)


def test_codes_that_are_on_record_are_told_and_of_others_their_end(tmp_path: Path) -> None:
    good = TABLES["staff_attendance"]
    rows = with_ids_for_schools(good, (IDS[0], "76540000", "00350505"))
    examination = examined(tmp_path, rows, owner="00350000", **RECORDED)
    assert messages(examination, "E-ORG-OTHER-DISTRICT") == [
        "Row 2: …210 belongs to another district. The row was refused.",
        "Row 3: 76540000 belongs to another district. The row was refused.",
    ]
    elsewhere = [
        examined(tmp_path, with_ids_for_schools(good, ids), owner="00350000", **RECORDED)
        for ids in (IDS, [f"1{one[1:]}" for one in IDS])
    ]
    assert [messages(one, "E-FILE-OTHER-DISTRICT") for one in elsewhere] == [
        [f"No row of the file belongs to district 00350000; the first is of {which}."]
        for which in ("76540000", "one that is not on record")
    ]


def test_a_column_of_another_kind_says_what_is_wrong_and_no_cell(tmp_path: Path) -> None:
    rows = [{**ROSTER, "mepid": f"1234567{number}", "base_salary": NAME} for number in range(9)]
    table = [list(ROSTER), *(list(row.values()) for row in rows)]
    (told,) = messages(examined(tmp_path, table), "E-COLUMN-KIND")
    assert told == (
        "In 2024-25, “base_salary” is not what its name says: 9 of 9 cells, such as … (19 characters), where each "
        "should be an amount in dollars. The column of this year was refused, not the rest of the file."
    )


def test_columns_that_contradict_each_other_say_which_and_where(tmp_path: Path) -> None:
    good = TABLES["staff_attendance"]
    expected, absent = good.place("days_expected"), good.place("days_absent")
    rows = [good.rows[0]]
    for number in range(12):
        row = list(good.rows[1])
        row[good.place("mepid")], row[expected], row[absent] = f"123456{number:02}", "20", "180"
        rows.append(row)
    told = messages(examined(tmp_path, rows), "E-COLUMN-CONTRADICTED")
    pairs = [("days_absent", "days_expected"), ("days_expected", "days_absent")]
    assert told == [
        f"In 2024-25 “{one}” contradicts “{other}” in 12 of 12 rows, such as 2, 3, 4. The columns of this year were "
        "refused, not the rest of the file."
        for one, other in pairs
    ]
