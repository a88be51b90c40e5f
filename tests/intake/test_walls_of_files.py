"""Stored files lie outside the database's wall: one door leads to them, and it asks whose they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import monitoring
from districts.wall import OutsideScope, across_districts, in_district, in_state
from monitoring.intake.files import open_stored, read_snapshot
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.queries.uploads import (
    finding_rows,
    snapshots_of_upload,
    uploads_for_district_page,
    uploads_for_state_page,
)
from tests.districts.cast import Cast
from tests.intake.uploading import checked, enrollment, snapshots


@pytest.fixture
def norths(cast: Cast) -> tuple[Upload, Snapshot]:
    """An upload and a snapshot of Northfield."""
    upload = checked(
        cast.north, enrollment(["2020-21", "00100001", "all", 100], ["2020-21", "00100001", "low_income", 200])
    )
    return upload, snapshots(cast.north)[0]


def test_the_owner_and_the_worker_read_a_districts_files(cast: Cast, norths: tuple[Upload, Snapshot]) -> None:
    for scope in (in_district(cast.north.id), across_districts(reason="tests")):
        with scope:
            assert read_snapshot(norths[1]).height == 1
            assert open_stored(norths[0]).read().startswith(b"school_year")


def test_another_tenant_reads_none_of_them(cast: Cast, norths: tuple[Upload, Snapshot]) -> None:
    for row in norths:
        for scope in (in_district(cast.south.id), in_state(cast.agency.id)):
            with scope, pytest.raises(OutsideScope):
                open_stored(row)


def test_nobody_reads_them_outside_a_scope(cast: Cast, norths: tuple[Upload, Snapshot]) -> None:
    for row in norths:
        with pytest.raises(OutsideScope):
            open_stored(row)


def test_two_districts_with_the_same_bytes_have_a_file_each(cast: Cast) -> None:
    rows = enrollment(["2020-21", "00990001", "all", 100])
    stored = {checked(tenant, rows).stored_name for tenant in (cast.north, cast.south)}
    assert len(stored) == 2


def test_a_district_sees_its_own_uploads_and_the_state_those_of_all_districts(
    cast: Cast, norths: tuple[Upload, Snapshot]
) -> None:
    checked(cast.agency, b"unknown,columns\n")
    with in_district(cast.north.id):
        own = list(uploads_for_district_page(cast.north.id).values_list("pk", flat=True))
        assert ([row.rule_id for row in finding_rows(norths[0])], snapshots_of_upload(norths[0]).count()) == (
            ["E-GROUP-ALL"],
            1,
        )
    with in_district(cast.south.id):
        others = list(uploads_for_district_page(cast.north.id))
        assert (others, list(finding_rows(norths[0])), list(snapshots_of_upload(norths[0]))) == ([], [], [])
    with in_state(cast.agency.id):
        of_districts = list(uploads_for_state_page().values_list("pk", flat=True))
    assert (own, of_districts) == ([norths[0].pk], [norths[0].pk])


def test_there_is_one_door(cast: Cast) -> None:
    """No other module of the project touches the storage."""
    root = Path(str(monitoring.__path__[0])).parent
    users = {
        str(path.relative_to(root))
        for room in ("monitoring", "districts")
        for path in (root / room).rglob("*.py")
        if re.search(r"default_storage|\.stored_name\b", path.read_text())
    }
    assert "monitoring/intake/files.py" in users
    assert users - {"monitoring/intake/files.py"} <= {
        "monitoring/intake/actions/receive_upload.py",  # writes the name it was given
        "monitoring/intake/actions/freeze_snapshot.py",
        "monitoring/intake/actions/keep_comparisons.py",
        "monitoring/improvement/actions/keep_evidence.py",  # and destroys by the door's own means
    }
