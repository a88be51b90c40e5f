"""Which schedules of districts count, kept as numbers. Called within `across_districts`."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES, taught_classes
from monitoring.analysis.experiences.reads import ASSIGNMENTS, READS, SCHEDULES, STUDENTS
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import year_of
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot

from ..models import ScheduleYear
from ..people.files import YearFiles, year_files
from ..people.staff_years import Directory, Reader, facts_of
from .packing import as_number, packed
from .wanted import BACK
from .whereabouts import found_in, students_of

IDS = frozenset(one.id for one in CATEGORIES)
Sets = Mapping[uuid.UUID, YearFiles]


@dataclass(frozen=True)
class Files:
    """Sets of districts' files with a schedule, by id; and by id a hash of what else they are counted by."""

    sets: Sets
    facts: Mapping[uuid.UUID, str]
    definitions: InForce
    directory: Directory

    def is_as_noted(self, one: ScheduleYear) -> bool:
        files = self.sets.get(one.pk)
        return files is not None and (one.is_certified, one.is_current, one.facts_hash) == (
            files.is_certified,
            files.is_current,
            self.facts[one.pk],
        )


def files_of(district_ids: Collection[int] | None, directory: Directory) -> Files:
    """Of these districts, or of all (None)."""
    definitions = in_force()
    known = year_files(district_ids, ratings=definitions.reads_ratings, beside=(STUDENTS, SCHEDULES))
    sets = {one.id: one for one in known if SCHEDULES in one.own}
    facts = {key: facts_of(directory.of(one.district_code), definitions, one.school_year) for key, one in sets.items()}
    return Files(sets, facts, definitions, directory)


def note_schedules(codes: Mapping[int, str]) -> set[int]:
    """Keep the schedules of these districts that count, and no others. Returns other districts whose students have been
    in schedules that count as certified now and did not before, or the other way round. `codes`: of districts, by id.
    """
    files = files_of(codes, Directory(*codes.values()))
    stand = {one.pk: one for one in ScheduleYear.objects.filter(district_id__in=codes).defer("students", *_BYTES)}
    anew = {key for key in files.sets if key not in stand or stand[key].facts_hash != files.facts[key]}
    gone = {key: one for key, one in stand.items() if key not in files.sets or key in anew}
    moved = [one for key, one in stand.items() if key not in gone and not files.is_as_noted(one)]
    before = _whose_students_are_in([one for one in (*gone.values(), *moved) if one.is_certified], codes)
    ScheduleYear.objects.filter(pk__in=list(gone)).delete()
    ScheduleYear.objects.bulk_create(_made(files, sorted(anew)), batch_size=32)
    for one in moved:
        one.is_certified, one.is_current = files.sets[one.pk].is_certified, files.sets[one.pk].is_current
    ScheduleYear.objects.bulk_update(moved, ["is_certified", "is_current"])
    touched = [*anew, *(one.pk for one in moved)]
    now = ScheduleYear.objects.filter(pk__in=touched, is_certified=True).only("pk", "school_year", "district_id")
    return before | _whose_students_are_in(list(now), codes)


_BYTES = ("cohort", "seats", "classes")


def stale_schedules() -> set[int]:
    """Districts whose files with schedules, or what these are counted by, are others than was noted."""
    files = files_of(None, Directory())
    noted = {one.pk: one for one in ScheduleYear.objects.defer("students", *_BYTES)}
    changed = {one.district_id for one in noted.values() if not files.is_as_noted(one)}
    return changed | {one.district_id for key, one in files.sets.items() if key not in noted}


def _whose_students_are_in(rows: Sequence[ScheduleYear], besides: Collection[int]) -> set[int]:
    """Other districts that report students of these schedules in the years in which a report looks back on them."""
    if not rows:
        return set()
    years = [one.school_year for one in rows]
    later = ScheduleYear.objects.filter(school_year__range=(min(years), max(years) + BACK))
    others = list(later.exclude(district_id__in=besides).only("pk", "district_id", "school_year"))
    students = [
        pl.DataFrame({"student": one, "asks": at}) for at, one in enumerate(students_of(one.pk for one in rows))
    ]
    pairs = found_in(others, pl.concat(students))
    return {
        others[row].district_id
        for asks, row in pairs.iter_rows()
        if rows[asks].school_year <= others[row].school_year <= rows[asks].school_year + BACK
    }


def _made(files: Files, keys: Iterable[uuid.UUID]) -> Iterator[ScheduleYear]:
    reader = Reader()
    for key in keys:
        yield _schedule_year(files.sets[key], reader, files)


def _schedule_year(one: YearFiles, reader: Reader, files: Files) -> ScheduleYear:
    sent = {
        name: read_snapshot(one.own[name], columns=READS[name]) for name in (STUDENTS, SCHEDULES) if name in one.own
    }
    numbered = {name: rows.with_columns(as_number("sasid")) for name, rows in sent.items()}
    has_cohort = STUDENTS in one.own and ASSIGNMENTS in one.own
    cohort = cohort_of(numbered[STUDENTS]) if has_cohort else _NOBODY
    year = year_of(one.school_year, numbered[SCHEDULES], _classes(one, reader, files))
    students = pl.concat([cohort["sasid"], year.seats["sasid"]]).unique().sort()
    return ScheduleYear(
        id=one.id,
        district_id=one.district_id,
        school_year=one.school_year,
        snapshots=[snapshot.pk for snapshot in one.snapshots],
        is_certified=one.is_certified,
        is_current=one.is_current,
        facts_hash=files.facts[one.id],
        students=students.to_numpy().tobytes(),
        has_cohort=has_cohort,
        cohort=packed(cohort),
        seats=packed(year.seats),
        classes=packed(year.classes),
    )


_NOBODY = pl.DataFrame(schema={"sasid": pl.Int64, "org_code": pl.String, "inside": pl.UInt32, "known": pl.UInt32})


def _classes(one: YearFiles, reader: Reader, files: Files) -> pl.DataFrame:
    if ASSIGNMENTS not in one.own:
        return pl.DataFrame(schema={**CLASSES, "mepid": pl.Int64})
    measures = {each.id: each for each in files.definitions.of_people(one.school_year) if each.id in IDS}
    rows = read_snapshot(one.own[ASSIGNMENTS], columns=("row_number", *READS[ASSIGNMENTS]))
    missing = [pl.lit(None, pl.Int64).alias(name) for name in READS[ASSIGNMENTS] if name not in rows.columns]
    sections = rows.with_columns(*missing, district=pl.lit(one.district_code))
    year = reader.staff_year(one, files.directory.of(one.district_code))
    return taught_classes(year, sections, measures).with_columns(as_number("mepid"))
