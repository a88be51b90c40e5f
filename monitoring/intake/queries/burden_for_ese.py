"""What collections cost all districts together, for ESE: medians and quartiles, and no district by itself. Of minutes
only what a beat has summed up (MinutesSpread): no scope of the agency's reads a district's own estimate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import or_

from django.db.models import Q

from districts.models import District, School
from monitoring.intake.burden.cost import Cost, Of, OnRecord, SentFile, costs_of, years_named
from monitoring.intake.burden.spread import ALL_SIZES, SIZE_TITLES, CostOfAll, Spread, size_of, spread_of
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.facts import Event
from monitoring.intake.models import CertificationEvent, MinutesSpread, Upload
from monitoring.intake.queries.burden import COUNTED, FIELDS, sent_files
from monitoring.intake.queries.collections import calendars


def costs_for_ese(years: Some[int]) -> list[CostOfAll]:
    """A line a school year, the latest first, collection and size of district, all sizes first; none without a
    district. Six queries.
    """
    sizes = sizes_of_districts(years)
    told = {
        (one.school_year, one.collection, one.size): one for one in MinutesSpread.objects.filter(school_year__in=years)
    }
    costs: dict[tuple[int, str, str], list[Cost]] = defaultdict(list)
    for district_id, cost in _costs(years):
        for size in (ALL_SIZES, sizes[cost.school_year, district_id]):
            costs[cost.school_year, cost.collection, size].append(cost)
    places = product(sorted(years, reverse=True), COLLECTIONS, SIZE_TITLES)
    return [_of_all(*place, costs[place], told.get(place)) for place in places if costs[place]]


def sizes_of_districts(years: Some[int]) -> dict[tuple[int, int], str]:
    """By school year and district its size: how many schools of it were open. Two queries."""
    known = School.objects.order_by().values_list("district_id", "opened_year", "closed_year")
    schools = Counter(
        (year, district_id)
        for district_id, opened, closed in known
        for year in years
        if (opened or year) <= year <= (closed or year)
    )
    districts = list(District.objects.order_by().values_list("pk", flat=True))
    return {(year, pk): size_of(schools[year, pk]) for year in years for pk in districts}


def _costs(years: Some[int]) -> Iterator[tuple[int, Cost]]:
    """Each district with its collections of the years of which it sent a file."""
    files: dict[int, list[SentFile]] = defaultdict(list)
    of_years = reduce(or_, (Q(school_years__contains=[year]) for year in years))
    sent = Upload.objects.filter(of_years, state__in=COUNTED).exclude(district__kind=District.Kind.STATE)
    for district_id, *row in sent.order_by("district_id", "received_at", "id").values_list("district_id", *FIELDS):
        files[district_id] += sent_files([tuple(row)], {})
    acts: dict[int, dict[Of, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for act in CertificationEvent.objects.filter(school_year__in=years).defer("snapshots", "beside").order_by("number"):
        acts[act.district_id][act.school_year, act.collection].append(act.event)
    dates = calendars(set(years).union(*(years_named(some) for some in files.values())))
    for district_id, some in files.items():
        for cost in costs_of(OnRecord(some, dates, acts[district_id])):
            if cost.school_year in years and cost.is_of_a_collection and cost.files:
                yield district_id, cost


def _of_all(year: int, name: str, size: str, costs: list[Cost], told: MinutesSpread | None) -> CostOfAll:
    return CostOfAll(
        year,
        name,
        size,
        len(costs),
        files=spread_of([one.files for one in costs]),
        days=spread_of([one.days for one in costs if one.days is not None]),
        minutes=Spread(told.districts, told.low, told.median, told.high) if told else None,
    )
