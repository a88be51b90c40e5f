"""Which reports there are to be, and which schedules each is made of. Called within `across_districts`."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from monitoring.analysis.experiences.report import WINDOWS

from ..models import ScheduleYear
from .packing import unpacked
from .whereabouts import found_in

_NAMES = uuid.UUID("0b6f9d1e-6a52-4d0c-8a54-6d1f4b7c2e90")
BACK = max(WINDOWS) - 1  # years before its own in which a report looks back on schedules


@dataclass(frozen=True, eq=False)
class Wanted:
    """A report on the students of `cohort`, of a district's year, made of schedules of this year and of years before:
    `own`, and those of other districts in which any of the students was (`elsewhere`).
    """

    cohort: ScheduleYear
    own: tuple[ScheduleYear, ...]
    elsewhere: tuple[ScheduleYear, ...] = ()
    is_certified: bool = False
    is_current: bool = False

    @property
    def made_of(self) -> list[ScheduleYear]:
        return sorted((*self.own, *self.elsewhere), key=lambda one: one.pk)

    @property
    def of_own(self) -> tuple[uuid.UUID, ...]:
        """By which it is known before it is looked for elsewhere."""
        return (self.cohort.pk, *(one.pk for one in self.own))

    @property
    def id(self) -> uuid.UUID:
        """Of the same schedules, counted by the same, it is the same."""
        made_of = (f"{one.pk} {one.facts_hash}" for one in self.made_of)
        return uuid.uuid5(_NAMES, " ".join([str(self.cohort.pk), *made_of]))


def wanted_reports(district_ids: Collection[int]) -> list[Wanted]:
    """Of these districts, each once; with the flags of those whose files they are. Three queries."""
    known = list(ScheduleYear.objects.filter(district_id__in=district_ids).defer("students", "seats", "classes"))
    found: dict[tuple[uuid.UUID, ...], Wanted] = {}
    for one in _of_own([each for each in known if each.is_certified]):
        found[one.of_own] = replace(one, is_certified=True)
    for one in _of_own([each for each in known if each.is_current]):
        found[one.of_own] = replace(found.get(one.of_own, one), is_current=True)
    return _with_elsewhere(list(found.values()))


def _of_own(rows: Collection[ScheduleYear]) -> Iterator[Wanted]:
    for one in rows:
        if one.has_cohort:
            own = (each for each in rows if each.district_id == one.district_id and _is_behind(each, one))
            yield Wanted(one, tuple(own))


def _is_behind(schedule: ScheduleYear, cohort: ScheduleYear) -> bool:
    return cohort.school_year - BACK <= schedule.school_year <= cohort.school_year


def _with_elsewhere(wanted: Sequence[Wanted]) -> list[Wanted]:
    """With the certified schedules of other districts in which the students were."""
    if not wanted:
        return []
    years = [one.cohort.school_year for one in wanted]
    certified = ScheduleYear.objects.filter(is_certified=True, school_year__range=(min(years) - BACK, max(years)))
    rows = list(certified.only("pk", "district_id", "school_year", "facts_hash"))
    cohorts = [
        unpacked(one.cohort.cohort, ["sasid"]).select(student="sasid", asks=pl.lit(at)) for at, one in enumerate(wanted)
    ]
    found: dict[int, list[ScheduleYear]] = defaultdict(list)
    for asks, row in found_in(rows, pl.concat(cohorts)).iter_rows():
        cohort = wanted[asks].cohort
        if rows[row].district_id != cohort.district_id and _is_behind(rows[row], cohort):
            found[asks].append(rows[row])
    return [replace(one, elsewhere=tuple(found[at])) for at, one in enumerate(wanted)]
