"""What is told of a damaged table, as CSV and as a workbook, and whether that is what must be told."""

from __future__ import annotations

import dataclasses
import functools
import io
import random
import re
from typing import Any

import polars as pl
import xlsxwriter

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.run import describe_note
from monitoring.intake.examination import Examination, examine_table
from monitoring.intake.grain import Grain
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.reading.child import read
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from monitoring.intake.sheet import Effect
from tests.intake.malformed.good import Draft, Good, good_tables
from tests.intake.malformed.kind import Damaged
from tests.intake.malformed.texts import Bytes
from tests.intake.malformed.workbooks import Book
from tests.intake.tables import csv_text

KEYED = Pseudonyms(b"a key for tests, 32 bytes long..")
RUNNING = 2027
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
BESIDE = ("missing_reason", "does_not_apply", "row_number")  # tell why there is no figure, and where
Told = list[tuple[str, int, list[tuple[int | None, str | None]]]]


def as_workbook(draft: Draft) -> bytes:
    """The table as Excel keeps it: numbers of columns of numbers as numbers, all else as text."""
    numeric = {
        title for title, column in zip(draft.good.rows[0], draft.good.columns, strict=True) if column.kind.numeric
    }
    titles = draft.rows[0]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("Sheet1")
        for row, cells in enumerate(draft.table):
            for place, cell in enumerate(cells):
                if place < len(titles) and titles[place] in numeric and NUMBER.fullmatch(cell):
                    page.write_number(row, place, float(cell))
                elif cell:
                    page.write_string(row, place, cell)
    return buffer.getvalue()


def table_of(data: bytes) -> Table | Note:
    return read(io.BytesIO(data), DEFAULT)


def examined(table: Table, good: Good) -> Examination:
    return examine_table(table, owner=good.owner, running=RUNNING, pseudonyms=KEYED)


def verdict_of(data: bytes, good: Good) -> Examination:
    table = table_of(data)
    assert isinstance(table, Table), table
    return examined(table, good)


def told(examination: Examination) -> Told:
    """What each rule found, how often and where."""
    return [
        (one.rule.id, one.total, sorted(set(one.details.select("row_number", "column").iter_rows()), key=str))
        for one in examination.findings
    ]


def same_table(one: Table, other: Table) -> bool:
    """Whether all that an examination looks at is the same."""
    with_frames = ("cells", "narrow")
    beside = [
        field.name
        for field in dataclasses.fields(Table)
        if field.name not in (*with_frames, "format", "dialect", "sheet")
    ]
    return all(getattr(one, name).equals(getattr(other, name)) for name in with_frames) and all(
        getattr(one, name) == getattr(other, name) for name in beside
    )


@functools.cache
def _of_plain(text: str, place: int) -> Examination:
    return verdict_of(text.encode(), good_tables()[place])


def plain_of(draft: Draft) -> Examination:
    """Of the plain table, once for each."""
    place = next(place for place, one in enumerate(good_tables()) if one is draft.good)
    return _of_plain(csv_text(draft.plain_table), place)


def troubles(damaged: Damaged) -> list[str]:
    """Everything that is not as it must be, in words."""
    kind, draft = damaged.kind, damaged.draft
    as_csv, as_xlsx = table_of(csv_text(draft.table).encode()), table_of(as_workbook(draft))
    assert isinstance(as_csv, Table), as_csv
    assert isinstance(as_xlsx, Table), as_xlsx
    found = examined(as_csv, damaged.good)
    out = []
    if not same_table(as_csv, as_xlsx):
        other = examined(as_xlsx, damaged.good)
        if (other.verdict, told(other)) != (found.verdict, told(found)):
            out.append(f"as a workbook it is {other.verdict}: {told(other)}, as CSV {found.verdict}: {told(found)}")
        out += [f"as a workbook: {one}" for one in other_rows(found.frames, other.frames, None)]
    rules = {one.rule.id for one in found.findings}
    errors = {rule for rule in rules if rule.startswith("E")}
    if errors != kind.errors or found.verdict != kind.wanted:
        out.append(f"{found.verdict} for {sorted(errors)}, not {kind.wanted} for {sorted(kind.errors)}")
    out += [f"{rule} is not told" for rule in kind.remarks - rules]
    if kind.wanted == "refused":
        out += ["rows were taken"] if found.frames else []
    elif not out:
        out += _wrongly_taken(found, damaged)
    return out + misplaced(found, damaged) + unkind(found)


def bytes_troubles(damaged: Bytes | Book, good: Good) -> list[str]:
    """As `troubles`, of a file of bytes."""
    table = read(io.BytesIO(damaged.make(good)), damaged.limits)
    found = Examination("refused", [describe_note(table)]) if isinstance(table, Note) else examined(table, good)
    rules = {one.rule.id for one in found.findings}
    errors = {rule for rule in rules if rule.startswith("E")}
    wanted = {*damaged.errors, damaged.error} - {""}
    out = unkind(found) + [f"{rule} is not told" for rule in damaged.remarks - rules]
    if (errors, found.verdict) != (wanted, damaged.wanted):
        out.append(f"{found.verdict} for {told(found)}, not {damaged.wanted} for {sorted(wanted)}")
    if found.verdict == "refused":
        return out + (["rows were taken"] if found.frames else [])
    if not damaged.keeps:
        return out
    lost = {len(good.table) + 1 + line for line in damaged.lost}
    return out + other_rows(plain_of(Draft(good, random.Random(0))).frames, found.frames, lost or None)


def misplaced(found: Examination, damaged: Damaged) -> list[str]:
    wanted = damaged.draft.told_in
    if wanted is None or not damaged.kind.errors:
        return []
    places = {
        place for one in found.findings if one.rule.id in damaged.kind.errors
        for place in one.details.select("row_number", "column").iter_rows()
    }  # fmt: skip
    bare = {(row, None) for row, _ in wanted}
    return [] if places in (wanted, bare) else [f"told in {places}, not {wanted}"]


def unkind(found: Examination) -> list[str]:
    """Messages that do not say what, where or how."""
    out = []
    for one in found.findings:
        for detail in one.details.iter_rows(named=True):
            message, fix, row = detail["message"], detail["how_to_fix"], detail["row_number"]
            if len(message) < 10 or not fix:
                out.append(f"{one.rule.id} says nothing: {message!r}, {fix!r}")
            if row is not None and f"{row}" not in message and not one.rule.id.startswith("W"):
                out.append(f"{one.rule.id} does not tell row {row}: {message}")
            if "{" in message + fix:
                out.append(f"{one.rule.id}: {message!r}, {fix!r}")
    return out


def _wrongly_taken(found: Examination, damaged: Damaged) -> list[str]:
    plain = plain_of(damaged.draft)
    if damaged.kind.same:
        return other_rows(plain.frames, found.frames, None)
    rows = {row for row, _ in damaged.draft.told_in or {(damaged.draft.line(damaged.draft.row), None)} if row}
    if not rows:
        return []
    effects = {RULES[rule].effect for rule in damaged.kind.errors}
    out = other_rows(plain.frames, found.frames, rows)
    for grain, frame in found.frames.items():
        if "row_number" not in frame.columns:
            continue
        there = frame.filter(pl.col("row_number").is_in(rows))
        if Effect.ROW in effects and there.height:
            out.append(f"a refused row was taken: {there.rows()}")
        elif Effect.ROW not in effects:
            out += _other_figures(plain.frames.get(grain), there, rows)
    return out


def _other_figures(plain: pl.DataFrame | None, there: pl.DataFrame, rows: set[int]) -> list[str]:
    """What is left of a damaged row is as it was, or is not there."""
    if plain is None:
        return [f"rows of nothing: {there.rows()}"]
    before = plain.filter(pl.col("row_number").is_in(rows))
    if before.height != there.height:
        return [f"{there.height} rows where {before.height} were"]
    return [
        f"{name}: {there[name].to_list()} where {before[name].to_list()} was"
        for name in there.columns
        if name not in BESIDE and not (there[name].is_null() | there[name].eq_missing(before[name])).all()
    ]


def other_rows(plain: dict[Grain, pl.DataFrame], found: dict[Grain, pl.DataFrame], but: set[int] | None) -> list[str]:
    """Where rows, but those of some lines, are not the same."""
    out = []
    for grain in sorted({*plain, *found}, key=str):
        if but and grain.dataset == "organizations" and len({one.dataset for one in plain}) > 1:
            continue  # a district has the number of its first school's row
        frames = [frames.get(grain) for frames in (plain, found)]
        one, other = (_but(frame, but) for frame in frames)
        if (one is None) != (other is None) or (one is not None and not one.equals(other)):
            out.append(f"{grain}: {other}, not {one}")
    return out


def _but(frame: pl.DataFrame | None, lines: set[int] | None) -> Any:
    if frame is None or not frame.height:
        return None
    if lines is None or "row_number" not in frame.columns:
        return None if lines else frame.drop("row_number", strict=False)
    left = frame.filter(~pl.col("row_number").is_in(lines)).drop("row_number")
    return left if left.height else None
