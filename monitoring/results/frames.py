"""Shapes of the frames between reading snapshots and writing results. Everything here is data in memory; nothing is
read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from monitoring.analysis.audience import FEWEST_DISTRICTS

Schema = dict[str, pl.DataType | type[pl.DataType]]

STATE = "00000000"
SHORT = 16  # characters of a definition's hash that a row keeps

# One row per (school_year, org_code, metric_id): the row that counts, after source priority; in ten-thousandths.
AGGREGATES: Schema = {
    "school_year": pl.Int16,
    "org_code": pl.String,
    "metric_id": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "unit": pl.String,
    "missing_reason": pl.String,
    "snapshot_id": pl.String,
    "row_number": pl.Int32,
}

# One row per (school_year, org_code, group_id), likewise.
SHARES: Schema = {
    "school_year": pl.Int16,
    "org_code": pl.String,
    "group_id": pl.String,
    "share": pl.Float64,
    "enrolled": pl.Int64,
    "missing_reason": pl.String,
    "snapshot_id": pl.String,
    "row_number": pl.Int32,
}

# One row per organization that is known: a school, a district or the state, and the first and the last school year in
# which it was open and the organization that took its place, where these are known.
ORGANIZATIONS: Schema = {
    "org_code": pl.String,
    "org_type": pl.String,
    "district_code": pl.String,
    "level": pl.String,
    "opened_year": pl.Int16,
    "closed_year": pl.Int16,
    "successor": pl.String,
}

# One row per figure that a column awaiting a decision would give: kind 'metric' or 'group', its id, and the district
# whose schools it concerns (every district, where the file is the state agency's).
WITHHELD: Schema = {"school_year": pl.Int16, "kind": pl.String, "name": pl.String, "district_code": pl.String}

OWN: Schema = {"snapshot_id": pl.String}


@dataclass(frozen=True)
class Inputs:
    """Everything a computation depends on. `present`: one row per (school_year, org_code) that any current file
    names. `own`: one row per snapshot_id that a district sent itself.
    """

    aggregates: pl.DataFrame
    shares: pl.DataFrame
    organizations: pl.DataFrame
    withheld: pl.DataFrame
    present: pl.DataFrame
    own: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=OWN))

    def of_years(self, years: list[int]) -> Inputs:
        """The same with the rows of some school years only."""
        kept = {
            name: getattr(self, name).filter(pl.col("school_year").is_in(years))
            for name in ("aggregates", "shares", "withheld", "present")
        }
        return replace(self, **kept)

    def across_districts(self) -> Inputs:
        """What the state's figures rest on: without what fewer than three districts sent of a year's measure or group.
        Beside the agency's report, which everybody may have, the state's sum would tell their figures.
        """
        kept = {
            "aggregates": self._of_enough(self.aggregates, "metric_id", "numerator"),
            "shares": self._of_enough(self.shares, "group_id", "share"),
        }
        if all(kept[name].height == getattr(self, name).height for name in kept):
            return self
        named = pl.concat([frame.select("school_year", "org_code") for frame in kept.values()]).unique()
        years = named.select("school_year").unique()
        return replace(self, **kept, present=self.present.join(years, on="school_year", how="semi"))

    def _of_enough(self, rows: pl.DataFrame, name: str, figure: str) -> pl.DataFrame:
        own, districts = rows.join(self.own, on="snapshot_id", how="semi"), self.organizations
        senders = own.filter(pl.col(figure).is_not_null()).join(districts, on="org_code")
        enough = senders.group_by("school_year", name).agg(pl.col("district_code").n_unique())
        enough = enough.filter(pl.col("district_code") >= FEWEST_DISTRICTS).select("school_year", name)
        few = own.join(enough, on=["school_year", name], how="anti")
        return rows.join(few, on=["school_year", "org_code", name], how="anti", maintain_order="left")

    @property
    def years(self) -> list[int]:
        """The school years that have any data, in order."""
        return self.present["school_year"].unique().sort().to_list()

    @property
    def expected(self) -> pl.DataFrame:
        """One row per (school_year, org_code), with org_type and district_code: every organization that was open in a
        year of which there is any data, whether a file names it or not.
        """
        year = pl.col("school_year")
        had_opened = (pl.col("opened_year") <= year).fill_null(True)
        had_not_closed = (pl.col("closed_year") >= year).fill_null(True)
        pairs = self.present.select("school_year").unique().join(self.organizations, how="cross")
        return pairs.filter(had_opened & had_not_closed).select("school_year", "org_code", "org_type", "district_code")


@dataclass(frozen=True)
class Results:
    """Every result of some school years; each frame has one row per row of its table."""

    school_values: pl.DataFrame
    district_values: pl.DataFrame
    state_values: pl.DataFrame
    school_bands: pl.DataFrame
    district_bands: pl.DataFrame
    state_gaps: pl.DataFrame
    district_gaps: pl.DataFrame
