"""What a file changes, row by row: the same as sets of rows say, and nothing of a person."""

from __future__ import annotations

import io
import random
from typing import Any

import polars as pl
import pytest

from monitoring.intake.changes import changed_rows, changes_table
from monitoring.intake.changes.changed_rows import count_changes, list_changes
from monitoring.intake.changes.difference import compare_rows
from monitoring.intake.changes.paired_rows import pair_rows
from monitoring.intake.csv_table import cell, guarded
from monitoring.intake.grain import Grain
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS

FIGURES = {
    "org_code": pl.String,
    "metric_id": pl.String,
    "educator_role": pl.String,
    "numerator": pl.Int64,
    "missing_reason": pl.String,
    "row_number": pl.UInt32,
}
ROSTER = REPORTS["staff_roster"]
ON_PERSONS = record_schema(ROSTER)
TEXTS = {None: "", 0: "0", 393_000: "39.3", 400_000: "40", 400_001: "40.0001"}  # amounts, and how they are shown


def some_figures(choice: random.Random) -> dict[Any, Any]:
    """Key -> (numerator, reason, row)."""
    keys = [(f"0001{school:04}", metric, role) for school in range(4) for metric in "ab" for role in ("X", None)]
    there = [key for key in keys if choice.random() < 0.8]
    rows = choice.sample(range(2, 99), len(there))
    return {key: (choice.choice([*TEXTS]), choice.choice("uv"), row) for key, row in zip(there, rows, strict=True)}


def slow_lines(before: dict[Any, Any], after: dict[Any, Any]) -> set[Any]:
    """By sets of keys, then cell by cell: (change, row, earlier row, organization, column, was, now)."""
    gone = {("removed", None, before[key][-1], key[0], None, None, None) for key in before.keys() - after.keys()}
    new = {("added", after[key][-1], None, key[0], None, None, None) for key in after.keys() - before.keys()}
    cells = {
        ("changed", after[key][-1], before[key][-1], key[0], column, TEXTS.get(was, was), TEXTS.get(now, now))
        for key in before.keys() & after.keys()
        for column, was, now in zip(("numerator", "missing reason"), before[key], after[key], strict=False)
        if was != now
    }
    return gone | new | cells


@pytest.mark.parametrize("seed", range(20))
def test_counts_and_lines_are_those_of_sets(seed: int) -> None:
    choice = random.Random(seed)
    before, after = some_figures(choice), some_figures(choice)
    was, now = (
        pl.DataFrame([(*key, *content) for key, content in some.items()], schema=FIGURES, orient="row").with_columns(
            denominator=pl.lit(1_000_000)
        )
        for some in (before, after)
    )
    paired, expected = pair_rows(was, now, "metric_aggregate"), slow_lines(before, after)
    lines = list_changes(paired, "metric_aggregate")
    rows = {(line[0], line[3], line[1], line[2]) for line in expected}
    counted = {kind: sum(kind == row[0] for row in rows) for kind in ("removed", "changed", "added")}
    assert count_changes(paired) == counted
    assert lines.height == len(expected)
    assert set(lines.select("change", "row", "earlier_row", "org_code", "column", "was", "now").rows()) == expected
    found = compare_rows(was, now, "metric_aggregate")
    assert (found.added, found.removed, found.changed + found.emptied) == (
        *(counted[kind] for kind in ("added", "removed", "changed")),
    )
    order = [
        (("removed", "changed", "added").index(line["change"]), line["row"] or line["earlier_row"])
        for line in lines.to_dicts()
    ]
    assert order == sorted(order)


def roster(*rows: tuple[str, int | None, list[str]]) -> pl.DataFrame:
    """Of each: whose it is, a salary in ten-thousandths, what does not apply."""
    empty = dict.fromkeys(ON_PERSONS)
    made = [
        {**empty, "mepid": person, "base_salary": salary, "does_not_apply": na, "row_number": place}
        for place, (person, salary, na) in enumerate(rows, start=2)
    ]
    return pl.DataFrame(made, schema=ON_PERSONS)


def test_of_persons_only_rows_and_the_titles_of_columns_are_told() -> None:
    before = roster(("p1", 700_000, []), ("p2", None, []), ("p3", None, []), ("p4", 1, []))
    after = roster(("p4", 1, []), ("p1", 710_000, []), ("p2", None, ["total_salary"]), ("p5", 1, []))
    lines = list_changes(pair_rows(before, after, "staff_roster"), "staff_roster")
    titles = [ROSTER.column(name).title for name in ("base_salary", "total_salary")]
    assert lines.select("change", "row", "earlier_row", "column").rows() == [
        ("removed", None, 4, None),
        ("changed", 3, 2, titles[0]),
        ("changed", 4, 3, titles[1]),  # blank is not known, NA does not apply
        ("added", 5, None, None),
    ]
    assert lines.select("org_code", "of", "was", "now").null_count().row(0) == (4,) * 4


def test_of_very_many_rows_the_first_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_rows, "LISTED", 2)
    people: list[tuple[str, int | None, list[str]]] = [(f"p{place}", 1, []) for place in range(9)]
    paired = pair_rows(roster(*people), roster(*reversed(people[:4])).with_columns(base_salary=2), "staff_roster")
    lines = list_changes(paired, "staff_roster")
    assert lines.select("change", "row", "earlier_row").rows() == [
        *(("removed", None, row) for row in (6, 7)),
        *(("changed", row, earlier) for row, earlier in ((2, 5), (3, 4))),
    ]
    assert count_changes(paired) == {"removed": 5, "changed": 4, "added": 0}


ODD = ["=1+1", "-3.1", "-3 or so", "+1", "@x", "\tx", "\rx", "\nx", "\0x", "plain", "a,b", 'a"b', "-5\n", "٣", "-٣"]


def test_a_table_of_changes_runs_nothing_in_a_spreadsheet(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = pl.DataFrame({"text": ODD}).select(guarded(pl.col("text")))["text"].to_list()
    assert shown == [cell(text) for text in ODD]
    lines = pl.DataFrame(
        {
            "change": "changed",
            "row": [7, 8],
            "earlier_row": [5, 6],
            "org_code": None,
            "of": None,
            "column": "name",
            "was": ["", "=1+1"],
            "now": "a,b",
        },
        schema=changed_rows.CHANGES,
    )
    kinds = [(Grain("organizations", 2021), lines), (Grain("finance", None), lines.clear())]
    assert "".join(changes_table.changes_csv(kinds)) == (
        "dataset,school_year,collection,change,row,earlier_row,org_code,of,column,was,now\n"
        'organizations,2020-21,,changed,7,5,,,name,,"a,b"\n'
        'organizations,2020-21,,changed,8,6,,,name,\'=1+1,"a,b"\n'
    )
    whole = pl.read_excel(io.BytesIO(changes_table.changes_workbook(kinds)))
    assert whole["was"].to_list() == [None, "'=1+1"]
    monkeypatch.setattr(changes_table, "IN_A_WORKBOOK", 1)
    cut = pl.read_excel(io.BytesIO(changes_table.changes_workbook(kinds)))
    assert cut["dataset"].to_list() == ["organizations", "There are more lines: the CSV has all of them."]
