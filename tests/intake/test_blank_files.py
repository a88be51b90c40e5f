"""What districts are given to fill in comes from the declarations and goes through the door it was made for."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from monitoring.intake.blank_files import REMARK, SOUND_ROWS, blank_csv, blank_workbook, planted, sample_csv
from monitoring.intake.examination import Examination, examine
from monitoring.intake.models import Snapshot
from monitoring.intake.reports.catalogue import own_layouts
from monitoring.intake.reports.declaration import Report
from tests.intake.examining import examined, found

LAYOUTS = pytest.mark.parametrize("report", own_layouts(), ids=lambda report: report.id)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def sender(report: Report) -> str:
    return "00000000" if report.agency_only else "00440000"


@LAYOUTS
def test_every_column_says_what_it_holds(report: Report) -> None:
    assert [column.name for column in report.columns if not column.definition] == []
    assert [column.name for column in report.columns if column.pattern and not column.form] == []
    assert [one.name for one in report.columns if one.meanings and len(one.meanings) != len(one.codes)] == []


@LAYOUTS
def test_each_planted_error_and_nothing_else_is_found_by_its_rule_in_its_row(tmp_path: Path, report: Report) -> None:
    table = rows_of(sample_csv(report, district="0044"))
    examination = examined(tmp_path, table, owner=sender(report), running=2027)
    told = {
        (detail["row_number"], finding.rule.id)
        for finding in examination.findings
        if finding.rule.severity == "E"
        for detail in finding.details.iter_rows(named=True)
    }
    wanted = {(row, one.rule_id) for row, one in enumerate(planted(report), SOUND_ROWS + 2)}
    assert wanted - told == set()
    assert {row for row, _ in told} == {row for row, _ in wanted}  # and so not the sound ones
    assert examination.report is report
    assert found(examination)["I-FILE-UNKNOWN-COLUMNS"] == 1
    assert table[0][-1] == REMARK


@LAYOUTS
def test_a_blank_file_is_known_by_its_columns(report: Report) -> None:
    def look(data: bytes) -> Examination:
        return examine([data], owner=sender(report))

    told = [look(blank_csv(report)), look(blank_workbook(report))]
    assert [(one.report, found(one)) for one in told] == [(report, {"E-FILE-HEADER-ONLY": 1})] * 2


def test_the_rows_of_every_layout_have_a_name_where_they_are_frozen() -> None:
    names = dict(Snapshot.Dataset.choices)
    assert {one.id: names.get(one.id) for one in own_layouts() if names.get(one.id) != one.title} == {}
