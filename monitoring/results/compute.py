"""The whole computation of some school years: a pure function of its inputs. Frames in, frames out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

import monitoring.analysis
from monitoring.analysis.groups import GROUPS

from .affected_years import years_needed
from .compute_bands import WITHIN_STATE, school_bands
from .compute_districts import district_bands
from .compute_editions import both_editions, in_one_edition
from .compute_sights import Divided, InState, of_districts_in_sight, of_the_whole_state
from .compute_some import Standing, ground_of
from .compute_sums import Summed, SummedState, in_common, sum_up, sum_up_beside
from .compute_title_one import place_title_one
from .frames import Inputs, Results

READ_BY = (
    *("affected_years", "current_inputs", "read_inputs", "chosen_rows", "database_frames"),
    *("frames", "pooling", "stale", "tables", "queries/years_to_see"),
)


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
    """Results by the names of `Results`, and whose values and gaps of districts and schools are among them: `only` of
    these, or of all (None); of the state's values and gaps those of some `measures`, or of all. `standing`: what the
    next run of the same years may find as it is; `state`: the sums that the state's are of, likewise.
    """

    results: Mapping[str, pl.DataFrame]
    only: frozenset[str] | None
    in_common: Mapping[str, Sequence[str]]
    summed: pl.DataFrame
    standing: Standing
    state: SummedState | None = None
    measures: frozenset[str] | None = None


def compute_results(inputs: Inputs, years: list[int]) -> Results:
    """Every value, band and gap of `years`. `inputs` must hold the data of `years_needed(years)`; more does no harm.

    A district with too few schools to compare, or of which no share is known, has bands that say so, and no gaps.
    """
    return Results(**compute_changed(inputs, years, None).results)


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
    common = _in_common(years, (needed, own), (shared, state), (needed.current, now))
    only = changed.only(common) if changed else None
    bands = school_bands(state.shares, WITHIN_STATE)
    divided = Divided(bands, district_bands(state.shares), place_title_one(state))
    of_state = of_the_whole_state(state, divided, shared, inputs.organizations)
    in_state = InState(state.sums.schools, state.sums.districts)
    of_districts = of_districts_in_sight(own, in_state, needed, only)
    if needed.current and now:
        of_districts = both_editions(of_districts, of_districts_in_sight(now, in_state, needed.current, only), needed)
    within = of_districts.pop("school_bands")
    results = {
        **of_districts,
        **of_state,
        "school_bands": pl.concat([*map(in_one_edition, (bands, divided.title_one.bands)), within], how="diagonal"),
        "district_bands": divided.districts,
    }
    grounds = (ground_of(needed, own), ground_of(shared, state))
    waiting = ground_of(needed.current, now) if needed.current and now else None
    standing = Standing(years, *grounds, waiting, state.sparse, divided, in_state.slim())
    return Computed(results, only, common, inputs.summed, standing, state)


def _in_common(years: list[int], *editions: tuple[Inputs | None, Summed | None]) -> dict[str, list[str]]:
    """By school year, of each edition."""
    return {
        str(year): [in_common(year, inputs, summed) if inputs and summed else "" for inputs, summed in editions]
        for year in years
    }


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
    own = (here.glob("compute*.py"), *((here / room).glob("*.py") for room in ("people", "experiences")))
    whole = (analysis.rglob("*.py"), analysis.rglob("*.toml"), *own)
    files = [file for found in whole for file in sorted(found)]
    files += [here / f"{name}.py" for name in READ_BY]  # which rows count, how they are traced
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(here.parent)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
