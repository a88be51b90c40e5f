"""The whole computation of some school years: a pure function of its inputs. Frames in, frames out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

import monitoring.analysis
from monitoring.analysis import reasons
from monitoring.analysis.cuts import ACROSS_DISTRICTS, WITHIN_DISTRICT
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .affected_years import years_needed
from .compute_audiences import gaps_for_each_audience, parts_of_the_state, values_for_each_audience
from .compute_bands import WITHIN_STATE, school_bands, school_shares
from .compute_districts import AcrossDistricts, compare_districts
from .compute_editions import both_editions, in_one_edition
from .compute_sources import with_sources
from .compute_values import (
    SPARSE,
    Levels,
    level_sums,
    school_rows,
    sparse_years,
    successors_of,
    values_of,
    with_place_in_state,
    with_rows,
    with_whole_in_state,
)
from .frames import SHORT, Inputs, Results

READ_BY = ("affected_years", "current_inputs", "chosen_rows", "database_frames", "frames", "pooling", "tables")


def compute_results(inputs: Inputs, years: list[int]) -> Results:
    """Every value, band and gap of `years`. `inputs` must hold the data of `years_needed(years)`; more does no harm.

    A district with too few schools to compare, or of which no share is known, has bands that say so, and no gaps.
    """
    needed = inputs.of_years(years_needed(years))
    shared = needed.across_districts()
    state = _sum_up(shared, years, of_state=True)
    own = state if shared is needed and state.sparse.is_empty() else _sum_up(needed, years)
    bands = school_bands(state.shares, WITHIN_STATE)
    across = compare_districts(state.sums.districts, state.shares, inputs.definitions.breaks)
    gaps = [_gaps(state, bands, inputs), _gaps_of_districts(state, across, inputs)]
    parts = parts_of_the_state(state.sums.schools, state.sums.districts, inputs.organizations)
    of_districts = _of_districts(own, state, needed)
    if needed.current:
        of_districts = both_editions(
            of_districts, _of_districts(_sum_up(needed.current, years), state, needed.current), needed
        )
    within = of_districts.pop("school_bands")
    return Results(
        **of_districts,
        state_values=values_for_each_audience(values_of(state.sums.state, inputs.definitions), state.sums.added),
        school_bands=pl.concat([in_one_edition(bands), within], how="diagonal"),
        district_bands=across.bands,
        state_gaps=gaps_for_each_audience(pl.concat(gaps), parts),
    )


def _of_districts(own: _Summed, state: _Summed, inputs: Inputs) -> dict[str, pl.DataFrame]:
    """What a district and its members see of its own, by the name of the result, beside the state's sums."""
    bands = school_bands(own.shares, (WITHIN_DISTRICT,))
    comparable = bands.filter(pl.col("cut").is_not_null() | (pl.col("why_nobody") == reasons.TOO_MANY_UNKNOWN))
    values = values_of(own.sums.schools, inputs.definitions).drop("sources", "source_rows")
    found = {
        "school_values": with_rows(with_whole_in_state(values, state.sums.schools), own.rows, successors_of(inputs)),
        "district_values": with_place_in_state(values_of(own.sums.districts, inputs.definitions), state.sums.districts),
        "school_bands": bands,
        "district_gaps": _gaps(own, comparable, inputs),
    }
    return {name: in_one_edition(frame) for name, frame in found.items()}


@dataclass(frozen=True)
class _Summed:
    """Annual rows of schools, their sums at all levels, the schools' shares of student groups, and the years of
    measures that are in no sum of several years.
    """

    rows: pl.DataFrame
    sums: Levels
    shares: pl.DataFrame
    sparse: pl.DataFrame


def _sum_up(inputs: Inputs, years: list[int], *, of_state: bool = False) -> _Summed:
    rows = school_rows(inputs)
    sparse = sparse_years(inputs, rows) if of_state else pl.DataFrame(schema=SPARSE)
    return _Summed(rows, level_sums(inputs, rows, years, sparse), school_shares(inputs, rows, years), sparse)


def _gaps(summed: _Summed, bands: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Gaps between schools, with their sources."""
    schools = summed.sums.schools
    gaps = compute_gaps(schools, bands, inputs.organizations, inputs.definitions.breaks)
    return _defined(with_sources(gaps, schools, units=bands, shares=bands), inputs)


def _gaps_of_districts(summed: _Summed, across: AcrossDistricts, inputs: Inputs) -> pl.DataFrame:
    """Gaps between districts, with their sources."""
    shares = summed.shares.select("school_year", "group_id", "snapshot_id", scope=pl.lit(ACROSS_DISTRICTS.id))
    shares = shares.with_columns(partition=pl.lit("state"))
    return _defined(with_sources(across.gaps, summed.sums.districts, units=across.bands, shares=shares), inputs)


def _defined(gaps: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Gaps with the hash of the definition that holds in their year."""
    known = gaps.select("measure_id", "school_year").unique()
    hashes = [inputs.definitions.hash_in(*one)[:SHORT] for one in known.iter_rows()]
    named = known.with_columns(pl.Series("definition_hash", hashes, dtype=pl.String))
    return gaps.join(named, on=["measure_id", "school_year"], how="left")


def definitions() -> dict[str, str]:
    """The hash of every definition in use, by id."""
    return {
        **{measure.id: measure.definition_hash for measure in MEASURES.values()},
        **{group.id: group.definition_hash for group in GROUPS.values()},
    }


def definitions_hash() -> str:
    """One hash over all definitions."""
    return hashlib.sha256(json.dumps(definitions(), sort_keys=True).encode()).hexdigest()


@cache
def code_version() -> str:
    """The version of the code that computes: a hash over its files, so that it is right in any kind of installation."""
    here, analysis = Path(__file__).parent, Path(monitoring.analysis.__file__).parent
    whole = (analysis.rglob("*.py"), here.glob("compute*.py"), (here / "people").glob("*.py"))
    files = [file for found in whole for file in sorted(found)]
    files += [here / f"{name}.py" for name in READ_BY]  # which rows count, how they are traced
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(here.parent)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
