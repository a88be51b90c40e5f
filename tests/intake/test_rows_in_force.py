"""Rows that are in force may be the start of the next ones: typed as they stand, they are the same canonical rows."""

from __future__ import annotations

import uuid
from typing import Any

import polars as pl
import pytest

from districts.wall import across_districts, in_district
from monitoring.intake.blank_files import SOUND_ROWS
from monitoring.intake.entry.in_force import typed_from_rows
from monitoring.intake.entry.typed import MOST_ROWS, Typed, to_csv
from monitoring.intake.examination import examine
from monitoring.intake.models import Snapshot
from monitoring.intake.queries.entry import rows_to_start_with, typables_for_page
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.declaration import Report
from tests.districts.cast import Cast
from tests.intake.layout_cases import KEYED, ROSTER
from tests.intake.tables import AGGREGATE, ENROLLMENT, csv_text
from tests.intake.typing import checked_rows, sample_rows, typed_of
from tests.intake.uploading import checked, enrollment

OF_NO_PERSONS = [layout for layout in own_layouts() if not layout.persons]


def canonical(layout: Report, data: bytes) -> pl.DataFrame:
    owner = "00000000" if layout.agency_only else "00100000"
    found = examine([data], owner=owner, pseudonyms=KEYED)
    (frame,) = (frame for grain, frame in found.frames.items() if grain.dataset == layout.dataset)
    return frame


def round_trip(layout: Report, data: bytes) -> tuple[list[Any], list[Any]]:
    """The canonical rows of a file, and those of what they are typed as, without the numbers they had there."""
    first = canonical(layout, data)
    second = canonical(layout, to_csv(layout, typed_from_rows(layout, first)))
    return tuple(frame.drop("row_number").rows(named=True) for frame in (first, second))  # type: ignore[return-value]


@pytest.mark.parametrize("layout", OF_NO_PERSONS, ids=lambda layout: layout.id)
def test_rows_in_force_typed_again_are_the_same_rows(layout: Report) -> None:
    rows = sample_rows(layout, "" if layout.agency_only else "00100000")[:SOUND_ROWS]
    first, second = round_trip(layout, to_csv(layout, typed_of(layout, rows)))
    assert first == second
    assert len(first) == SOUND_ROWS


def test_shares_that_follow_from_counts_are_left_to_follow_and_others_stay() -> None:
    rows = [
        ("00100001", "all", "3", ""),
        ("00100001", "low_income", "1", ""),  # 33.333333 %
        ("00100002", "all", "", "100"),
        ("00100002", "low_income", "", "12.5"),
        ("00100003", "all", "0", ""),
        ("00100003", "low_income", "0", ""),
    ]
    head = [*ENROLLMENT, "share"]
    data = csv_text([head, *(["2020-21", *row] for row in rows)]).encode()
    first, second = round_trip(REPORTS["school_enrollment"], data)
    assert first == second
    typed = typed_from_rows(REPORTS["school_enrollment"], canonical(REPORTS["school_enrollment"], data))
    assert [row.cells["share"] for row in typed.rows] == ["", "", "100", "12.5", "", ""]


def test_figures_that_are_missing_say_why_again() -> None:
    cells = [("4", "20"), ("", ""), ("NA", "NA"), ("*", "*"), ("NR", "NR"), ("3", "90000000")]
    rows = [
        ["2020-21", f"001000{place:02}", "T_TURN", "1", "TEACHER", *pair, "HEADCOUNT"]
        for place, pair in enumerate(cells, 1)
    ]
    layout = REPORTS["metric_aggregate"]
    data = csv_text([AGGREGATE, *rows]).encode()
    first, second = round_trip(layout, data)
    assert first == second
    typed = typed_from_rows(layout, canonical(layout, data))
    assert [(row.cells["numerator"], row.cells["denominator"]) for row in typed.rows] == cells


def test_blank_and_does_not_apply_and_zero_stay_three_things() -> None:
    layout = REPORTS["finance"]
    cells = {"00100001": "", "00100002": "NA", "00100003": "0", "00100004": "1234567.8901"}
    rows = [
        {"school_year": "2024-25", "org_code": code, "ppe_total": "9", "avg_teacher_salary": cell}
        for code, cell in cells.items()
    ]
    data = to_csv(layout, typed_of(layout, rows))
    first, second = round_trip(layout, data)
    assert first == second
    typed = typed_from_rows(layout, canonical(layout, data))
    assert [row.cells["avg_teacher_salary"] for row in typed.rows] == list(cells.values())


def test_of_persons_there_is_nothing_to_begin_with(cast: Cast) -> None:
    checked_rows(cast.north, "staff_roster", typed_of(REPORTS["staff_roster"], [ROSTER]))
    with across_districts(reason="tests"):
        snapshot = Snapshot.objects.get(dataset="staff_roster")
    with in_district(cast.north.id):
        assert rows_to_start_with(cast.north.id, REPORTS["staff_roster"], snapshot.pk) is None
        assert [one.layout.id for one in typables_for_page(cast.north.district) if one.in_force] == []
    with pytest.raises(ValueError, match="pseudonyms"):
        typed_from_rows(REPORTS["staff_roster"], pl.DataFrame())


def schools(many: int) -> list[list[Any]]:
    return enrollment(*(["2020-21", f"0010{number:04}", "all", 400] for number in range(1, many + 1)))  # type: ignore[return-value]


def test_a_district_begins_with_its_own_rows_that_are_in_force_and_few(cast: Cast) -> None:
    layout = REPORTS["school_enrollment"]

    def begun(tenant: Any, snapshot: Snapshot) -> Typed | None:
        with in_district(tenant.id):
            return rows_to_start_with(tenant.id, layout, snapshot.pk)

    checked(cast.north, schools(2))
    checked(cast.north, schools(3))
    with across_districts(reason="tests"):
        old, now = Snapshot.objects.filter(report=layout.id).order_by("frozen_at")
    typed = begun(cast.north, now)
    assert typed is not None
    assert (typed.once, [row.cells["org_code"] for row in typed.rows]) == (
        {"school_year": "2020-21"},
        ["00100001", "00100002", "00100003"],
    )
    assert [begun(cast.north, old), begun(cast.south, now)] == [None, None]
    with in_district(cast.north.id):
        assert rows_to_start_with(cast.north.id, REPORTS["finance"], now.pk) is None
        assert rows_to_start_with(cast.north.id, layout, uuid.uuid4()) is None
    checked(cast.north, schools(MOST_ROWS + 1))
    with across_districts(reason="tests"):
        many = Snapshot.objects.get(report=layout.id, superseded_at=None)
    assert begun(cast.north, many) is None
