"""Files whose rows are of persons: followed under pseudonyms, told of by the ends of ids, and not kept as they came."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from districts import outbox
from districts.models import AuditEvent, Job
from districts.wall import across_districts, in_district, in_job
from monitoring.intake.actions import NotHeld, sweep_files, take_upload
from monitoring.intake.files import FileDamaged, open_stored
from monitoring.intake.models import Finding, Snapshot, Upload
from tests.districts.cast import Cast
from tests.intake.layout_cases import ASSIGNMENT, ROSTER, people
from tests.intake.uploading import again, checked, current

IDS = ("31415926", "27182818")


def table(row: dict[str, str], *changes: dict[str, str]) -> list[list[Any]]:
    return [list(row), *(list({**row, **one}.values()) for one in changes)]


def roster(*changes: dict[str, str]) -> list[list[Any]]:
    return table(ROSTER, *changes)


def persons(of: Any) -> list[str]:
    return current(of, "staff_roster", 2025).sort("row_number")["mepid"].to_list()


def test_nothing_that_is_kept_or_said_holds_an_id(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = [{"mepid": IDS[1], "employment_status": "03"}, {"mepid": "Miller"}, {"hire_date": "Miller"}]
    upload = checked(cast.north, roster({"mepid": IDS[0]}, *wrong))
    assert (upload.state, upload.rows_accepted) == ("accepted_in_part", 1)
    with across_districts(reason="tests"):
        (snapshot,) = Snapshot.objects.filter(upload=upload)
        rows = [
            *Finding.objects.values_list("details", flat=True),
            *AuditEvent.objects.values_list("detail", flat=True),
            *Job.objects.values_list("payload", flat=True),
            *Upload.objects.values(),
        ]
        kept = open_stored(snapshot).read()
    told = f"{rows} {caplog.text} {kept!r} {current(cast.north, 'staff_roster', 2025).rows()}"
    assert [word in told for word in (*IDS, "Miller")] == [False] * 3
    assert "…818" in told


def test_one_person_has_one_pseudonym_in_all_districts_and_years(cast: Cast) -> None:
    checked(cast.north, roster(*({"mepid": one} for one in IDS)))
    checked(cast.south, roster(*({"mepid": one} for one in reversed(IDS))))
    assert persons(cast.north) == persons(cast.south)[::-1]
    assert (len(set(persons(cast.north))), {len(one) for one in persons(cast.north)}) == (2, {32})


def test_its_bytes_are_destroyed_once_it_is_taken_and_it_may_come_again(cast: Cast) -> None:
    first, second = roster(*people(3)), roster(*people(3, base_salary="71000"))
    upload = checked(cast.north, first)
    outbox.run_waiting()
    assert (again(upload).state, again(upload).original) == ("accepted", "removed")
    with across_districts(reason="tests"), pytest.raises(FileDamaged):
        open_stored(again(upload))
    assert checked(cast.north, first).pk == upload.pk  # nothing has said otherwise since
    checked(cast.north, second)
    back = checked(cast.north, first)
    assert (back.pk == upload.pk, back.state) == (False, "accepted")
    assert current(cast.north, "staff_roster", 2025)["base_salary"].to_list() == [700_000_000] * 3


@pytest.mark.usefixtures("root")
def test_one_that_waits_for_its_sender_is_kept_for_thirty_days(cast: Cast) -> None:
    checked(cast.north, roster(*people(20)))
    cut = checked(cast.north, roster(*people(10)))
    assert (cut.state, cut.original) == ("held", "kept")
    with across_districts(reason="tests"):
        Finding.objects.get(upload=cut, rule_id="W-ROWS-GONE")
    for days, original in ((29, "kept"), (31, "removed")):
        with in_job(cast.north.id):
            Upload.objects.filter(pk=cut.pk).update(received_at=timezone.now() - timedelta(days=days))
            sweep_files(district_id=cast.north.id)
        outbox.run_waiting()
        assert again(cut).original == original
    with in_district(cast.north.id), pytest.raises(NotHeld, match="destroyed after 30 days; send it again"):
        take_upload(upload_id=cut.pk, by=cast.north.member("district_steward"))


def test_blank_and_does_not_apply_and_zero_are_three_things(cast: Cast) -> None:
    cells = [{"total_salary": ""}, {"total_salary": "NA"}, {"base_salary": "0", "total_salary": "0"}]
    checked(cast.north, roster(*({**one, "mepid": f"{place:08}"} for place, one in enumerate(cells))))
    frame = current(cast.north, "staff_roster", 2025).sort("row_number")
    says_na = pl.col("does_not_apply").list.contains("total_salary")
    assert frame.select("total_salary", says_na).rows() == [(None, False), (None, True), (0, False)]


def test_the_collections_of_a_year_stand_side_by_side(cast: Cast) -> None:
    school = {"org_code": "00100505"}
    checked(cast.north, table(ASSIGNMENT, *({**one, **school} for one in people(4))))
    checked(cast.north, table(ASSIGNMENT, *({**one, **school, "collection": "EOY"} for one in people(2))))
    with across_districts(reason="tests"):
        stand = Snapshot.objects.filter(superseded_at=None).order_by("collection").values_list("collection", "rows")
        assert list(stand) == [("EOY", 2), ("OCT", 4)]
