"""Small states at random with students and their schedules, as a computation is given them."""

from __future__ import annotations

import random

import polars as pl
from hypothesis import strategies as st

from monitoring.analysis.experiences.classes import CATEGORIES, SECTION, taught_classes
from monitoring.analysis.experiences.student_groups import cohort_of
from monitoring.analysis.experiences.years import ExperienceYear, year_of
from monitoring.analysis.people.catalogue import CATALOGUE
from tests.analysis.people.random_states import SCHOOLS, random_state
from tests.analysis.people.sent import ONE, OTHER, State, frame

STUDENTS = [f"s{number}" for number in range(12)]
YEAR = 2025
IDS = {one.id for one in CATEGORIES}

seeds = st.integers(0, 2**32)


def state_of(seed: int, years: int = 5) -> State:
    """Twelve students over some years, some of whom change districts."""
    r = random.Random(seed)
    state = random_state(r, YEAR)
    for back in range(2, years, 2):
        earlier = random_state(r, YEAR - back)
        state.years |= earlier.years
    for year in sorted({YEAR, *(one for _, one in state.years)}):
        for district in (ONE, OTHER):
            state.years.setdefault((district, year), {})
        for who in STUDENTS:
            _add_student(r, state, who, year)
    return state


def _add_student(r: random.Random, state: State, who: str, year: int) -> None:
    district = r.choice([ONE, ONE, OTHER])
    files = state.years[district, year]
    *schools, office = SCHOOLS[district]
    org = r.choice([*schools * 3, office])
    files.setdefault("student", []).append(
        {
            "collection": "OCT",
            "sasid": who,
            "org_code": org,
            "grade": "07",
            "race_ethnicity": r.choice(["WHITE", "BLACK", "ASIAN", "HISPANIC", None]),
            "econ_dis": r.choice(["Y", "N", "N", None]),
            "el": r.choice(["Y", "N", "FEL", "N", None]),
            "swd": r.choice(["Y", "N", "EX", None]),
            "group_homeless": r.choice(["Y", "N", None, "NA"]),
        }
    )
    offered = [
        {name: row[name] for name in SECTION}
        for row in files.get("work_assignment", [])
        if row["job_class"].startswith("23") and row["course_code"] not in (None, "NA")
    ]
    offered.append({"org_code": org, "course_code": "02052", "section_id": "nobody teaches it", "term": "FY"})
    unique = {tuple(one.items()): one for one in offered}
    for one in r.sample(list(unique.values()), min(len(unique), r.randint(0, 4))):
        files.setdefault("student_schedule", []).append(
            {**one, "collection": "OCT", "sasid": who, "status": r.choice(["ENROLLED", "COMPLETED", "WITHDRAWN"])}
        )


def years_of(state: State) -> list[ExperienceYear]:
    """What all districts sent, by school year."""
    found = []
    for year in sorted({one for _, one in state.years}):
        codes = [code for code, one in state.years if one == year]
        rows = [row for code in codes for row in state.years[code, year].get("student_schedule", [])]
        classes = pl.concat(classes_of(state, code, year) for code in codes)
        schedule = frame("student_schedule", rows).filter(collection="OCT")
        found.append(year_of(year, schedule, classes))
    return found


def classes_of(state: State, district: str, year: int) -> pl.DataFrame:
    measures = {one.id: one for one in CATALOGUE if one.id in IDS and one.applies_to(year)}
    staff = state.staff_year(district, year)
    names = ("district", "row_number", "section_id", "term", "contribution_pct")
    sent = frame("work_assignment", []) if staff.work_assignment is None else staff.work_assignment
    return taught_classes(staff, sent.with_columns(district=pl.lit(district)).select(names), measures)


def cohort(state: State, district: str) -> pl.DataFrame:
    rows = state.years[district, YEAR].get("student", [])
    return cohort_of(frame("student", rows))
