"""Which rows of the agency's stand in is noted for everybody, in the transaction that changes it."""

from __future__ import annotations

from monitoring.intake.models import Snapshot, StandIn
from monitoring.intake.submissions import STAND_IN


def note_stand_ins() -> None:
    """Put what the agency's files say now in the place of what is noted. In a scope that reaches all tenants' rows."""
    of_agency = Snapshot.objects.filter(dataset__in=list(STAND_IN), district__kind="STATE", superseded_at=None)
    stand = {one.dataset: one for one in of_agency.filter(rows__gt=0).order_by("frozen_at")}
    StandIn.objects.exclude(dataset__in=list(stand)).delete()
    for name, one in stand.items():
        said = {"content_hash": one.content_hash, "rows": one.rows, "since": one.stands_since}
        StandIn.objects.update_or_create(dataset=name, defaults={"snapshot_id": one.pk, **said})
