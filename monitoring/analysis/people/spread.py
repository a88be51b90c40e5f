"""How something is spread among the people of a school or district: lowest, tenth, half, nine tenths, highest."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.amounts import SCALE

from .places import STATE

TENTHS = {"p10": 1, "median": 5, "p90": 9}


def spread(judged: pl.DataFrame) -> pl.DataFrame:
    """Of what a rule on means found (`sums.judged`): the amount of one whole unit of its base, as the salary of a
    full-time position. Grain: level (school, district), org_code: people, lowest, p10, median, p90, highest, Int64 in
    ten-thousandths. The tenths are values of people, by nearest rank: nothing lies between two of them.

    >>> some = pl.DataFrame({"level": "school", "org_code": "a", "amount": [10, 20, 30], "base": SCALE})
    >>> spread(some).rows()
    [('school', 'a', 3, 10, 10, 20, 30, 30)]
    """
    known = judged.filter(pl.col("level") != STATE, pl.col("base") > 0)
    one = (pl.col("amount") * SCALE // pl.col("base")).sort()
    many = pl.len().cast(pl.Int64)
    at = {name: one.get((many * tenths + 9) // 10 - 1) for name, tenths in TENTHS.items()}
    found = known.group_by("level", "org_code").agg(people=many, lowest=one.first(), **at, highest=one.last())
    return found.sort("level", "org_code")
