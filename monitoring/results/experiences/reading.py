"""The files that a district's report on experiences is made of. In a scope that reads all tenants' rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from districts.models import District
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES, taught_classes
from monitoring.analysis.experiences.reads import ASSIGNMENTS, READS, SCHEDULES, STUDENTS
from monitoring.analysis.experiences.report import WINDOWS, report_of
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import ExperienceYear, year_of
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot

from ..people.files import YearFiles, year_files
from ..people.staff_years import Directory, Reader

IDS = frozenset(one.id for one in CATEGORIES)


class NoFiles(Exception):
    """Of this year the district answers for no October's `dataset`."""

    def __init__(self, dataset: str) -> None:
        super().__init__(dataset)
        self.dataset = dataset


def experiences_of(district: District, school_year: int, *, dese_compat: bool = False) -> pl.DataFrame:
    """The report of a district's cohort of October, as `report_of` gives it: of files that are certified, of the
    district and of all others in which its students were in the years before. Raises NoFiles. Opens the schedules of
    all districts, which a command may and a page may not.
    """
    definitions, since = in_force(), school_year - max(WINDOWS)
    known = year_files(ratings=definitions.reads_ratings, beside=(STUDENTS, SCHEDULES))
    certified = [one for one in known if one.is_certified and since < one.school_year <= school_year]
    own = [one for one in certified if one.district_id == district.pk and one.school_year == school_year]
    files = own[0].own if own else {}
    for dataset in (STUDENTS, SCHEDULES, ASSIGNMENTS):
        if dataset not in files:
            raise NoFiles(dataset)
    cohort = cohort_of(read_snapshot(files[STUDENTS], columns=READS[STUDENTS]))
    years = experience_years(certified, cohort.select("sasid"), definitions)
    return report_of(cohort, years, school_year=school_year, dese_compat=dese_compat)


def experience_years(files: Iterable[YearFiles], students: pl.DataFrame, definitions: InForce) -> list[ExperienceYear]:
    """What these sets of files tell of these students (sasid), by school year."""
    found: dict[int, list[tuple[pl.DataFrame, pl.DataFrame]]] = defaultdict(list)
    reader, directory = Reader(), Directory()
    for one in files:
        if SCHEDULES in one.own:
            schedule = read_snapshot(one.own[SCHEDULES], columns=READS[SCHEDULES]).join(
                students, on="sasid", how="semi"
            )
            if not schedule.is_empty():
                classes = _classes(one, reader, directory, definitions)
                found[one.school_year].append((schedule.select(READS[SCHEDULES]), classes))
    return [
        year_of(year, pl.concat(one for one, _ in parts), pl.concat(one for _, one in parts))
        for year, parts in sorted(found.items())
    ]


def _classes(files: YearFiles, reader: Reader, directory: Directory, definitions: InForce) -> pl.DataFrame:
    if ASSIGNMENTS not in files.own:
        return pl.DataFrame(schema=CLASSES)
    measures = {one.id: one for one in definitions.of_people(files.school_year) if one.id in IDS}
    rows = read_snapshot(files.own[ASSIGNMENTS], columns=("row_number", *READS[ASSIGNMENTS]))
    missing = [pl.lit(None, pl.Int64).alias(name) for name in READS[ASSIGNMENTS] if name not in rows.columns]
    sections = rows.with_columns(*missing, district=pl.lit(files.district_code))
    year = reader.staff_year(files, directory.of(files.district_code))
    return taught_classes(year, sections, measures)
