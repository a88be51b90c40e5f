"""The whole computation of some school years: a pure function of its inputs. Frames in, frames out."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import polars as pl

import monitoring.analysis
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .affected_years import years_needed
from .compute_audiences import gaps_for_each_audience, parts_of_the_state, values_for_each_audience
from .compute_bands import school_bands, school_shares
from .compute_districts import compare_districts
from .compute_values import level_sums, school_rows, successors_of, values_of, with_rows
from .frames import Inputs, Results


def compute_results(inputs: Inputs, years: list[int]) -> Results:
    """Every value, band and gap of `years`. `inputs` must hold the data of `years_needed(years)`; more does no harm.

    A district with too few schools to compare has bands that say so, and no gaps.
    """
    needed = inputs.of_years(years_needed(years))
    rows = school_rows(needed)
    sums = level_sums(needed, rows, years)
    shares = school_shares(inputs, rows, years)
    bands = school_bands(shares)
    comparable = bands.filter((pl.col("scope") != "district") | pl.col("parts").is_not_null())
    gaps = compute_gaps(sums.schools, comparable, inputs.organizations)
    across = compare_districts(sums.districts, shares)
    state_gaps = pl.concat([gaps.filter(pl.col("scope") != "district"), across.gaps])
    parts = parts_of_the_state(sums.schools, sums.districts, inputs.organizations)
    return Results(
        school_values=with_rows(values_of(sums.schools).drop("sources", "source_rows"), rows, successors_of(needed)),
        district_values=values_of(sums.districts),
        state_values=values_for_each_audience(values_of(sums.state), sums.districts),
        school_bands=bands,
        district_bands=across.bands,
        state_gaps=gaps_for_each_audience(state_gaps, parts),
        district_gaps=gaps.filter(pl.col("scope") == "district"),
    )


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
    others = ("current_inputs", "frames", "pooling", "tables")  # which rows count, and how they are traced
    files = sorted(analysis.glob("*.py")) + sorted(here.glob("compute*.py")) + [here / f"{name}.py" for name in others]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
