"""Files are checked against each other, in the transaction that changes what one of them says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.timezone import localdate, make_aware, now

from districts.models import Job
from districts.outbox import enqueue
from monitoring.intake.certification.facts import Act
from monitoring.intake.cross_checks.catalogue import CROSS_DATASETS, LOOKED_BACK_ON
from monitoring.intake.grain import Grain
from monitoring.intake.models import CertificationEvent, Snapshot
from monitoring.intake.submissions import collections_of
from monitoring.intake.topics import CROSS_TOPIC, key_of

DAYS = dt.timedelta(days=14)  # for so long after an edit window a beat sees that it has ended
LONGER_THAN_A_CHECK = dt.timedelta(hours=1)  # so that one that had begun before the window ended is over


def ask_for_cross_checks(grains: Iterable[Grain], *, district_id: int) -> None:
    """One promise for each school year and collection in which rows of these stand, or are looked back on. Many files
    in a minute cost one run. Rows of no school year stand in each of which the tenant has a file.
    """
    touched = [grain for grain in grains if grain.dataset in CROSS_DATASETS]
    is_of_more = any(grain.school_year is None or grain.dataset in LOOKED_BACK_ON for grain in touched)
    known = _years(district_id) if is_of_more else set()
    places = {
        (year, collection)
        for grain in touched
        for year in _years_touched(grain, known)
        for collection in collections_of(grain.dataset, grain.collection)
    }
    for school_year, collection in sorted(places):
        ask_for_cross_check(district_id=district_id, school_year=school_year, collection=collection)


def _years_touched(grain: Grain, known: set[int]) -> set[int]:
    """The year of the rows; and the next, where the tenant has files of it that are compared with these."""
    if grain.school_year is None:
        return known
    later = {grain.school_year + 1} & known if grain.dataset in LOOKED_BACK_ON else set()
    return {grain.school_year} | later


def ask_everybody_for_cross_checks(grains: Iterable[Grain]) -> None:
    """The same of every tenant that has files, after the agency's rows that stand in have changed; in a scope that
    reaches all tenants' rows.
    """
    touched = list(grains)
    dated = Snapshot.objects.filter(superseded_at=None, dataset__in=CROSS_DATASETS).exclude(school_year=None)
    for district_id in sorted(set(dated.order_by().values_list("district_id", flat=True))):
        ask_for_cross_checks(touched, district_id=district_id)


def ask_again_for_cross_checks() -> int:
    """Promise anew every check between files that was given up: what a district sent is not to be looked at less for
    trouble that was not its own. In a scope that reaches all tenants' rows. Returns how many.
    """
    given_up = list(Job.objects.filter(topic=CROSS_TOPIC, state=Job.State.QUARANTINED).order_by("created_at"))
    for job in given_up:
        enqueue(topic=CROSS_TOPIC, key=job.key, payload=job.payload, district_id=job.district_id)
    return len(given_up)


def ask_for_cross_check(*, district_id: int, school_year: int, collection: str) -> None:
    """Of one collection."""
    payload = {"school_year": school_year, "collection": collection}
    enqueue(topic=CROSS_TOPIC, key=key_of(school_year, collection), payload=payload, district_id=district_id)


def ask_where_windows_ended() -> int:
    """Promise to check the files of every collection whose edit window ran out unused these days: the last check may
    have seen newer licenses than its certification names. In a scope that reaches all tenants' rows. Returns how many.
    """
    made, last = 0, localdate(now() - LONGER_THAN_A_CHECK) - dt.timedelta(days=1)
    ended = CertificationEvent.objects.filter(act=Act.WINDOW, until__range=(last - DAYS, last))
    for one in ended.defer("snapshots", "beside"):
        place = {"school_year": one.school_year, "collection": one.collection}
        of = {"district_id": one.district_id, "topic": CROSS_TOPIC, "key": key_of(**place)}
        later = CertificationEvent.objects.filter(district_id=one.district_id, number__gt=one.number, **place)
        if not later.exists() and not Job.objects.filter(**of, finished_at__gt=_is_over(one)).exists():
            ask_for_cross_check(district_id=one.district_id, **place)
            made += 1
    return made


def _is_over(window: CertificationEvent) -> dt.datetime:
    """When every check is over that was begun in an edit window."""
    next_day = (window.until or dt.date.min) + dt.timedelta(days=1)
    return make_aware(dt.datetime.combine(next_day, dt.time())) + LONGER_THAN_A_CHECK


def _years(district_id: int) -> set[int]:
    current = Snapshot.objects.filter(district_id=district_id, superseded_at=None, dataset__in=CROSS_DATASETS)
    return {int(year) for year in current.values_list("school_year", flat=True) if year is not None}
