"""What stands beside collections and belongs to none: licenses, and which of them each course asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.timezone import localtime

from districts.models import District
from monitoring.intake.certification.catalogue import OF_STAFF
from monitoring.intake.certification.facts import Act, Beside
from monitoring.intake.certification.standing import certification_of
from monitoring.intake.models import CertificationEvent, Snapshot, StandIn, Upload
from monitoring.intake.submissions import STAND_IN


def stand_beside(own: Iterable[Snapshot], uploads: Iterable[Upload]) -> tuple[Beside, ...]:
    """The district's rows in force of all years, and the agency's of what it has none of. One query. `own`: with the
    `uploads` that gave them among others.
    """
    names = {one.pk: one.file_name for one in uploads}
    found = {
        one.dataset: Beside(
            one.dataset,
            str(one.pk),
            one.content_hash,
            one.rows,
            localtime(one.stands_since).date(),
            str(one.upload_id),
            names[one.upload_id],
        )
        for one in own
    }
    lent = {one.dataset: _lent(one) for one in _lent_now()}
    return tuple({**lent, **found}[name] for name in STAND_IN if name in lent or name in found)


def certified_last(acts: Mapping[str, list[CertificationEvent]]) -> str:
    """The collection of staff that a district has certified last in a year, with which licenses count; none where no
    certification stands. `acts`: by collection, oldest first. No query.
    """
    stand = [name for name in OF_STAFF if certification_of([one.event for one in acts.get(name, [])])]
    return max(stand, key=lambda name: (_signed_at(acts[name]), OF_STAFF.index(name)), default="")


def newer_for_ese(district: District, year: int, collection: str) -> list[Beside]:
    """What came beside a collection since it was certified, as far as ESE sees it: that a file came, and its own files.
    Three queries, one where another collection of the year, or none, was certified last. In the state's scope.
    """
    acts: dict[str, list[CertificationEvent]] = {name: [] for name in OF_STAFF}
    of_year = CertificationEvent.objects.filter(district_id=district.pk, school_year=year, collection__in=OF_STAFF)
    for one in of_year.defer("snapshots").order_by("number"):
        acts[one.collection].append(one)
    if certified_last(acts) != collection:
        return []
    certified = certification_of([one.event for one in acts[collection]])
    taken = Upload.objects.filter(district_id=district.pk, report__in=list(STAND_IN), state__in=Upload.TAKEN)
    own = {one.report: one for one in taken.order_by("received_at")}
    lent = [_lent(one) for one in _lent_now() if one.dataset not in own]
    since = _signed_at(acts[collection])
    came = [
        Beside(name, "", "", one.rows_accepted, localtime(one.received_at).date(), upload=str(one.pk))
        for name, one in own.items()
        if one.received_at > since
    ]
    return [*came, *(certified.newer_than(lent) if certified else [])]


def _signed_at(acts: Iterable[CertificationEvent]) -> dt.datetime:
    return max(one.at for one in acts if one.act == Act.CERTIFY)


def _lent_now() -> QuerySet[StandIn]:
    return StandIn.objects.filter(until=None).defer("courses")


def _lent(one: StandIn) -> Beside:
    return Beside(one.dataset, str(one.snapshot_id), one.content_hash, one.rows, localtime(one.since).date())
