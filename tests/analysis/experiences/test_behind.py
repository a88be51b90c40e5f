"""The classes behind a number are those in which a slow walk from student to student finds such teachers, and their
experiences are the number's.
"""

from __future__ import annotations

from collections import defaultdict

from hypothesis import assume, given, settings

from monitoring.analysis.experiences.behind import BEHIND, CLASS_ROW, classes_behind, experiences_in
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.report import report_of
from tests.analysis.experiences import slow
from tests.analysis.experiences.states import YEAR, cohort, seeds, state_of, years_of
from tests.analysis.people.sent import ONE, State
from tests.analysis.people.slow import District

# One question asked of the teacher and one of the class; the walk is slow.
ASKED = (("T_EXP_LT3", "low_income", 3), ("T_OOF", "black", 5))
Found = dict[tuple[object, ...], list[int]]


def walked(state: State, district: str, window: int, category: str, group: str) -> Found:
    """By school year and class: such teachers, students of the group, others."""
    found: Found = defaultdict(lambda: [0, 0, 0])
    students = [one for one in District(state, district, YEAR).rows("student") if one["collection"] == "OCT"]
    sides = {one["sasid"]: slow.groups_of(one)[group] for one in students}
    for year in range(YEAR - window + 1, YEAR + 1):
        classes = slow.classes_of(state, year)
        for row in (row for code, one in state.years if one == year for row in scheduled(state, code, year)):
            key = (row["org_code"], row["course_code"], row["section_id"], row["term"])
            taught = classes.get(key, {})
            such = [who for who, rows in taught.items() if slow.answer(state, year, category, who, rows) is True]
            if such and sides.get(row["sasid"]) is not None:
                found[year, *key][0] = len(such)
                found[year, *key][1 if sides[row["sasid"]] else 2] += 1
    return found


def scheduled(state: State, code: str, year: int) -> list[dict[str, str]]:
    rows = District(state, code, year).rows("student_schedule")
    return [row for row in rows if row["collection"] == "OCT" and row["status"] != "WITHDRAWN"]


def check(state: State) -> None:
    years, students = years_of(state), cohort(state, ONE)
    report = report_of(students, years, school_year=YEAR)
    for name, group, window in ASKED:
        category = next(one for one in CATEGORIES if one.id == name)
        classes = classes_behind(students, [one for one in years if one.school_year > YEAR - window], category, group)
        assert {row[:5]: list(row[5:]) for row in classes.rows()} == walked(state, ONE, window, name, group)
        number = report.filter(org_code=ONE, window=window, category_id=name, group_id=group)
        assert experiences_in(classes) == number.select("focal_having", "reference_having").row(0)


@given(seeds)
@settings(max_examples=4, deadline=None)
def test_the_classes_behind_a_number_are_those_where_students_met_such_teachers(seed: int) -> None:
    state = state_of(seed)
    assume((ONE, YEAR) in state.years)
    check(state)


def test_of_a_school_they_are_those_of_its_own_students() -> None:
    state = state_of(5)
    students, years = cohort(state, ONE), [one for one in years_of(state) if one.school_year > YEAR - 5]
    report = report_of(students, years, school_year=YEAR).filter(window=5, category_id="T_UNQ", group_id="low_income")
    for code in report.filter(report["org_code"] != ONE)["org_code"]:
        classes = classes_behind(students.filter(org_code=code), years, CATEGORIES[2], "low_income")
        number = report.filter(org_code=code).select("focal_having", "reference_having").row(0)
        assert experiences_in(classes) == number
    assert report["focal_having"].sum() > 0


def test_no_person_is_in_them() -> None:
    assert tuple(BEHIND) == (*CLASS_ROW, "teachers", "focal", "reference")
    state = state_of(5)
    told = classes_behind(cohort(state, ONE), years_of(state), CATEGORIES[0], "low_income").write_csv()
    people = {row["mepid"] for files in state.years.values() for row in files.get("work_assignment", [])}
    students = {row["sasid"] for files in state.years.values() for row in files.get("student", [])}
    cells = {cell for line in told.splitlines() for cell in line.split(",")}
    assert cells & (people | students) == set()
