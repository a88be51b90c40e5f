"""Method D: districts as units, and the ends of the state that they form. Frames in, frames out; nothing is read or
stored.
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis.amounts import SCALE, SHARE_SCALE
from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import ACROSS_DISTRICTS
from monitoring.analysis.missing import is_incomplete

FEWEST_SCHOOLS = 3
FEWEST_TEACHERS = 30


def district_bands(shares: pl.DataFrame) -> pl.DataFrame:
    """Bands of districts. Those with fewer than 3 schools or 30 teachers have some that say so, and take no part.
    Source: metrics D1, Method D.
    """
    return compute_bands(district_shares(shares), scope=ACROSS_DISTRICTS)


def district_shares(shares: pl.DataFrame) -> pl.DataFrame:
    """A district's share of a group: students of the group in all its schools over all students of these schools.

    Schools without a known share or number of students are left out of both sums; where these are more than 20 % of
    those that have students, there is no share. Out: school_year, group_id, org_code (of the district), share, enrolled
    (null where no school is in the sums), fte, missing_reason.

    >>> one = {"school_year": 2021, "group_id": "low_income", "district_code": "00010000", "fte": 200_000}
    >>> two = [{**one, "share": 10.0, "enrolled": 300}, {**one, "share": 50.0, "enrolled": 100}]
    >>> frame = pl.DataFrame(two).with_columns(missing_reason=pl.lit(None, pl.String))
    >>> district_shares(frame).select("share", "enrolled", "missing_reason").row(0)
    (20.0, 400, 'small_district')
    """
    known = pl.col("share").is_not_null() & pl.col("enrolled").is_not_null()
    unknown = ~known & (pl.col("enrolled") != 0).fill_null(True)
    students = pl.when(known).then("enrolled")
    of_group = (pl.col("share") * SHARE_SCALE).round().cast(pl.Int64) * students
    sums = shares.group_by("school_year", "group_id", org_code="district_code").agg(
        pl.when(known.any()).then(students.sum()).alias("enrolled"),
        of_group.sum().alias("of_group"),
        pl.col("fte").sum(),
        pl.len().alias("schools"),
        is_incomplete(known.sum(), unknown.sum()).alias("is_unknown"),
        pl.col("missing_reason").drop_nulls().min().alias("reason"),
    )
    is_small = (pl.col("schools") < FEWEST_SCHOOLS) | (pl.col("fte") < FEWEST_TEACHERS * SCALE)
    is_known = (pl.col("enrolled") > 0) & ~pl.col("is_unknown")
    share = pl.when(is_known).then(pl.col("of_group") / pl.col("enrolled") / SHARE_SCALE)
    return sums.with_columns(
        share=share, missing_reason=pl.when(is_small).then(pl.lit("small_district")).otherwise("reason")
    ).drop("schools", "reason", "of_group", "is_unknown")
