"""The level of a school from the grades it serves, for reports that do not say it. Pure."""

from __future__ import annotations

import polars as pl

ELEMENTARY = r"\b(K|0[1-4])\b"
EARLY = r"\b(PK|K)\b"
MIDDLE = r"\b0[678]\b"
UPPER_MIDDLE = r"\b0[78]\b"
HIGH = r"\b(09|1[012])\b"


def school_level(grades_served: pl.Expr) -> pl.Expr:
    """ELEM, MIDDLE, HIGH, K8, K12 or OTHER, from text such as PK,K,01; null where no grades are known.

    Elementary grades together with 7 or 8 make K8, with high school grades K12; 5 or 6 alone do not change a school's
    level.

    >>> served = ["PK,K,01,02", "K,05,06", "K,01,08", "06,07,08", "07,08,09,12", "K,08,12", "SP", None]
    >>> grades = pl.DataFrame({"g": served})
    >>> grades.select(g=school_level(pl.col("g")))["g"].to_list()
    ['ELEM', 'ELEM', 'K8', 'MIDDLE', 'HIGH', 'K12', 'OTHER', None]
    """
    lower, high = grades_served.str.contains(ELEMENTARY), grades_served.str.contains(HIGH)
    return (
        pl.when(grades_served.is_null())
        .then(None)
        .when(lower & high)
        .then(pl.lit("K12"))
        .when(lower & grades_served.str.contains(UPPER_MIDDLE))
        .then(pl.lit("K8"))
        .when(lower | (grades_served.str.contains(EARLY) & ~grades_served.str.contains(MIDDLE) & ~high))
        .then(pl.lit("ELEM"))
        .when(high)
        .then(pl.lit("HIGH"))
        .when(grades_served.str.contains(r"\b0[5678]\b"))
        .then(pl.lit("MIDDLE"))
        .otherwise(pl.lit("OTHER"))
    )
