"""The sums that results of all levels are made of, and what of them districts have in common. Frames in, frames out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import polars as pl

from monitoring.analysis.measures import ASKED

from .affected_years import years_needed
from .chosen_rows import FIGURES
from .compute_bands import school_shares, with_full_time
from .compute_values import SPARSE, Levels, level_sums, school_rows, sparse_years
from .frames import SHORT, Inputs
from .stale import hash_of


@dataclass(frozen=True)
class Summed:
    """Annual rows of schools, their sums at all levels, the schools' shares of student groups, and the years of
    measures that are in no sum of several years.
    """

    rows: pl.DataFrame
    sums: Levels
    shares: pl.DataFrame
    sparse: pl.DataFrame

    def of(self, districts: frozenset[str], organizations: pl.DataFrame) -> Summed:
        """The rows and sums of some districts and their schools; shares, and what is added to the state, of all."""
        own = organizations.filter(pl.col("district_code").is_in(list(districts))).select("org_code")
        rows, schools, of_districts = (
            frame.join(own, on="org_code", how="semi", maintain_order="left")
            for frame in (self.rows, self.sums.schools, self.sums.districts)
        )
        return replace(self, rows=rows, sums=replace(self.sums, schools=schools, districts=of_districts))


def sum_up(inputs: Inputs, years: list[int], *, of_state: bool = False) -> Summed:
    """Sums of `years`. `of_state`: what is known of too few schools is in no sum of several years."""
    rows = school_rows(inputs)
    sparse = sparse_years(inputs, rows) if of_state else pl.DataFrame(schema=SPARSE)
    return Summed(rows, level_sums(inputs, rows, years, sparse), school_shares(inputs, rows, years), sparse)


def with_sparse_years(state: Summed, inputs: Inputs, years: list[int]) -> Summed:
    """The organizations' own sums where these are of the same rows as the `state`'s: the measures of which the state
    leaves out a year are summed anew, with it. `inputs`: those of the state's sums.
    """
    if state.sparse.is_empty():
        return state
    measures = state.sparse["measure_id"].unique().implode()
    is_sparse = pl.col("metric_id").is_in(measures)
    some = replace(inputs, aggregates=inputs.aggregates.filter(is_sparse))
    anew = level_sums(some, state.rows.filter(is_sparse), years)
    levels = {
        field.name: pl.concat(
            [
                getattr(state.sums, field.name).filter(~pl.col("measure_id").is_in(measures)),
                getattr(anew, field.name),
            ],
            how="diagonal",
        )
        for field in fields(Levels)
    }
    return replace(state, sums=Levels(**levels), sparse=state.sparse.clear())


def in_common(year: int, inputs: Inputs, summed: Summed) -> str:
    """A hash of all that a district's own results of a school year depend on and that is not its own: of which years
    there is anything, of which anybody is asked for figures, in which FTE is known, what measures districts have sent,
    of what the sums are made, and which years are in no sum of several. Where it is the same, what other districts send
    changes nothing for this one.
    """
    window = pl.col("school_year").is_in(years_needed([year]))
    rows, shares = inputs.aggregates.filter(window), inputs.shares.filter(window)
    sent = summed.sums.districts.filter(pl.col("school_year") == year)
    parts = {
        "present": inputs.present.filter(window).select("school_year"),
        "asked": rows.filter(pl.col("metric_id").is_in(ASKED)).select("school_year"),
        "fte": with_full_time(summed.rows.filter(window)),
        "figures": rows.filter(FIGURES["metric_id"].is_not_null()).select("school_year", "metric_id"),
        "shares": shares.filter(FIGURES["group_id"].is_not_null()).select("school_year", "group_id"),
        "sent": sent.select("measure_id", "window"),
        "sparse": summed.sparse.filter(window),
    }
    told = [(name, sorted(frame.unique().rows())) for name, frame in parts.items()]
    return hash_of([*told, ("sets", bool(inputs.sets))])[:SHORT]
