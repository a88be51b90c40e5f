"""The story of the demo's districts, told through the actions that pages call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from districts.actions import add_member
from districts.models import District, Membership, Person, School
from districts.school_year import SchoolYear
from districts.wall import in_district

from .. import actions
from ..actions import Entry
from ..models import Adoption, OwnStrategy, Strategy
from .causes import tell_causes
from .story import CONSIDERED, HOME_GROWN, Told, told_of_another, told_of_the_first

LEAD = "equity_lead"
FURTHER = 14  # districts beside the demo's own, so that the agency has something to see


@dataclass(frozen=True)
class Cast:
    """Who plays: the one that the demo shows most of, schools of the same district, and further districts."""

    first: Membership
    schools: Sequence[str]
    others: Sequence[District]


def find_cast() -> Cast | None:
    """None where nobody signs for strategies, or the story was told already. Called within `across_districts`."""
    first = Membership.objects.filter(role=LEAD).select_related("district").first()
    if first is None or Adoption.objects.exists():
        return None
    schools = School.objects.filter(district=first.district).values_list("org_code", flat=True)[:4]
    return Cast(first, list(schools), _others(first.district_id))


def tell(cast: Cast) -> None:
    first = cast.first
    for told in told_of_the_first(cast.schools, int(SchoolYear.running(localdate())) + 2):
        _tell(first, told)
    with in_district(first.district_id):
        own = actions.write_own_strategy(words=HOME_GROWN, by=first).own
        _act(first, own, CONSIDERED)
        tell_causes(first, _day)
    for number, district in enumerate(cast.others):
        lead = _lead_of(district)
        for told in told_of_another(number):
            _tell(lead, told)


def _others(first: int) -> Sequence[District]:
    """Of all sizes, the same ones each time."""
    found = District.objects.exclude(kind=District.Kind.STATE).exclude(pk=first).order_by("org_code")
    have = School.objects.order_by().values_list("district_id", flat=True).distinct()
    with_schools = list(found.filter(pk__in=list(have)))
    return with_schools[:: max(len(with_schools) // FURTHER, 1)][:FURTHER]


def _lead_of(district: District) -> Membership:
    """Somebody who signs for what the district does, and cannot sign in."""
    person = Person(email=f"lead.{district.org_code}@demo.example", name=f"Equity lead of {district.name}")
    person.set_unusable_password()
    person.save()
    with in_district(district.pk):
        return add_member(district=district, person=person, role=LEAD, school=None, by=None)


def _tell(by: Membership, told: Told) -> None:
    with in_district(by.district_id):
        _act(by, Strategy.objects.get(key=told.key), told)


def _act(by: Membership, strategy: Strategy | OwnStrategy, told: Told) -> None:
    (stage, *when, _), *steps = told.steps
    adoption = actions.adopt_strategy(strategy=strategy, stage=stage, since=_day(*when), terms=told.terms, by=by)
    for stage, years, month, reason in steps:
        actions.record_step(
            adoption=adoption, stage=stage, since=_day(years, month), terms=told.terms, reason=reason, by=by
        )
    made = [
        actions.set_milestone(adoption=adoption, title=title, due=_due(years, month), by=by)
        for title, years, month in told.milestones
    ]
    for number, (years, month, status, fidelity, text) in enumerate(told.log):
        settled = made[:1] if number == len(told.log) - 1 else []
        entry = Entry(
            _day(years, month),
            status,
            fidelity,
            text=text,
            milestone=settled[0] if settled else None,
            outcome="reached" if settled else "",
        )
        actions.log_progress(adoption=adoption, entry=entry, by=by)


def _due(years: int, month: int) -> dt.date:
    """The tenth of a month of the school year so many years ago; 0: the one that runs."""
    ending = int(SchoolYear.running(localdate())) - years
    return dt.date(ending - (month >= 7), month, 10)


def _day(years: int, month: int) -> dt.date:
    """The same, but today where that is still to come."""
    return min(_due(years, month), localdate())
