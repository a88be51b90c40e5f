"""A file for a collection that was handed over waits, says why, and is taken once the collection is open again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import polars as pl
import pytest
import time_machine

from districts.wall import in_district, in_job, in_state
from monitoring.intake.actions import (
    NotHeld,
    certify_collection,
    open_edit_window,
    return_collection,
    submit_collection,
    take_upload,
    withdraw_collection,
)
from monitoring.intake.actions.ask_for_checks import ask_again
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.changes.locked_rows import beside_locks, locks_of_upload
from monitoring.intake.examination import Examination
from monitoring.intake.grain import Grain
from monitoring.intake.models import Finding, Upload
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.queries.uploads import overtaken_of, with_overtaken
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Enrolled, Share
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, OCTOBER, YEAR, agree, answer, certified, do, how, stands
from tests.intake.invented import InventedState, with_columns_moved, with_years
from tests.intake.layout_cases import ASSIGNMENT, ROSTER
from tests.intake.rule_cases import GRADED, GRADES
from tests.intake.test_judging_again import MOVED
from tests.intake.uploading import again, check_job, checked, current, rules_of, run_check, send, snapshots

CHECK = import_module("monitoring.intake.actions.check_upload")

LOCKED = "W-COLLECTION-LOCKED"
OURS = {**ASSIGNMENT, "org_code": "00100001"}


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME):
        yield


def table(row: dict[str, str], **changes: str) -> list[list[Any]]:
    return [list(row), list({**row, **changes}.values())]


def taken(cast: Cast, upload: Upload) -> Upload:
    with in_district(cast.north.id):
        take_upload(upload_id=upload.pk, by=cast.north.member("district_steward"))
    run_check(upload)
    return again(upload)


def test_it_waits_and_says_why_by_whom_and_what_to_do(cast: Cast) -> None:
    certified(cast)
    upload = checked(cast.north, table(OURS))
    assert (upload.state, rules_of(upload)[LOCKED], snapshots(cast.north, upload=upload)) == ("held", 1, [])
    assert (how(cast.north).state, upload.why_held) == ("certified", "locked")
    with in_district(cast.north.id):
        (told,) = Finding.objects.get(upload=upload, rule_id=LOCKED).details
    assert told["message"] == (
        "October collection 2024-25, Work assignments: It was certified by Dave Certifier on October 20, 2024. To"
        " change it, the certifier withdraws it by November 1, 2024; later, ESE is asked for a window."
    )
    with pytest.raises(NotHeld, match="Work assignments is closed to changes"):
        taken(cast, upload)


def test_withdrawn_the_waiting_file_is_taken_and_stands(cast: Cast) -> None:
    certified(cast)
    upload = checked(cast.north, table(OURS))
    do("withdraw", cast.north.member("certifier"), reason="a class is missing")
    assert again(upload).state == "held"  # nobody has said that it is right
    assert taken(cast, upload).state == "accepted"
    (kept,) = snapshots(cast.north, dataset="work_assignment", superseded_at=None)
    assert (kept.upload_id, LOCKED in rules_of(upload)) == (upload.pk, False)


def test_in_an_edit_window_a_file_is_taken_at_once_and_after_it_waits(cast: Cast) -> None:
    certified(cast)
    answer("accept_collection", cast)
    answer("open_edit_window", cast, reason="two classes", until=IN_TIME.date() + dt.timedelta(days=2))
    assert checked(cast.north, table(OURS)).state == "accepted"
    with time_machine.travel(IN_TIME + dt.timedelta(days=3)):
        assert checked(cast.north, table(OURS, fte="0.8")).state == "held"


def test_rows_that_stand_already_and_those_of_another_collection_or_year_do_not_wait(cast: Cast) -> None:
    certified(cast)
    do("withdraw", cast.north.member("certifier"), reason="to put rows in that were read")
    checked(cast.north, table(OURS))
    agree()
    do("submit", cast.north.member("district_steward"))
    same = checked(cast.north, [*table(OURS), []])
    others = [table(OURS, collection="EOY"), table(OURS, school_year="2023-24")]
    assert [same.state, *(checked(cast.north, one).state for one in others)] == ["accepted"] * 3
    assert checked(cast.south, table({**OURS, "org_code": "00200001"})).state == "accepted"


def test_the_roster_of_a_year_is_open_again_once_the_collection_of_its_end_is(cast: Cast) -> None:
    certified(cast)
    assert checked(cast.north, table(ROSTER)).state == "held"
    with time_machine.travel(dt.datetime(2025, 6, 2, 16, tzinfo=dt.UTC)):
        assert checked(cast.north, table(ROSTER, years_prior_teaching="13")).state == "accepted"
        assert how(cast.north).state == "certified"


def test_a_later_file_of_another_collection_does_not_overtake_the_waiting_one(cast: Cast) -> None:
    certified(cast)
    waiting = checked(cast.north, table(OURS))
    checked(cast.north, table(OURS, collection="EOY"))
    with in_district(cast.north.id):
        (shown,) = with_overtaken(Upload.objects.filter(pk=waiting.pk))
        assert (vars(shown)["is_overtaken"], overtaken_of(shown)) == (False, None)
    do("withdraw", cast.north.member("certifier"), reason="a class is missing")
    assert taken(cast, waiting).state == "accepted"


def test_a_waiting_file_is_told_until_a_later_one_of_its_own_layout_is_taken(cast: Cast) -> None:
    certified(cast)
    waiting = [checked(cast.north, table(row)) for row in (ROSTER, OURS)]
    do("withdraw", cast.north.member("certifier"), reason="a class is missing")
    told = [held(cast)]
    for later in (table(OURS, fte="0.8"), table(ROSTER, years_prior_teaching="13")):
        assert checked(cast.north, later).state == "accepted"
        told.append(held(cast))
    assert told == [{one.pk for one in waiting}, {waiting[0].pk}, set()]


def held(cast: Cast) -> set[uuid.UUID]:
    """Files that wait, as the page of October's collection tells them."""
    with in_district(cast.north.id):
        found = collections_of_district(cast.north.id, [YEAR])
        return {one.pk for one in found.held(found.standing(YEAR, OCTOBER))}


def certified_figures(cast: Cast) -> None:
    """Northfield's aggregate figures of the year, submitted and certified."""
    stands(cast.north, "school_enrollment")
    with in_district(cast.north.id):
        submit_collection(year=YEAR, collection="FIG", by=cast.north.member("district_steward"))
        certify_collection(year=YEAR, collection="FIG", by=cast.north.member("certifier"))


def test_a_published_report_waits_till_its_figures_are_open_again(cast: Cast) -> None:
    certified_figures(cast)
    upload = checked(cast.north, [GRADES, ["2024-25", "00100001", *GRADED[2:]]])
    assert (upload.state, rules_of(upload)[LOCKED]) == ("held", 1)
    with pytest.raises(NotHeld, match="Aggregate figures 2024-25, School enrollment is closed to changes"):
        taken(cast, upload)
    with in_district(cast.north.id):
        by = cast.north.member("certifier")
        withdraw_collection(year=YEAR, collection="FIG", reason="a grade is missing", by=by)
        assert locks_of_upload(upload) == {}
    assert taken(cast, upload).state == "accepted"


@pytest.mark.parametrize("report", COLLECTIONS["FIG"].optional)
def test_what_keeps_a_file_out_is_what_its_rows_are_of(cast: Cast, report: str) -> None:
    certified_figures(cast)
    upload = send(cast.north, b"x")
    conversions = REPORTS[report].conversions
    kinds = {"school_enrollment" if isinstance(one, Enrolled | Share) else "metric_aggregate" for one in conversions}
    frames = {Grain(kind, YEAR): pl.DataFrame({"org_code": ["00100001"]}) for kind in kinds or {report}}
    beside = {Grain("organizations", YEAR): pl.DataFrame(), Grain("report_columns", YEAR): pl.DataFrame()}
    examination = Examination("accepted", [], REPORTS[report], (YEAR,), frames=frames | (beside if kinds else {}))
    with in_job(cast.north.id):
        upload.report, upload.school_years, upload.state = report, [YEAR], Upload.State.HELD
        told = beside_locks(examination, {}, upload=upload)
        CHECK._write_findings(upload, told.findings)
        places = [f"Aggregate figures 2024-25, {REPORTS[kind.dataset].title}" for kind in frames]
        assert (told.verdict, told.findings[0].details["value"].to_list()) == ("held", places)
        assert list(locks_of_upload(upload) or ()) == places


@pytest.fixture
def doubted(cast: Cast) -> Upload:
    """Northfield's file of this year, certified, of which last year's says that its columns changed places."""
    state = InventedState(70, schools=60)
    state.codes = [f"0010{number + 1:04}" for number in range(60)]
    upload = checked(cast.north, with_years({YEAR: with_columns_moved(state.class_size(YEAR), MOVED)}))
    figures: dict[str, Any] = {"year": YEAR, "collection": "FIG"}
    with in_district(cast.north.id):
        submit_collection(**figures, by=cast.north.member("district_steward"))
        certify_collection(**figures, by=cast.north.member("certifier"))
    assert checked(cast.north, with_years({YEAR - 1: state.class_size(YEAR - 1)})).state == "accepted_in_part"
    return upload


def shares(cast: Cast) -> tuple[str, int]:
    """How the figures stand, and how many shares of groups are in use."""
    return how(cast.north, "FIG").state, int(current(cast.north, "school_enrollment", YEAR)["share"].count())


def test_what_another_year_says_of_certified_rows_changes_none_of_them(cast: Cast, doubted: Upload) -> None:
    before = rules_of(doubted)
    assert check_job(doubted).state == "waiting"
    for _ in range(2):
        assert run_check(doubted)
        with in_district(cast.north.id):
            ask_again([doubted.pk], district_id=cast.north.id)
        after = again(doubted)
        assert (after.state, rules_of(doubted)) == (doubted.state, before | {"W-CHECK-WAITS": 1})
        assert (after.warnings, after.errors) == (doubted.warnings + 1, 0)
        assert shares(cast) == ("certified", 180)
    with in_district(cast.north.id):
        (told,) = Finding.objects.get(upload=doubted, rule_id="W-CHECK-WAITS").details
        of_year = collections_of_district(cast.north.id, [YEAR])
        assert of_year.explained(of_year.standing(YEAR, "FIG")) == []  # nobody has to explain it
        assert [one.pk for one in of_year.put_off(of_year.standing(YEAR, "FIG"))] == [doubted.pk]
    assert told["message"] == (
        "Aggregate figures 2024-25, School enrollment: It was certified by Dave Certifier on October 20, 2024. To"
        " change it, the certifier withdraws it by July 18, 2025; later, ESE is asked for a window."
    )


@pytest.mark.parametrize("opening", ["withdraw", "return", "window"])
def test_it_is_checked_anew_once_the_collection_is_open(cast: Cast, doubted: Upload, opening: str) -> None:
    assert (run_check(doubted), check_job(doubted).state, shares(cast)) == (True, "done", ("certified", 180))
    figures: dict[str, Any] = {"year": YEAR, "collection": "FIG", "reason": "two columns"}
    analyst: dict[str, Any] = {"district_id": cast.north.id, "by": cast.agency.member("ese_analyst")}
    with in_district(cast.north.id) if opening == "withdraw" else in_state(cast.agency.id):
        if opening == "withdraw":
            withdraw_collection(**figures, by=cast.north.member("certifier"))
        elif opening == "return":
            return_collection(**figures, **analyst)
        else:
            open_edit_window(**figures, **analyst, until=IN_TIME.date())
    assert check_job(doubted).state == "waiting"
    run_check(doubted)
    assert (again(doubted).state, "W-CHECK-WAITS" in rules_of(doubted), shares(cast)[1]) == (
        "accepted_in_part",
        False,
        0,
    )
    with in_district(cast.north.id):
        of_year = collections_of_district(cast.north.id, [YEAR])
        assert of_year.put_off(of_year.standing(YEAR, "FIG")) == []
