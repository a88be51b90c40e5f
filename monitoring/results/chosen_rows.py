"""Which row counts where several files hold a figure: in an organization's own figures, and in the state's. Frames in,
frames out.

Rows come with `place`, the order of their files, and `is_own`, whether a district sent them itself.
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis.audience import FEWEST_DISTRICTS

from .frames import STATE

# By the column that names a figure: what a row must hold to have it. Of all students it is their number.
FIGURES = {
    "metric_id": pl.col("numerator"),
    "group_id": pl.when(pl.col("group_id") == "all").then("enrolled").otherwise("share"),
}


def by_one_definition(rows: pl.DataFrame, place: list[str]) -> pl.DataFrame:
    """Without the figures that another definition made than the first by place of the same measure, year and `place`:
    what is counted otherwise neither fills what is missing beside it, nor is added to it.

    >>> rows = pl.DataFrame({"school_year": 2021, "metric_id": "T_TURN", "numerator": [1, None, 3], "place": [0, 0, 1],
    ...                      "district_code": "00010000", "version": [1, 1, 2]})
    >>> by_one_definition(rows, ["district_code"])["version"].to_list()
    [1, 1]
    """
    key = ["school_year", "metric_id", *place]
    known = rows.filter(FIGURES["metric_id"].is_not_null()).sort("place")
    leading = known.group_by(key, maintain_order=True).agg(leading=pl.col("version").first())
    is_other = FIGURES["metric_id"].is_not_null() & (pl.col("version") != pl.col("leading"))
    return rows.join(leading, on=key, how="left").filter(~is_other.fill_null(False)).drop("leading")


def of_organizations(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """One row per (school_year, org_code, `name`): those with a figure first, then by place."""
    key = ["school_year", "org_code", name]
    ordered = rows.sort(*key, FIGURES[name].is_null(), "place")
    return ordered.unique(key, keep="first", maintain_order=True).drop("place", "is_own")


def of_the_state(rows: pl.DataFrame, name: str, districts: pl.DataFrame) -> pl.DataFrame:
    """Likewise, of the rows that the state's figures rest on: of a year's measure or group the agency's, or, where it
    has no figure of any school or district, the districts' own, if three at least have sent one. Beside the agency's
    report, which everybody may have, a sum with a district's figure in it would tell that. `districts`: org_code,
    district_code.

    >>> rows = pl.DataFrame({"school_year": 2021, "org_code": ["00010001", "00020001"], "metric_id": "T_TURN",
    ...                      "numerator": [1, 2], "place": [0, 1], "is_own": [False, True]})
    >>> of_the_state(rows, "metric_id", rows.select("org_code", district_code="org_code"))["org_code"].to_list()
    ['00010001']
    """
    key = ["school_year", name]
    known = rows.filter(FIGURES[name].is_not_null(), pl.col("org_code") != STATE)
    of_the_agency = known.filter(~pl.col("is_own")).select(key).unique()
    senders = known.filter("is_own").join(districts, on="org_code").join(of_the_agency, on=key, how="anti")
    enough = senders.group_by(key).agg(pl.col("district_code").n_unique() >= FEWEST_DISTRICTS).filter("district_code")
    agencys, own = rows.filter(~pl.col("is_own")), rows.filter("is_own").join(enough.select(key), on=key, how="semi")
    return of_organizations(pl.concat([agencys, own]), name)
