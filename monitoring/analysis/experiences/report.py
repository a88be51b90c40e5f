"""The Student Learning Experience report: how often students of a group meet teachers of a category, beside all who are
not of the group. Source: metrics D3; the state's rule is a ratio of 1.5 or more, of unrounded rates.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from monitoring.analysis.intervals import ENDS

from .classes import BY_ID, CLASSES
from .cohort import Portion, numbered, portions_of, sides_of
from .counts import coverage_of, seats_of
from .jackknife import Columns, jackknifed
from .places import AMOUNTS, KINDS, Met, met_at, sums_of, with_districts
from .ratios import with_ratios
from .rows import rows_of
from .sittings import Sittings, sittings_of
from .student_groups import STUDENT_GROUPS
from .students import students_met
from .years import CLASS, ExperienceYear

WINDOWS = (1, 3, 5)  # years of history
PLACE = ["org_code", "category_id", "group_id"]
ROW = ["school_year", "window", *PLACE]
GROUPS = sorted(group.id for group in STUDENT_GROUPS)


def report_of(cohort: pl.DataFrame, years: Collection[ExperienceYear], *, school_year: int) -> pl.DataFrame:
    """The report of districts and of their schools, for each of WINDOWS.

    In: `cohort` of October of `school_year` (`cohort_of`), of one district or of many, and what is there of the years
    up to it, each once; `sasid` is of the same kind in both. Grain:
    ROW, every category and group at every place. Of focal (students of the group) and reference (known not to be of
    it): experiences _having the category and _known, _asked; the first two weighted by the teacher's share of a class
    (ten-thousandths); _students, _met, _met_known, _twice, _twice_known (`students_met`); _teachers_having and
    _teachers_without; _rate and _weighted_rate (0..1). Of both: ratio and weighted_ratio, is_gap, and reason why there
    is no ratio; ratio_low and ratio_high, or interval_reason (`jackknifed`); teachers, teachers_having and
    teachers_without; and of the place seats and seats_taught (`coverage_of`). All unrounded.

    >>> from monitoring.analysis.experiences.student_groups import cohort_of
    >>> from monitoring.analysis.experiences.years import year_of
    >>> students = {"sasid": ["a", "b"], "org_code": "00010505", "econ_dis": ["Y", "N"]}
    >>> nothing = dict.fromkeys(("race_ethnicity", "el", "swd"), pl.lit(None, pl.String))
    >>> where = {"org_code": "00010505", "course_code": "02052", "section_id": "1", "term": "FY"}
    >>> schedule = pl.DataFrame({"sasid": ["a", "b"], **where, "status": "ENROLLED"})
    >>> of = {"mepid": ["t"], "having": [1], "known": [1], "asked": [1], "share": [10_000]}
    >>> year = year_of(2025, schedule, pl.DataFrame({**where, **of}, schema_overrides=CLASSES))
    >>> report = report_of(cohort_of(pl.DataFrame(students).with_columns(**nothing)), [year], school_year=2025)
    >>> found = report.filter(org_code="00010000", category_id="T_EXP_LT1", group_id="low_income", window=1)
    >>> found.select("focal_having", "focal_known", "ratio", "is_gap").row(0)
    (1, 1, 1.0, False)
    """
    if cohort.is_empty():
        return report_of(_somebody(cohort), (), school_year=school_year).clear()
    since = school_year - max(WINDOWS)
    known = [one for one in years if since < one.school_year <= school_year] or [_nothing_sent(school_year, cohort)]
    whole = numbered(cohort)
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        sittings = sittings_of(whole.sasids, known, school_year, threads)

        def report_on(portion: Portion) -> list[pl.DataFrame]:
            rows = with_ratios(_counted(portion, sittings))
            rows = rows.select(pl.lit(school_year, pl.Int16).alias("school_year"), pl.all())
            return list(rows.iter_slices(rows.height // len(WINDOWS)))

        portions = portions_of(whole)
        # The largest first, so that at the end none is waited for alone.
        largest_first = sorted(range(len(portions)), key=lambda at: -len(portions[at].answers))
        made = threads.map(report_on, (portions[at] for at in largest_first))
        found = [report for _, report in sorted(zip(largest_first, made, strict=True), key=lambda one: one[0])]
    return pl.concat(one for window in zip(*found, strict=True) for one in window)


def _somebody(nobody: pl.DataFrame) -> pl.DataFrame:
    """A student of whom nothing is known, where there is none."""
    return pl.DataFrame({"sasid": [None], "org_code": "00010505", "inside": 0, "known": 0}, schema=nobody.schema)


def _nothing_sent(school_year: int, cohort: pl.DataFrame) -> ExperienceYear:
    seats = cohort.select("sasid", pl.lit(0, pl.UInt32).alias("class")).clear()
    return ExperienceYear(school_year, seats, pl.DataFrame(schema=CLASS | CLASSES))


def _counted(portion: Portion, sittings: Sittings) -> pl.DataFrame:
    """Of all windows, in order of ROW: whatever is counted of some districts and their schools."""
    sides = sides_of(portion, GROUPS)
    seats = seats_of(portion, sides, sittings, max(WINDOWS))
    met = met_at(portion, seats, sittings)
    students = students_met(portion, sides, seats.met, WINDOWS)
    coverage = coverage_of(portion, seats, sittings.classes, WINDOWS)
    found = {}
    for window, of_schools, of_seats in zip(WINDOWS, students, coverage, strict=True):
        apart = {name: sides.apart(one) for name, one in of_schools.items()}
        of_sides = {f"{side}_{name}": pair[at] for name, pair in apart.items() for at, side in enumerate(ENDS)}
        of_places = {name: with_districts(one, portion) for name, one in (of_seats | of_sides).items()}
        found[window] = of_places | _of_teachers(met, window, portion)
    return rows_of(portion, sides.of_groups, GROUPS, found)


def _of_teachers(met: Met, window: int, portion: Portion) -> Columns:
    """By place, schools and then districts, category (BY_ID) and comparison."""
    sums = sums_of(met, window, portion)
    amounts = {f"{side}_{name}": sums[:, of, at] for of, name in enumerate(AMOUNTS) for at, side in enumerate(ENDS)}
    found = amounts | jackknifed(met, KINDS, window, sums[:, AMOUNTS.index("having") :].astype(np.float64))
    return {name: one.reshape(met.places, len(BY_ID), -1) for name, one in found.items()}
