"""What stands beside collections and belongs to none: licenses, and which of them each course asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.timezone import localtime

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
    return _with_lent(
        Beside(
            one.dataset,
            str(one.pk),
            one.content_hash,
            one.rows,
            localtime(one.stands_since).date(),
            str(one.upload_id),
            names[one.upload_id],
        )
        for one in own
    )


def certified_last(acts: Mapping[str, list[CertificationEvent]]) -> str:
    """The collection of staff that a district has certified last in a year, with which licenses count; none where no
    certification stands. `acts`: by collection, oldest first. No query.
    """
    stand = [name for name in OF_STAFF if certification_of([one.event for one in acts.get(name, [])])]
    return max(stand, key=lambda name: (_signed_at(acts[name]), OF_STAFF.index(name)), default="")


def newer_for_ese(district_id: int, acts: Mapping[str, list[CertificationEvent]], collection: str) -> list[Beside]:
    """What came beside a collection since it was certified, as far as ESE sees it: that a file came, and its own files.
    `acts`: as `certified_last` has them. Two queries; none where another collection of the year, or none, was certified
    last. In the state's scope.
    """
    certified = certification_of([one.event for one in acts.get(collection, [])])
    if certified is None or certified_last(acts) != collection:
        return []
    taken = Upload.objects.filter(district_id=district_id, report__in=list(STAND_IN), state__in=Upload.TAKEN)
    latest = {one.report: one for one in taken.exclude(rows_hash="").order_by("received_at")}
    own = (
        Beside(name, "", one.rows_hash, None, localtime(one.received_at).date(), upload=str(one.pk))
        for name, one in latest.items()
        if one.rows_accepted
    )
    return certified.newer_than(_with_lent(own))


def _with_lent(own: Iterable[Beside]) -> tuple[Beside, ...]:
    """What a district has, and the agency's of what it has none of. One query."""
    lent = {one.dataset: _lent(one) for one in StandIn.objects.filter(until=None).defer("courses")}
    stand = {**lent, **{one.layout: one for one in own}}
    return tuple(stand[name] for name in STAND_IN if name in stand)


def _signed_at(acts: Iterable[CertificationEvent]) -> dt.datetime:
    return max(one.at for one in acts if one.act == Act.CERTIFY)


def _lent(one: StandIn) -> Beside:
    return Beside(one.dataset, str(one.snapshot_id), one.content_hash, one.rows, localtime(one.since).date())
