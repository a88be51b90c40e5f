"""From a received file to frozen rows: accepted, refused or set aside; done once, superseded, never changed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from districts import outbox
from districts.audit import check_chain
from districts.models import AuditEvent, District, Job, School
from districts.wall import across_districts, in_job
from monitoring.intake import examination, files, tasks
from monitoring.intake.actions.ask_for_checks import ask_again
from monitoring.intake.actions.freeze_snapshot import parquet_bytes
from monitoring.intake.files import FileDamaged, open_stored
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.queries.uploads import upload_status_for_page
from monitoring.intake.reading.door import read_table
from monitoring.intake.reading.limits import Limits
from monitoring.intake.reading.refusal import Note
from tests.districts.cast import Cast
from tests.intake.invented import InventedState, with_years
from tests.intake.rule_cases import COUNTED, GRADED, GRADES
from tests.intake.tables import AGGREGATE
from tests.intake.uploading import (
    again,
    check_job,
    checked,
    current,
    enrollment,
    rules_of,
    run_check,
    send,
    snapshots,
)

SCHOOL, SISTER = "00100001", "00100002"
CHECK = import_module("monitoring.intake.actions.check_upload")


def trouble(*args: Any, **options: Any) -> None:
    raise OSError("the disk is on fire")


def test_an_accepted_file_becomes_a_snapshot_a_year(cast: Cast) -> None:
    upload = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100], ["2021-22", SCHOOL, "all", 110]))
    assert (upload.state, upload.report, upload.school_years, upload.rows, upload.rows_accepted) == (
        "accepted",
        "school_enrollment",
        [2021, 2022],
        2,
        2,
    )
    assert [(one.school_year, one.rows, one.is_current) for one in snapshots(cast.north)] == [
        (2021, 1, True),
        (2022, 1, True),
    ]
    assert current(cast.north, "school_enrollment", 2022).rows() == [(2022, SCHOOL, "all", 110, 100.0, 3)]


def test_a_district_is_told_where_the_agency_has_figures_of_the_same_year(cast: Cast) -> None:
    checked(cast.agency, enrollment(["2020-21", SCHOOL, "all", 100]))
    upload = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 90], ["2021-22", SCHOOL, "all", 110]))
    assert (upload.state, rules_of(upload)) == ("accepted", {"I-AGENCY-FIGURES": 1})
    again_sent = checked(cast.agency, enrollment(["2020-21", SCHOOL, "all", 101]))
    assert rules_of(again_sent) == {"I-ROWS-DIFFER": 1}


def test_the_agencys_figures_are_told_of_in_whatever_report_they_came(cast: Cast) -> None:
    checked(cast.agency, [GRADES, GRADED])
    assert rules_of(checked(cast.north, [AGGREGATE, ["2020-21", SCHOOL, *COUNTED[2:]]])) == {}
    assert rules_of(checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 90]))) == {"I-AGENCY-FIGURES": 1}


def test_a_file_with_a_bad_row_is_accepted_in_part(cast: Cast) -> None:
    upload = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100], ["2020-21", "00200001", "all", 1]))
    assert (upload.state, upload.rows_accepted, upload.errors) == ("accepted_in_part", 1, 1)
    assert rules_of(upload) == {"E-ORG-OTHER-DISTRICT": 1}


def test_a_refused_file_changes_nothing(cast: Cast) -> None:
    upload = checked(cast.north, b"not a table we know\n")
    assert (upload.state, rules_of(upload), snapshots(cast.north)) == ("refused", {"E-FILE-UNKNOWN": 1}, [])


def test_another_districts_file_is_refused_in_one_message(cast: Cast) -> None:
    upload = checked(cast.north, enrollment(*(["2020-21", f"0020{school:04}", "all", 100] for school in range(1, 40))))
    assert (upload.state, rules_of(upload)) == ("refused", {"E-FILE-OTHER-DISTRICT": 1})


def test_a_newer_file_supersedes_and_the_older_one_stays_as_it_was(cast: Cast) -> None:
    first = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    (old,) = snapshots(cast.north)
    with across_districts(reason="tests"):
        before = open_stored(old).read()
    second = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 120]))
    older, newer = snapshots(cast.north)
    with across_districts(reason="tests"):
        after = open_stored(older).read()
    assert (older.pk, older.upload_id, newer.upload_id) == (old.pk, first.pk, second.pk)
    assert (older.superseded_by_id, older.is_current, newer.is_current) == (newer.pk, False, True)
    assert after == before


def test_years_that_a_newer_file_does_not_hold_stay_current(cast: Cast) -> None:
    checked(cast.north, enrollment(["2019-20", SCHOOL, "all", 90], ["2020-21", SCHOOL, "all", 100]))
    checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 101]))
    assert current(cast.north, "school_enrollment", 2020)["enrolled"].to_list() == [90]
    assert current(cast.north, "school_enrollment", 2021)["enrolled"].to_list() == [101]


@pytest.mark.parametrize("times", [2, 5])
def test_delivered_again_a_check_changes_nothing_more(cast: Cast, times: int) -> None:
    upload = send(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    for _ in range(times):
        with across_districts(reason="tests"):
            tasks.check_upload(district_id=cast.north.id, payload={"upload_id": str(upload.pk)})
    with across_districts(reason="tests"):
        events = AuditEvent.objects.filter(object_id=str(upload.pk)).values_list("verb", flat=True).order_by("number")
        assert (Snapshot.objects.count(), list(events)) == (1, ["upload.received", "upload.checked"])
        assert check_chain(cast.north.id).ok


def test_an_older_file_checked_late_does_not_come_back_over_a_newer_one(cast: Cast) -> None:
    late = send(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 120]))
    run_check(late)
    assert again(late).state == "accepted"
    assert current(cast.north, "school_enrollment", 2021)["enrolled"].to_list() == [120]


def test_the_same_rows_are_the_same_bytes(cast: Cast) -> None:
    checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100], ["2020-21", SISTER, "all", 50]))
    (one,) = snapshots(cast.north)
    with across_districts(reason="tests"):
        data = open_stored(one).read()
    assert parquet_bytes(current(cast.north, "school_enrollment", 2021)) == data


def test_a_snapshot_whose_file_was_changed_is_not_read(cast: Cast) -> None:
    checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    (one,) = snapshots(cast.north)
    path = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / one.stored_name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with across_districts(reason="tests"), pytest.raises(FileDamaged):
        files.read_snapshot(one)
    path.write_bytes(whole)


def test_results_are_asked_for_once_a_tenant(cast: Cast) -> None:
    checked(cast.north, enrollment(["2019-20", SCHOOL, "all", 90], ["2020-21", SCHOOL, "all", 100]))
    checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 101]))
    checked(cast.south, enrollment(["2020-21", "00200001", "all", 100]))
    with across_districts(reason="tests"):
        jobs = Job.objects.filter(topic="results.recompute").order_by("district_id")
        asked = [(job.key, job.district_id) for job in jobs]
    assert asked == [("all", cast.north.id), ("all", cast.south.id)]


def test_trouble_that_is_not_the_files_is_tried_again_and_then_set_aside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CHECK, "examine", trouble)
    upload = send(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    states = []
    for _ in range(5):
        run_check(upload)
        states.append(again(upload).state)
    assert states == ["received"] * 4 + ["quarantined"]
    status = upload_status_for_page(again(upload))
    assert (status.has_ended, status.reason) == (True, "A stored file could not be read or written. (storage)")


def test_what_was_set_aside_can_be_sent_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = enrollment(["2020-21", SCHOOL, "all", 100])
    with monkeypatch.context() as patch:
        patch.setattr(CHECK, "examine", trouble)
        upload = send(cast.north, rows)
        for _ in range(5):
            run_check(upload)
    second = checked(cast.north, rows)
    assert (again(upload).state, second.pk == upload.pk, second.state) == ("quarantined", False, "accepted")


TOO_LITTLE = {"time": Limits(seconds=0), "memory": Limits(resident_bytes=0)}


@pytest.mark.parametrize("reason", TOO_LITTLE)
def test_a_file_that_was_read_once_is_not_refused_where_the_machine_cannot_read_it_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    upload = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    with in_job(cast.north.id):
        ask_again([upload.pk], district_id=cast.north.id)
    monkeypatch.setattr(examination, "read_table", read_table)  # in a process, which alone has bounds
    monkeypatch.setattr(CHECK, "DEFAULT", TOO_LITTLE[reason])
    assert [run_check(upload) for _ in range(5)] == [False] * 5
    after = again(upload)
    assert (after.state, after.report, after.last_error) == ("accepted", "school_enrollment", reason)
    assert [(one.upload_id, one.is_current) for one in snapshots(cast.north)] == [(upload.pk, True)]
    assert upload_status_for_page(after).has_ended


def test_a_file_that_is_refused_after_all_takes_its_rows_with_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = checked(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    monkeypatch.setattr(examination, "find_personal", lambda *table: Note("E-FILE-PERSONAL", "column enrolled"))
    with in_job(cast.north.id):
        ask_again([upload.pk], district_id=cast.north.id)
    run_check(upload)
    assert (again(upload).state, again(upload).report) == ("refused", "school_enrollment")
    assert current(cast.north, "school_enrollment", 2021).height == 0


def test_data_on_persons_are_destroyed_and_only_the_hash_is_kept(cast: Cast) -> None:
    upload = checked(cast.north, b"First Name,Last Name\nAnn,Lee\n")
    told = ("refused", {"E-FILE-PERSONAL": 1})
    assert (upload.state, rules_of(upload), upload.original) == (*told, "to_remove")
    outbox.run_waiting()
    with across_districts(reason="tests"):
        events = AuditEvent.objects.filter(object_id=str(upload.pk)).order_by("number")
        said = list(events.values_list("verb", "detail__sha256"))
        with pytest.raises(FileDamaged):
            open_stored(upload)
    assert said[0] == ("upload.received", upload.content_hash)
    assert said[-1] == ("upload.removed", upload.content_hash)
    assert (again(upload).state, again(upload).original) == ("refused", "removed")


def test_statewide_reports_found_districts_and_schools(cast: Cast) -> None:
    grades = ["PK", "K", *map(str, range(1, 13)), "SP"]
    header = ["Academic Year", "School Name", "DESE ID", *grades, "Total"]

    def row(year: str, name: str, code: str, **counts: int) -> list[Any]:
        numbers = [counts.get(f"g{grade}", 0) for grade in grades]
        return [year, name, code, *numbers, sum(numbers)]

    checked(
        cast.agency,
        [
            header,
            row("2019-20", "Westville - Old School", "00550005", gK=10, g1=12),
            row("2019-20", "Westville - Westville High", "00550505", g9=90, g12=80),
            row("2020-21", "Westville Central - Westville High", "00550505", g9=90, g12=80),
            row("2020-21", "Sun Charter (District) - Sun Charter School", "04990105", gK=10, g8=10),
        ],
    )
    with across_districts(reason="tests"):
        districts = District.objects.filter(org_code__in=["00550000", "04990000"]).order_by("org_code")
        schools = School.objects.filter(district__in=districts).order_by("org_code")
        assert list(districts.values_list("name", "kind", "opened_year")) == [
            ("Westville Central", "DISTRICT", None),
            ("Sun Charter (District)", "CHARTER", 2021),
        ]
        assert list(schools.values_list("name", "level", "charter", "opened_year", "closed_year")) == [
            ("Old School", "ELEM", False, None, 2020),
            ("Westville High", "HIGH", False, None, None),
            ("Sun Charter School", "K8", True, 2021, None),
        ]


def test_a_district_touches_its_own_schools_alone(cast: Cast) -> None:
    header = ["org_code", "org_name", "org_type", "parent_org_code", "school_level"]
    own = ["00100009", "New School", "SCHOOL", "00100000", "ELEM"]
    other = ["00200001", "Taken Over", "SCHOOL", "00200000", "HIGH"]
    upload = checked(cast.north, [header, own, other])
    with across_districts(reason="tests"):
        names = dict(School.objects.filter(org_code__in=["00100009", "00200001"]).values_list("org_code", "name"))
    assert rules_of(upload) == {"E-ORG-OTHER-DISTRICT": 1}
    assert names == {"00100009": "New School", "00200001": "Southport High"}


def test_nothing_waits_where_nothing_is_odd(cast: Cast) -> None:
    state = InventedState(1, schools=60)
    upload = checked(cast.agency, with_years({year: state.class_size(year) for year in (2020, 2021)}))
    with across_districts(reason="tests"):
        assert (upload.state, ColumnProposal.objects.exists()) == ("accepted", False)


def test_an_upload_is_a_bounded_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    upload = send(cast.north, enrollment(["2020-21", SCHOOL, "all", 100]))
    with django_assert_max_num_queries(43):
        outbox.run(job_id=check_job(upload).pk, district_id=cast.north.id)
    assert again(upload).state == Upload.State.ACCEPTED
