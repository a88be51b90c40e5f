"""Small states at random: two districts, three schools, a handful of people, and every kind of gap in what is sent."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.analysis.people.sent import (
    ONE,
    OTHER,
    A,
    B,
    C,
    Files,
    Row,
    State,
    attended,
    employed,
    learned,
    licensed,
    organization,
    rated,
    teaches,
)

PEOPLE = [f"p{number}" for number in range(7)]
SCHOOLS = {ONE: [A, B, ONE], OTHER: [C, OTHER]}
YEARS = (2016, 2021, 2025)
SPANS = [None, "NA", "ALL", "05-08", "07", "K-03", "09-12", "somewhere"]

seeds = st.integers(0, 2**32).map(random.Random)
states = st.tuples(seeds, st.sampled_from(YEARS)).map(lambda drawn: (random_state(*drawn), drawn[1]))


def random_state(r: random.Random, year: int, *, is_complete: bool = False) -> State:
    """`is_complete`: every file is there."""
    state = State()
    for district in (ONE, OTHER):
        for one in (year - 1, year):
            if is_complete or r.random() < 0.95:
                state.years[district, one] = _files(r, district, one, is_complete)
    closing = [None, None, None, year - 1]
    charters = [None] if is_complete else ["Y", "N", "N", "N"]
    state.organizations = [
        organization(A, close_year=r.choice([None, year - 1]), successor_org_code=r.choice([None, B, C])),
        organization(B, close_year=r.choice(closing), successor_org_code=r.choice([None, C])),
        organization(C, charter=r.choice(["Y", "N", None])),
        organization(
            ONE, charter=r.choice(charters), close_year=r.choice(closing), successor_org_code=r.choice([None, OTHER])
        ),
    ]
    state.course_crosswalk = [_crosswalk(r) for _ in range(4 if is_complete else r.choice([0, 2, 4, 4]))]
    return state


def _files(r: random.Random, district: str, year: int, is_complete: bool) -> Files:
    made = {
        "work_assignment": [row for who in PEOPLE for row in _assignments(r, who, district)],
        "staff_roster": [_roster_row(r, who, year) for who in PEOPLE if r.random() < 0.8],
        "license": [_license(r, who, year) for who in PEOPLE for _ in range(r.randint(0, 3))],
        "evaluation": [row for who in PEOPLE for row in _evaluations(r, who, district)],
        "staff_attendance": [row for who in PEOPLE for row in _days(r, who, district)],
        "staff_absence_event": [_event(r, who, year) for who in PEOPLE for _ in range(r.randint(0, 3))],
        "professional_learning": [_learning(r, district) for _ in range(6)],
    }
    often = {"staff_attendance": 0.6}
    return {name: rows for name, rows in made.items() if is_complete or r.random() < often.get(name, 0.9)}


def _assignments(r: random.Random, who: str, district: str) -> list[Row]:
    jobs = ["2305", "2305", "2305", "2325", "1305", "1310", "4100"]
    rows = []
    for number in range(r.choice([0, 1, 1, 2, 3])):
        org, job = r.choice(SCHOOLS[district]), r.choice(jobs)
        row = teaches(who, org, r.choice([0.2, 0.5, 0.8, 1]), job, section_id=str(number))
        if job.startswith("23"):
            row |= {"course_code": r.choice(["02052", "02052", "01001", "NA", None]), "grade_span": r.choice(SPANS)}
        rows.append({**row, "collection": r.choice(["OCT", "OCT", "OCT", "EOY"])})
    return rows


def _roster_row(r: random.Random, who: str, year: int) -> Row:
    return employed(
        who,
        r.choice(["01", "01", "02", "03"]),
        exit_reason=r.choice(["RETIRE", "DECEASED", "OTHER_MA_DISTRICT", None]),
        exit_date=r.choice([None, f"{year - 1}-09-30", f"{year - 1}-10-01", f"{year}-02-01"]),
        years_prior_teaching=r.choice([0, 1, 2, 3, 4, None, "NA"]),
        years_prior_admin=r.choice([0, 1, 2, 3, 4, None, "NA"]),
        experience_scope=r.choice(["MA_PUBLIC", "ALL"]),
        highest_degree=r.choice(["NONE", "ASSOC", "BA", "MA", None, "NA"]),
        hqt=r.choice(["Y", "N", "NA", None]),
        total_salary=r.choice([71_234.56, 50_000, None]),
    )


def _license(r: random.Random, who: str, year: int) -> Row:
    types = ["PROFESSIONAL", "INITIAL", "PROVISIONAL", "TEMPORARY", "EMERGENCY", "WAIVER"]
    return licensed(
        who,
        r.choice(["MATH", "math", "ENG"]),
        r.choice(["ALL", "05-08", "07", "K-03", "somewhere"]),
        r.choice(types),
        status=r.choice(["ACTIVE", "ACTIVE", "EXPIRED", "REVOKED"]),
        valid_from=r.choice([f"{year - 3}-07-01", f"{year - 1}-10-01", f"{year - 1}-10-02"]),
        valid_to=r.choice([None, f"{year - 1}-09-30", f"{year - 1}-10-01", f"{year + 1}-06-30"]),
    )


def _crosswalk(r: random.Random) -> Row:
    fields, grade = r.choice(["MATH", "ENG, math", "ENG"]), r.choice(["ALL", "07", "09", "somewhere"])
    return {"course_code": r.choice(["02052", "01001"]), "grade": grade, "field_codes": fields}


def _evaluations(r: random.Random, who: str, district: str) -> list[Row]:
    rows = []
    for role in ("TEACHER", "PRINCIPAL"):
        for kind in ("SUMMATIVE", "FORMATIVE_EVAL"):
            for org in r.sample([*SCHOOLS[district], None], r.choice([0, 0, 1, 2])):
                overall, day = r.choice(["E", "P", "NI", "U", "NE"]), r.choice([None, "2024-05-01", "2024-06-01"])
                rows.append(rated(who, overall, role, rating_type=kind, org_code=org, evaluated_on=day))
    return rows


def _days(r: random.Random, who: str, district: str) -> list[Row]:
    orgs = r.sample(SCHOOLS[district], r.choice([0, 1, 1, 2]))
    absent, expected = [0, 4.5, 9.5, 10, 10.5, 40, None], [45, 89.5, 90, 180]
    return [attended(who, r.choice(absent), r.choice(expected), org, r.choice([0, 4.5, "NA", None])) for org in orgs]


def _event(r: random.Random, who: str, year: int) -> Row:
    day = r.choice([f"{year - 1}-06-30", f"{year - 1}-07-01", f"{year}-03-02", f"{year}-03-03", f"{year}-07-01"])
    return {
        "mepid": who,
        "event_date": day,
        "hours": r.choice([2, 7.5, 24]),
        "category": r.choice(["SICK", "PD", "FMLA"]),
    }


def _learning(r: random.Random, district: str) -> Row:
    money = r.choice([0, 100, 33.33, "NA", "NA", 50, None] if r.random() < 0.5 else [100, 50.01])
    who = r.choice([*PEOPLE, None])
    org = None if who else r.choice(SCHOOLS[district])
    return learned(who, r.choice(["e", "f", "g"]), r.choice(["Y", "N"]), money, org)
