"""One file from its bytes to a verdict: read, recognized, checked, turned into canonical rows. Pure; nothing is stored.

`manage.py check_file`, the upload's task and the import of a folder all go through `examine`, so they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from districts.org_code import STATE_CODE
from districts.school_year import LAST
from monitoring.intake.canonical import aggregate_rows, column_rows, enrollment_rows
from monitoring.intake.cell_text import org_code
from monitoring.intake.checks.columns.doubts import doubts
from monitoring.intake.checks.run import LOOKING, Finding, describe_note, run_rules
from monitoring.intake.grain import Frames, Grain
from monitoring.intake.mapping.column_mapping import NOTHING_SAID, ColumnMapping, OwnColumns
from monitoring.intake.mapping.mapped import recognize_with
from monitoring.intake.opened_sheet import open_sheet
from monitoring.intake.organization_rows import organization_rows
from monitoring.intake.other_sheets import other_layouts
from monitoring.intake.own_layouts import CONVERT
from monitoring.intake.personal import find_personal
from monitoring.intake.pseudonyms import Pseudonyms, throwaway
from monitoring.intake.reading.door import read_table
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from monitoring.intake.recognition import Recognized, Unlike
from monitoring.intake.records import record_rows
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Past, Sheet

ACCEPTED, IN_PART, HELD, REFUSED = "accepted", "accepted_in_part", "held", "refused"

Tell = Callable[[str, int, int], None]  # the stage ("reading", "checking"), its steps that are done, its steps in all
NO_PAST = Past()
ON_SHEETS = ("I-FILE-OTHER-SHEETS", "I-FILE-HIDDEN-SHEETS")  # perhaps the figures stand on another


def _tell_nobody(stage: str, done: int, total: int) -> None:
    pass


@dataclasses.dataclass(frozen=True)
class Examination:
    """What became of a file. `frames`: canonical rows by what they are of.

    `rows` counts the data rows below the header, `rows_accepted` those that were not refused or set aside.
    `to_judge_again`: accepted school years on whose columns this file throws another light; `explained`: those that an
    exchange of columns would explain. `why_held`: one of Upload.WhyHeld, where the verdict is that.
    `proposed`: per school year the exchange of columns (as named -> what it holds) that waits for a decision.
    `through`: the sender's own mapping by which it was read, where no report knows its columns.
    """

    verdict: str
    findings: list[Finding]
    report: Report | None = None
    years: tuple[int, ...] = ()
    rows: int = 0
    rows_accepted: int = 0
    frames: Frames = dataclasses.field(default_factory=dict)
    proposed: Mapping[int, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    sentences: Mapping[int, str] = dataclasses.field(default_factory=dict)
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    to_judge_again: tuple[int, ...] = ()
    explained: tuple[int, ...] = ()
    why_held: str = ""
    through: ColumnMapping | None = None


def examine(
    content: Iterable[bytes],
    *,
    owner: str | None = None,
    past: Callable[[Report], Past] = lambda report: NO_PAST,
    remapped: dict[int, dict[str, str]] | None = None,
    declined: frozenset[int] = frozenset(),
    running: int = LAST,
    came_on: dt.date = dt.date.max,
    pseudonyms: Pseudonyms | None = None,
    own: OwnColumns = NOTHING_SAID,
    limits: Limits = DEFAULT,
    tell: Tell = _tell_nobody,
) -> Examination:
    """Reads, recognizes and checks one file. `pseudonyms`: the state's; without, ids get some nobody can follow. `own`:
    what its sender has said about exports of its own.
    `running`: ending year of the school year now running, the latest of which there can be figures. `came_on`: the day
    on which the file came, beyond which nothing has happened. `tell` is called with every step: the reading, which is
    one, and each rule.

    Never raises for what is in the file: a bad file gets a verdict and says why.
    """
    tell("reading", 0, 1)
    table = read_table(content, limits=limits)
    if isinstance(table, Note):
        return _refused(table)
    return examine_table(
        table,
        owner=owner,
        past=past,
        remapped=remapped,
        declined=declined,
        running=running,
        came_on=came_on,
        pseudonyms=pseudonyms,
        own=own,
        tell=tell,
    )


def examine_table(
    table: Table,
    *,
    owner: str | None = None,
    past: Callable[[Report], Past] = lambda report: NO_PAST,
    remapped: dict[int, dict[str, str]] | None = None,
    declined: frozenset[int] = frozenset(),
    running: int = LAST,
    came_on: dt.date = dt.date.max,
    pseudonyms: Pseudonyms | None = None,
    own: OwnColumns = NOTHING_SAID,
    tell: Tell = _tell_nobody,
) -> Examination:
    """As `examine`, from a table that was read already."""
    tell("checking", 0, len(LOOKING))
    recognized = _recognized(table, own, owner)
    if isinstance(recognized, Examination):
        return recognized
    known = past(recognized.report)
    sheet = open_sheet(
        recognized,
        owner=owner,
        past=known,
        remapped=remapped,
        declined=declined,
        running=running,
        came_on=came_on,
        pseudonyms=pseudonyms or throwaway(),
    )
    if not sheet.rows.height:
        return _refused(Note("E-FILE-HEADER-ONLY", recognized.report.title), recognized.report)
    checked, findings = run_rules(sheet, tell=lambda done: tell("checking", done, len(LOOKING)))
    return _conclude(sheet, checked, [*_remarks(recognized, own), *findings])


def _recognized(table: Table, own: OwnColumns, owner: str | None) -> Recognized | Examination:
    """What the table is; or why none of it is looked at."""
    recognized = recognize_with(table, own)
    personal = find_personal(table, recognized)
    if personal:
        return _refused(personal)
    if isinstance(recognized, Unlike):
        meant = recognized.report if recognized.report and recognized.report.persons else None  # then it is not kept
        return _refused(recognized.note, meant, [note for note in table.notes if note.rule_id in ON_SHEETS])
    wrong_door = _wrong_door(recognized, owner)
    return _refused(wrong_door, recognized.report) if wrong_door else recognized


def _refused(note: Note, report: Report | None = None, beside: Iterable[Note] = ()) -> Examination:
    return Examination(verdict=REFUSED, findings=[describe_note(one) for one in (note, *beside)], report=report)


def _wrong_door(recognized: Recognized, owner: str | None) -> Note | None:
    """What the agency keeps no district sends. A first line `EAM,<dataset>,<district code>,<school year>` must
    name this tenant and this dataset; the year is a rule's matter, for rows tell theirs.
    """
    if recognized.report.agency_only and owner not in (None, STATE_CODE):
        return Note("E-FILE-AGENCY-ONLY", recognized.report.title)
    dataset, code, *_ = (*recognized.eam, "", "")
    if code:
        code = pl.select(org_code(pl.lit(code))).item() or code  # a spreadsheet takes its zeros away
    if recognized.eam and code and owner not in (None, code):
        return Note("E-FILE-EAM-DISTRICT", code, str(owner))
    if recognized.eam and dataset.lower() not in (recognized.report.id, recognized.report.dataset):
        return Note("E-FILE-EAM-DATASET", dataset or "a dataset that it does not name", recognized.report.id)
    return None


def _remarks(recognized: Recognized, own: OwnColumns) -> list[Finding]:
    """What there is to say about the file and its columns, none of which ends the reading."""
    notes = [
        note
        for note in recognized.table.notes
        if note.rule_id != "I-FILE-MERGED-CELLS" or (note.row_number or 0) > recognized.header_rows[-1]
    ]
    if others := other_layouts(recognized.table, own):
        notes.append(Note("W-FILE-OTHER-LAYOUTS", recognized.table.sheet, "; ".join(others)))
    if recognized.through:
        notes.append(Note("I-FILE-MAPPED", recognized.through.with_version, recognized.report.title))
    if recognized.unknown:
        notes.append(Note("I-FILE-UNKNOWN-COLUMNS", ", ".join(text[:40] for text in recognized.unknown[:20])))
    optional = {"school_year", "org_name"}
    absent = [
        column.title for column in recognized.report.columns if column.name not in {*recognized.places, *optional}
    ]
    if absent and recognized.report.publisher == "DESE":
        notes.append(Note("I-FILE-ABSENT-COLUMNS", ", ".join(absent)))
    return [describe_note(note) for note in notes]


def _conclude(sheet: Sheet, checked: Sheet, findings: list[Finding]) -> Examination:
    has_errors = any(finding.rule.severity == "E" for finding in findings)
    is_stopped = any(finding.rule.effect is Effect.FILE for finding in findings)
    waiting = {year: one for year, one in checked.judgment.proposed.items() if year not in checked.decided}
    is_empty = not checked.rows.height or (has_errors and not _holds_figures(checked))
    if is_stopped or (is_empty and not waiting):
        nothing_left = Note("E-FILE-NOTHING-LEFT", sheet.report.title, f"{sheet.rows.height:,}")
        findings = findings if has_errors else [*findings, describe_note(nothing_left)]
        rows, through = sheet.rows.height, sheet.recognized.through
        return Examination(REFUSED, findings, sheet.report, rows=rows, headers=sheet.headers, through=through)
    frames = canonical_frames(checked)
    return Examination(
        verdict=IN_PART if has_errors else ACCEPTED,
        findings=findings,
        report=sheet.report,
        years=tuple(sorted({grain.school_year for grain in frames if grain.school_year is not None} | waiting.keys())),
        rows=sheet.rows.height,
        rows_accepted=checked.rows.height,
        frames=frames,
        proposed=waiting,
        sentences={year: _evidence(checked, year) for year in waiting},
        headers=sheet.headers,
        to_judge_again=tuple(checked.judgment.years_to_judge_again),
        explained=tuple(sorted(checked.judgment.explained)),
        through=sheet.recognized.through,
    )


def _evidence(sheet: Sheet, year: int) -> str:
    """The sentences on the columns of one year that would change places, as the proposal shows them."""
    return " ".join(doubts(sheet).filter("proposed", pl.col("school_year") == year)["value"])


def _holds_figures(checked: Sheet) -> bool:
    """Whether, in a report with numbers, one is left, or a column that waits for a decision or for another year. Rows
    of a layout that needs none, or never had any, hold something all the same: a student need have no number.
    """
    cells = checked.cells
    needs_none = not any(column.required for column in checked.report.numeric)
    if checked.report.number and (needs_none or not cells["text"].is_not_null().any()):
        return True
    waits = any(verdict.test == "disputed" for verdict in checked.judgment.doubted.values())
    is_left = cells["amount"].is_not_null() | (cells["reason"] == "withheld")
    return not checked.report.numeric or waits or bool(is_left.any())


def canonical_frames(checked: Sheet) -> Frames:
    """Canonical rows by dataset, school year and collection.

    `report_columns` is the sheet as read, for comparison with later files.
    """
    if checked.report.dataset:
        made = {checked.report.dataset: CONVERT.get(checked.report.dataset, record_rows)(checked)}
    else:
        made = {
            "school_enrollment": enrollment_rows(checked),
            "metric_aggregate": aggregate_rows(checked),
            "organizations": organization_rows(checked),
            "report_columns": column_rows(checked),
        }
    frames: Frames = {}
    for dataset, frame in made.items():
        by = [name for name in ("school_year", "collection") if name in frame.columns]
        if not by:
            frames |= {Grain(dataset, None): frame} if frame.height else {}
            continue
        for (year, *collection), part in _parts(frame, by):
            frames[Grain(dataset, int(year), *collection)] = part
    return frames


def _parts(frame: pl.DataFrame, by: Sequence[str]) -> Iterable[tuple[tuple[Any, ...], pl.DataFrame]]:
    """The rows by the values of these columns; mostly they are of one, and stay as they are."""
    is_one = frame.select(pl.all_horizontal(pl.col(by).eq_missing(pl.col(by).first())).all()).item()
    if frame.height and is_one:
        return [(frame.select(by).row(0), frame)]
    return frame.partition_by(by, as_dict=True, maintain_order=True).items()
