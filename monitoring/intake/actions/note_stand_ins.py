"""Which rows of the agency's stand in is noted for everybody, in the transaction that changes it."""

from __future__ import annotations

import polars as pl
from django.utils import timezone

from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot, StandIn
from monitoring.intake.submissions import STAND_IN

OF_COURSES = "course_crosswalk"


def note_stand_ins() -> None:
    """Note what the agency's files say now beside what stood before. In a scope that reaches all tenants' rows."""
    of_agency = Snapshot.objects.filter(dataset__in=list(STAND_IN), district__kind="STATE", superseded_at=None)
    stand = {one.dataset: one for one in of_agency.filter(rows__gt=0).order_by("frozen_at")}
    gone = StandIn.objects.filter(until=None).exclude(pk__in=[one.pk for one in stand.values()])
    gone.update(until=timezone.now())
    for name, one in stand.items():
        said = {"dataset": name, "content_hash": one.content_hash, "rows": one.rows}
        more = {"courses": _rows_of_courses(one) if name == OF_COURSES else {}, "since": one.stands_since}
        StandIn.objects.get_or_create(pk=one.pk, defaults=said | more)


def _rows_of_courses(snapshot: Snapshot) -> dict[str, list[int]]:
    named = read_snapshot(snapshot, columns=("course_code", "row_number")).drop_nulls()
    rows = named.group_by("course_code").agg(pl.col("row_number").sort())
    return dict(rows.sort("course_code").iter_rows())
