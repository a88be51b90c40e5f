"""Which schools and districts had closed, and which took their place."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.values import all_successors

from .staff_year import StaffYear

_OF = ["district", "org_code"]


def closed(year: StaffYear) -> pl.DataFrame:
    """Those that were not open any more in the year. Grain: district, org_code; `has_successor`."""
    if year.organizations is None:
        return pl.DataFrame(schema={"district": pl.String, "org_code": pl.String, "has_successor": pl.Boolean})
    gone = year.organizations.filter(pl.col("close_year") < year.school_year)
    return gone.select(*_OF, has_successor=pl.col("successor_org_code").is_not_null()).unique(_OF)


def heirs(year: StaffYear, schools: pl.DataFrame) -> pl.DataFrame:
    """Where it counts as the same school or district: there and, of one that had closed, at its successors.

    Grain: district, org_code of `schools`, heir.

    >>> names = {"org_code": ["a", "b", "c"], "close_year": [2024, None, None], "district": "d"}
    >>> known = pl.DataFrame({**names, "successor_org_code": ["b", "c", None]})
    >>> heirs(StaffYear("d", 2025, organizations=known), known).sort("org_code", "heir").drop("district").rows()
    [('a', 'a'), ('a', 'b'), ('b', 'b'), ('c', 'c')]
    """
    each = schools.select(_OF).unique()
    same = each.select(*_OF, heir="org_code")
    if year.organizations is None:
        return same
    gone = closed(year).join(year.organizations, on=_OF)
    following = all_successors(gone.select("org_code", successor="successor_org_code").unique())  # whoever asks
    found = each.join(gone, on=_OF, how="semi").join(following, on="org_code").select(*_OF, heir="successor")
    return pl.concat([same, found]).unique()
