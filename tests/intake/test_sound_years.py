"""Two years of districts in which nothing is wrong: people stay, come and go as they do, and no rule says a word."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from monitoring.intake.cross_checks.run import cross_check
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.layouts.student import GRADES
from tests.intake.test_cross_checks import Files, frames

pytestmark = pytest.mark.slow

Rows = list[dict[str, Any]]
STAYING, MOVING = 0.85, 0.04  # of teachers; of those who stay, to another school
PROMOTED, RETURNING = 0.98, 0.93  # of students
NEWCOMERS = (0, 0, 1, 3, 8)  # completed years of whoever is hired
SPANS = ((1, 7), (7, 10), (10, 14), (1, 10), (1, 4), (5, 8))  # grades of a school, as places in GRADES
GROUPS = {"econ_dis": (0.4, 0.08), "el": (0.15, 0.05), "swd": (0.18, 0.03)}  # share in it; that change in a year


class District:
    """One that is `seed`'s: `staff` and `students` of a year, and what becomes of them in the next."""

    def __init__(self, seed: int) -> None:
        self.pick, self.hired = random.Random(seed), 0
        self.spans = {
            f"0001{number:04}": self.pick.choice(SPANS) for number in range(5, 5 + self.pick.choice([1, 4, 9]))
        }
        self.staff = [
            self.hire(school, self.pick.choice(NEWCOMERS) if self.pick.random() > STAYING else self.pick.randint(1, 30))
            for school in self.spans
            for _ in range(self.pick.randint(15, 70))
        ]
        self.students = [
            self.enroll(school, grade)
            for school, span in self.spans.items()
            for grade in range(*span)
            for _ in range(self.pick.randint(25, 90))
        ]

    def number(self) -> int:
        self.hired += 1
        return self.hired

    def hire(self, school: str, years: int) -> dict[str, Any]:
        return {"mepid": f"m{self.number()}", "org_code": school, "years_prior_teaching": years, "years_prior_admin": 0}

    def enroll(self, school: str, grade: int) -> dict[str, Any]:
        groups = {name: self.pick.random() < share for name, (share, _) in GROUPS.items()}
        return {"sasid": f"s{self.number()}", "org_code": school, "grade": grade, **groups}

    def next_year(self) -> None:
        chance, schools = self.pick.random, list(self.spans)
        for one in self.staff:
            if chance() > STAYING:
                one |= self.hire(one["org_code"], self.pick.choice(NEWCOMERS))
            else:
                one["years_prior_teaching"] += 1
                one["org_code"] = self.pick.choice(schools) if chance() < MOVING else one["org_code"]
        before = self.students
        grown = [{**one, "grade": one["grade"] + (chance() < PROMOTED), **self.regrouped(one)} for one in before]
        again = [one for one in grown if one["grade"] < self.spans[one["org_code"]][1] and chance() < RETURNING]
        was, left = (Counter(one["org_code"] for one in students) for students in (before, again))
        self.students = again + [
            self.enroll(school, self.pick.choice([span[0], span[0], self.pick.randrange(*span)]))
            for school, span in self.spans.items()
            for _ in range(was[school] - left[school])
        ]

    def regrouped(self, one: dict[str, Any]) -> dict[str, bool]:
        return {name: one[name] ^ (self.pick.random() < change) for name, (_, change) in GROUPS.items()}

    def files(self) -> Files:
        flags = {True: "Y", False: "N"}
        work = [{name: one[name] for name in ("mepid", "org_code")} for one in self.staff]
        return {
            "staff_roster": [
                {**{name: one[name] for name in one if name != "org_code"}, "employment_status": "01"}
                for one in self.staff
            ],
            "work_assignment": [
                {**one, "job_class": "2305", "fte": 10_000, "course_code": "02052", "section_id": f"{self.number()}"}
                for one in work
            ],
            "student": [
                {**one, "grade": GRADES[one["grade"]], **{name: flags[one[name]] for name in GROUPS}}
                for one in self.students
            ],
        }


@pytest.mark.parametrize("seed", range(20))
def test_a_sound_year_after_a_sound_year_gets_not_a_word(seed: int) -> None:
    district = District(seed)
    before = frames(district.files())
    district.next_year()
    found = cross_check(Submission(2025, "OCT", frames(district.files()), before=before))
    assert [(one.rule.id, one.total, one.details["message"].to_list()[:3]) for one in found] == []
