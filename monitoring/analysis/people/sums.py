"""Partial sums: what a district-year adds to each measure, for its schools, for itself, and for the state."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE

from .catalogue import CATALOGUE, PeopleMeasure
from .places import DISTRICT, STATE
from .rule import FTE, HEADCOUNT, SHARES
from .staff_year import StaffYear

GRAIN = ["school_year", "level", "org_code", "measure_id", "unit"]
SUMS: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "level": pl.String,
    "org_code": pl.String,
    "measure_id": pl.String,
    "definition_version": pl.String,
    "unit": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "known": pl.Int64,
    "missing": pl.Int64,
    "exempt": pl.Int64,
    "reason": pl.String,
}
_AMOUNTS = ("numerator", "denominator", "known", "missing", "exempt")


def sums_of_districts(year: StaffYear, measures: Iterable[PeopleMeasure] = CATALOGUE) -> pl.DataFrame:
    """The sums of every measure that applies to the year, of each of its districts. Grain: district, GRAIN; amounts
    Int64 in ten-thousandths.

    At a school a person counts once, or with the FTE there; in the district once, or with all of it. The row of the
    state is what the district adds to it: people whom it counts (`person_index.homes`), and all its FTE. `known`,
    `missing` and `exempt` are people, or their FTE; who is missing or exempt is in neither numerator nor denominator.
    Where files are missing there are no amounts, but the reason; who would have been judged is missing. A district
    without October's assignments has the reason alone.

    >>> from .experience import Experience
    >>> year = StaffYear("00010000", 2025)
    >>> one = [PeopleMeasure("T_EXP_LT1", 1, "TEACHER", Experience(below=1))]
    >>> sums_of_districts(year, one).select("level", "org_code", "unit", "numerator", "reason").row(0)
    ('district', '00010000', 'FTE', None, 'not_submitted')
    """
    asked = [measure for measure in measures if measure.applies_to(year.school_year)]
    parts = pl.collect_all(_sums_of(year, measure) for measure in asked)
    if not parts:
        return pl.DataFrame(schema={"district": pl.String, **SUMS})
    alone = [_reasons_alone(year, one, part) for one, part in zip(asked, parts, strict=True)]
    return _by_unit(pl.concat([*parts, *alone]), asked, year.school_year)


def judged(year: StaffYear, measure: PeopleMeasure) -> pl.LazyFrame:
    """Everybody whom a measure judges, at its levels, as its rule says; nothing known where files are missing."""
    if measure.rule.lacks(year):
        nothing = pl.lit(None, pl.Int64)
        people = measure.rule.people(year, measure.role)
        found = people.with_columns(is_exempt=pl.lit(False), amount=nothing, base=nothing)
    else:
        found = measure.rule.judge(year, measure.role)
    return found.filter(pl.col("level").is_in(measure.levels))


def _sums_of(year: StaffYear, measure: PeopleMeasure) -> pl.LazyFrame:
    """Sums of heads and of FTE side by side. Grain: district, level, org_code."""
    reason = reasons.NOT_SUBMITTED if measure.rule.lacks(year) else None
    sums = judged(year, measure).group_by("district", "level", "org_code").agg(*_EVERY_SUM)
    return sums.with_columns(measure_id=pl.lit(measure.id), reason=pl.lit(reason, pl.String))


def _reasons_alone(year: StaffYear, measure: PeopleMeasure, found: pl.DataFrame) -> pl.DataFrame:
    """A row of each district of which a measure judges nobody; none unless files are missing. Grain as `found`."""
    silent = set(year.districts).difference(found["district"]) if measure.rule.lacks(year) else ()
    of = {"level": DISTRICT, "measure_id": measure.id, "reason": reasons.NOT_SUBMITTED}
    counts = dict.fromkeys(found.columns, 0) | {f"{unit}_rows": 1 for unit in SHARES}
    return pl.DataFrame([counts | of | {"district": one, "org_code": one} for one in silent], schema=found.schema)


def _sums_in(unit: str, counts: pl.Expr, weight: pl.Expr) -> list[pl.Expr]:
    """Amounts of one person each times the weight of the person; by FTE whole, since a share is all of a person or
    nothing.
    """
    is_missing = pl.col("amount").is_null() & ~pl.col("is_exempt")
    sums = {
        "numerator": pl.col("amount") * weight // SCALE,
        "denominator": pl.col("base") * weight // SCALE,
        "known": pl.when(pl.col("amount").is_not_null()).then(weight),
        "missing": pl.when(is_missing).then(weight),
        "exempt": pl.when("is_exempt").then(weight),
        "rows": pl.lit(1, pl.Int64),
    }
    return [pl.when(counts).then(one).sum().alias(f"{unit}_{name}") for name, one in sums.items()]


# A head counts where the state counts it; FTE counts wherever it is worked.
_EVERY_SUM = (
    *_sums_in(HEADCOUNT, pl.col("counts_once"), pl.lit(SCALE, pl.Int64)),
    *_sums_in(FTE, pl.lit(True), pl.col("fte")),
)


def _by_unit(sums: pl.DataFrame, measures: list[PeopleMeasure], school_year: int) -> pl.DataFrame:
    """Sums of heads and of FTE below each other, in SUMS; no row where nobody counts, and no amounts with a reason."""
    asked = [
        (one.id, str(one.version), unit, FTE if unit == FTE else HEADCOUNT)
        for one in measures
        for unit in one.rule.units
    ]
    names = ("measure_id", "definition_version", "unit", "of")
    units = pl.DataFrame(asked, schema=dict.fromkeys(names, pl.String), orient="row")
    parts = [
        sums.filter(pl.col(f"{of}_rows") > 0)
        .rename({f"{of}_{name}": name for name in _AMOUNTS})
        .join(units.filter(of=of), on="measure_id")
        .with_columns(pl.when(pl.col("reason").is_null()).then(pl.col("numerator", "denominator")))
        .with_columns(school_year=pl.lit(school_year))
        .select("district", *(pl.col(name).cast(dtype) for name, dtype in SUMS.items()))
        for of in SHARES
    ]
    return pl.concat(parts).sort("district", *GRAIN)


def state_sums(parts: pl.DataFrame) -> pl.DataFrame:
    """The state's sums from all districts' partial sums; a reason only where no district has amounts. Grain: GRAIN.

    >>> key = (2025, "state", "00000000", "T_EXP_LT1", "1", "FTE")
    >>> rows = [(*key, 5, 9, 9, 1, 0, None), (*key, None, None, 0, 3, 0, "not_submitted")]
    >>> state_sums(pl.DataFrame(rows, schema=SUMS, orient="row")).row(0)[-6:]
    (5, 9, 9, 4, 0, None)
    """
    of_state = parts.filter(pl.col("level") == STATE)
    is_known = pl.col("reason").is_null()
    key = [name for name in SUMS if name not in (*_AMOUNTS, "reason")]
    sums = of_state.group_by(key).agg(
        *(pl.when(is_known.any()).then(pl.col(name).sum()) for name in ("numerator", "denominator")),
        pl.col("known", "missing", "exempt").sum(),
        reason=pl.when(~is_known.any()).then(pl.lit(reasons.NOT_SUBMITTED)),
    )
    return sums.select(pl.col(name).cast(dtype) for name, dtype in SUMS.items()).sort(GRAIN)
