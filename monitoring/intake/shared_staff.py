"""People whom several districts report, for more work than one person does. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.reader import Reader

MOST = SCALE * 12 // 10  # 1.2 FTE in ten-thousandths: as much as one person is taken to do in all districts together
ROWS_TOLD = 20  # row numbers that are kept of a person
CODE = 12  # hexadecimal digits
READ = ("mepid", "fte")
COLUMNS = (*READ, "row_number")
SHARED_STAFF = Reader("shared-staff", "Staff whom several districts report", {"work_assignment": READ})
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "mepid": pl.String,
    "district": pl.Int64,
    "fte": pl.Int64,
    "rows": pl.List(pl.UInt32),
    "total": pl.Int64,
    "districts": pl.UInt32,
}


def find_shared_staff(assignments: Mapping[int, pl.DataFrame]) -> pl.DataFrame:
    """Grain in: work assignments (COLUMNS; FTE in ten-thousandths) by district, of one school year and collection.
    Grain out: a person and district, in SCHEMA, of people in at least two districts with more than MOST in all. An FTE
    that is not known counts as none. Source: EPIMS, one person is not more than 1.2 FTE.

    >>> one = pl.DataFrame({"mepid": ["a", "b"], "fte": [7_000, 10_000], "row_number": [2, 3]})
    >>> two = pl.DataFrame({"mepid": ["a", "a", "b"], "fte": [3_000, 3_000, 2_000], "row_number": [2, 4, 5]})
    >>> find_shared_staff({1: one, 2: two}).rows()
    [('a', 1, 7000, [2], 13000, 2), ('a', 2, 6000, [2, 4], 13000, 2)]
    """
    parts = [
        frame.select(COLUMNS).with_columns(pl.lit(district, pl.Int64).alias("district"))
        for district, frame in assignments.items()
    ]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    rows = pl.col("row_number").sort().head(ROWS_TOLD).cast(pl.UInt32).alias("rows")
    of_district = pl.concat(parts).group_by("mepid", "district").agg(pl.col("fte").sum(), rows)
    of_person = of_district.with_columns(
        pl.col("fte").sum().over("mepid").alias("total"), pl.len().over("mepid").alias("districts")
    )
    shared = of_person.filter(pl.col("districts") > 1, pl.col("total") > MOST, pl.col("mepid").is_not_null())
    return shared.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).sort("mepid", "district")


def code_of(pseudonym: str, *, school_year: int, collection: str, key: bytes) -> str:
    """By which a person is known in one collection, and in no other: nobody finds the rows of a file by it.

    >>> code_of("a" * 32, school_year=2025, collection="OCT", key=bytes(32))
    '31b931cd1a62'
    """
    said = f"shared staff {school_year} {collection} {pseudonym}".encode()
    return hmac.digest(key, said, hashlib.sha256).hex()[:CODE]
