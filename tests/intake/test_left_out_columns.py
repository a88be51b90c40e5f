"""Every layout with what may be left out left out, and with rows that say the same: a verdict, whatever is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.intake.reports.catalogue import own_layouts
from monitoring.intake.reports.column import Kind
from monitoring.intake.reports.declaration import Report
from tests.intake.examining import examined
from tests.intake.typing import sample_rows

DISTRICT = "00100000"
SECRET = "Ann Leesecret"
MANY = 70  # rows: more than a class may have students
LAYOUTS = {layout.id: layout for layout in own_layouts()}
OF_PERSONS = {name: layout for name, layout in LAYOUTS.items() if layout.persons}


def sound_row(layout: Report) -> dict[str, str]:
    return sample_rows(layout, DISTRICT)[0]


def table_of(rows: list[dict[str, str]], titles: list[str]) -> list[list[str]]:
    return [titles, *([row.get(title, "") for title in titles] for row in rows)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_without_any_of_the_columns_that_may_be_left_out(name: str, tmp_path: Path) -> None:
    layout, row = LAYOUTS[name], sound_row(LAYOUTS[name])
    titles = [column.title for column in layout.columns]
    optional = [column.title for column in layout.columns if not column.required]
    left_out = [[title] for title in optional] + [optional]
    for gone in left_out:
        rows = table_of([row, row], [title for title in titles if title not in gone])
        found = examined(tmp_path, rows, owner=None if layout.agency_only else DISTRICT)
        assert (found.report, found.rows) == (layout, 2), gone


@pytest.mark.parametrize("name", OF_PERSONS)
def test_of_a_file_on_persons_no_text_of_a_cell_is_told(name: str, tmp_path: Path) -> None:
    layout, row = OF_PERSONS[name], sound_row(OF_PERSONS[name])
    secret = {column.title: SECRET for column in layout.columns if column.kind is Kind.TEXT}
    ids = [column.title for column in layout.persons if column.filled]
    rows = [{**row, **secret, **dict.fromkeys(ids, f"{number:08}")} for number in range(MANY)]
    found = examined(tmp_path, table_of(rows, [column.title for column in layout.columns]), owner=DISTRICT)
    assert found.rows == MANY
    told = [(one.rule.id, detail) for one in found.findings for detail in one.details.rows()]
    assert [one for one in told if "Leesecret" in str(one)] == []
