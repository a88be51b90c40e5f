"""Reports on experiences in the tables for the standing cast, of small schools made by hand: the first is large enough
to be shown to others than the district; the second, where few teachers are of a category and of none the rating is
known, is not; and a student is reported at the district's office, of whose teachers no rating is known either.

Northfield has certified the last year and sent other files since; Southport has certified the last year alone, and not
the one before.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

import polars as pl

from districts.models import Job
from districts.wall import across_districts
from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES, SECTION
from monitoring.analysis.experiences.parts import parts_for_others, parts_of_report
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.report import WINDOWS, report_of
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import ExperienceYear, year_of
from monitoring.intake.topics import EXPERIENCES_TOPIC
from monitoring.results import actions
from monitoring.results.experiences.packing import packed
from monitoring.results.experiences.stored import Kind
from monitoring.results.models import ExperienceReport, ExperienceTable, SharedExperiences
from tests.districts.cast import Cast, Tenant
from tests.web.stored_state import LAST

STUDENTS = (40, 3, 24)  # at each of three schools
CLASSES_OF_A_SCHOOL = 16
EVERY = sum(one.bit for one in CATEGORIES)
RATINGS = sum(one.bit for one in CATEGORIES if one.id.startswith("T_EVAL"))


def store_reports(cast: Cast) -> None:
    """In the place of those that stand."""
    with across_districts(reason="tests: reports on experiences"):
        for model in (ExperienceTable, SharedExperiences, ExperienceReport):
            model.objects.all().delete()
        keep_report(cast.north, LAST, seed=1, is_certified=True, is_current=False)
        keep_report(cast.north, LAST, seed=2, is_certified=False, is_current=True)
        keep_report(cast.north, LAST - 1, seed=3)
        keep_report(cast.south, LAST, seed=4)
        keep_report(cast.south, LAST - 1, seed=5, is_certified=False)


def keep_report(
    tenant: Tenant, school_year: int, *, seed: int = 0, is_certified: bool = True, is_current: bool = True
) -> None:
    """In a scope that crosses districts."""
    code, found = tenant.org_code, small_report(tenant, school_year, seed)
    kept = ExperienceReport.objects.create(
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"{code} {school_year} {seed}"),
        district=tenant.district,
        school_year=school_year,
        made_of=[],
        years=[school_year - 1, school_year],
        is_certified=is_certified,
        is_current=is_current,
    )
    seen: list[tuple[Any, pl.DataFrame, pl.DataFrame]] = [(ExperienceTable, found, parts_of_report(found))]
    if is_certified:
        seen.append((SharedExperiences, for_others(found), parts_for_others(found)))
    for model, report, parts in seen:
        is_whole = pl.col("org_code") == code
        frames = {Kind.DISTRICT: report.filter(is_whole), Kind.SCHOOLS: report.filter(~is_whole), Kind.PARTS: parts}
        model.objects.bulk_create(
            model(
                report=kept, district=tenant.district, window=window, kind=kind, rows=packed(rows.filter(window=window))
            )
            for kind, rows in frames.items()
            for window in WINDOWS
        )


def small_report(tenant: Tenant, school_year: int, seed: int) -> pl.DataFrame:
    """The report itself: of two years, in which the same students had classes by chance."""
    r = random.Random(seed)
    schools = [one.org_code for one in tenant.schools] or [tenant.org_code]
    students = [(f"{code}-{n}", code) for code, many in zip(schools, STUDENTS, strict=False) for n in range(many)]
    students.append(("at the office", tenant.org_code))
    rows = [
        {
            "sasid": who,
            "org_code": code,
            "econ_dis": r.choice("YYN"),
            "el": r.choice("YNN"),
            "swd": "N",
            "race_ethnicity": r.choice(["WHITE", "BLACK"]),
        }
        for who, code in students
    ]
    years = [_year(r, year, students) for year in (school_year - 1, school_year)]
    return report_of(cohort_of(pl.DataFrame(rows)), years, school_year=school_year)


def _year(r: random.Random, school_year: int, students: list[tuple[str, str]]) -> ExperienceYear:
    taught = [row for code in sorted({code for _, code in students}) for row in _classes(r, code)]
    sat = [
        {"sasid": who, **_section(code, number), "status": "ENROLLED"}
        for who, code in students
        for number in r.sample(range(CLASSES_OF_A_SCHOOL), 5)
    ]
    return year_of(school_year, pl.DataFrame(sat), pl.DataFrame(taught, schema=CLASSES))


def _classes(r: random.Random, code: str) -> Iterator[dict[str, object]]:
    for number in range(CLASSES_OF_A_SCHOOL):
        is_small = code.endswith(("2", "0000"))
        having = sum(one.bit for one in CATEGORIES if r.random() < (0.1 if is_small else 0.5))
        known = EVERY - RATINGS if is_small else EVERY
        masks = {"having": having & known, "known": known, "asked": EVERY}
        yield {**_section(code, number), "mepid": f"t{code}-{number}", **masks, "share": 10_000}


def _section(code: str, number: int) -> dict[str, str]:
    return dict(zip(SECTION, (code, "02052", f"{number}", "FY"), strict=True))


def set_aside(tenant: Tenant) -> None:
    """Its report, after the last attempt."""
    with across_districts(reason="tests: a report that was set aside"):
        Job.objects.create(
            district=tenant.district,
            topic=EXPERIENCES_TOPIC,
            key="all",
            state=Job.State.QUARANTINED,
            last_error="memory",
        )
        actions.set_aside(district_id=tenant.id, reason="memory")
