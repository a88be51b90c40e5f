"""Reminders: those that went out, whether a district wants them, and those that are due. All need a scope."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef, QuerySet

from districts.models import District, Membership
from districts.school_year import SchoolYear
from monitoring.intake.certification.catalogue import FIGURES, OF_FIGURES
from monitoring.intake.certification.facts import Event
from monitoring.intake.certification.reminders import occasion_on
from monitoring.intake.certification.standing import certification_of
from monitoring.intake.models import CertificationEvent, Reminder, Snapshot
from monitoring.intake.queries.collections import calendars
from monitoring.intake.queries.reminder_choices import wishes_reminders

ROLES = ("district_steward", "certifier")


@dataclass(frozen=True)
class Due:
    """A reminder that a district should get today."""

    district_id: int
    school_year: int
    collection: str
    occasion: str
    certify_by: dt.date


def reminders_of_collection(district_id: int, year: int, collection: str) -> list[Reminder]:
    """Latest first. One query; for the district's members and ESE."""
    found = Reminder.objects.filter(district_id=district_id, school_year=year, collection=collection)
    return list(found.order_by("-id"))


def wants_reminders(district_id: int) -> bool:
    """One query."""
    found = District.objects.filter(pk=district_id).annotate(is_on=wishes_reminders(district_id))
    return bool(found.values_list("is_on", flat=True).get())


def people_to_remind(district_id: int) -> QuerySet[Membership]:
    """A district's data stewards and certifiers."""
    return Membership.objects.filter(district_id=district_id, active=True, role__in=ROLES)


def reminders_due(today: dt.date) -> list[Due]:
    """What is to be sent in all districts and was not yet; in a scope that reads all tenants' rows. Five queries, one
    where no collection is near its day.
    """
    running = int(SchoolYear.running(today))
    dates = calendars([running - 1, running])
    near = {
        (year, name): (occasion, days.certify_by)
        for year, of_year in dates.items()
        for name, days in of_year.items()
        if (occasion := occasion_on(days, today, state=settings.EQP_STATE))
    }
    return list(_due(near)) if near else []


def _due(near: dict[tuple[int, str], tuple[str, dt.date]]) -> Iterator[Due]:
    years = {year for year, _ in near}
    sent = Reminder.objects.filter(school_year__in=years)
    done = set(sent.values_list("district_id", "school_year", "collection", "occasion", "certify_by"))
    certified, with_figures = _certified(years), _with_figures(years)
    for district in _reachable():
        for (year, name), (occasion, certify_by) in near.items():
            told = (district.pk, year, name, occasion, certify_by)
            is_done = told in done or (district.pk, year, name) in certified
            is_asked = name != FIGURES or (district.pk, year) in with_figures
            if not is_done and is_asked and district.was_open_in(year):
                yield Due(*told)


def _reachable() -> QuerySet[District]:
    """Districts with somebody to remind, that want it."""
    people = Membership.objects.filter(active=True, role__in=ROLES).order_by().values_list("district_id", flat=True)
    found = District.objects.exclude(kind=District.Kind.STATE).filter(pk__in=people.distinct())
    return found.filter(wishes_reminders(OuterRef("pk")))


def _with_figures(years: set[int]) -> set[tuple[int, int]]:
    """Districts and school years with aggregate figures of the district's own to certify."""
    stand = Snapshot.objects.filter(superseded_at=None, dataset__in=OF_FIGURES, school_year__in=years, rows__gt=0)
    return set(stand.order_by().values_list("district_id", "school_year").distinct())


def _certified(years: set[int]) -> set[tuple[int, int, str]]:
    """The collections whose certification stands."""
    events: dict[tuple[int, int, str], list[Event]] = defaultdict(list)
    for one in CertificationEvent.objects.filter(school_year__in=years).defer("snapshots", "beside").order_by("number"):
        events[one.district_id, one.school_year, one.collection].append(one.event)
    return {place for place, acts in events.items() if certification_of(acts)}
