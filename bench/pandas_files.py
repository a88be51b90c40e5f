"""The rows of a state as pickles, which is what pandas reads fastest without a further library."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl

from monitoring.analysis.people.grades import grade_set
from monitoring.analysis.people.staff_year import READS

from .state_frames import Frozen

ALSO = {"climate_survey": ("org_code", "respondents", "eligible", "favourable"), "school_enrollment": None}


def write_year(found: list[Frozen], folder: Path) -> None:
    """A pickle a dataset, in the columns that measures read."""
    folder.mkdir()
    for one in found:
        if one.grain.dataset != "license":
            _write(one.grain.dataset, one.rows, folder)


def write_always(always: list[Frozen], folder: Path) -> None:
    """Licenses; organizations and which of them are charter districts; fields by course, with their grades."""
    folder.mkdir()
    of = {one.grain.dataset: one.rows for one in always}
    _write("license", of["license"], folder)
    names = ("org_code", "org_type", "school_level", "close_year", "successor_org_code", "charter")
    organizations = of["organizations"].select(names)
    pandas(organizations).to_pickle(folder / "organizations.pickle")
    charters = organizations.filter(pl.col("charter") == "Y", pl.col("org_type") == "DISTRICT")
    pandas(charters.select("org_code")).to_pickle(folder / "charters.pickle")
    crosswalk = of["course_crosswalk"].select("course_code", "grade", field=pl.col("field_codes").str.split(","))
    fields = crosswalk.explode("field").with_columns(
        pl.col("field").str.strip_chars().str.to_uppercase(),
        field_grades=pl.col("grade").map_elements(grade_set, return_dtype=pl.Int64),
    )
    pandas(fields.select("course_code", "field", "field_grades")).to_pickle(folder / "fields.pickle")


def _write(dataset: str, rows: pl.DataFrame, folder: Path) -> None:
    names = ALSO.get(dataset, READS.get(dataset))
    kept = rows if names is None else rows.select(*names, "district", "does_not_apply")
    kept = kept.with_columns(na=pl.col("does_not_apply").list.join(",")) if "does_not_apply" in kept.columns else kept
    pandas(kept.drop("does_not_apply", strict=False)).to_pickle(folder / f"{dataset}.pickle")


def pandas(rows: pl.DataFrame) -> pd.DataFrame:
    """Without pyarrow."""
    columns = {}
    for column in rows.iter_columns():
        if column.dtype == pl.Date:
            columns[column.name] = pd.to_datetime(pd.Series(column.cast(pl.Datetime("ns")).to_numpy()))
        elif column.dtype == pl.String:
            columns[column.name] = pd.Series(column.to_list(), dtype=object)
        else:
            columns[column.name] = pd.Series(column.to_numpy())
    return pd.DataFrame(columns)
