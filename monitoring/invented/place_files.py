"""The files on places: organizations, who is enrolled, money, how teachers see their school, exams for licenses."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.analysis.formatting import school_year
from monitoring.intake.layouts import climate_survey, finance, license_exam, organizations, school_enrollment

from .chance import Bools, Floats, Ints, unlogit
from .laid_out import laid_out, texts
from .schools import CHARTER, EVER, GRADES, LEVELS, REGIONS, Places, Schools, Texts
from .segregation import RACES
from .staff_files import salaries, salary_level
from .state import StateYear
from .student_files import present
from .students import NO, YES

STATE, STATE_CODE = "Invented State", "00000000"
TITLE_1 = ("NONE", "ELIG", "TAS", "SWP")
LOCALES = ("City", "Suburb", "Town", "Rural")
RACE_GROUPS = ("american_indian", "asian", "black", "hispanic", "multi", "pacific_islander", "white")
ITEMS = ("satisfied", "leadership", "safe", "resources", "voice")
LIKED = (0.75, 0.7, 1.2, 0.3, 0.4)  # by item: how favorable, before climate
ANSWERING = 0.78
EXAMS = ("MTEL-03", "MTEL-09", "MTEL-90")
SPENT = 17_800  # dollars a pupil


def organization_rows(places: Places) -> pl.DataFrame:
    """The layout organizations: the state, its districts, their schools."""
    districts, schools = places.districts, places.schools
    count, size = len(districts.code), len(schools)
    locale = np.searchsorted(-np.array([12, 6, 2.5]), -districts.schools.astype(float))
    is_charter = districts.kind == CHARTER
    top, none = [STATE_CODE], [None]
    columns = {
        "org_code": pl.Series([*top, *districts.code, *schools.code]),
        "org_name": pl.Series([STATE, *districts.name, *schools.name]),
        "org_type": texts(("STATE", "DISTRICT", "SCHOOL"), np.repeat([0, 1, 2], [1, count, size])),
        "parent_org_code": pl.Series([*none, *top * count, *districts.code[schools.district]]),
        "school_level": pl.Series([*none * (count + 1), *np.array(LEVELS, dtype=object)[schools.level]]),
        "grades_served": pl.Series([*none * (count + 1), *_grades(schools)]),
        "title1_status": pl.Series([*none * (count + 1), *_title_1(schools)]),
        "charter": _of_all(("N", "Y"), is_charter.astype(np.int64), schools),
        "region": _of_all(REGIONS, districts.region, schools),
        "open_year": pl.Series([*none * (count + 1), *_years(schools.opened)]),
        "close_year": pl.Series([*none * (count + 1), *_years(schools.closed)]),
        "successor_org_code": pl.Series([*none * (count + 1), *_successors(schools)]),
        "locale": _of_all(LOCALES, locale, schools),
    }
    return laid_out(organizations.REPORT, columns)


def _of_all(names: tuple[str, ...], of_district: Ints, schools: Schools) -> pl.Series:
    """What holds for a district and its schools, and not for the state."""
    named = texts(names, np.concatenate([of_district, of_district[schools.district]]))
    return pl.concat([pl.Series([None], dtype=pl.String), named])


def _grades(schools: Schools) -> list[str]:
    pairs = zip(schools.first_grade, schools.last_grade, strict=True)
    return [",".join(GRADES[first : last + 1]) for first, last in pairs]


def _title_1(schools: Schools) -> Texts:
    return np.array(TITLE_1, dtype=object)[np.searchsorted([0.2, 0.3, 0.4], schools.traits.poverty)]


def _years(ending: Ints) -> list[str | None]:
    return [school_year(int(year)) if 0 < year < EVER else None for year in ending]


def _successors(schools: Schools) -> list[str | None]:
    return [schools.code[place] if place >= 0 else None for place in schools.successor]


def enrollment_rows(of: StateYear) -> pl.DataFrame:
    """The layout school_enrollment, of October's students. Those of all races together are all."""
    students = of.students.of(present(of.students, "OCT"))
    is_high_needs = students.is_poor | (students.learner != NO) | (students.disabled == YES)
    everyone = np.ones(len(students), dtype=bool)
    groups: dict[str, Bools] = {
        "all": everyone,
        "low_income": students.is_poor,
        "students_of_color": students.race != len(RACES) - 1,
        "english_learners": students.learner == YES,
        "students_with_disabilities": students.disabled == YES,
        "high_needs": is_high_needs,
        **{f"race_{name}": students.race == place for place, name in enumerate(RACE_GROUPS)},
    }
    schools = len(of.places.schools)
    counts = np.stack([np.bincount(students.school[is_in], minlength=schools) for is_in in groups.values()], axis=1)
    open_ = np.flatnonzero(counts[:, 0])
    columns = {
        "school_year": school_year(of.year),
        "org_code": texts(of.places.schools.code, np.repeat(open_, len(groups))),
        "student_group": texts(list(groups), np.tile(np.arange(len(groups)), len(open_))),
        "enrolled": counts[open_].ravel(),
    }
    return laid_out(school_enrollment.REPORT, columns)


def teachers_by_school(of: StateYear) -> Ints:
    staff = of.staff
    return np.bincount(staff.school[staff.teaches & ~staff.is_away], minlength=len(of.places.schools))


def finance_rows(of: StateYear) -> pl.DataFrame:
    """Of districts, then of schools. A district's schedule of salaries holds for all its schools."""
    places, staff = of.places, of.staff
    level = salary_level(of)
    teaches = np.flatnonzero(staff.teaches)
    pay = salaries(of, staff.of(teaches))
    of_district = _means(pay, staff.district[teaches], len(level))
    of_school = _means(pay, staff.school[teaches], len(places.schools))
    open_ = np.flatnonzero(of_school > 0)
    owner = np.concatenate([np.arange(len(level)), places.schools.district[open_]])
    spread = np.exp(of.stream("finance").normal(0, 0.08, len(owner)))
    poverty = np.concatenate([places.districts.poverty, places.schools.traits.poverty[open_]])
    spent = np.round(SPENT * 1.03 ** (of.year - 2021) * spread * (1 + 0.12 * (poverty - 0.4))).astype(np.int64)
    mean = np.concatenate([of_district, of_school[open_]])
    columns = {
        "school_year": school_year(of.year),
        "org_code": pl.Series([*places.districts.code, *places.schools.code[open_]]),
        "ppe_total": spent,
        "ppe_instruction": np.round(0.62 * spent).astype(np.int64),
        "avg_teacher_salary": mean,
        "salary_min": np.minimum(np.round(41_000 * level).astype(np.int64)[owner], mean),
        "salary_max": np.maximum(np.round(104_000 * level).astype(np.int64)[owner], mean),
    }
    return laid_out(finance.REPORT, columns)


def _means(values: Ints, keys: Ints, count: int) -> Ints:
    people = np.bincount(keys, minlength=count)
    return np.bincount(keys, weights=values, minlength=count).astype(np.int64) // np.maximum(people, 1)


def climate_rows(of: StateYear) -> pl.DataFrame:
    """What teachers answered, by school and item."""
    random, teachers = of.stream("climate"), teachers_by_school(of)
    open_ = np.flatnonzero(teachers)
    school, item = (part.ravel() for part in np.meshgrid(open_, np.arange(len(ITEMS)), indexing="ij"))
    answered = np.repeat(random.binomial(teachers[open_], ANSWERING), len(ITEMS))
    liking: Floats = 0.55 * of.places.schools.traits.climate[school] + np.array(LIKED)[item]
    columns = {
        "school_year": school_year(of.year),
        "org_code": texts(of.places.schools.code, school),
        "item_code": texts(ITEMS, item),
        "respondents": answered,
        "eligible": teachers[school],
        "favourable": random.binomial(answered, unlogit(liking)),
    }
    return laid_out(climate_survey.REPORT, columns)


def exam_rows(of: StateYear) -> pl.DataFrame:
    """Newcomers of a school and how they did in exams, by school and exam."""
    random, staff = of.stream("exams"), of.staff
    new = staff.of(staff.teaches & (staff.hired == of.year) & (staff.taught == 0))
    exam = random.integers(0, len(EXAMS), len(new))
    cell, tested = np.unique(new.school * len(EXAMS) + exam, return_counts=True)
    school = cell // len(EXAMS)
    poverty = of.places.schools.traits.poverty[school]
    columns = {
        "school_year": school_year(of.year),
        "org_code": texts(of.places.schools.code, school),
        "exam_code": texts(EXAMS, cell % len(EXAMS)),
        "n_tested": tested,
        "mean_scaled": np.round(248 - 8 * poverty + random.normal(0, 9, len(cell)) / np.sqrt(tested), 1),
        "n_passed_first": random.binomial(tested, 0.82 - 0.2 * poverty),
    }
    return laid_out(license_exam.REPORT, columns)
