"""The Student Learning Experience report: how often students of a group meet teachers of a category, beside all who are
not of the group. Source: metrics D3; the state's rule is a ratio of 1.5 or more, of unrounded rates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.people.staff_year import OFFICE

from .classes import CATEGORIES, MASKS
from .counts import SIDES, Cohort, ExperienceYear, Meetings, Whole, meetings_of, numbered, places_of, starts_of, summed
from .jackknife import REASONS, Ratios, jackknifed
from .student_groups import STUDENT_GROUPS
from .students import bits_of_year, students_met

WINDOWS = (1, 3, 5)  # years of history
GAP = (3, 2)  # a ratio of so much is a gap: 1.5
FAVORABLE = [one.id for one in CATEGORIES if one.is_favorable]
PLACE = ["org_code", "category_id", "group_id"]
ROW = ["school_year", "window", *PLACE]
Columns = Mapping[str, NDArray[np.generic]]


def report_of(
    cohort: pl.DataFrame, years: Collection[ExperienceYear], *, school_year: int, dese_compat: bool = False
) -> pl.DataFrame:
    """The report of districts and of their schools, for each of WINDOWS.

    In: `cohort` of October of `school_year` (`cohort_of`), and what is there of the years up to it, each once. Grain:
    ROW. Of focal (students of the group) and reference (known not to be of it): experiences _having the category and
    _known, _asked; the first two weighed by the teacher's share of a class (ten-thousandths); _students, _met,
    _met_known, _twice, _twice_known (`students_met`); _rate and _weighed_rate (0..1), ratio and weighed_ratio; teachers
    behind both sides, those of them having the category, and those without; is_gap; reason why there is no ratio;
    ratio_low and ratio_high, or interval_reason (`jackknifed`). All unrounded. `dese_compat`: as Edwin has it where
    the reference has none.
    """
    whole = numbered(cohort)
    places = [(one, places_of(whole, one)) for one in years]
    meetings = meetings_of(whole, places)
    bits = {one.school_year: bits_of_year(whole, one, rows) for one, rows in places}
    frames = []
    for window in WINDOWS:
        there = [year for year in bits if school_year - window < year <= school_year]
        if there:
            students = students_met(whole, {year: bits[year] for year in there})
            rows = _of_window(whole, meetings.of_years(there), students)
            year, back = pl.lit(school_year, pl.Int16), pl.lit(window, pl.Int8)
            frames.append(rows.with_columns(school_year=year, window=back))
    return _compared(pl.concat(frames), dese_compat).sort(ROW)


def _of_window(cohort: Cohort, meetings: Meetings, students: Mapping[str, Whole]) -> pl.DataFrame:
    """Schools and their districts. Grain: PLACE."""
    schools = list(cohort.schools)
    codes = [code[: -len(OFFICE)] + OFFICE for code in schools]
    districts = sorted(set(codes))
    own, their = np.arange(len(schools)), np.array([districts.index(code) for code in codes])
    first = starts_of(pl.DataFrame({"district": codes}))
    sums = {name: summed(counts, first) for name, counts in students.items()}
    of = ((schools, own, students), (districts, their, sums))
    return pl.concat(_frame(names, _sums_at(meetings, at, len(names)), counts) for names, at, counts in of)


def _sums_at(meetings: Meetings, places: Whole, many: int) -> list[Columns]:
    """Of each category, one array a column: a row a place, a column a side or a comparison. `places`: of schools."""
    rows = meetings.rows.select("mepid", place=pl.Series(places).gather(meetings.rows["at"]))
    order = rows.select(pl.arg_sort_by("place", "mepid")).to_series().to_numpy()
    ordered = rows[order.tolist()]
    teachers = starts_of(ordered)
    at = ordered["place"].to_numpy()[teachers]
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    found = []
    amounts = {"": meetings.experiences[order], "weighed_": meetings.weighed[order]}
    masks = {name: meetings.rows[name].to_numpy()[order] for name in MASKS}
    for category in CATEGORIES:
        of_teachers = {
            f"{prefix}{name}": summed(rows_of, teachers, masks[name] & category.bit > 0)
            for prefix, rows_of in amounts.items()
            for name in (MASKS[:2] if prefix else MASKS)
        }
        sums = {name: summed(one, starts) for name, one in of_teachers.items()}
        found.append(_at_all_places({**sums, **_ratios_at(of_teachers, starts)}, at[starts], many))
    return found


def _ratios_at(of_teachers: Mapping[str, Whole], starts: Whole) -> Columns:
    groups = len(STUDENT_GROUPS)
    having, known = of_teachers["having"], of_teachers["known"]
    found: Ratios = jackknifed([having[:, :groups], known[:, :groups], having[:, groups:], known[:, groups:]], starts)
    told = {"teachers": found.teachers, "teachers_having": found.having, "teachers_without": found.without}
    return {"ratio_low": found.low, "ratio_high": found.high, "why": found.why, **told}


def _at_all_places(columns: Columns, at: Whole, many: int) -> Columns:
    """With a row for places where nobody met anybody."""
    found = {}
    for name, values in columns.items():
        nothing = np.nan if values.dtype.kind == "f" else 0
        found[name] = np.full((many, values.shape[1]), nothing, dtype=values.dtype)
        found[name][at] = values
    return found


def _frame(codes: list[str], categories: list[Columns], students: Mapping[str, Whole]) -> pl.DataFrame:
    """Below each other what stands in arrays. Grain: PLACE."""
    groups = [one.id for one in STUDENT_GROUPS]
    frames = []
    for place, (category, columns) in enumerate(zip(CATEGORIES, categories, strict=True)):
        counted = {**columns, **{name: values[:, place] for name, values in students.items()}}
        frames.append(
            pl.DataFrame(
                {
                    "org_code": np.repeat(codes, len(groups)),
                    "category_id": category.id,
                    "group_id": groups * len(codes),
                    **{key: one.ravel() for name, values in counted.items() for key, one in _sides(name, values)},
                }
            )
        )
    why = pl.col("why").replace_strict(dict(enumerate(REASONS)), return_dtype=pl.String)
    whole = pl.concat(frames).with_columns(pl.col("ratio_low", "ratio_high").fill_nan(None), interval_reason=why)
    return whole.drop("why")


def _sides(name: str, values: NDArray[np.generic]) -> Iterable[tuple[str, NDArray[np.generic]]]:
    """Columns of both sides apart; of what is of a comparison, one."""
    groups = len(STUDENT_GROUPS)
    if values.shape[1] == groups:
        return [(name, values)]
    return [(f"{side}_{name}", values[:, place * groups : (place + 1) * groups]) for place, side in enumerate(SIDES)]


def _compared(rows: pl.DataFrame, dese_compat: bool) -> pl.DataFrame:
    rows = rows.with_columns(
        *(
            rate(f"{side}_{prefix}having", f"{side}_{prefix}known").alias(f"{side}_{prefix}rate")
            for side in SIDES
            for prefix in ("", "weighed_")
        ),
        reason=_reason(dese_compat),
    )
    told = pl.when(pl.col("reason").is_null()).then("interval_reason").alias("interval_reason")
    return rows.with_columns(*_ratios(dese_compat), told, is_gap=_is_gap(dese_compat))


def _reason(dese_compat: bool) -> pl.Expr:
    is_zero = pl.lit(False) if dese_compat else pl.col("reference_having") == 0
    return (
        pl.when((pl.col("focal_known") == 0) | (pl.col("reference_known") == 0))
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(is_zero)
        .then(pl.lit(reasons.REFERENCE_ZERO))
    )


def _ratios(dese_compat: bool) -> Iterable[pl.Expr]:
    """Edwin takes one experience where the reference has none (`dese_compat`; unverified)."""
    for prefix in ("", "weighed_"):
        counted, known = (f"{side}_{prefix}known" for side in SIDES)
        having = _of_reference(f"reference_{prefix}having", dese_compat)
        ratio = pl.col(f"focal_{prefix}having") / pl.col(counted) / (having / pl.col(known))
        yield pl.when(pl.col("reason").is_null(), having > 0).then(ratio).alias(f"{prefix}ratio")


def _of_reference(name: str, dese_compat: bool) -> pl.Expr:
    return pl.max_horizontal(pl.col(name), 1) if dese_compat else pl.col(name)


def _is_gap(dese_compat: bool) -> pl.Expr:
    """Whole numbers on both sides, so that no rounding decides; of what is good to meet, more of it is no gap."""
    many, few = GAP
    having = _of_reference("reference_having", dese_compat).cast(pl.Int128)
    left = few * pl.col("focal_having").cast(pl.Int128) * pl.col("reference_known")
    right = many * having * pl.col("focal_known")
    is_judged = pl.col("reason").is_null() & ~pl.col("category_id").is_in(FAVORABLE)
    return pl.when(is_judged).then(left >= right)
