"""From sums to what each sees: the whole state with its gaps, and each district's own. Frames in, frames out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.cuts import ACROSS_DISTRICTS, WITHIN_DISTRICT
from monitoring.analysis.gaps import compute_gaps

from .compute_audiences import gaps_for_each_audience, parts_of_the_state, values_for_each_audience
from .compute_bands import school_bands
from .compute_editions import in_one_edition
from .compute_made import made_by_districts, made_in_state
from .compute_sources import with_sources
from .compute_sums import Summed, SummedState
from .compute_title_one import TitleOne, title_one_gaps
from .compute_values import successors_of, values_of, with_place_in_state, with_rows, with_whole_in_state
from .frames import Inputs

GRAIN = ("school_year", "org_code", "measure_id", "window")
Breaks = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Divided:
    """Bands of `schools` across the state and within levels, and of `districts`; and schools by Title I."""

    schools: pl.DataFrame
    districts: pl.DataFrame
    title_one: TitleOne

    def of_years(self, years: list[int]) -> Divided:
        of_these = pl.col("school_year").is_in(years)
        return Divided(self.schools.filter(of_these), self.districts.filter(of_these), self.title_one.of_years(years))


@dataclass(frozen=True)
class InState:
    """Sums of schools and of districts that the state's are of. Grain: GRAIN."""

    schools: pl.DataFrame
    districts: pl.DataFrame

    def slim(self) -> InState:
        """The columns that others are compared with."""
        names = (*GRAIN, "numerator", "denominator", "reason")
        return InState(self.schools.select(names), self.districts.select(names))

    def with_others(self, others: InState, measures: Collection[str], years: list[int]) -> InState:
        """The same with others of some measures and years."""
        is_other = pl.col("measure_id").is_in(list(measures)) & pl.col("school_year").is_in(years)
        pairs = ((self.schools, others.schools), (self.districts, others.districts))
        return InState(*(pl.concat([one.filter(~is_other), other]) for one, other in pairs))

    def of_places(self, organizations: pl.DataFrame) -> InState:
        """Of these schools and districts alone."""
        schools, districts = (
            each.join(organizations, on="org_code", how="semi") for each in (self.schools, self.districts)
        )
        return InState(schools, districts)


def of_the_whole_state(
    state: SummedState, divided: Divided, shared: Inputs, organizations: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The state's values and gaps, for each who may see them; of the measures of `shared`, if these are some."""
    made = made_in_state(shared)
    shares = state.shares.select("school_year", "group_id", "snapshot_id", scope=pl.lit(ACROSS_DISTRICTS.id))
    across = with_sources(
        compute_gaps(state.sums.districts, divided.districts, with_breaks=made.of_everywhere, measures=shared.measures),
        state.sums.districts,
        units=divided.districts,
        shares=shares.with_columns(partition=pl.lit("state")),
    )
    gaps = [_gaps_of_schools(state, divided.schools, organizations, made.of_everywhere, shared.measures), across]
    by_title_one = title_one_gaps(state, divided.title_one, made.of_everywhere, shared.measures)
    parts = parts_of_the_state(state.sums.schools, state.sums.districts, organizations)
    return {
        "state_values": values_for_each_audience(values_of(state.sums.state, made), state.sums.added),
        "state_gaps": pl.concat([gaps_for_each_audience(pl.concat(gaps), parts), by_title_one], how="diagonal"),
    }


def of_districts_in_sight(
    summed: Summed, in_state: InState, inputs: Inputs, only: frozenset[str] | None = None
) -> dict[str, pl.DataFrame]:
    """What a district and its members see of its own, by the name of the result, beside the state's sums; bands of all
    districts, the rest of those named.
    """
    bands = school_bands(summed.shares, (WITHIN_DISTRICT,))
    own = summed if only is None else summed.of(only, inputs.organizations)
    comparable = bands.filter(pl.col("cut").is_not_null() | (pl.col("why_nobody") == reasons.TOO_MANY_UNKNOWN))
    comparable = comparable if only is None else comparable.filter(pl.col("partition").is_in(list(only)))
    made = made_by_districts(inputs)
    values = values_of(own.sums.schools, made).drop("sources", "source_rows")
    found = {
        "school_values": with_rows(with_whole_in_state(values, in_state.schools), own.rows, successors_of(inputs)),
        "district_values": with_place_in_state(values_of(own.sums.districts, made), in_state.districts),
        "school_bands": bands,
        "district_gaps": _gaps_of_schools(own, comparable, inputs.organizations, made.of_partitions),
    }
    return {name: in_one_edition(frame) for name, frame in found.items()}


def _gaps_of_schools(
    summed: Summed,
    bands: pl.DataFrame,
    organizations: pl.DataFrame,
    with_breaks: Breaks,
    measures: Collection[str] | None = None,
) -> pl.DataFrame:
    """Gaps between schools, with their sources."""
    schools = summed.sums.schools
    gaps = compute_gaps(schools, bands, organizations, with_breaks, measures)
    return with_sources(gaps, schools, units=bands, shares=bands)
