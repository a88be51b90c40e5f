"""Shapes of the frames between reading snapshots and writing results. Everything here is data in memory; nothing is
read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force

Schema = dict[str, pl.DataType | type[pl.DataType]]

STATE = STATE_CODE
CURRENT, CERTIFIED = "current", "certified"  # editions of a district's results (compute_editions.py)
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

# Beside them the version of the definition that made the figure; null where the measure is not known.
VERSION: Schema = {"version": pl.Int16}

# The same where figures are computed from persons: the snapshot is a set of files (SummedFiles), and there are the
# people of whom it could be said, and those of whom not.
COUNTED: Schema = {**AGGREGATES, "people_known": pl.Int64, "people_missing": pl.Int64}

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
# which it was open, the organization that took its place, and a school's Title I status, where these are known.
ORGANIZATIONS: Schema = {
    "org_code": pl.String,
    "org_type": pl.String,
    "district_code": pl.String,
    "level": pl.String,
    "opened_year": pl.Int16,
    "closed_year": pl.Int16,
    "successor": pl.String,
    "title1_status": pl.String,
}

# What a set of files of persons adds to a measure.
SUMMED: Schema = {"snapshot_id": pl.String, "measure": pl.String, "content": pl.String}

# One row per district and school year of which it has files that are current and not certified, or the reverse.
PRELIMINARY: Schema = {"district_code": pl.String, "school_year": pl.Int16}

# One row per figure that a column awaiting a decision would give: kind 'metric' or 'group', its id, and the district
# whose schools it concerns (every district, where the file is the state agency's).
WITHHELD: Schema = {"school_year": pl.Int16, "kind": pl.String, "name": pl.String, "district_code": pl.String}


@dataclass(frozen=True)
class Ground:
    """What of all rows decides about each of them, where some alone are computed: the schools of which figures are
    asked in a year (`asked`: school_year, org_code, district_code), their `shares` (as `school_shares` gives them), who
    is `present`, and what districts have `submitted` (school_year, measure_id, window).
    """

    asked: pl.DataFrame
    shares: pl.DataFrame
    present: pl.DataFrame
    submitted: pl.DataFrame

    def of_years(self, needed: list[int], years: list[int]) -> Ground:
        """The same for results of `years`, for which those of `needed` years are read."""
        read, computed = (pl.col("school_year").is_in(each) for each in (needed, years))
        return Ground(
            self.asked.filter(read),
            self.shares.filter(computed),
            self.present.filter(read),
            self.submitted.filter(computed),
        )

    def of_districts(self, codes: frozenset[str]) -> Ground:
        """The same with the schools of some districts."""
        of_these = pl.col("district_code").is_in(list(codes))
        return replace(self, asked=self.asked.filter(of_these), shares=self.shares.filter(of_these))


@dataclass(frozen=True)
class Inputs:
    """Everything a computation depends on. `present`: one row per (school_year, org_code) that any of its files names.
    `state_aggregates`, `state_shares`: the rows that the state's figures rest on, where these are not the same.
    `state_parts`: in the columns of COUNTED what districts whose own row is computed from persons add to the state.
    `summed`: of each set of files of persons a hash of what it adds to a measure, in SUMMED.
    `current`: the same with what districts have not certified, where there is any, `preliminary` whose it is and of
    which years (in PRELIMINARY), and `uncertified` the ids of the snapshots. `sets`: of the sources those that are sets
    of files of persons. `definitions`: those of measures that are in force. `ground`: where the rows are those of some
    districts, or of some `measures`, alone.
    """

    aggregates: pl.DataFrame
    shares: pl.DataFrame
    organizations: pl.DataFrame
    withheld: pl.DataFrame
    present: pl.DataFrame
    state_aggregates: pl.DataFrame | None = None
    state_shares: pl.DataFrame | None = None
    state_parts: pl.DataFrame | None = None
    current: Inputs | None = None
    preliminary: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PRELIMINARY))
    uncertified: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    summed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SUMMED))
    definitions: InForce = field(default_factory=shipped_in_force)
    ground: Ground | None = None
    measures: frozenset[str] | None = None

    def of_years(self, years: list[int]) -> Inputs:
        """The same with the rows of some school years only."""
        names = (
            *("aggregates", "shares", "withheld", "present", "preliminary"),
            *("state_aggregates", "state_shares", "state_parts"),
        )
        frames = {name: getattr(self, name) for name in names}
        kept: dict[str, Any] = {
            name: frame.filter(pl.col("school_year").is_in(years))
            for name, frame in frames.items()
            if frame is not None
        }
        return replace(self, **kept, current=self.current.of_years(years) if self.current else None)

    def across_districts(self) -> Inputs:
        """What the state's figures rest on; the same, where that is what the organizations' own figures rest on."""
        aggregates, shares = self.state_aggregates, self.state_shares
        if aggregates is None or shares is None or (aggregates.equals(self.aggregates) and shares.equals(self.shares)):
            return self
        years = pl.concat([aggregates.select("school_year"), shares.select("school_year")]).unique()
        present = self.present.join(years, on="school_year", how="semi")
        return replace(self, aggregates=aggregates, shares=shares, present=present)

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
