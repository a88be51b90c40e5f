"""Collections of all districts, as ESE sees them: what people did, and that files came. What the checks found in them
is the district's. In the state's scope.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Collection as Some
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from districts.models import District
from districts.school_year import show_school_year
from monitoring.intake.certification.catalogue import COLLECTIONS, LAYOUTS, OF_STAFF, Collection
from monitoring.intake.certification.facts import Beside
from monitoring.intake.certification.standing import PREPARING, SIGNED, Standing, State, standing
from monitoring.intake.models import CertificationEvent, CollectionDates, Explanation, Upload
from monitoring.intake.queries.beside import newer_for_ese
from monitoring.intake.queries.collections import Of, calendars
from monitoring.intake.rule_list import RULE_TITLES


@dataclass(frozen=True)
class Handover:
    """A collection of a district: how it stands by people's acts, and for how many needed layouts a file was taken."""

    how: Standing
    came: int

    @property
    def needed(self) -> int:
        return len(self.how.collection.required)

    @property
    def is_submitted(self) -> bool:
        return self.how.state not in PREPARING


@dataclass(frozen=True)
class HandedOver(Handover):
    """The same with its acts, latest first, and what came beside it since it was certified."""

    history: list[CertificationEvent]
    newer: list[Beside]


@dataclass(frozen=True)
class DistrictLine:
    """The collections of one district in a school year, in their order."""

    district: District
    handovers: list[Handover]


ASKED: dict[str, Callable[[Standing], bool]] = {
    "to_accept": lambda how: how.state in SIGNED,
    "not_submitted": lambda how: how.state in PREPARING and bool(how.collection.required),
    "late": lambda how: how.is_late,
    "submitted": lambda how: how.state is State.SUBMITTED,
    "edit_window": lambda how: how.state is State.EDIT_WINDOW,
    "accepted": lambda how: how.state is State.ACCEPTED,
}


def collections_for_ese(years: Some[int], *, named: str = "", state: str = "") -> list[DistrictLine]:
    """A line for each of the years, the latest first, and district that was open in it, by name; those named so, with
    any collection in such a state. Four queries.
    """
    found = District.objects.exclude(kind=District.Kind.STATE)
    if named:
        found = found.filter(Q(name__icontains=named) | Q(org_code__startswith=named))
    events, came, dates, today = _acts(years), _came(years), calendars(years), timezone.localdate()

    def after(acts: Iterable[CertificationEvent], year: int, one: Collection) -> Standing:
        told = [event.event for event in acts]
        return standing(one, year, dates=dates[year][one.id], today=today, events=told, facts=None)

    untouched = {year: [Handover(after((), year, one), 0) for one in COLLECTIONS.values()] for year in years}

    def handover(district: District, year: int, nothing: Handover) -> Handover:
        place = (district.pk, year, nothing.how.collection.id)
        how = after(events[place], year, nothing.how.collection) if place in events else nothing.how
        return Handover(how, len(came.get(place, ())))

    touched = {(district, year) for district, year, _ in (*events, *came)}
    open_in = [(one, year) for year in sorted(years, reverse=True) for one in found if one.was_open_in(year)]
    lines = [
        DistrictLine(one, [handover(one, year, each) for each in untouched[year]])
        if (one.pk, year) in touched
        else DistrictLine(one, untouched[year])
        for one, year in open_in
    ]
    asked = ASKED.get(state)
    return [line for line in lines if asked is None or any(asked(one.how) for one in line.handovers)]


def _acts(years: Some[int]) -> dict[tuple[int, int, str], list[CertificationEvent]]:
    """By district, year and collection what was done with it, oldest first."""
    events: dict[tuple[int, int, str], list[CertificationEvent]] = defaultdict(list)
    known = CertificationEvent.objects.filter(school_year__in=years).defer("snapshots", "beside")
    for event in known.order_by("number"):
        events[event.district_id, event.school_year, event.collection].append(event)
    return events


def _came(years: Some[int], district_id: int | None = None) -> dict[tuple[int, int, str], set[str]]:
    """By district, year and collection the needed layouts of which a file was taken."""
    of_years = reduce(or_, (Q(school_years__contains=[year]) for year in years))
    taken = Upload.objects.filter(of_years, report__in=LAYOUTS, state__in=Upload.TAKEN)
    if district_id is not None:
        taken = taken.filter(district_id=district_id)
    told = taken.order_by().values_list("district_id", "report", "school_years", "collections").distinct()
    came: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for district, layout, of_file, named in told:
        for one in COLLECTIONS.values():
            if (needed := one.needed(layout)) in (one.required or one.layouts) and (not named or one.id in named):
                for year in of_file:
                    came[district, year, one.id].add(needed)
    return came


def counts_of(lines: Iterable[DistrictLine]) -> list[tuple[Collection, dict[str, int]]]:
    """Of each collection how many districts are in each of the states of ASKED. No query."""
    by_collection = [[line.handovers[place].how for line in lines] for place in range(len(COLLECTIONS))]
    return [(one, _counted(hows)) for one, hows in zip(COLLECTIONS.values(), by_collection, strict=True)]


def _counted(hows: Iterable[Standing]) -> dict[str, int]:
    """By state of ASKED. Most districts share one standing, that of a collection which nobody has touched."""
    known, numbers = {}, Counter[int]()
    for how in hows:
        known[id(how)] = how
        numbers[id(how)] += 1
    return {name: sum(numbers[key] for key, how in known.items() if asked(how)) for name, asked in ASKED.items()}


def handover_for_ese(district: District, year: int, name: str) -> HandedOver:
    """One collection of a district. Three queries, and those of `newer_for_ese`."""
    asked = OF_STAFF if name in OF_STAFF else (name,)  # of one of these it is told what came beside the last of them
    acts: dict[str, list[CertificationEvent]] = {one: [] for one in asked}
    of_year = CertificationEvent.objects.filter(district_id=district.pk, school_year=year, collection__in=asked)
    for event in of_year.order_by("number"):
        acts[event.collection].append(event)
    how = standing(
        COLLECTIONS[name],
        year,
        dates=calendars([year])[year][name],
        today=timezone.localdate(),
        events=[event.event for event in acts[name]],
        facts=None,
    )
    came = _came([year], district.pk)[district.pk, year, name]
    return HandedOver(how, len(came), acts[name][::-1], newer_for_ese(district.pk, acts, name))


def explanations_for_ese(district: District, of: Of) -> list[tuple[str, Explanation]]:
    """The latest word on each warning, with the rule's title."""
    year, name = of
    said = Explanation.objects.filter(district_id=district.pk, school_year=year, collection=name).order_by("id")
    latest = {(one.layout, one.rule_id): one for one in said}
    return [(RULE_TITLES.get(rule_id, rule_id), one) for (_, rule_id), one in latest.items()]


def years_of_collections(running: int) -> list[int]:
    """The school years that anything is known of, and the one now running, latest first. One query."""
    known = CertificationEvent.objects.order_by().values_list("school_year", flat=True).distinct()
    return sorted({*known, running, running - 1}, reverse=True)


def changes_of_dates(year: int) -> QuerySet[CollectionDates]:
    """Who changed the dates of a year, latest first."""
    return CollectionDates.objects.filter(school_year=year).order_by("-id")


def csv_rows(lines: Iterable[DistrictLine]) -> Iterable[dict[str, object]]:
    """One row a district and collection."""

    def day(given: dt.date | None) -> str | None:
        return given.isoformat() if given else None

    for line in lines:
        for one in line.handovers:
            how = one.how
            yield {
                "district": line.district.name,
                "org_code": line.district.org_code,
                "school_year": show_school_year(how.year),
                "collection": how.collection.id,
                "state": "not_submitted" if how.state is State.OPEN else how.state.value,
                "certify_by": day(how.dates.certify_by),
                "days_left": how.days_left,
                "since": day(how.made.day if how.made else None),
                "certified_on": day(how.certified.day if how.certified else None),
                "window_until": day(how.window.until if how.window else None),
                "layouts_taken": one.came,
                "layouts_needed": one.needed,
            }


CSV_COLUMNS = (
    "district",
    "org_code",
    "school_year",
    "collection",
    "state",
    "certify_by",
    "days_left",
    "since",
    "certified_on",
    "window_until",
    "layouts_taken",
    "layouts_needed",
)
