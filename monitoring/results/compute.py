"""The whole computation of some school years: a pure function of its inputs. Frames in, frames out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

import monitoring.analysis
from monitoring.analysis import reasons
from monitoring.analysis.cuts import ACROSS_DISTRICTS, WITHIN_DISTRICT
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS

from .affected_years import years_needed
from .compute_audiences import gaps_for_each_audience, parts_of_the_state, values_for_each_audience
from .compute_bands import WITHIN_STATE, school_bands
from .compute_districts import AcrossDistricts, compare_districts
from .compute_editions import both_editions, in_one_edition
from .compute_made import made_by_districts, made_in_state
from .compute_sources import with_sources
from .compute_sums import Summed, SummedState, in_common, sum_up, sum_up_beside
from .compute_values import (
    successors_of,
    values_of,
    with_place_in_state,
    with_rows,
    with_whole_in_state,
)
from .frames import Inputs, Results

READ_BY = ("affected_years", "current_inputs", "chosen_rows", "database_frames", "frames", "pooling", "stale", "tables")


@dataclass(frozen=True)
class Changed:
    """The `districts` whose own files are others than at the last run, and by school year what all had `in_common`
    then. Where that is the same, the results of other districts are, too.
    """

    districts: frozenset[str]
    in_common: Mapping[str, Sequence[str]]

    def only(self, now: Mapping[str, Sequence[str]]) -> frozenset[str] | None:
        """The districts whose results may be others by now; None: all of them. Where nobody had rows that are not
        certified, or nobody has, whoever had or has them has changed.
        """
        for year, told in now.items():
            before = self.in_common.get(year, ())
            both = list(zip(before, told, strict=False))
            if len(both) < len(told) or any(was != one for was, one in both if was and one):
                return None
        return self.districts


@dataclass(frozen=True)
class Computed:
    """Results, and whose values and gaps of districts and schools are among them: `only` of these, or of all (None).
    `state`: the sums that the state's are of, for the next run of the same years.
    """

    results: Results
    only: frozenset[str] | None
    in_common: Mapping[str, Sequence[str]]
    state: SummedState


def compute_results(inputs: Inputs, years: list[int]) -> Results:
    """Every value, band and gap of `years`. `inputs` must hold the data of `years_needed(years)`; more does no harm.

    A district with too few schools to compare, or of which no share is known, has bands that say so, and no gaps.
    """
    return compute_changed(inputs, years, None).results


def compute_changed(
    inputs: Inputs, years: list[int], changed: Changed | None, known: SummedState | None = None
) -> Computed:
    """The same, where districts' own values and gaps can be others than they were in some districts alone, without
    those of the rest; bands, and what is the state's, of all. `known`: sums of the same years, which are the same where
    they rest on the same rows.
    """
    needed = inputs.of_years(years_needed(years))
    shared = needed.across_districts()
    state = sum_up(shared, years, known)
    own = sum_up_beside(state, needed, years)
    now = sum_up_beside(own, needed.current, years) if needed.current else None
    editions = [(needed, own), (shared, state), (needed.current, now)]
    common = {str(year): [_in_common(year, *edition) for edition in editions] for year in years}
    only = changed.only(common) if changed else None
    bands = school_bands(state.shares, WITHIN_STATE)
    made = made_in_state(shared)
    across = compare_districts(state.sums.districts, state.shares, made.of_everywhere)
    gaps = [_gaps(state, bands, inputs, made.of_everywhere), _gaps_of_districts(state, across)]
    parts = parts_of_the_state(state.sums.schools, state.sums.districts, inputs.organizations)
    of_districts = _of_districts(own, state, needed, only)
    if needed.current and now:
        of_districts = both_editions(of_districts, _of_districts(now, state, needed.current, only), needed)
    within = of_districts.pop("school_bands")
    results = Results(
        **of_districts,
        state_values=values_for_each_audience(values_of(state.sums.state, made), state.sums.added),
        school_bands=pl.concat([in_one_edition(bands), within], how="diagonal"),
        district_bands=across.bands,
        state_gaps=gaps_for_each_audience(pl.concat(gaps), parts),
    )
    return Computed(results, only, common, state)


def _in_common(year: int, inputs: Inputs | None, summed: Summed | None) -> str:
    return in_common(year, inputs, summed) if inputs and summed else ""


def _of_districts(
    summed: Summed, state: SummedState, inputs: Inputs, only: frozenset[str] | None
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
        "school_values": with_rows(with_whole_in_state(values, state.sums.schools), own.rows, successors_of(inputs)),
        "district_values": with_place_in_state(values_of(own.sums.districts, made), state.sums.districts),
        "school_bands": bands,
        "district_gaps": _gaps(own, comparable, inputs, made.of_partitions),
    }
    return {name: in_one_edition(frame) for name, frame in found.items()}


def _gaps(
    summed: Summed, bands: pl.DataFrame, inputs: Inputs, with_breaks: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Gaps between schools, with their sources."""
    schools = summed.sums.schools
    gaps = compute_gaps(schools, bands, inputs.organizations, with_breaks)
    return with_sources(gaps, schools, units=bands, shares=bands)


def _gaps_of_districts(summed: Summed, across: AcrossDistricts) -> pl.DataFrame:
    """Gaps between districts, with their sources."""
    shares = summed.shares.select("school_year", "group_id", "snapshot_id", scope=pl.lit(ACROSS_DISTRICTS.id))
    shares = shares.with_columns(partition=pl.lit("state"))
    return with_sources(across.gaps, summed.sums.districts, units=across.bands, shares=shares)


def definitions() -> dict[str, str]:
    """The hash of every grouping, by id; those of measures hold in their school years (`InForce.facts`)."""
    return {group.id: group.definition_hash for group in GROUPS.values()}


def definitions_hash() -> str:
    """One hash over all groupings."""
    return hashlib.sha256(json.dumps(definitions(), sort_keys=True).encode()).hexdigest()


@cache
def code_version() -> str:
    """The version of the code that computes: a hash over its files, so that it is right in any kind of installation."""
    here, analysis = Path(__file__).parent, Path(monitoring.analysis.__file__).parent
    whole = (analysis.rglob("*.py"), analysis.rglob("*.toml"), here.glob("compute*.py"), (here / "people").glob("*.py"))
    files = [file for found in whole for file in sorted(found)]
    files += [here / f"{name}.py" for name in READ_BY]  # which rows count, how they are traced
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(here.parent)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
