"""What columns are used for: no use is missing, and none is claimed that is none."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import io
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from monitoring.analysis.measures import MEASURES
from monitoring.intake import checks
from monitoring.intake.burden.asked_twice import asked_again, several_ways
from monitoring.intake.burden.uses import FIGURES_READ, READERS, Kind, all_uses, uses_of
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import Rule
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.cross_checks.submission import WHOLE_ROWS, Reads, narrowed
from monitoring.intake.directory import DIRECTORY, directory_rows
from monitoring.intake.layouts.school_enrollment import RACES
from monitoring.intake.organization_rows import ORGANIZATION
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.sheet import Sheet
from monitoring.intake.summaries.catalogue import SUMMARIES
from monitoring.results.frames import AGGREGATES, SHARES
from tests.intake.case import Case
from tests.intake.examining import examined
from tests.intake.rule_cases import CASES, COUNTED, PUPILS
from tests.intake.tables import AGGREGATE, ENROLLMENT
from tests.intake.test_cross_checks import CASES as CROSS_CASES
from tests.intake.test_cross_checks import submission

CHECKOUT = Path(__file__).resolve().parents[2]
# What rules on cells of any column name and do not read from a column of a layout.
NO_COLUMNS = {"amount", "close_year", "org_name", "metric"}  # of cells; of what is on record; of whom a row is
MORE_CASES = [
    Case(
        "E-METRIC-SUPERSET",
        AGGREGATE,
        [*COUNTED[:2], "T_EXP_LT1", *COUNTED[3:]],
        beside=[
            [*COUNTED[:2], "T_EXP_LE1", *COUNTED[3:5], "3", *COUNTED[6:]],
        ],
    ),
    Case("E-RACE-ALL", ENROLLMENT, PUPILS, beside=[[*PUPILS[:2], race, "40"] for race in RACES]),
]
# Whoever reads standing rows, and what of them.
READ_ROWS = {
    "monitoring.intake.actions.check_upload": "whole rows, emptied",
    "monitoring.intake.actions.compare_staff": "declared: SHARED_STAFF",
    "monitoring.intake.actions.note_stand_ins": "codes of courses, to tell their rows",
    "monitoring.intake.actions.update_directory": "declared: DIRECTORY",
    "monitoring.intake.changes.locked_rows": "whole rows, compared",
    "monitoring.intake.changes.superseding": "whole rows, compared",
    "monitoring.intake.files": "the door itself",
    "monitoring.intake.past": "for rules, which declare what they read",
    "monitoring.intake.queries.entry": "whole rows, to be typed anew",
    "monitoring.intake.queries.uploads": "whole rows, as they changed",
    "monitoring.intake.submissions": "for rules and summaries, which declare what they read",
    "monitoring.intake.views.changes": "whole rows, as they changed",
    "monitoring.results.achievement": "declared: ACHIEVEMENT",
    "monitoring.results.experiences.schedule_years": "declared: EXPERIENCES",
    "monitoring.results.people.adding_up": "declared: MEASURES_OF_PERSONS",
    "monitoring.results.people.evidence": "declared: MEASURES_OF_PERSONS",
    "monitoring.results.people.staff_years": "declared: MEASURES_OF_PERSONS",
    "monitoring.results.read_inputs": "declared: FIGURES_READ",
}


def test_every_rule_on_one_layout_says_which_of_its_columns_it_reads() -> None:
    own = [rule for rule in RULES.values() if rule.layout and rule.find]
    assert [rule.id for rule in own if rule.reads is None] == []
    told = [(rule, name) for rule in own if isinstance(rule.reads, tuple) for name in rule.reads]
    assert [(rule.id, name) for rule, name in told if not REPORTS[rule.layout].has(name)] == []
    between = [(rule, *one) for rule in CROSS_RULES.values() for one in declared(rule.reads)]
    assert [(rule.id, dataset, name) for rule, dataset, name in between if not REPORTS[dataset].has(name)] == []


def modules_of_rules() -> Iterator[tuple[Rule, set[str]]]:
    """Each rule that finds something, with the texts in its module."""
    for path in Path(checks.__path__[0]).rglob("*.py"):
        name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        rule = getattr(importlib.import_module(name), "RULE", None)
        if isinstance(rule, Rule) and rule.find:
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            yield rule, {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_a_rule_that_declares_nothing_names_no_column() -> None:
    names = {column.name for report in REPORTS.values() for column in report.columns} - {"school_year", "org_code"}
    found = {rule.id: texts & names - NO_COLUMNS for rule, texts in modules_of_rules() if rule.reads is None}
    assert {rule: texts for rule, texts in found.items() if texts} == {}


def view_of(rule: Rule, case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """The sheet that the rule was given a view of."""
    whole: list[Sheet] = []
    seeing = Sheet.seeing

    def noted(sheet: Sheet, columns: Collection[str]) -> Sheet:
        whole.extend([sheet] if columns == rule.columns_of(sheet.report) else [])
        return seeing(sheet, columns)

    with monkeypatch.context() as patched:
        patched.setattr(Sheet, "seeing", noted)
        examined(folder, case.table, **case.options)
    return next(sheet for sheet in whole if finds(rule, sheet))


def finds(rule: Rule, sheet: Sheet, missing: Collection[str] = ()) -> list[Any]:
    """What it finds; where columns are `missing`, nothing of them can be read, though the file has them."""
    columns = rule.columns_of(sheet.report) or ()
    seen = sheet.seeing(columns)
    left = sheet.seeing([name for name in columns if name not in missing])
    assert rule.find is not None
    try:
        return rule.find(dataclasses.replace(left, headers=seen.headers)).rows()
    except pl.exceptions.ColumnNotFoundError:
        return ["a column is missing"]


def is_read(rule: Rule, sheet: Sheet, name: str, columns: set[str]) -> bool:
    """Whether it matters; of a rule to which any two pairs of columns tell enough, beside one other pair alone."""
    if rule.id != "E-SHARE-WHOLE":
        return finds(rule, sheet, {name}) != finds(rule, sheet)
    (own,) = (pair for pair in sheet.report.shares if name in pair)
    others = [columns - {*own, *pair} for pair in sheet.report.shares if pair != own]
    return any(finds(rule, sheet, gone | {name}) != finds(rule, sheet, gone) for gone in others)


@pytest.mark.slow
def test_a_rule_reads_every_column_that_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, the rule finds something else in one of its cases, or cannot look at all."""
    told = {rule.id for rule in RULES.values() if rule.reads is not None and rule.find}
    idle = dict[str, set[str]]()
    for case in [*CASES, *MORE_CASES]:
        if case.rule_id not in told or idle.get(case.rule_id) == set():
            continue
        rule = RULES[case.rule_id]
        sheet = view_of(rule, case, tmp_path, monkeypatch)
        columns = {name for name in rule.columns_of(sheet.report) or () if sheet.present(name)}
        unread = {name for name in columns if not is_read(rule, sheet, name, columns)}
        idle[rule.id] = idle.get(rule.id, unread) & unread
    assert {rule: columns for rule, columns in idle.items() if columns} == {}
    assert told - idle.keys() == set()


def without(reads: Reads, dataset: str, column: str) -> dict[str, Any]:
    return {**reads, dataset: tuple(name for name in reads[dataset] or () if name != column)}


def declared(reads: Reads) -> list[tuple[str, str]]:
    return [(name, column) for name, columns in reads.items() if columns is not WHOLE_ROWS for column in columns]


def test_a_rule_between_files_reads_every_column_that_it_says() -> None:
    idle = []
    for rule in CROSS_RULES.values():
        sent = submission(CROSS_CASES.get(rule.id, {}))
        empty = {name: pl.DataFrame(schema=record_schema(REPORTS[name])) for name in rule.reads}
        sent = type(sent)(2025, "OCT", {**empty, **sent.files}, before={**empty, **sent.before})
        for dataset, column in declared(rule.reads):
            try:
                rule.find(sent.seeing(without(rule.reads, dataset, column)))
            except pl.exceptions.PolarsError:
                continue
            idle.append((rule.id, dataset, column))
    assert idle == []


def test_a_summary_and_the_directory_read_every_column_that_they_say() -> None:
    idle = []
    for summary in SUMMARIES.values():
        empty = {name: pl.DataFrame(schema=record_schema(REPORTS[name])) for name in summary.reads}
        summary.build(narrowed(empty, summary.reads))
        for dataset, column in declared(summary.reads):
            try:
                summary.build(narrowed(empty, without(summary.reads, dataset, column)))
            except pl.exceptions.PolarsError:
                continue
            idle.append((summary.id, dataset, column))
    row = {**dict.fromkeys(ORGANIZATION), "org_code": "00010000", "org_type": "DISTRICT", "row_number": 2}
    beside = {"school_year": pl.lit(None, pl.Int16), "report": pl.lit("organizations"), "is_agency": pl.lit(value=True)}
    rows = pl.DataFrame([row], schema=ORGANIZATION).with_columns(**beside)
    assert directory_rows(rows).height == 1
    for _, column in declared(DIRECTORY.reads):
        with pytest.raises(pl.exceptions.ColumnNotFoundError):
            directory_rows(rows.drop(column))
    assert idle == []


def test_results_read_of_figures_what_is_declared() -> None:
    enrollment, aggregate = (
        {name.replace("group_id", "student_group") for name in schema} & {one.name for one in REPORTS[layout].columns}
        for layout, schema in (("school_enrollment", SHARES), ("metric_aggregate", AGGREGATES))
    )
    keys = {"school_year", "org_code"}
    assert {name: set(columns or ()) for name, columns in FIGURES_READ.items()} == {
        "school_enrollment": enrollment - keys,
        "metric_aggregate": aggregate - keys,
    }


def test_whoever_reads_standing_rows_is_known() -> None:
    paths = [path for path in (CHECKOUT / "monitoring").rglob("*.py") if "read_snapshot" in path.read_text("utf-8")]
    found = {".".join(path.relative_to(CHECKOUT).with_suffix("").parts) for path in paths}
    assert found == READ_ROWS.keys()
    assert {reader.id for reader in READERS} == {
        "directory",
        "shared-staff",
        "measures-of-persons",
        "experiences",
        "achievement",
    }


def test_a_column_that_nothing_uses_says_why_it_is_asked_and_no_other_does() -> None:
    unused = {(one.layout.id, one.column.name) for one in all_uses() if one.layout.number and not one.is_used}
    told = {(one.layout.id, one.column.name) for one in all_uses() if one.column.asked_for}
    assert unused == told
    assert ("staff_roster", "race_ethnicity") in unused


def test_uses_of_some_columns_are_as_a_reader_of_the_code_lists_them() -> None:
    roster = {one.column.name: one for one in uses_of(REPORTS["staff_roster"])}
    assert [use.id for use in roster["highest_degree"].uses] == ["W-DEGREE-LICENSE", "measures-of-persons"]
    assert [use.id for use in roster["years_prior_teaching"].uses] == [
        *("W-EXPERIENCE-AGE", "W-EXPERIENCE-CHANGE", "W-FIRST-YEAR-SHARE", "W-ROSTER-AGAIN", "W-YEARS-EXCHANGED"),
        *("staff", "measures-of-persons"),
    ]
    counts = {one.column.name: one for one in uses_of(REPORTS["metric_aggregate"])}
    assert {use.id for use in counts["numerator"].of_kind(Kind.MEASURE)} == MEASURES.keys()
    teachers = {one.column.name: one for one in uses_of(REPORTS["dese_teacher_data"])}
    assert {one.kind for one in teachers["org_name"].uses} == set()


def test_what_is_asked_twice_is_told() -> None:
    assert {one.layout.id: [each.id for each in one.collections] for one in asked_again()} == {
        "staff_roster": ["OCT", "EOY"],
        "work_assignment": ["OCT", "EOY"],
        "student": ["OCT", "MAR", "EOY"],
        "student_schedule": ["OCT", "EOY"],
    }
    ways = {figure: {one.id for one in way.reports} for way in several_ways() for figure in way.figures}
    slow = {
        (kind, name): {report.id for report in REPORTS.values() if (kind, name) in report.figures}
        for kind, name in ways
    }
    assert ways == slow
    assert ways["metric", "T_TURN"] == {"dese_staffing_retention", "metric_aggregate"}


@pytest.mark.django_db
def test_pages_downloads_and_programs_tell_the_same(client: Client) -> None:
    page = client.get("/layouts/uses/").content.decode()
    columns = sum(len(one.columns) for one in own_layouts())
    unused = [one for one in all_uses() if one.layout.number and not one.is_used]
    assert f"Of {columns} columns in our own layouts, {columns - len(unused)} are used" in page
    assert page.count("/#columns") == len(own_layouts()) + len(unused)
    header, *lines = client.get("/layouts/uses.csv").content.decode().splitlines()
    assert header == "layout,column,is_key,kind,use,title,asked_for"
    assert len(lines) == sum(max(1, len(one.uses)) for one in all_uses())
    out = io.StringIO()
    call_command("uses", layout="staff_roster", format="json", stdout=out)
    rows = json.loads(out.getvalue())
    assert {row["use"] for row in rows if row["column"] == "hqt"} == {"W-HQT-YEAR", "measures-of-persons"}
    with pytest.raises(CommandError, match="--layout: there is no 'roster'"):
        call_command("uses", layout="roster", stdout=out)
    layout = client.get("/layouts/staff_roster.json").json()
    (hqt,) = (one for one in layout["columns"] if one["name"] == "hqt")
    assert hqt["uses"] == [
        {"kind": "rule", "id": "W-HQT-YEAR", "title": RULES["W-HQT-YEAR"].title},
        {"kind": "page", "id": "measures-of-persons", "title": "Measures that are computed from persons"},
    ]
