"""A district says how long a collection took it, if it wants to; a beat tells of all districts together."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.school_year import show_school_year
from monitoring.intake.actions.hand_over import NotPossible
from monitoring.intake.burden.cost import MOST_MINUTES
from monitoring.intake.burden.spread import ALL_SIZES, Spread, may_be_told, spread_of
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.models import MinutesEstimate, MinutesSpread
from monitoring.intake.queries.burden import cost_of_collection, latest_minutes
from monitoring.intake.queries.burden_for_ese import sizes_of_districts


def estimate_minutes(*, year: int, collection: str, minutes: int | None, by: Membership) -> MinutesEstimate | None:
    """Keep the district's own estimate of all its people's time together, or take it back with None; None where it is
    what was said last. Call inside `in_district`.
    """
    refuse_stranger(by, "collection.estimate")
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise NotPossible(f"Say minutes as a whole number from 1 to {MOST_MINUTES:,}, or nothing.")
    wait_for(Lock.ESTIMATES, by.district_id)
    cost = cost_of_collection(by.district_id, (year, collection))
    if cost is None:
        raise NotPossible("Nothing is on record of this collection yet: there is no time to estimate.")
    if cost.minutes == minutes:
        return None
    named = {"school_year": year, "collection": collection, "minutes": minutes}
    signed = {"by_name": by.name, "by_role": by.role}
    made: MinutesEstimate = MinutesEstimate.objects.create(district_id=by.district_id, **named, **signed)
    what = "no estimate any more" if minutes is None else f"{minutes:,} minutes"
    detail = {"collection": COLLECTIONS[collection].title, "school_year": show_school_year(year), "what": what}
    record(verb="collection.estimate", obj=made, detail=detail, by=by)
    return made


def sum_up_estimates() -> int:
    """Tell of all districts' estimates together, wherever enough of them answered. In a scope that crosses districts.
    Returns how many lines are others than before.
    """
    wait_for(Lock.ESTIMATES)
    said = latest_minutes(MinutesEstimate.objects.all())
    sizes = sizes_of_districts({year for of in said.values() for year, _ in of})
    given: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for district_id, of in said.items():
        for (year, collection), minutes in of.items():
            if minutes is not None:
                given[year, collection, ALL_SIZES].append(minutes)
                given[year, collection, sizes[year, district_id]].append(minutes)
    told = {of: spread_of(minutes) for of, minutes in given.items() if may_be_told(minutes)}
    return _replace({of: one for of, one in told.items() if one})


def _replace(found: dict[tuple[int, str, str], Spread]) -> int:
    stand = {(one.school_year, one.collection, one.size): one for one in MinutesSpread.objects.all()}
    same = {of for of, one in stand.items() if found.get(of) == Spread(one.districts, one.low, one.median, one.high)}
    gone = [one.pk for of, one in stand.items() if of not in same]
    MinutesSpread.objects.filter(pk__in=gone).delete()
    now = timezone.now()
    made = [
        MinutesSpread(
            school_year=year,
            collection=collection,
            size=size,
            districts=one.districts,
            low=one.low,
            median=one.median,
            high=one.high,
            at=now,
        )
        for (year, collection, size), one in found.items()
        if (year, collection, size) not in same
    ]
    MinutesSpread.objects.bulk_create(made)
    return len(gone) + len(made)
