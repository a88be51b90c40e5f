"""A sender who wishes to see what a file changes before it is taken."""

from __future__ import annotations

from typing import Any

import pytest

from districts import outbox
from districts.models import AuditEvent
from districts.wall import across_districts, in_district, in_job
from monitoring.intake.actions import NotHeld, leave_upload, sweep_files
from monitoring.intake.actions.ask_for_checks import ask_again
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Comparison, Upload
from tests.districts.cast import Cast
from tests.intake.invented import with_columns_moved, with_years
from tests.intake.layout_cases import people
from tests.intake.test_files_on_persons import roster
from tests.intake.test_held_beside_proposals import EXCHANGED, decided, of_2020, years
from tests.intake.test_held_beside_proposals import taken as taken_by_the_agency
from tests.intake.test_superseding import CODES, check_again, enrolled, take, whole
from tests.intake.uploading import again, check_job, checked, enrollment, run_check, send

ONE_OTHER = {CODES[3]: 120}


def compared(upload: Upload) -> list[tuple[Any, ...]]:
    """Dataset, school year, and rows before, added, changed, removed."""
    columns = ("dataset", "school_year", "before", "added", "changed", "removed")
    with across_districts(reason="tests"):
        return list(Comparison.objects.filter(upload=upload).values_list(*columns))


def leave(cast: Cast, upload: Upload) -> Upload:
    with in_district(cast.north.id):
        return leave_upload(upload_id=upload.pk, by=cast.north.member("district_steward"))


@pytest.mark.usefixtures("root")
def test_a_file_that_changes_anything_waits_with_what_it_changes_and_is_taken_at_a_word(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    upload = checked(cast.north, enrollment(*whole(**ONE_OTHER)), asks_first=True)
    assert (upload.state, upload.why_held, enrolled(cast)["enrolled"].sum()) == ("held", "asked", 8000)
    told = [("school_enrollment", 2021, 80, 0, 1, 0)]
    assert compared(upload) == told
    with in_job(cast.north.id):
        assert sweep_files(district_id=cast.north.id) == 0
        (line,) = read_snapshot(Comparison.objects.get(upload=upload)).to_dicts()
    assert {name: line[name] for name in ("row", "earlier_row", "org_code", "column", "was", "now")} == {
        "row": 5,
        "earlier_row": 5,
        "org_code": CODES[3],
        "column": "enrolled",
        "was": "100",
        "now": "120",
    }
    take(cast, upload)
    run_check(upload)
    assert (again(upload).state, again(upload).why_held, compared(upload)) == ("accepted", "", told)
    assert (check_again(upload).state, compared(upload)) == ("accepted", told)
    checked(cast.north, enrollment(*whole()[1:]))
    assert (check_again(upload).state, compared(upload)) == ("accepted", told)  # though others stand by now


def test_where_nothing_stands_or_nothing_changes_there_is_no_question(cast: Cast) -> None:
    first = checked(cast.north, enrollment(*whole()), asks_first=True)
    same = checked(cast.north, enrollment(*reversed(whole())), asks_first=True)
    assert [(one.state, one.why_held) for one in (first, same)] == [("accepted", "")] * 2
    assert (compared(first), compared(same)) == ([], [("school_enrollment", 2021, 80, 0, 0, 0)])


def test_much_that_would_be_gone_is_the_reason_that_is_told(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    assert checked(cast.north, enrollment(*whole()[:40]), asks_first=True).why_held == "much"


def test_a_file_that_was_just_taken_has_the_others_judged_anew_whoever_asked_for_its_check(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    first, second = (
        checked(cast.north, enrollment(*whole(**{CODES[3]: count})), asks_first=True) for count in (120, 130)
    )
    take(cast, first)
    with in_job(cast.north.id):  # by another check, which read it as held before
        ask_again([first.pk], district_id=cast.north.id)
    run_check(first)
    assert (again(first).state, again(second).state, check_job(second).state) == ("accepted", "held", "waiting")
    run_check(second)
    assert (again(second).state, check_job(second).state, check_job(first).state) == ("held", "done", "done")


def test_a_file_that_was_left_changes_nothing_and_may_come_again(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    rows = enrollment(*whole(**ONE_OTHER))
    upload = checked(cast.north, rows, asks_first=True)
    assert (leave(cast, upload).state, leave(cast, upload).state, upload.has_ended) == ("left", "left", True)
    with pytest.raises(NotHeld, match="Left: not taken"):
        take(cast, upload)
    assert (check_again(upload).state, enrolled(cast)["enrolled"].sum()) == ("left", 8000)
    with across_districts(reason="tests"):
        assert AuditEvent.objects.filter(object_id=str(upload.pk), verb="upload.left").count() == 1
    anew = checked(cast.north, rows, asks_first=True)
    assert (anew.pk != upload.pk, anew.state) == (True, "held")
    assert send(cast.north, rows, asks_first=True).pk == anew.pk
    at_once = checked(cast.north, rows)
    assert (at_once.state, enrolled(cast)["enrolled"].sum()) == ("accepted", 8020)
    with pytest.raises(NotHeld, match="was taken in its place"):
        take(cast, anew)


def test_a_left_file_on_persons_is_destroyed_and_names_nobody(cast: Cast) -> None:
    checked(cast.north, roster(*people(3)))
    upload = checked(cast.north, roster(*people(3, base_salary="71000")), asks_first=True)
    assert (upload.why_held, upload.original, compared(upload)) == (
        "asked",
        "kept",
        [("staff_roster", 2025, 3, 0, 3, 0)],
    )
    with in_job(cast.north.id):
        lines = read_snapshot(Comparison.objects.get(upload=upload))
    assert lines.select("org_code", "of", "was", "now").null_count().row(0) == (lines.height,) * 4
    leave(cast, upload)
    outbox.run_waiting()
    assert again(upload).original == "removed"


@pytest.mark.slow
def test_after_a_decision_on_its_columns_its_sender_is_still_asked(cast: Cast) -> None:
    checked(cast.agency, with_years(years()))
    grid = with_columns_moved(years()[2020], EXCHANGED)
    changed = [grid[0], [grid[1][0], grid[1][1], *grid[1][2:]], *grid[2:-1]]  # a school less
    upload = checked(cast.agency, of_2020(changed), asks_first=True)
    assert (upload.state, upload.why_held) == ("held", "columns")
    confirmed = decided(cast, upload, confirm=True)
    assert (confirmed.state, confirmed.why_held) == ("held", "asked")
    assert taken_by_the_agency(cast, upload).state == "accepted"
