"""The whole computation of some school years: a pure function of its inputs. Frames in, frames out."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import polars as pl

import monitoring.analysis
from monitoring.analysis.audience import for_each_audience
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .affected_years import years_needed
from .compute_bands import school_bands, school_shares
from .compute_districts import compare_districts
from .compute_values import level_sums, school_rows, successors_of, values_of, with_rows
from .frames import Inputs, Results
from .pooling import POOLED


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
    return Results(
        school_values=with_rows(values_of(sums.schools).drop("sources", "source_rows"), rows, successors_of(needed)),
        district_values=values_of(sums.districts),
        state_values=_values_for_each_audience(values_of(sums.state)),
        school_bands=bands,
        district_bands=across.bands,
        state_gaps=_gaps_for_each_audience(pl.concat([gaps.filter(pl.col("scope") != "district"), across.gaps])),
        district_gaps=gaps.filter(pl.col("scope") == "district"),
    )


def _values_for_each_audience(values: pl.DataFrame) -> pl.DataFrame:
    """A figure published for the state itself is everybody's; a sum may rest on too few districts."""
    summed = (pl.col("basis") == POOLED) & pl.col("rate").is_not_null()
    counted = values.with_columns(_behind=pl.when(summed).then("districts_with_figure"))
    figures = ("numerator", "denominator", "rate", "years_used", "sources", "source_rows")
    return for_each_audience(counted, districts="_behind", figures=figures).drop("_behind")


def _gaps_for_each_audience(gaps: pl.DataFrame) -> pl.DataFrame:
    sides = [
        f"{side}_{name}" for side in ("focal", "reference", "all") for name in ("numerator", "denominator", "rate")
    ]
    ranges = [f"{name}{end}" for name in ("difference", "ratio") for end in ("", "_low", "_high")]
    figures = (*sides, *ranges, "people_to_close", "years_used")
    return for_each_audience(gaps, districts="fewest_districts", figures=figures)


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
