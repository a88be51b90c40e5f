"""Which rows districts have certified. Needs a scope that sees the districts in question."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from monitoring.intake.certification.catalogue import FIGURES, OF_STAFF
from monitoring.intake.certification.facts import Act
from monitoring.intake.certification.standing import closed_by
from monitoring.intake.models import CertificationEvent

Place = tuple[int, int, str]  # a district's id, a school year, a collection


class Certified(NamedTuple):
    """Rows that somebody has answered for."""

    report: str
    snapshot_id: uuid.UUID
    content_hash: str


class Signed(NamedTuple):
    """A certification that stands: the rows of the collection, and those that stood beside it."""

    at: dt.datetime
    rows: frozenset[Certified]
    beside: frozenset[Certified]


def certifications(
    collections: Collection[str], district_ids: Collection[int] | None = None
) -> Mapping[Place, Signed | None]:
    """By district, school year and collection the certification that stands, None where it was taken back; of all
    districts, or of some. One query.
    """
    acts = CertificationEvent.objects.filter(
        collection__in=collections, act__in=(Act.CERTIFY, Act.WITHDRAW, Act.RETURN)
    ).order_by("district_id", "school_year", "collection", "number")
    acts = acts if district_ids is None else acts.filter(district_id__in=district_ids)
    told = acts.values_list("district_id", "school_year", "collection", "act", "at", "snapshots", "beside")
    return {
        (district, year, collection): Signed(at, _named(rows), _named(beside)) if act == Act.CERTIFY else None
        for district, year, collection, act, at, rows, beside in told
    }


def last_of_each_year(signed: Mapping[Place, Signed | None]) -> Mapping[tuple[int, int], Signed]:
    """By district and school year the certification of a collection of staff that was given last: what stood beside it
    counts for the year.
    """
    of_staff = [(place, one) for place, one in signed.items() if one and place[2] in OF_STAFF]
    of_staff.sort(key=lambda pair: (pair[1].at, OF_STAFF.index(pair[0][2])))
    return {(district, year): one for (district, year, _), one in of_staff}


def certified_figures() -> Mapping[tuple[int, int], frozenset[Certified]]:
    """Of the collection of figures, by district and school year."""
    told = certifications((FIGURES,))
    return {(district, year): one.rows if one else frozenset() for (district, year, _), one in told.items()}


def beside_of_closed(district_id: int, school_year: int, collection: str) -> list[Certified] | None:
    """What stood beside a collection when it was certified; None where it is not, or can be changed now. One query."""
    acts = CertificationEvent.objects.filter(
        district_id=district_id, school_year=school_year, collection=collection
    ).order_by("number")
    closed = closed_by([one.event for one in acts.defer("snapshots")], timezone.localdate())
    return sorted(_named(closed.beside)) if closed else None


def _named(rows: Iterable[tuple[str, str, str]]) -> frozenset[Certified]:
    return frozenset(Certified(report, uuid.UUID(snapshot), content) for report, snapshot, content in rows)
