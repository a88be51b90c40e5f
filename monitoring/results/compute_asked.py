"""Of which schools figures are asked, in which years. Frames in, frames out; nothing is read or stored."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.measures import ASKED, MEASURES

from .compute_people import counts_people
from .frames import Inputs

COMPARED = [measure.id for measure in MEASURES.values() if measure.gap]


def figures_asked(inputs: Inputs) -> pl.DataFrame:
    """What a complete submission holds: every measure that is asked for, of every school that was open in the year.

    A year from which nobody sent figures to compare is no year of comparison, and nothing is missing from it.
    """
    wanted = [name for name in ASKED if inputs.measures is None or name in inputs.measures]
    measures = pl.DataFrame({"metric_id": wanted}, schema={"metric_id": pl.String})
    return asked_in_years(inputs).join(measures, how="cross")


def asked_in_years(inputs: Inputs) -> pl.DataFrame:
    """The schools and years of which figures are asked; as `asked_schools`."""
    if inputs.ground is not None:
        return inputs.ground.asked
    compared = inputs.aggregates.filter(pl.col("metric_id").is_in(ASKED)).select("school_year").unique()
    return asked_schools(inputs).join(compared, on="school_year")


def asked_schools(inputs: Inputs) -> pl.DataFrame:
    """One row per (school_year, org_code), with district_code: the schools that were open, and those that sent figures
    to compare although the directory has them closed.
    """
    schools = inputs.organizations.filter(pl.col("org_type") == "SCHOOL").select("org_code", "district_code")
    reported = inputs.aggregates.filter(~counts_people(inputs.aggregates), pl.col("metric_id").is_in(COMPARED))
    sent = reported.select("school_year", "org_code")
    was_open = inputs.expected.filter(pl.col("org_type") == "SCHOOL").select("school_year", "org_code")
    return pl.concat([was_open, sent]).unique().join(schools, on="org_code")
