"""The Student Learning Experience report: how often students of a group meet teachers of a category, beside all who are
not of the group. Source: metrics D3; the state's rule is a ratio of 1.5 or more, of unrounded rates.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE, rate
from monitoring.analysis.intervals import ENDS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.staff_year import OFFICE, is_school

from .classes import CATEGORIES, CLASSES, MASKS
from .counts import (
    Cohort,
    Experiences,
    Whole,
    coverage_of,
    experiences_of_teachers,
    numbered,
    seats_of,
    starts_of,
    summed,
)
from .jackknife import REASONS, SUMS, Ratios, jackknifed
from .student_groups import STUDENT_GROUPS
from .students import bits_of_year, students_met
from .years import CLASS, ExperienceYear

WINDOWS = (1, 3, 5)  # years of history
GAP = (3, 2)  # a ratio of so much is a gap: 1.5
FAVORABLE = [one.id for one in CATEGORIES if MEASURES[one.id].is_favorable]
WEIGHTS = ("", "weighted_")
PLACE = ["org_code", "category_id", "group_id"]
ROW = ["school_year", "window", *PLACE]
Columns = Mapping[str, NDArray[np.generic]]


def report_of(
    cohort: pl.DataFrame, years: Collection[ExperienceYear], *, school_year: int, dese_compat: bool = False
) -> pl.DataFrame:
    """The report of districts and of their schools, for each of WINDOWS.

    In: `cohort` of October of `school_year` (`cohort_of`), of one district or of many, and what is there of the years
    up to it, each once; `sasid` is of the same kind in both. Grain:
    ROW, every category and group at every place. Of focal (students of the group) and reference (known not to be of
    it): experiences _having the category and _known, _asked; the first two weighted by the teacher's share of a class
    (ten-thousandths); _students, _met, _met_known, _twice, _twice_known (`students_met`); _teachers_having and
    _teachers_without; _rate and _weighted_rate (0..1). Of both: ratio and weighted_ratio, is_gap, and reason why there
    is no ratio; ratio_low and ratio_high, or interval_reason (`jackknifed`); teachers, teachers_having and
    teachers_without; and of the place seats and seats_taught (`coverage_of`). All unrounded. `dese_compat`: as Edwin
    has it where the reference has none.

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
    whole, known = numbered(cohort), list(years) or [_nothing_sent(school_year, cohort)]
    seats = {one.school_year: seats_of(whole, one) for one in known}
    met = experiences_of_teachers(whole, ((one, seats[one.school_year]) for one in known))
    bits = {one.school_year: bits_of_year(whole, one, seats[one.school_year]) for one in known}
    frames, no_seats = [], seats[known[0].school_year].clear()
    for window in WINDOWS:
        there = [year for year in bits if school_year - window < year <= school_year]
        coverage = coverage_of(whole, pl.concat([no_seats, *(seats[year] for year in there)]))
        students = students_met(whole, {year: bits[year] for year in there})
        rows = _of_window(whole, met.of_years(there), students, coverage)
        frames.append(rows.with_columns(window=pl.lit(window, pl.Int8)))
    found = pl.concat(frames).with_columns(school_year=pl.lit(school_year, pl.Int16))
    return compared(found, dese_compat=dese_compat).sort(ROW)


def _nothing_sent(school_year: int, cohort: pl.DataFrame) -> ExperienceYear:
    seats = cohort.select("sasid", pl.lit(0, pl.UInt32).alias("class")).clear()
    return ExperienceYear(school_year, seats, pl.DataFrame(schema=CLASS | CLASSES))


def _of_window(
    cohort: Cohort, met: Experiences, students: Mapping[str, Whole], coverage: Mapping[str, Whole]
) -> pl.DataFrame:
    """Schools and their districts; students reported at a district's office are in the district alone. Grain: PLACE."""
    schools = list(cohort.schools)
    codes = pl.DataFrame({"district": [code[: -len(OFFICE)] + OFFICE for code in schools]})
    first = starts_of(codes)
    districts = codes["district"].gather(first.tolist()).to_list()
    own, their = np.arange(len(schools)), np.repeat(np.arange(len(first)), np.diff(first, append=len(schools)))
    of_schools = _frame(schools, _sums_at(met, own, len(schools)), students, coverage)
    of_districts = ({name: summed(counts, first) for name, counts in one.items()} for one in (students, coverage))
    return pl.concat(
        [of_schools.filter(is_school()), _frame(districts, _sums_at(met, their, len(districts)), *of_districts)]
    )


def _sums_at(met: Experiences, places: Whole, many: int) -> list[Columns]:
    """Of each category, one array a column: a row a place, a column a side or a comparison. `places`: of schools."""
    rows = met.rows.select("mepid", place=pl.Series(places).gather(met.rows["at"]))
    order = rows.select(pl.arg_sort_by("place", "mepid")).to_series().to_numpy()
    ordered = rows[order.tolist()]
    teachers = starts_of(ordered)
    at = ordered["place"].to_numpy()[teachers]
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    counts, weighted = met.counts[order], met.weighted[order]
    masks = {name: met.rows[name].to_numpy()[order] for name in MASKS}
    found = []
    for category in CATEGORIES:
        is_so = {name: mask & category.bit > 0 for name, mask in masks.items()}
        of_teachers = {name: summed(counts, teachers, one) for name, one in is_so.items()}
        of_teachers |= {f"weighted_{name}": summed(weighted, teachers, is_so[name]) for name in ("having", "known")}
        of_sides = {name: summed(one, starts) for name, one in of_teachers.items()}
        columns = {**_apart(of_sides), **_ratios_at(of_teachers, starts)}
        found.append(_at_all_places(columns, at[starts], many))
    return found


def _apart(of_sides: Mapping[str, Whole]) -> Columns:
    """The columns of both sides, apart from each other."""
    groups = len(STUDENT_GROUPS)
    return {
        f"{side}_{name}": values[:, first : first + groups]
        for name, values in of_sides.items()
        for side, first in zip(ENDS, (0, groups), strict=True)
    }


def _ratios_at(of_teachers: Mapping[str, Whole], starts: Whole) -> Columns:
    sides = _apart({name: of_teachers[name] for name in ("having", "known")})
    found: Ratios = jackknifed([np.asarray(sides[name], dtype=np.int64) for name in SUMS], starts)
    told = {"teachers": found.teachers, "teachers_having": found.having, "teachers_without": found.without}
    return {"ratio_low": found.low, "ratio_high": found.high, "why": found.why, **told, **found.of_sides}


def _at_all_places(columns: Columns, at: Whole, many: int) -> Columns:
    """With a row for places where nobody met anybody."""
    found = {}
    for name, values in columns.items():
        nothing = np.nan if values.dtype.kind == "f" else REASONS.index(reasons.FEW_TEACHERS) if name == "why" else 0
        found[name] = np.full((many, values.shape[1]), nothing, dtype=values.dtype)
        found[name][at] = values
    return found


def _frame(
    codes: Sequence[str], categories: list[Columns], students: Mapping[str, Whole], coverage: Mapping[str, Whole]
) -> pl.DataFrame:
    """Below each other what stands in arrays. Grain: PLACE."""
    groups = [one.id for one in STUDENT_GROUPS]
    of_places = {name: np.repeat(values, len(groups)) for name, values in coverage.items()}
    place = {"org_code": np.repeat(codes, len(groups)), "group_id": groups * len(codes), **of_places}
    frames = []
    for number, (category, columns) in enumerate(zip(CATEGORIES, categories, strict=True)):
        counted = {**columns, **_apart({name: values[:, number] for name, values in students.items()})}
        values = {name: one.ravel() for name, one in counted.items()}
        frames.append(pl.DataFrame({**place, "category_id": [category.id] * (len(codes) * len(groups)), **values}))
    why = pl.col("why").replace_strict(dict(enumerate(REASONS)), return_dtype=pl.String)
    whole = pl.concat(frames).with_columns(pl.col("ratio_low", "ratio_high").fill_nan(None), interval_reason=why)
    return whole.drop("why")


def compared(rows: pl.DataFrame, *, dese_compat: bool = False) -> pl.DataFrame:
    """With rates, ratios, and reasons why there are none. Edwin takes one experience where the reference has none
    (`dese_compat`; unverified).
    """
    rows = rows.with_columns(
        _against=_at_least(1 if dese_compat else 0, "reference_having"),
        _weighted_against=_at_least(SCALE if dese_compat else 0, "reference_weighted_having"),
        **{
            f"{side}_{weight}rate": rate(f"{side}_{weight}having", f"{side}_{weight}known")
            for side in ENDS
            for weight in WEIGHTS
        },
    ).with_columns(reason=_reason())
    has_ratio = pl.col("reason").is_null()
    return rows.with_columns(
        pl.when(has_ratio).then("interval_reason").alias("interval_reason"),
        *(pl.when(has_ratio).then(_ratio(weight)).alias(f"{weight}ratio") for weight in WEIGHTS),
        is_gap=_is_gap(),
    ).drop("_against", "_weighted_against")


def _at_least(fewest: int, name: str) -> pl.Expr:
    return pl.max_horizontal(name, pl.lit(fewest, pl.Int64))


def _reason() -> pl.Expr:
    return (
        pl.when((pl.col("focal_known") == 0) | (pl.col("reference_known") == 0))
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(pl.col("_against") == 0)
        .then(pl.lit(reasons.REFERENCE_ZERO))
    )


def _ratio(weight: str) -> pl.Expr:
    """Null where all that the reference has of it weighs nothing."""
    focal = pl.col(f"focal_{weight}having") / pl.col(f"focal_{weight}known")
    against = pl.col(f"_{weight}against")
    return pl.when(against > 0).then(focal / (against / pl.col(f"reference_{weight}known")))


def _is_gap() -> pl.Expr:
    """Whole numbers on both sides, so that no rounding decides; of what is good to meet, more of it is no gap."""
    many, few = GAP
    left = few * pl.col("focal_having").cast(pl.Int128) * pl.col("reference_known")
    right = many * pl.col("_against").cast(pl.Int128) * pl.col("focal_known")
    is_judged = pl.col("reason").is_null() & ~pl.col("category_id").is_in(FAVORABLE)
    return pl.when(is_judged).then(left >= right)
