"""The files on people who work: rosters, assignments, licenses. Each as rows of all districts, in their order."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.analysis.formatting import school_year
from monitoring.intake.layouts import license as licenses
from monitoring.intake.layouts import staff_roster, work_assignment

from .assignments import OFFICE_JOBS, ROLES, TEACHING_JOBS
from .chance import Bools, Floats, Ints, stream, words
from .courses import course_codes, section_ids, terms
from .laid_out import Rows, laid_out, texts
from .schools import GRADES
from .segregation import RACES
from .staff import DEGREES, EXIT_REASONS, INITIAL, LICENSES, MASTER, NOWHERE, PROVISIONAL, UNLICENSED, Staff
from .state import StateYear
from .subjects import SUBJECTS, TITLES

LAST_HQT = staff_roster.LAST_HQT
TENURED = 3  # years in a district until professional status
LONG_VALID = 5  # years, for which full and provisional licenses are valid
SPANS = ("PK-06", *["05-12"] * 7, "09-12", "PK-12", "PK-12")  # grades of a license, by field


def roster(of: StateYear) -> Rows:
    """Those of the year, and those who left before it began."""
    exits, staff = of.staff_year.exits, of.staff
    people = [(staff, np.full(len(staff), NOWHERE)), (exits.staff, exits.reason)]
    parts = [_roster(of, who, reason) for who, reason in people]
    district = np.concatenate([who.district for who, _ in people])
    order = np.argsort(district, kind="stable")
    return Rows(pl.concat(parts)[order], district[order])


def _roster(of: StateYear, staff: Staff, reason: Ints) -> pl.DataFrame:
    year, is_gone = of.year, reason != NOWHERE
    status = np.where(is_gone, 2, np.where(staff.is_away, 1, 0))
    pay = salaries(of, staff)
    tenured = np.where(staff.leads, 0, np.where(year - staff.hired >= TENURED, 1, 2))
    columns = {
        "school_year": school_year(year),
        "mepid": staff.mepid(of.seed),
        "local_staff_id": texts_of_numbers("E-", staff.number),
        "birth_year": staff.born,
        "race_ethnicity": texts(RACES, staff.race),
        "employment_status": texts((staff_roster.WORKING, staff_roster.ON_LEAVE, staff_roster.EXITED), status),
        "exit_reason": texts(("NA", *EXIT_REASONS), np.where(is_gone, reason + 1, 0)),
        "hire_date": _dates(staff.hired - 1, "-08-27", staff.number % 20),
        "exit_date": _where(is_gone, _dates(np.full(len(staff), year - 1), "-06-20", staff.number % 60)),
        "years_prior_teaching": staff.taught,
        "years_prior_admin": staff.led,
        "experience_scope": "ALL",
        "highest_degree": texts(DEGREES, staff.degree),
        "hqt": _hqt(staff, year),
        "professional_status": texts(("NA", "PTS", "NONPTS"), tenured),
        "base_salary": pay,
        "total_salary": pay + 250 * (staff.number % 9),
    }
    return laid_out(staff_roster.REPORT, columns)


def texts_of_numbers(before: str, numbers: Ints) -> pl.Series:
    return pl.select(pl.lit(before) + pl.Series(numbers).cast(pl.String)).to_series()


def _dates(year: Ints, day: str, after: Ints) -> pl.Series:
    """So many days after a day of each one's year."""
    first = np.array([f"{one}{day}" for one in np.unique(year)], dtype="datetime64[D]")
    at = first[np.searchsorted(np.unique(year), year)] if len(year) else first
    return pl.Series("dates", at + after.astype("timedelta64[D]")).cast(pl.String)


def _where(holds: Bools, given: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(holds)).then(given)).to_series()


def _hqt(staff: Staff, year: int) -> pl.Series:
    """Collected until 2015-16; of those who teach."""
    lacks = (staff.license >= PROVISIONAL) & (staff.field % 2 == 0)
    return texts(("NA", "Y", "N"), np.where(~staff.teaches | (year > LAST_HQT), 0, np.where(lacks, 2, 1)))


def salaries(of: StateYear, staff: Staff) -> Ints:
    """By the district's schedule: years, degree, office."""
    level = salary_level(of)[staff.district] * 1.025 ** (of.year - of.places.plan.years[0])
    steps = 47_000 + 1_750 * np.minimum(staff.taught + staff.led, 16) + 5_500 * (staff.degree >= MASTER)
    office = np.array([0, 34_000, 22_000, 85_000, -6_000])[staff.role]
    return np.round((steps + office) * level).astype(np.int64)


def salary_level(of: StateYear) -> Floats:
    """By district, around 1; a little lower where students are poor."""
    spread = stream(of.seed, "salaries").normal(0, 0.06, len(of.places.districts.code))
    return np.exp(spread + 0.08 * (0.4 - of.places.districts.poverty))


def work_assignments(of: StateYear, collection: str) -> Rows:
    """Who leads has no class."""
    work, staff = of.assignments, of.staff
    sections, schools = of.classes.sections, of.places.schools
    taught = work.section >= 0
    at = np.maximum(work.section, 0)
    who, row = work.staff, pl.Series(at, dtype=pl.UInt32)
    jobs = np.where(taught, words(TEACHING_JOBS, work.role), words(OFFICE_JOBS, staff.role[who]))
    school = np.where(taught, sections.school[at], staff.school[who])
    organizations = [*schools.code, *of.places.districts.code]
    columns = {
        "school_year": school_year(of.year),
        "collection": collection,
        "mepid": staff.mepid(of.seed)[who],
        "org_code": texts(organizations, np.where(school >= 0, school, len(schools) + staff.district[who])),
        "job_class": jobs,
        "course_code": _or_na(taught, course_codes(sections.subject, sections.grade).gather(row)),
        "section_id": _or_na(taught, section_ids(sections, of.year).gather(row)),
        "term": _or_na(taught, terms(sections).gather(row)),
        "fte": pl.Series(np.where(taught, work.fte, 1.0)),
        "subject_area": _or_na(taught, texts(TITLES, sections.subject[at])),
        "grade_span": _or_na(taught, texts(GRADES, sections.grade[at])),
        "teacher_role": _or_na(taught, texts(ROLES, work.role)),
        "contribution_pct": _or_na(taught, pl.Series(work.share).cast(pl.String)),
    }
    return Rows(laid_out(work_assignment.REPORT, columns), staff.district[who])


def _or_na(holds: Bools, given: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(holds)).then(given).otherwise(pl.lit("NA"))).to_series()


def license_rows(of: StateYear) -> Rows:
    """What everybody of the year holds at its beginning: one row a field."""
    staff = of.staff
    first = np.flatnonzero(staff.license != UNLICENSED)
    second = np.flatnonzero((staff.other >= 0) & (staff.license <= INITIAL))
    row, which = np.append(first, second), np.repeat([0, 1], [len(first), len(second)])
    order = np.lexsort((which, row))
    row, which = row[order], which[order]
    field = np.where(which == 0, staff.field[row], staff.other[row])
    held = staff.license[row]
    length: Ints = np.where(held > PROVISIONAL, 1, LONG_VALID)
    begins: Ints = staff.since[row] - 1 + length * ((of.year - staff.since[row]) // length)
    columns = {
        "mepid": staff.mepid(of.seed)[row],
        "license_number": 100_000 + 2 * staff.number[row] + which,
        "field_code": texts(SUBJECTS, field),
        "grade_span": texts(SPANS, field),
        "type": texts(LICENSES, held),
        "status": "ACTIVE",
        "valid_from": _dates(begins, "-07-01", 0 * row),
        "valid_to": _dates(begins + length, "-06-30", 0 * row),
    }
    return Rows(laid_out(licenses.REPORT, columns), staff.district[row])
