"""Collections of districts as a reader of the API sees them: members of the district all of it, the agency what its
pages show (docs/decisions-1-to-100.md, 58).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone

from districts.models import District, Membership
from districts.school_year import SchoolYear
from districts.wall import current_scope
from monitoring.api.filtering import district_in_sight
from monitoring.api.identities import CollectionName
from monitoring.intake.certification.facts import Act, Beside
from monitoring.intake.certification.standing import Standing
from monitoring.intake.models import CertificationEvent, Reminder, Upload
from monitoring.intake.queries import collections_for_ese as for_ese
from monitoring.intake.queries.acts import acts_open_to
from monitoring.intake.queries.collections import Line, collection_lines, collections_of_district
from monitoring.intake.queries.reminders import reminders_of_collection
from monitoring.intake.rule_list import RULE_TITLES


@dataclass(frozen=True)
class Handed:
    """One collection. `came`: of how many needed layouts a file was taken. Without `how.facts` the agency reads it."""

    district: District
    how: Standing
    came: int

    @property
    def org_code(self) -> str:
        return self.district.org_code

    @property
    def school_year(self) -> int:
        return self.how.year

    @property
    def collection(self) -> str:
        return self.how.collection.id

    @property
    def state(self) -> str:
        return self.how.state.value


NOTHING_FOUND = dict.fromkeys(("total", "is_explained", "fingerprint"))  # to the agency


@dataclass(frozen=True)
class HandedWhole:
    """One with all that a page of it shows. `lines` to `put_off`, and `fingerprint`, are None to the agency. `newer`:
    what came beside it since it was certified.
    """

    handed: Handed
    history: list[CertificationEvent]
    acts: list[Act]
    lines: list[Line] | None
    held: list[Upload] | None
    put_off: list[Upload] | None
    warnings: list[dict[str, Any]]
    reminders: list[Reminder]
    fingerprint: str | None
    newer: list[Beside]


def collections_in_sight(member: Membership) -> list[Handed]:
    """Of the member's district, or of all; the latest school year first, then by name. Eight queries, or five."""
    if sees_all():
        running = int(SchoolYear.running(timezone.localdate()))
        lines = for_ese.collections_for_ese(for_ese.years_of_collections(running))
        return [Handed(line.district, one.how, one.came) for line in lines for one in line.handovers]
    if member.district.is_state:
        return []
    found = collections_of_district(member.district_id)
    return [_own(member.district, how) for year in found.years for how in found.standings(year)]


def collection_in_sight(name: CollectionName, member: Membership) -> HandedWhole:
    """404 where the district is not the member's to see, or is none that hands anything over."""
    district = district_in_sight(name.organization)
    if district.is_state:
        raise Http404("The agency has no collections of its own.")
    reminders = reminders_of_collection(district.pk, name.school_year, name.collection)
    return (_for_ese if sees_all() else _for_members)(district, name, member, reminders)


def sees_all() -> bool:
    scope = current_scope()
    return scope is not None and scope.kind == "state"


def _own(district: District, how: Standing) -> Handed:
    missing = how.facts.missing(how.collection) if how.facts else how.collection.required
    return Handed(district, how, len(how.collection.required) - len(missing))


def _for_members(
    district: District, name: CollectionName, member: Membership, reminders: list[Reminder]
) -> HandedWhole:
    found = collections_of_district(district.pk, [name.school_year])
    how = found.standing(name.school_year, name.collection)
    history = found.events.get((name.school_year, name.collection), [])[::-1]
    warnings = [
        {
            **_named(one.found.layout, one.found.rule_id),
            "total": one.found.total,
            "is_explained": one.found.is_explained,
            "fingerprint": one.found.digest,
            "explanations": one.words[::-1],
        }
        for one in found.explained(how)
    ]
    own, acts = _own(district, how), acts_open_to(member, how)
    files = (collection_lines(how), found.held(how), found.put_off(how))
    newer = found.newer_beside(how)
    return HandedWhole(own, history, acts, *files, warnings, reminders, found.fingerprint(how), newer)


def _for_ese(district: District, name: CollectionName, member: Membership, reminders: list[Reminder]) -> HandedWhole:
    of = (name.school_year, name.collection)
    one = for_ese.handover_for_ese(district, *of)
    said = for_ese.explanations_for_ese(district, of) if one.is_submitted else []
    warnings = [{**_named(word.layout, word.rule_id), **NOTHING_FOUND, "explanations": [word]} for _, word in said]
    handed = Handed(district, one.how, one.came)
    acts = acts_open_to(member, one.how)
    return HandedWhole(handed, one.history, acts, None, None, None, warnings, reminders, None, one.newer)


def _named(layout: str, rule_id: str) -> dict[str, str]:
    return {"layout": layout, "rule_id": rule_id, "title": RULE_TITLES.get(rule_id, rule_id)}


def totals(found: Iterable[Any]) -> int:
    return sum(one.total for one in found)
