"""A district's report on experiences the long way: by ids as the files have them, of everybody's schedules, with
nothing kept. In a scope that reads all tenants' rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from districts.models import District
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES, taught_classes
from monitoring.analysis.experiences.reads import ASSIGNMENTS, READS, SCHEDULES, STUDENTS
from monitoring.analysis.experiences.report import ROW, WINDOWS, report_of
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import ExperienceYear, year_of
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot
from monitoring.results.experiences.packing import unpacked
from monitoring.results.models import ExperienceReport, ExperienceTable
from monitoring.results.people.files import YearFiles, year_files
from monitoring.results.people.staff_years import Directory, Reader

IDS = frozenset(one.id for one in CATEGORIES)


def experiences_of(district: District, school_year: int, *, is_current: bool = False) -> pl.DataFrame:
    """The report as `report_of` gives it: of what is certified, or of the district's files as they stand beside what
    others have certified.
    """
    definitions, since = in_force(), school_year - max(WINDOWS)
    known = year_files(ratings=definitions.reads_ratings, beside=(STUDENTS, SCHEDULES))
    counted = [
        one
        for one in known
        if (one.is_current if is_current and one.district_id == district.pk else one.is_certified)
        and since < one.school_year <= school_year
    ]
    own = next(one.own for one in counted if (one.district_id, one.school_year) == (district.pk, school_year))
    cohort = cohort_of(read_snapshot(own[STUDENTS], columns=READS[STUDENTS]))
    years = experience_years(counted, cohort.select("sasid"), definitions)
    return report_of(cohort, years, school_year=school_year)


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


def reports_kept(flag: str) -> dict[tuple[str, int], pl.DataFrame]:
    """What is stored instead, whole, by district and school year."""
    found = {}
    for one in ExperienceReport.objects.filter(**{flag: True}).select_related("district"):
        tables = ExperienceTable.objects.filter(report=one).exclude(kind=ExperienceTable.Kind.PARTS)
        found[one.district.org_code, one.school_year] = pl.concat(unpacked(each.rows) for each in tables).sort(ROW)
    return found
