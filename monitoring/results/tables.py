"""Results as the tables hold them: names, ids and sources of each row. Frames in, frames out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from monitoring.analysis.gaps import REASONS
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .frames import SHORT, Results

_NAMES = {"measure_id": "measure", "group_id": "group"}


@dataclass(frozen=True)
class Snapshots:
    """What is known of the snapshots by id: the hash of their content, and which of them are the state agency's."""

    contents: Mapping[str, str]
    agency: frozenset[str]


def table_rows(results: Results, *, ids: pl.DataFrame, snapshots: Snapshots) -> dict[str, pl.DataFrame]:
    """The rows of every table, by model name, in the columns of the table without id and run.

    `ids`: one row per organization: org_code, district_id, school_id (null for districts). Organizations without an
    id are left out here, because nothing could show them.
    """
    schools, districts = (ids.filter(pl.col("school_id").is_not_null()), ids.filter(pl.col("school_id").is_null()))
    district_ids = districts.select("org_code", "district_id")
    state_values = _named(results.state_values).with_columns(_state_sources(pl.col("sources"), snapshots))
    is_one_row = (pl.col("sources").list.len() == 1) & (pl.col("source_rows").list.len() == 1)
    state_values = state_values.with_columns(source_rows=pl.when(is_one_row).then("source_rows")).with_columns(
        _no_nulls("source_rows")
    )
    return {
        "SchoolValue": _with_ids(_named(results.school_values), schools).with_columns(
            _no_nulls("sources", "source_rows")
        ),
        "DistrictValue": _with_ids(_named(results.district_values), district_ids).with_columns(
            _no_nulls("sources", "source_rows")
        ),
        "StateValue": state_values,
        "SchoolBand": _with_ids(_bands(results.school_bands), schools).with_columns(
            _one("snapshot_id", "sources"), _one("row_number", "source_rows")
        ),
        "DistrictBand": _with_ids(_bands(results.district_bands), district_ids),
        "StateGap": _gaps(results.state_gaps).with_columns(_state_sources(pl.col("sources"), snapshots)),
        "DistrictGap": _gaps(results.district_gaps).join(district_ids, left_on="partition", right_on="org_code"),
    }


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({old: new for old, new in _NAMES.items() if old in frame.columns})


def _with_ids(frame: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    return frame.join(ids, on="org_code", how="inner")


def _no_nulls(*lists: str) -> list[pl.Expr]:
    return [pl.col(name).fill_null([]) for name in lists]


def _one(value: str, name: str) -> pl.Expr:
    return pl.when(pl.col(value).is_not_null()).then(pl.concat_list(value)).otherwise(pl.lit([])).alias(name)


def _bands(bands: pl.DataFrame) -> pl.DataFrame:
    named = _named(bands).with_columns(pl.col("left_out_reason", "cut").fill_null(""))
    return _with_group_hash(named, "definition_hash")


def _with_group_hash(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Rows of groups with the hash of the version of the group that holds in their year."""
    known = rows.select("group", "school_year").unique()
    hashes = [GROUPS[group].hash_in(year)[:SHORT] for group, year in known.iter_rows()]
    hashed = known.with_columns(pl.Series(name, hashes, dtype=pl.String))
    return rows.join(hashed, on=["group", "school_year"], how="left", maintain_order="left")


def _gaps(gaps: pl.DataFrame) -> pl.DataFrame:
    units = {measure.id: measure.unit for measure in MEASURES.values()}
    named = _named(gaps).with_columns(
        pl.col(*REASONS, "cut", "interval_reason", "verdict", "break_text").fill_null(""),
        unit=pl.col("measure").replace_strict(units, return_dtype=pl.String),
    )
    return _with_group_hash(named, "grouping_hash")


def _state_sources(column: pl.Expr, snapshots: Snapshots) -> list[pl.Expr]:
    """The agency's snapshots of a list, the number of the others, and one hash over the contents of all, in any
    order.
    """

    def over(names: pl.Series) -> str:
        contents = sorted({snapshots.contents[name] for name in names})
        return hashlib.sha256("\n".join(contents).encode()).hexdigest()

    used = column.fill_null([]).list.unique().list.sort()
    own = used.list.eval(pl.element().filter(pl.element().is_in(list(snapshots.agency))))
    return [
        own.alias("sources"),
        (used.list.len() - own.list.len()).cast(pl.Int32).alias("other_sources"),
        used.map_elements(over, return_dtype=pl.String).alias("inputs_hash"),
    ]
