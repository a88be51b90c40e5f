"""How much of a district's gaps in experiences lies between its schools, and how much within them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.decomposition import OF_ONE_DISTRICT, SIDES, decompose, parts_of
from monitoring.analysis.decomposition_words import gap_parts_sentence
from monitoring.analysis.people.staff_year import ITS_DISTRICT, OFFICE

from .protection import JUDGED, is_small
from .ratios import FAVORABLE
from .words import WHY_NONE

KEY = ["school_year", "window", "category_id", "group_id"]
PARTS = parts_of(OF_ONE_DISTRICT)
IS_DISTRICT = pl.col("org_code").str.ends_with(OFFICE)
_AMOUNTS = tuple(f"{side}_{name}" for side in SIDES for name in ("having", "known"))


def parts_of_report(report: pl.DataFrame) -> pl.DataFrame:
    """In: the report of one district, as `report_of` gives it. Grain: KEY: gap, the difference of both rates (of what
    is good to meet, of those who are not), PARTS, which add up to it, and reason why there is no gap. Source: metrics
    D6.
    """
    parts = decompose(units_of(report), KEY, OF_ONE_DISTRICT).select(*KEY, "gap", *PARTS, "reason")
    return without_incomplete(parts, report.filter(IS_DISTRICT), PARTS)


def without_incomplete(parts: pl.DataFrame, whole: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Gaps and their parts (`names`) without those of which the `whole` has no rates, since too much is missing. Grain
    of both: KEY.
    """
    why = whole.filter(reason=reasons.TOO_MANY_MISSING).select(*KEY, is_incomplete=pl.lit(value=True))
    found = parts.join(why, on=KEY, how="left", maintain_order="left")
    is_told = pl.col("is_incomplete").is_null()
    return found.select(
        *KEY,
        *(pl.when(is_told).then(pl.col(name)).alias(name) for name in ("gap", *names)),
        reason=pl.when(is_told).then("reason").otherwise(pl.lit(reasons.TOO_MANY_MISSING)),
    )


def sentence_of(row: Mapping[str, Any], parts: Sequence[str] = PARTS) -> str:
    """In: a row as `parts_of_report` gives it, or with other `parts`.

    >>> row = {"category_id": "T_UNQ", "gap": 0.03, "between_schools": 0.02, "within_schools": 0.01, "reason": None}
    >>> sentence_of(row)
    'Of a gap of 3.0 points, 2.0 lie between schools and 1.0 within schools.'
    """
    of_parts, why = {name: row[name] for name in parts}, WHY_NONE.get(row["reason"], "")
    return gap_parts_sentence(row["gap"], of_parts, why, is_favorable=row["category_id"] in FAVORABLE)


def parts_for_others(report: pl.DataFrame) -> pl.DataFrame:
    """The same without those for which the district, or a school of it where anybody met a teacher, is too small to be
    shown by itself; what the district has beside its schools is one of these. Of its teachers, who may be at schools
    too, there are at least so many as the district has more.
    """
    met = pl.col("focal_known") + pl.col("reference_known") > 0
    names = (*_AMOUNTS, *JUDGED)
    units = pl.concat([report.select(*KEY, "org_code", *names), _beside_schools(report, names)])
    small = units.filter(is_small() & met).select(KEY).unique().with_columns(is_small=pl.lit(value=True))
    found = parts_of_report(report).join(small, on=KEY, how="left", maintain_order="left")
    hidden = pl.col("is_small").fill_null(False)
    return found.select(
        *KEY,
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in ("gap", *PARTS)),
        reason=pl.when(hidden).then(pl.lit(reasons.SUPPRESSED)).otherwise("reason"),
    )


def units_of(report: pl.DataFrame) -> pl.DataFrame:
    """The schools of the districts of a report, and what each district has beside them, of students at its office: a
    unit of its own. Both sides below each other, on the adverse outcome, as `decompose` takes them.
    """
    schools = report.filter(~IS_DISTRICT).select(*KEY, "org_code", *_AMOUNTS)
    return _by_side(pl.concat([schools, _beside_schools(report, _AMOUNTS)]))


def _beside_schools(report: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    left = [pl.col(name).filter(IS_DISTRICT).sum() - pl.col(name).filter(~IS_DISTRICT).sum() for name in names]
    return report.group_by(*KEY, ITS_DISTRICT.alias("org_code")).agg(left).select(*KEY, "org_code", *names)


def _by_side(schools: pl.DataFrame) -> pl.DataFrame:
    """Both sides below each other, on the adverse outcome."""
    having, known = pl.col("having"), pl.col("known")
    counted = pl.when(pl.col("category_id").is_in(FAVORABLE)).then(known - having).otherwise(having)
    return pl.concat(
        schools.select(
            *KEY,
            "org_code",
            pl.lit(side).alias("side"),
            *(pl.col(f"{side}_{name}").alias(name) for name in ("having", "known")),
        ).select(pl.exclude("having", "known"), numerator=counted, denominator=known)
        for side in SIDES
    )
