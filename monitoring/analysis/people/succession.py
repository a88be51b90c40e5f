"""Which schools and districts had closed, and which took their place."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.values import all_successors

from .staff_year import StaffYear


def closed(year: StaffYear) -> pl.DataFrame:
    """Those that were not open any more in the year. Grain: org_code; `has_successor`."""
    if year.organizations is None:
        return pl.DataFrame(schema={"org_code": pl.String, "has_successor": pl.Boolean})
    gone = year.organizations.filter(pl.col("close_year") < year.school_year)
    return gone.select("org_code", has_successor=pl.col("successor_org_code").is_not_null()).unique("org_code")


def heirs(year: StaffYear, schools: pl.DataFrame) -> pl.DataFrame:
    """Where it counts as the same school or district: there and, of one that had closed, at its successors.

    Grain: org_code of `schools`, heir.

    >>> names = {"org_code": ["a", "b", "c"], "close_year": [2024, None, None]}
    >>> known = pl.DataFrame({**names, "successor_org_code": ["b", "c", None]})
    >>> heirs(StaffYear("", 2025, organizations=known), known).sort("org_code", "heir").rows()
    [('a', 'a'), ('a', 'b'), ('b', 'b'), ('c', 'c')]
    """
    each = schools.select("org_code").unique()
    same = each.select("org_code", heir="org_code")
    if year.organizations is None:
        return same
    gone = closed(year).join(year.organizations, on="org_code")
    following = all_successors(gone.select("org_code", successor="successor_org_code"))
    found = following.join(each, on="org_code", how="semi").select("org_code", heir="successor")
    return pl.concat([same, found]).unique()
