"""The outbox's doors to intake, and its beats: sweeping files, checking anew what was given up, reminding districts,
comparing their staff, summing up what collections cost them.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Iterator
from typing import Any

import polars as pl
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from districts import trouble
from districts.wall import across_districts, in_job
from monitoring.intake import actions, files, past, submissions
from monitoring.intake.queries import uploads as queries
from monitoring.intake.queries.entry import tenants_with_old_drafts
from monitoring.intake.queries.reminders import reminders_due
from monitoring.intake.queries.shared_staff import places_to_compare
from monitoring.intake.reports.declaration import Report

EVERYBODYS = "intake: the directory of districts and schools is everybody's"
STANDS_IN = "intake: the agency's licenses and crosswalk stand in where a district has none of its own"
SHARED = "intake: districts' work assignments are compared for people whom several report"
REMINDS = "intake: whose collections are due, and whose people were reminded"
DRAFTED = "intake: which tenants have drafts of typed rows that nobody goes on with"
GIVEN_UP = "intake: whose files are to be checked against each other again"
SUMMED_UP = "intake: districts' estimates of what a collection costs are told together"
BESIDE = "intake: a district's file is checked beside what the agency sent about it"

log = logging.getLogger("monitoring.intake")


def check_upload(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.check_upload`: {upload_id}, and `again` where an ended check is done anew.

    Delivered twice, or late, it changes nothing more.
    """
    with across_districts(reason=EVERYBODYS):
        known = past.Known(past.known_organizations(), _read_agency_years, _read_agency)
    again = bool(payload.get("again"))
    upload = actions.check_upload(upload_id=payload["upload_id"], district_id=district_id, known=known, again=again)
    if queries.names_organizations(upload):
        with across_districts(reason=EVERYBODYS):
            actions.update_directory(upload=upload)
    if lent := queries.lent_to_districts(upload):
        with across_districts(reason=STANDS_IN):
            actions.note_stand_ins()
            actions.ask_everybody_for_cross_checks(lent)


def _read_agency_years() -> past.Years:
    with across_districts(reason=BESIDE):
        return past.read_agency_years()


def _read_agency(report: Report) -> dict[int, pl.DataFrame]:
    with across_districts(reason=BESIDE):
        return past.read_agency(report)


def cross_check(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.cross_check`: {school_year, collection}. Delivered twice it changes nothing more."""
    where = {"school_year": payload["school_year"], "collection": payload["collection"]}
    actions.cross_check_submission(district_id=district_id, read_agency=_read_stand_in, **where)


def _read_stand_in(dataset: str, snapshot_id: uuid.UUID | None) -> pl.DataFrame | None:
    with across_districts(reason=STANDS_IN):
        return submissions.read_stand_in(dataset, snapshot_id)


@shared_task
def ask_again_for_cross_checks() -> int:
    """Check anew the files of each collection whose check against each other was given up, or was made in an edit
    window that has ended since. Returns of how many.
    """
    with across_districts(reason=GIVEN_UP):
        return actions.ask_again_for_cross_checks() + actions.ask_where_windows_ended()


def set_aside(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    """Topic `intake.check_upload`, after the last attempt."""
    actions.set_aside(upload_id=payload["upload_id"], district_id=district_id, reason=reason)


def remove_original(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.remove_original`: {upload_id}. Delivered twice, or late, it changes nothing more."""
    actions.remove_original(upload_id=payload["upload_id"], district_id=district_id)


@shared_task
def sweep_files() -> int:
    """Destroy what kills have left behind; a tenant's files in its own scope. Trouble in one place leaves the others
    to be swept.
    """
    swept = 0
    with _going_on("the files of the workplace"):
        swept += files.clear_workplace()
    for district_id in files.tenants_with_files():
        with _going_on(f"the files of tenant {district_id}"), in_job(district_id):
            swept += actions.sweep_files(district_id=district_id)
    return swept


@shared_task
def sweep_drafts() -> int:
    """Destroy drafts of typed rows that nobody goes on with, each tenant's in its own scope. Returns how many."""
    with across_districts(reason=DRAFTED):
        tenants = tenants_with_old_drafts()
    swept = 0
    for district_id in tenants:
        with _going_on(f"the drafts of tenant {district_id}"), in_job(district_id):
            swept += actions.sweep_drafts(district_id=district_id)
    return swept


@shared_task
def remind_districts() -> int:
    """Ask for every reminder whose day has come, each in its district's own scope, and once. Returns how many."""
    with across_districts(reason=REMINDS):
        due = reminders_due(timezone.localdate())
    made = 0
    for one in due:
        with _going_on(f"reminder of tenant {one.district_id}"), in_job(one.district_id):
            made += actions.remind_of_collection(one) is not None
    return made


@shared_task
def compare_staff() -> int:
    """Compare the districts' work assignments wherever they have changed. Returns of how many collections."""
    with across_districts(reason=SHARED):
        places = places_to_compare(timezone.localdate())
    compared = 0
    for school_year, collection in places:
        with _going_on(f"the staff of {school_year}, {collection}"), across_districts(reason=SHARED):
            compared += actions.compare_staff(school_year=school_year, collection=collection)
    return compared


@shared_task
def sum_up_estimates() -> int:
    """Tell the districts' estimates of their time together, where enough answered. Returns how many lines changed."""
    with across_districts(reason=SUMMED_UP):
        return actions.sum_up_estimates()


def send_reminder(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.remind`: {reminder_id, membership_id}, of one person who gets it."""
    actions.send_reminder(district_id=district_id, **payload)


def give_up_reminder(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    """The same topic, after the last attempt."""
    actions.give_up_reminder(reminder_id=payload["reminder_id"], district_id=district_id)


@contextlib.contextmanager
def _going_on(place: str) -> Iterator[None]:
    try:
        yield
    except SoftTimeLimitExceeded:
        raise  # it is the beat's own end, not this place's trouble
    except Exception as failure:
        log.error("%s: not done: %s", place, trouble.place_of(failure))
