"""For each rule that looks back, files of two years that break it and nothing else; and some that just do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

Rows = list[dict[str, Any]]
Years = tuple[dict[str, Rows], dict[str, Rows]]  # this year's files, last year's
SCHOOLS = ("00010505", "00010510")


def roster(numbers: range, *, years: int = 5, **fields: Any) -> Rows:
    """People at work, with as many completed years of teaching."""
    common = {"employment_status": "01", "years_prior_teaching": years, "years_prior_admin": 0, **fields}
    return [{"mepid": f"m{number}", **common} for number in numbers]


def assignments(numbers: range, school: str = SCHOOLS[0], *, fte: int = 10_000) -> Rows:
    return [{"mepid": f"m{number}", "org_code": school, "job_class": "2305", "fte": fte} for number in numbers]


def students(numbers: range, *, grade: str = "05", school: str = SCHOOLS[0], **groups: str) -> Rows:
    flags = {"econ_dis": "N", "el": "N", "swd": "N", **groups}
    return [{"sasid": f"s{number}", "org_code": school, "grade": grade, **flags} for number in numbers]


def staff(now: Rows, was: Rows) -> Years:
    return {"staff_roster": now}, {"staff_roster": was}


def work(now: Rows, was: Rows) -> Years:
    return {"work_assignment": now}, {"work_assignment": was}


def attendance(numbers: range, *, days: int = 90_000, school: str = SCHOOLS[0]) -> Rows:
    """People of a school who were expected on 180 days."""
    return [
        {"mepid": f"m{number}", "org_code": school, "days_expected": 1_800_000, "days_absent": days}
        for number in numbers
    ]


def attended(now: Rows, was: Rows) -> Years:
    return {"staff_attendance": now}, {"staff_attendance": was}


def learners(now: Rows, was: Rows) -> Years:
    return {"student": now}, {"student": was}


def left(numbers: range, day: str = "2024-06-20") -> Rows:
    return roster(numbers, employment_status="03", exit_date=dt.date.fromisoformat(day))


ALL, HALF = range(40), range(20)
GROWN = roster(ALL, years=6)
YEARS: dict[str, Years] = {
    "W-SCHOOL-STAFF": work(assignments(range(8)), assignments(range(13), fte=9_000)),
    "W-SCHOOL-STUDENTS": learners(students(range(29), grade="06"), students(ALL)),
    "W-FIRST-YEAR-SHARE": staff(roster(range(179), years=6) + roster(range(200, 221), years=0), roster(range(200))),
    "W-ROSTER-NEW": staff(GROWN, roster(range(21, 61))),
    "W-STUDENTS-NEW": learners(students(ALL, grade="06"), students(range(27, 67))),
    "W-ROSTER-AGAIN": staff(roster(ALL), roster(ALL)),
    "W-ROSTER-LEFT": staff(GROWN + left(range(40, 50)), roster(ALL) + left(range(40, 50))),
    "W-ASSIGNMENT-AGAIN": work(assignments(HALF), assignments(HALF)),
    "W-ATTENDANCE-AGAIN": attended(attendance(HALF), attendance(HALF)),
    "W-ATTENDANCE-RATE": attended(attendance(range(100), days=181_000), attendance(range(100))),
    "W-ATTENDANCE-STAFF": attended(attendance(range(8), days=80_000), attendance(range(13))),
    "W-GRADE-AGAIN": learners(students(HALF), students(HALF)),
    "W-YEARS-EXCHANGED": staff(roster(ALL, years=1, years_prior_admin=5), roster(ALL, years_prior_admin=1)),
    "W-GROUPS-EXCHANGED": learners(students(HALF, grade="06", swd="Y"), students(HALF, econ_dis="Y")),
    "W-SCHOOLS-EXCHANGED": work(
        assignments(range(8), SCHOOLS[1]) + assignments(range(8, 16)),
        assignments(range(8)) + assignments(range(8, 16), SCHOOLS[1]),
    ),
}
UP_TO: dict[str, Years] = {
    "W-SCHOOL-STAFF": work(assignments(range(8)), assignments(range(12), fte=9_000)),
    "W-SCHOOL-STUDENTS": learners(students(range(30), grade="06"), students(ALL)),
    "W-FIRST-YEAR-SHARE": staff(roster(range(35), years=6) + roster(range(40, 45), years=0), roster(ALL)),  # chance
    "W-ROSTER-NEW": staff(GROWN, roster(range(20, 60))),
    "W-STUDENTS-NEW": learners(students(ALL, grade="06"), students(range(26, 66))),
    "W-ROSTER-AGAIN": staff(roster(range(36)) + roster(range(36, 40), years=6), roster(ALL)),
    "W-ROSTER-LEFT": staff(GROWN + left(range(40, 45)), roster(ALL) + left(range(40, 50))),
    "W-ASSIGNMENT-AGAIN": work(assignments(range(19)) + assignments(range(19, 20), fte=5_000), assignments(HALF)),
    "W-ATTENDANCE-AGAIN": attended(attendance(range(10)) + attendance(range(10, 20), days=95_000), attendance(HALF)),
    "W-ATTENDANCE-RATE": attended(attendance(range(100), days=180_000), attendance(range(100))),
    "W-ATTENDANCE-STAFF": attended(attendance(range(8), days=80_000), attendance(range(12))),
    "W-GRADE-AGAIN": learners(students(range(10)) + students(range(10, 20), grade="06"), students(HALF)),
    "W-YEARS-EXCHANGED": staff(
        roster(HALF, years=1, years_prior_admin=5) + roster(range(20, 40), years=6, years_prior_admin=1),
        roster(ALL, years_prior_admin=1),
    ),
    "W-GROUPS-EXCHANGED": learners(
        students(range(16), grade="06", swd="Y") + students(range(16, 20), grade="06", econ_dis="Y"),
        students(HALF, econ_dis="Y"),
    ),
    "W-SCHOOLS-EXCHANGED": work(
        assignments(range(8), SCHOOLS[1]) + assignments(range(8, 16), SCHOOLS[1]),
        assignments(range(8)) + assignments(range(8, 16), SCHOOLS[1], fte=9_000),
    ),
}
