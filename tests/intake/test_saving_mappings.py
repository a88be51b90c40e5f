"""Mappings of a district's own headings: saved in versions, kept, used, and pinned to the files read through them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from districts import outbox
from districts.audit_words import sentence_of
from districts.models import AuditEvent, Job
from districts.wall import across_districts, in_district, in_job, in_state
from monitoring.intake.actions import ChangedSince, MappingRefused, check_upload, retire_mapping, save_mapping
from monitoring.intake.mapping.column_mapping import Match
from monitoring.intake.mapping.faults import MAY_NAME_PERSONS
from monitoring.intake.models import Finding, SavedMapping, Upload
from monitoring.intake.past import Known, known_organizations, read_agency, read_agency_years
from monitoring.intake.queries.mappings import mapping_versions_for_page, mappings_for_page, mappings_in_force
from monitoring.intake.reports.column import header_key
from tests.districts.cast import Cast
from tests.intake.layout_cases import LICENSE, ROSTER, SCHEDULED
from tests.intake.mapping_cases import ABSENT, COUNTED, DAYS, EXPORT, HELD, LICENSES, saved
from tests.intake.tables import write_csv
from tests.intake.test_commands import run
from tests.intake.uploading import again, checked, current, rules_of

COUNTS = ["School Yr", "Bldg", "Group", "Pupils"]
ENROLLED = (
    Match("school_year", "School Yr"),
    Match("org_code", "Bldg"),
    Match("student_group", "Group", codes=(("Everybody", "all"), ("FRL", "low_income"))),
    Match("enrolled", "Pupils"),
)
PUPILS = [COUNTS, ["2020-21", "00100001", "everybody", "400"], ["2020-21", "00100001", "frl", "100"]]


def test_a_mapping_is_saved_changed_and_retired_in_versions_that_stay(cast: Cast) -> None:
    first = saved(cast.north, headings=EXPORT)
    second = saved(cast.north, mapping=first.mapping, version=1, name="Licenses from HR")
    with in_district(cast.north.id):
        third = retire_mapping(mapping=first.mapping, by=cast.north.member("district_steward"))
        rows = mapping_versions_for_page(cast.north.id, first.mapping)
        in_force = mappings_in_force(cast.north.id)
        told = [sentence_of(event) for event in AuditEvent.objects.filter(verb__startswith="mapping.")]
    assert [(one.version, one.name, one.is_retired) for one in rows] == [
        (3, "Licenses from HR", True),
        (2, "Licenses from HR", False),
        (1, "HR export", False),
    ]
    assert ([second.version, third.version], in_force) == ([2, 3], ())
    assert sorted(told) == [
        "Carol Steward changed the mapping Licenses from HR for Licenses, now in version 2.",
        "Carol Steward retired the mapping Licenses from HR for Licenses.",
        "Carol Steward saved the mapping HR export for Licenses.",
    ]


def test_the_same_again_changes_nothing_and_a_change_takes_a_retired_one_into_force(cast: Cast) -> None:
    first = saved(cast.north)
    assert saved(cast.north, mapping=first.mapping, version=1).pk == first.pk
    with in_district(cast.north.id):
        gone = [retire_mapping(mapping=first.mapping, by=cast.north.member("district_steward")) for _ in range(2)]
    assert gone[0].pk == gone[1].pk
    assert saved(cast.north, mapping=first.mapping, version=2).version == 3
    with in_district(cast.north.id):
        assert [one.version for one in mappings_in_force(cast.north.id)] == [3]


def test_of_two_who_change_it_at_once_the_second_learns_of_the_first(cast: Cast) -> None:
    first = saved(cast.north)
    saved(cast.north, mapping=first.mapping, version=1, name="By one")
    with pytest.raises(ChangedSince, match="Carol Steward has saved version 2 meanwhile"):
        saved(cast.north, mapping=first.mapping, version=1, name="By another")


@pytest.mark.parametrize("role", ["district_admin", "certifier", "school_leader"])
def test_none_but_a_steward_saves_or_retires(cast: Cast, role: str) -> None:
    with pytest.raises(PermissionDenied):
        saved(cast.north, by=cast.north.member(role))
    first = saved(cast.north)
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        retire_mapping(mapping=first.mapping, by=cast.north.member(role))


@pytest.mark.slow
def test_no_member_saves_for_another_district(cast: Cast) -> None:
    with in_district(cast.south.id), pytest.raises(PermissionDenied):
        save_mapping(name="x", layout="license", matches=LICENSES, by=cast.north.member("district_steward"))


def test_what_is_wrong_keeps_it_from_being_saved(cast: Cast) -> None:
    with pytest.raises(MappingRefused, match="The layout needs it: choose the heading that holds it"):
        saved(cast.north, matches=LICENSES[1:])
    with in_district(cast.north.id):
        assert mappings_for_page(cast.north.id) == []


def test_two_in_force_differ_in_name_and_headings(cast: Cast) -> None:
    saved(cast.north)
    other = [replace(one, heading="Granted") if one.column == "valid_from" else one for one in LICENSES]
    with pytest.raises(MappingRefused, match="A mapping “hr EXPORT” is in force already"):
        saved(cast.north, name="hr EXPORT", matches=other)
    with pytest.raises(MappingRefused, match="“HR export” is made of the very same headings"):
        saved(cast.north, name="Another")
    saved(cast.north, name="Another", matches=other)
    saved(cast.south)


def test_a_file_is_read_through_it_and_says_through_which_version(cast: Cast) -> None:
    first = saved(cast.north)
    upload = checked(cast.north, [EXPORT, HELD])
    assert (upload.state, upload.report, upload.rows_accepted) == ("accepted", "license", 1)
    assert (upload.column_mapping_id, rules_of(upload)["I-FILE-MAPPED"]) == (first.pk, 1)
    assert current(cast.north, "license", None)["type"].to_list() == ["PROFESSIONAL"]
    with in_district(cast.north.id):
        (row,) = mappings_for_page(cast.north.id)
        assert (row.last_used, row.files) == (upload.received_at, 1)  # type: ignore[attr-defined]


def test_nothing_that_is_kept_or_told_holds_a_cell_of_the_file(cast: Cast) -> None:
    saved(cast.north, headings=EXPORT)
    checked(cast.north, [EXPORT, [*HELD[:4], "Q", "Smith"], ["31415926", *HELD[1:]]])
    with across_districts(reason="tests"):
        rows = [
            *Finding.objects.values_list("details", flat=True),
            *AuditEvent.objects.values_list("detail", flat=True),
            *Job.objects.values_list("payload", flat=True),
            *SavedMapping.objects.values(),
            *Upload.objects.values(),
        ]
    assert [word in str(rows) for word in ("31415926", "12345678", "Smith", "North High")] == [False] * 4


def test_a_refused_file_sent_again_is_read_once_a_mapping_is_there(cast: Cast) -> None:
    refused = checked(cast.north, [EXPORT, HELD])
    assert (refused.state, rules_of(refused)) == ("refused", {"E-FILE-UNKNOWN": 1})
    assert checked(cast.north, [EXPORT, HELD]).pk == refused.pk
    saved(cast.north)
    upload = checked(cast.north, [EXPORT, HELD])
    assert (upload.pk == refused.pk, upload.state) == (False, "accepted")
    assert checked(cast.north, [EXPORT, HELD]).pk == upload.pk


NAMING = {  # as an export may head the column, and a row of the layout that has it
    "MEPID": ("license", "mepid", LICENSE),
    "License Number": ("license", "license_number", LICENSE),
    "SASID": ("student_schedule", "sasid", {**SCHEDULED, "org_code": "00100001"}),
    "Employee Number": ("staff_roster", "local_staff_id", {**ROSTER, "local_staff_id": "E7"}),
    "Local Employee Number": ("staff_roster", "local_staff_id", {**ROSTER, "local_staff_id": "E7"}),
}


def test_every_name_of_a_column_that_a_mapping_may_take_is_tried() -> None:
    assert {header_key(heading) for heading in NAMING} == set(MAY_NAME_PERSONS)


@pytest.mark.parametrize("heading", NAMING)
def test_a_file_refused_for_the_name_of_a_column_is_read_once_a_mapping_takes_it(cast: Cast, heading: str) -> None:
    layout, column, row = NAMING[heading]
    matches = [Match(name, heading if name == column else f"Our {name}") for name in row]
    rows = [[match.heading for match in matches], list(row.values())]
    refused = checked(cast.north, rows)
    assert (refused.state, rules_of(refused)) == ("refused", {"E-FILE-PERSONAL": 1})
    outbox.run_waiting()
    assert (again(refused).original, checked(cast.north, rows).pk) == ("removed", refused.pk)
    saved(cast.north, layout, matches)
    upload = checked(cast.north, rows)
    assert (upload.state, upload.report, rules_of(upload)) == ("accepted", layout, {"I-FILE-MAPPED": 1})


def test_a_program_may_send_such_a_file_again_too(cast: Cast) -> None:
    matches = [replace(one, heading="License Number") if one.heading == "Lic No" else one for one in LICENSES]
    rows = [["Emp ID", "License Number", *EXPORT[2:]], HELD]
    refused = checked(cast.north, rows, idempotency_key="one")
    assert checked(cast.north, rows, idempotency_key="two").pk == refused.pk
    saved(cast.north, matches=matches)
    assert checked(cast.north, rows, idempotency_key="one").pk == refused.pk
    upload = checked(cast.north, rows, idempotency_key="two")
    assert (upload.pk == refused.pk, upload.state) == (False, "accepted")


def test_a_file_refused_for_its_data_on_persons_is_refused_again_through_any_mapping(cast: Cast) -> None:
    rows = [[*EXPORT, "Date of Birth"], [*HELD, "1980-01-01"]]
    refused = checked(cast.north, rows)
    outbox.run_waiting()
    saved(cast.north)
    upload = checked(cast.north, rows)
    outbox.run_waiting()
    assert (upload.pk == refused.pk, rules_of(upload)) == (False, {"E-FILE-PERSONAL": 1})
    assert [(again(one).state, again(one).original) for one in (refused, upload)] == [("refused", "removed")] * 2


def test_a_file_checked_again_is_read_through_the_version_of_its_first_check(cast: Cast) -> None:
    first = saved(cast.north, "school_enrollment", ENROLLED)
    upload = checked(cast.north, PUPILS)
    codes = (("FRL", "all"), ("Everybody", "low_income"))
    changed = [replace(one, codes=codes) if one.codes else one for one in ENROLLED]
    saved(cast.north, "school_enrollment", changed, mapping=first.mapping, version=1)
    with in_district(cast.north.id):
        retire_mapping(mapping=first.mapping, by=cast.north.member("district_steward"))
    assert check_again(upload).column_mapping_id == first.pk
    rows = current(cast.north, "school_enrollment", 2021).select("student_group", "enrolled").rows()
    assert sorted(rows) == [("all", 400), ("low_income", 100)]


def test_a_file_that_was_refused_is_not_taken_by_a_later_check(cast: Cast) -> None:
    refused = checked(cast.north, PUPILS)
    saved(cast.north, "school_enrollment", ENROLLED)
    after = check_again(refused)
    assert (after.state, after.column_mapping_id) == ("refused", None)


def check_again(upload: Upload) -> Upload:
    with across_districts(reason="tests"):
        known = Known(known_organizations(), read_agency_years, read_agency)
    with in_job(upload.district_id):
        check_upload(upload_id=upload.pk, district_id=upload.district_id, known=known, again=True)
    return again(upload)


def test_a_changed_mapping_reads_the_same_file_anew(cast: Cast) -> None:
    first = saved(cast.north, "school_enrollment", ENROLLED)
    upload = checked(cast.north, PUPILS)
    codes = (("Everybody", "all"), ("FRL", "high_needs"))
    changed = [replace(one, codes=codes) if one.codes else one for one in ENROLLED]
    second = saved(cast.north, "school_enrollment", changed, mapping=first.mapping, version=1)
    newer = checked(cast.north, PUPILS)
    assert (newer.pk == upload.pk, newer.column_mapping_id) == (False, second.pk)


def test_what_a_mapping_asks_for_is_said_beside_the_file(cast: Cast) -> None:
    saved(cast.north, "staff_attendance", ABSENT)
    silent = checked(cast.north, [DAYS, COUNTED])
    assert (silent.state, rules_of(silent)) == ("refused", {"E-MAPPING-ASKS": 1})
    said = checked(cast.north, [DAYS, COUNTED], school_year=2025)
    assert (said.state, said.school_years) == ("accepted", [2025])
    other = checked(cast.north, [DAYS, COUNTED], school_year=2024)
    assert (other.state, other.school_years) == ("accepted", [2024])
    assert checked(cast.north, [DAYS, COUNTED], school_year=2025).pk == said.pk


def test_no_district_reads_through_another_ones(cast: Cast) -> None:
    first = saved(cast.south)
    assert rules_of(checked(cast.north, [EXPORT, HELD])) == {"E-FILE-UNKNOWN": 1}
    with in_district(cast.north.id):
        assert (mappings_for_page(cast.north.id), mapping_versions_for_page(cast.south.id, first.mapping)) == ([], [])
        with pytest.raises(IndexError):
            retire_mapping(mapping=first.mapping, by=cast.north.member("district_steward"))
        assert list(SavedMapping.objects.all()) == []
    with in_state(cast.agency.id):
        assert list(SavedMapping.objects.all()) == []


def test_check_file_reads_as_the_district_would_send_it(cast: Cast, tmp_path: Path) -> None:
    saved(cast.north, "staff_attendance", ABSENT)
    path = write_csv(tmp_path / "days.csv", [DAYS, COUNTED])
    runs = [run("check_file", str(path), district="00100000", **said) for said in ({}, {"school_year": "2024-25"})]
    assert [(err.strip(), code) for _, err, code in runs] == [
        ("days.csv: Staff attendance by year; refused; 0 of 0 rows", 1),
        ("days.csv: Staff attendance by year; accepted; 1 of 1 rows", 0),
    ]
    assert run("check_file", str(path), district="00200000")[1] == "days.csv: not recognized; refused; 0 of 0 rows\n"


@pytest.mark.slow
def test_a_mapping_that_is_not_there_is_not_changed(cast: Cast) -> None:
    made = saved(cast.north, mapping=uuid.uuid4(), version=3)
    assert made.version == 1


@pytest.mark.slow
def test_an_idempotency_key_stays_with_its_upload(cast: Cast) -> None:
    one = checked(cast.north, [EXPORT, HELD], idempotency_key="k")
    saved(cast.north)
    assert checked(cast.north, [EXPORT, HELD], idempotency_key="k").pk == one.pk
    outbox.run_waiting()
