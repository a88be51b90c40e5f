"""The agency answers a district's certification: accepts or returns it, opens an edit window; and sets the dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District, Membership
from districts.school_year import show_school_year
from districts.wall import in_job
from monitoring.intake.actions.hand_over import NotPossible, act_on
from monitoring.intake.certification.calendar import Dates
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import CertificationEvent, CollectionDates
from monitoring.intake.queries.collections import calendars


@dataclass(frozen=True)
class Answered:
    """What became of one of several collections. `why_not`: why it could not be accepted; empty where it was."""

    district: District
    year: int
    collection: str
    why_not: str = ""

    def __str__(self) -> str:
        return f"{COLLECTIONS[self.collection].title} {show_school_year(self.year)} of {self.district.name}"


def accept_collection(
    *, district_id: int, year: int, collection: str, certification: int | None = None, by: Membership
) -> CertificationEvent:
    """Accept what a district has certified; never by the person who certified it. Call inside `in_state`.
    `certification`: the number of the one that was looked at; no other is answered.
    """
    refuse_stranger(by, "collection.accept", "state")
    with in_job(district_id):  # the word stands among the district's rows, beside what it is about
        return act_on(Act.ACCEPT, year, collection, district_id=district_id, certification=certification, by=by)


def accept_collections(*, chosen: Iterable[tuple[District, int, str, int]], by: Membership) -> list[Answered]:
    """Accept what several districts have certified: each is an act of its own with its event, and what cannot be
    accepted does not keep the others. In the order of districts, so that two people at once wait for each other and
    never both. `chosen`: each with the number of the certification that was looked at. Call inside `in_state`.
    """
    refuse_stranger(by, "collection.accept", "state")
    order = list(COLLECTIONS)
    answered = []
    for district, year, name, certification in sorted(chosen, key=lambda one: (one[0].pk, one[1], order.index(one[2]))):
        try:
            accept_collection(district_id=district.pk, year=year, collection=name, certification=certification, by=by)
        except NotPossible as why:
            answered.append(Answered(district, year, name, str(why)))
        else:
            answered.append(Answered(district, year, name))
    return answered


def return_collection(
    *, district_id: int, year: int, collection: str, reason: str, certification: int | None = None, by: Membership
) -> CertificationEvent:
    """Give a certified collection back with a reason: the district's files can be changed again. `certification`: the
    number of the one that was looked at.
    """
    refuse_stranger(by, "collection.accept", "state")
    with in_job(district_id):
        return act_on(
            Act.RETURN,
            year,
            collection,
            district_id=district_id,
            reason=reason,
            certification=certification,
            by=by,
        )


def open_edit_window(
    *, district_id: int, year: int, collection: str, reason: str, until: dt.date, by: Membership
) -> CertificationEvent:
    """Let a district change what it has certified, until the end of a day; then it is certified again."""
    refuse_stranger(by, "collection.window", "state")
    if until < timezone.localdate():
        raise NotPossible("The last day of the window has passed already: name today or a later day.")
    with in_job(district_id):
        return act_on(Act.WINDOW, year, collection, district_id=district_id, reason=reason, until=until, by=by)


def set_collection_dates(
    *, year: int, collection: str, dates: Dates, reason: str, by: Membership
) -> CollectionDates | None:
    """Change the dates of a collection for all districts; None where they are these already."""
    refuse_stranger(by, "collection.window", "state")
    if not dates.opens <= dates.certify_by <= dates.edits_until:
        raise NotPossible("It opens first, then it is due, and edits end last: put the three days in this order.")
    if not reason.strip():
        raise NotPossible("Say why the dates change: the districts will read it.")
    with transaction.atomic():
        wait_for(Lock.SNAPSHOTS, by.district_id)
        if calendars([year])[year][collection] == dates:
            return None
        made = CollectionDates.objects.create(
            school_year=year,
            collection=collection,
            opens=dates.opens,
            certify_by=dates.certify_by,
            edits_until=dates.edits_until,
            reason=reason.strip(),
            by_name=by.name,
        )
        detail = {
            "collection": COLLECTIONS[collection].title,
            "school_year": show_school_year(year),
            "due": dates.certify_by,
        }
        record(verb="collection.dates", obj=made, detail=detail, by=by, district_id=by.district_id)
    return made
