"""Which reports there are to be, and which schedules each is made of. Called within `across_districts`."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from monitoring.analysis.experiences.report import WINDOWS

from ..models import ScheduleYear
from .packing import unpacked
from .schedule_years import staged_students, students_of

_NAMES = uuid.UUID("0b6f9d1e-6a52-4d0c-8a54-6d1f4b7c2e90")
MANY = 20_000  # students from which on everybody's schedules are looked through
BACK = max(WINDOWS) - 1


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
    def id(self) -> uuid.UUID:
        """Of the same schedules, counted by the same, it is the same."""
        return uuid.uuid5(
            _NAMES, " ".join([str(self.cohort.pk), *(f"{one.pk} {one.facts_hash}" for one in self.made_of)])
        )


def wanted_reports(district_ids: Collection[int]) -> list[Wanted]:
    """Of these districts, each once; with the flags of those whose files they are."""
    known = list(ScheduleYear.objects.filter(district_id__in=district_ids).defer("students", "seats", "classes"))
    found: dict[uuid.UUID, Wanted] = {}
    for one in _with_elsewhere(_of_own([each for each in known if each.is_certified])):
        found[one.id] = replace(one, is_certified=True)
    for one in _with_elsewhere(_of_own([each for each in known if each.is_current])):
        found[one.id] = replace(found.get(one.id, one), is_current=True)
    return list(found.values())


def _of_own(rows: Collection[ScheduleYear]) -> Iterator[Wanted]:
    for one in rows:
        if one.has_cohort:
            own = (each for each in rows if each.district_id == one.district_id and _is_behind(each, one))
            yield Wanted(one, tuple(own))


def _is_behind(schedule: ScheduleYear, cohort: ScheduleYear) -> bool:
    return cohort.school_year - BACK <= schedule.school_year <= cohort.school_year


def _with_elsewhere(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    """With the certified schedules of other districts in which the students were."""
    by_year: dict[int, list[Wanted]] = {}
    for one in wanted:
        by_year.setdefault(one.cohort.school_year, []).append(one)
    for year, some in by_year.items():
        cohorts = pl.concat(
            unpacked(one.cohort.cohort).select(student="sasid", report=pl.lit(number, pl.UInt32))
            for number, one in enumerate(some)
        )
        rows = {str(one.pk): one for one in _schedules_of(cohorts["student"].unique(), year)}
        pairs = students_of(one.pk for one in rows.values()).join(cohorts, on="student").select("report", "id").unique()
        found: dict[int, list[ScheduleYear]] = {}
        for number, key in pairs.iter_rows():
            if rows[key].district_id != some[number].cohort.district_id:
                found.setdefault(number, []).append(rows[key])
        for number, one in enumerate(some):
            yield replace(one, elsewhere=tuple(found.get(number, ())))


def _schedules_of(students: pl.Series, year: int) -> list[ScheduleYear]:
    """Certified schedules in which any of the students may have been."""
    rows = ScheduleYear.objects.filter(is_certified=True, school_year__range=(year - BACK, year))
    rows = rows.only("pk", "district_id", "school_year", "facts_hash")
    if students.len() > MANY:
        return list(rows)
    with staged_students(students) as overlap:
        return list(rows.extra(**overlap))
