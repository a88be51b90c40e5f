"""Reports on experiences for the standing cast: of two school years, certified, by a formula. Each district's third
school is small; every fourth class is a first-year teacher's, and low-income students sit in it more often.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import polars as pl

from districts.models import District, School
from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.student_groups import BITS
from monitoring.analysis.experiences.years import CLASS, ExperienceYear
from monitoring.results.experiences.computing import keep_report
from monitoring.results.experiences.of_state import add_up_experiences
from monitoring.results.experiences.packing import packed
from monitoring.results.experiences.wanted import Wanted
from monitoring.results.models import ScheduleYear

EXPERIENCE_YEARS = (2021, 2022)
STUDENTS, FEW, OF_A_SCHOOL = 48, 7, 8  # of a school, of a small one; classes of a school
ALL = (1 << len(CATEGORIES)) - 1


def store_experiences(districts: Iterable[District]) -> None:
    """Schedules and reports. In a scope that writes all tenants' rows."""
    for district in districts:
        schools = list(School.objects.filter(district=district).order_by("org_code").values_list("org_code", flat=True))
        stored = [_schedules(district, schools, year) for year in EXPERIENCE_YEARS]
        for number, (row, _) in enumerate(stored):
            own = stored[: number + 1]
            wanted = Wanted(row, tuple(one for one, _ in own), is_certified=True, is_current=True)
            report = report_of(_cohort(schools), [year for _, year in own], school_year=row.school_year)
            keep_report(wanted, report, district.org_code)
    for year in EXPERIENCE_YEARS:
        add_up_experiences(school_year=year)


def _cohort(schools: list[str]) -> pl.DataFrame:
    every = sum(BITS.values())
    rows = [
        (place * 1000 + number, code, _groups(number), every)
        for place, code in enumerate(schools)
        for number in range(FEW if place == 2 else STUDENTS)
    ]
    schema = {"sasid": pl.Int64, "org_code": pl.String, "inside": pl.UInt32, "known": pl.UInt32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _groups(number: int) -> int:
    inside = {"low_income": number % 3 == 0, "english_learners": number % 5 == 0, "white": number % 2 == 0}
    return sum(BITS[name] for name, is_so in inside.items() if is_so)


def _schedules(district: District, schools: list[str], school_year: int) -> tuple[ScheduleYear, ExperienceYear]:
    cohort = _cohort(schools)
    year = ExperienceYear(school_year, _seats(cohort, schools), _classes(schools))
    row = ScheduleYear.objects.create(
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"schedules {district.org_code} {school_year}"),
        district=district,
        school_year=school_year,
        snapshots=[],
        is_certified=True,
        is_current=True,
        facts_hash="f" * 64,
        students=cohort["sasid"].sort().to_numpy().tobytes(),
        has_cohort=True,
        cohort=packed(cohort),
        seats=packed(year.seats),
        classes=packed(year.classes),
    )
    return row, year


def _seats(cohort: pl.DataFrame, schools: list[str]) -> pl.DataFrame:
    """Each student in two classes of the school; low-income students in one with a first-year teacher."""
    rows = []
    for sasid, code, inside, _ in cohort.iter_rows():
        first = schools.index(code) * OF_A_SCHOOL
        chosen = {sasid % OF_A_SCHOOL, (sasid * 3 + 1) % OF_A_SCHOOL}
        chosen |= {4} if inside & BITS["low_income"] else set()
        rows += [(sasid, first + place) for place in sorted(chosen)]
    return pl.DataFrame(rows, schema={"sasid": pl.Int64, **CLASS}, orient="row")


def _classes(schools: list[str]) -> pl.DataFrame:
    """One teacher each, and one with two; a teacher's categories by the number of the class."""
    rows = [
        (number, code, f"{2000 + number:05d}", f"S{number}", "FY", teacher, _having(number), ALL, ALL, 10_000)
        for place, code in enumerate(schools)
        for number in range(place * OF_A_SCHOOL, (place + 1) * OF_A_SCHOOL)
        for teacher in ([number, number + 500] if number == 1 else [number])
    ]
    kinds: dict[str, type[pl.DataType]] = {**CLASS, **CLASSES, "mepid": pl.Int64}
    order = ["class", "org_code", "course_code", "section_id", "term", "mepid", "having", "known", "asked", "share"]
    return pl.DataFrame(rows, schema={name: kinds[name] for name in order}, orient="row")


def _having(number: int) -> int:
    is_so = {"T_EXP_LT1": number % 4 == 0, "T_EXP_LT3": number % 2 == 0, "T_OOF": number % 3 == 1}
    return sum(one.bit for one in CATEGORIES if is_so.get(one.id, False))
