"""What is typed in is the file that somebody with a spreadsheet would have sent: the same rows, findings and bytes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from districts.wall import across_districts
from monitoring.intake.actions.freeze_snapshot import parquet_bytes
from monitoring.intake.entry.faults import faults_of
from monitoring.intake.entry.typed import (
    MOST_ROWS,
    ONCE,
    Typed,
    TypedRow,
    _is_head_of,
    from_csv,
    from_json,
    row_columns,
    to_csv,
    to_json,
    typed_on_page,
)
from monitoring.intake.examination import Examination, examine
from monitoring.intake.models import Finding, Snapshot, Upload
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.declaration import Report
from tests.districts.cast import Cast, Tenant
from tests.intake.case import Case
from tests.intake.layout_cases import EVALUATION, KEYED, LAYOUT_CASES, ROSTER
from tests.intake.tables import csv_text
from tests.intake.typing import checked_rows, sample_rows, typed_of
from tests.intake.uploading import checked
from tests.tiers import often

LAYOUTS = pytest.mark.parametrize("layout", own_layouts(), ids=lambda layout: layout.id)
SOME_LAYOUTS = pytest.mark.parametrize("layout", often(own_layouts(), first=5), ids=lambda layout: layout.id)
ROSTERS, EVALUATIONS = REPORTS["staff_roster"], REPORTS["evaluation"]


def as_file(layout: Report, rows: list[dict[str, str]]) -> list[list[str]]:
    """The layout's blank file, filled in."""
    titles = [column.title for column in layout.columns]
    return [titles, *([row.get(title, "") for title in titles] for row in rows)]


def told(tenant: Tenant, upload: Upload) -> dict[str, Any]:
    """Everything that became of an upload but its name, size, hash and time."""
    with across_districts(reason="tests"):
        return {
            "state": (upload.state, upload.report, upload.school_years, upload.collections),
            "rows": (upload.rows, upload.rows_accepted, upload.errors, upload.warnings, upload.infos),
            "findings": list(
                Finding.objects.filter(upload=upload).order_by("id").values("rule_id", "total", "details")
            ),
            "snapshots": list(
                Snapshot.objects.filter(upload=upload)
                .order_by("dataset", "school_year", "collection")
                .values("dataset", "school_year", "collection", "rows", "content_hash")
            ),
        }


@SOME_LAYOUTS
def test_typed_rows_become_what_the_same_rows_become_as_csv(cast: Cast, layout: Report) -> None:
    """Sound rows, and beside them one for everything that can be wrong with a cell."""
    tenant = cast.agency if layout.agency_only else cast.north
    rows = sample_rows(layout, "" if layout.agency_only else tenant.org_code)
    with transaction.atomic():
        typed = told(tenant, checked_rows(tenant, layout, typed_of(layout, rows)))
        transaction.set_rollback(True)
    assert typed == told(tenant, checked(tenant, as_file(layout, rows)))
    assert typed["snapshots"]
    assert len(typed["findings"]) > 1


def examined(data: bytes, case: Case) -> Examination:
    options = {
        "owner": "00000000" if case.rule_id.startswith("W-PLN") else "00010000",
        "pseudonyms": KEYED,
        **case.options,
    }
    return examine([data], **options)


def outcome(examination: Examination) -> Any:
    findings = [(one.rule.id, one.total, one.details.rows()) for one in examination.findings]
    return findings, {grain: parquet_bytes(frame) for grain, frame in examination.frames.items()}


@pytest.mark.parametrize("case", often(LAYOUT_CASES, first=12), ids=lambda case: case.rule_id)
def test_every_rule_on_rows_finds_in_typed_rows_what_it_finds_in_a_file(case: Case) -> None:
    head, *lines = case.table
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    (layout,) = (one for one in own_layouts() if _is_head_of(one, head))
    by_hand = outcome(examined(csv_text(case.table).encode(), case))
    assert outcome(examined(to_csv(layout, typed_of(layout, rows)), case)) == by_hand
    assert case.rule_id in {rule_id for rule_id, _, _ in by_hand[0]}


def typed(*rows: dict[str, str], layout: Report = ROSTERS, **more: str) -> Typed:
    return typed_of(layout, [{**ROSTER, **row, **more} for row in rows])


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_zeros_at_the_beginning_stay_and_so_do_commas_quotes_and_ends_of_lines() -> None:
    cells = {"mepid": "00000017", "local_staff_id": 'a "b", c;\td\ne'}
    titles, line = lines_of(to_csv(ROSTERS, typed(cells)))
    assert {name: line[titles.index(name)] for name in cells} == cells


def test_formulas_and_signs_without_a_shape_are_handed_on_as_they_were_typed() -> None:
    """What stands for them is for the checks to say, as of any file."""
    cells = ["=1+1", "+1", "@x", "\x07", "a\x00b"]
    titles, *lines = lines_of(to_csv(ROSTERS, typed(*({"local_staff_id": cell} for cell in cells))))
    assert [line[titles.index("local_staff_id")] for line in lines] == cells


def test_a_blank_row_counts_where_others_follow_it_and_takes_no_year() -> None:
    rows = (TypedRow({"mepid": "1"}), TypedRow({"mepid": " "}), TypedRow(), TypedRow({"mepid": "2"}), TypedRow())
    lines = lines_of(to_csv(ROSTERS, Typed({"school_year": "2024-25"}, rows)))[1:]
    assert [line[:2] for line in lines] == [["2024-25", "1"], ["", " "], ["", ""], ["2024-25", "2"]]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
ROWS = st.lists(st.dictionaries(st.sampled_from([one.name for one in row_columns(EVALUATIONS)]), TEXT), min_size=1)


@settings(max_examples=40)
@given(ROWS)
def test_what_was_typed_is_the_same_after_the_draft_the_page_and_the_file(rows: list[dict[str, str]]) -> None:
    whole = [{one.name: row.get(one.name, "") for one in row_columns(EVALUATIONS)} for row in rows[:MOST_ROWS]]
    given_rows = tuple(TypedRow(row, at + 2) for at, row in enumerate(whole))
    one = Typed({"school_year": "2024-25"}, given_rows)
    kept = from_json(to_json(one))
    assert [{**dict.fromkeys(row, ""), **back.cells} for row, back in zip(whole, kept.rows, strict=True)] == whole
    page = {f"{at}.{name}": cell for at, row in enumerate(whole) for name, cell in row.items()}
    page |= {f"{at}.was": str(row.was) for at, row in enumerate(given_rows)}
    assert typed_on_page(EVALUATIONS, {"rows": str(len(whole)), "school_year": "2024-25", **page}) == one
    layout, back = from_csv(own_layouts(), to_csv(EVALUATIONS, one))
    assert layout is EVALUATIONS
    assert [stripped(row) for row in back.rows if not row.is_blank] == [
        stripped(row) for row in given_rows if not row.is_blank
    ]


def stripped(row: TypedRow) -> tuple[int | None, dict[str, str]]:
    """Without cells in which nothing stands: a column of these is left out where it may be."""
    return row.was, {name: cell for name, cell in row.cells.items() if cell.strip()}


def test_ends_of_lines_are_taken_as_browsers_write_them() -> None:
    page = typed_on_page(REPORTS["engagement"], {"rows": "1", "0.input": "one\r\ntwo"})
    assert page.rows[0].cells["input"] == "one\ntwo"


def test_a_page_that_nobody_made_leads_to_a_blank_row() -> None:
    for rows in ("", "-1", "many", "٣", "9" * 30):
        assert typed_on_page(ROSTERS, {"rows": rows}).filled == 0


def test_rows_are_added_copied_and_removed() -> None:
    one = typed({"mepid": "1"}, {"mepid": "2"})

    def ids(of: Typed) -> list[str]:
        return [row.cells.get("mepid", "") for row in of.rows]

    assert ids(one.with_row()) == ["1", "2", ""]
    assert ids(one.with_copy(0)) == ["1", "1", "2"]
    assert (ids(one.with_copy(7)), ids(one.without(7))) == (["1", "2"], ["1", "2"])
    assert (ids(one.without(0)), ids(one.without(0).without(0))) == (["2"], [""])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (Typed({"school_year": "2024-25"}), "Nothing is typed yet."),
        (Typed({"school_year": "2024-25"}, (TypedRow({"mepid": " \t"}),)), "Nothing is typed yet."),
        (Typed({"school_year": ""}, (TypedRow({"mepid": "1"}),)), "The school year is not chosen."),
        (typed(*[{}] * 41), "There are 41 rows, and at most 40 can be typed in at once."),
        (typed({}, {"hire_date": "x" * 501}), "Row 3: hire date has 501 characters."),
    ],
)
def test_the_page_says_itself_why_there_is_nothing_to_send(changed: Typed, message: str) -> None:
    assert [one.message for one in faults_of(ROSTERS, changed)] == [message]


def test_of_sound_rows_the_page_says_nothing() -> None:
    assert faults_of(ROSTERS, typed(*[{}] * 40)) == []
    assert faults_of(EVALUATIONS, typed_of(EVALUATIONS, [EVALUATION])) == []


@LAYOUTS
def test_a_layout_is_known_again_by_as_few_columns_as_it_can_have(layout: Report) -> None:
    row = {column.name: "x" for column in layout.required}
    data = to_csv(layout, Typed({name: row.pop(name, "") for name in ONCE}, (TypedRow(row),)))
    assert [one.id for one in own_layouts() if _is_head_of(one, lines_of(data)[0])] == [layout.id]


@LAYOUTS
def test_every_column_is_asked_once_or_in_each_row(layout: Report) -> None:
    asked = [column.name for column in row_columns(layout)]
    assert asked == [column.name for column in layout.columns if column.name not in ONCE]
