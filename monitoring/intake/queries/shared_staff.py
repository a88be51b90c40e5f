"""People whom several districts report: for each district its own rows, for ESE the districts concerned. All need a
scope.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from districts.models import District
from districts.school_year import SchoolYear
from monitoring.intake.models import SharedStaff, SharedStaffCheck, SharedStaffResolution, Snapshot

ASSIGNMENTS = "work_assignment"


@dataclass(frozen=True)
class SharedCase:
    """A person, for ESE: which districts report them, with how much together; `numbers`: the same, as `numbers_of`
    tells it; `resolution`: what ESE said last about just that, None while it waits.
    """

    code: str
    short_code: str
    districts: list[District]
    total_fte: float
    numbers: str
    resolution: SharedStaffResolution | None


def assignments_of(school_year: int, collection: str) -> list[Snapshot]:
    """The districts' current work assignments; in a scope that reads all tenants' rows."""
    sent = Snapshot.objects.filter(
        dataset=ASSIGNMENTS, report=ASSIGNMENTS, superseded_at=None, school_year=school_year, collection=collection
    )
    return list(sent.exclude(district__kind=District.Kind.STATE).order_by("district_id"))


def places_to_compare(today: dt.date) -> list[tuple[int, str]]:
    """The collections of this school year and the last of which work assignments stand, or were compared; in a scope
    that reads all tenants' rows. Two queries.
    """
    running = int(SchoolYear.running(today))
    years = {"school_year__in": [running - 1, running]}
    sent = Snapshot.objects.filter(**years, dataset=ASSIGNMENTS, report=ASSIGNMENTS, superseded_at=None)
    compared = SharedStaffCheck.objects.filter(**years).values_list("school_year", "collection")
    return sorted({*sent.order_by().values_list("school_year", "collection").distinct(), *compared})


def shared_staff_of_district(district_id: int, school_year: int, collection: str) -> list[SharedStaff]:
    """Its own rows, those that wait first. One query."""
    own = SharedStaff.objects.filter(district_id=district_id, school_year=school_year, collection=collection)
    return sorted(own, key=lambda one: (one.resolved_at is not None, -one.total, one.code))


def rows_of_case(school_year: int, collection: str, code: str) -> list[SharedStaff]:
    """A person's rows in every district; for ESE."""
    found = SharedStaff.objects.filter(school_year=school_year, collection=collection, code=code)
    return list(found.select_related("district").order_by("district__name"))


def numbers_of(rows: list[SharedStaff]) -> str:
    """What ESE sees of a person: how much in all, in ten-thousandths, and in which districts."""
    return " ".join([str(rows[0].total), *sorted(one.district.org_code for one in rows)])


def shared_staff_for_ese(school_year: int, collection: str) -> list[SharedCase]:
    """Every person of a collection, those that wait first, the largest total first. Two queries."""
    found = SharedStaff.objects.filter(school_year=school_year, collection=collection)
    by_code: dict[str, list[SharedStaff]] = {}
    for one in found.select_related("district").order_by("district__name"):
        by_code.setdefault(one.code, []).append(one)
    said = SharedStaffResolution.objects.filter(school_year=school_year, collection=collection).order_by("id")
    latest = {one.code: one for one in said}
    cases = [_case(code, rows, latest.get(code)) for code, rows in by_code.items()]
    return sorted(cases, key=lambda one: (one.resolution is not None, -one.total_fte, one.code))


def _case(code: str, rows: list[SharedStaff], said: SharedStaffResolution | None) -> SharedCase:
    is_resolved = all(one.resolved_at for one in rows)
    places, said = [one.district for one in rows], said if is_resolved else None
    return SharedCase(code, rows[0].short_code, places, rows[0].total_fte, numbers_of(rows), said)


def checks_of_shared_staff() -> QuerySet[SharedStaffCheck]:
    """What was compared when, the latest school year first; for ESE."""
    return SharedStaffCheck.objects.order_by("-school_year", "collection")
