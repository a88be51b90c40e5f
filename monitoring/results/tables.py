"""Results as the tables hold them: names, ids and sources of each row. Frames in, frames out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from monitoring.analysis.gaps import REASONS
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.title_one import STUDENTS

from .frames import SHORT, SUMMED
from .stale import sha256_of

AT_A_TIME = 500  # rows of the state
_NAMES = {"measure_id": "measure", "group_id": "group"}


@dataclass(frozen=True)
class Snapshots:
    """What is known of the snapshots by id: the hash of their content, and which of them are the state agency's.
    `summed`: of sets of files of persons the hash of what they add to a measure, in SUMMED.
    """

    contents: Mapping[str, str]
    agency: frozenset[str]
    summed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SUMMED))


def table_rows(
    results: Mapping[str, pl.DataFrame], *, ids: pl.DataFrame, snapshots: Snapshots
) -> dict[str, pl.DataFrame]:
    """The rows of every table of which there are results, by model name, in the columns of the table without id and
    run. `results`: by the names of `Results`.

    `ids`: one row per organization: org_code, district_id, school_id (null for districts). Organizations without an
    id are left out here, because nothing could show them.
    """
    schools, districts = (ids.filter(pl.col("school_id").is_not_null()), ids.filter(pl.col("school_id").is_null()))
    district_ids = districts.select("org_code", "district_id")
    made: dict[str, tuple[str, Callable[[pl.DataFrame], pl.DataFrame]]] = {
        "SchoolValue": ("school_values", lambda rows: _values(rows, schools)),
        "DistrictValue": ("district_values", lambda rows: _values(rows, district_ids)),
        "StateValue": ("state_values", lambda rows: _state_values(rows, snapshots)),
        "SchoolBand": ("school_bands", lambda rows: _school_bands(rows, schools)),
        "DistrictBand": ("district_bands", lambda rows: _with_ids(_bands(rows), district_ids)),
        "StateGap": ("state_gaps", lambda rows: _with_state_sources(_gaps(rows), snapshots)),
        "DistrictGap": ("district_gaps", lambda rows: _district_gaps(rows, district_ids)),
    }
    return {table: make(results[name]) for table, (name, make) in made.items() if name in results}


def _values(rows: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    return _with_ids(_named(rows), ids).with_columns(_no_nulls("sources", "source_rows"))


def _state_values(rows: pl.DataFrame, snapshots: Snapshots) -> pl.DataFrame:
    """The row is told where it is one of one file."""
    is_one_row = (pl.col("sources").list.len() == 1) & (pl.col("source_rows").list.len() == 1)
    told = _named(rows).with_columns(source_rows=pl.when(is_one_row).then("source_rows"))
    return _with_state_sources(told, snapshots).with_columns(_no_nulls("source_rows"))


def _school_bands(rows: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    origins = [_one("snapshot_id", "sources"), _one("row_number", "source_rows")]
    return _with_ids(_bands(rows), ids).with_columns(origins)


def _district_gaps(rows: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    return _gaps(rows).join(ids, left_on="partition", right_on="org_code")


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
        unit=pl.when(pl.col("method") == "E")
        .then(pl.lit(STUDENTS))
        .otherwise(pl.col("measure").replace_strict(units, return_dtype=pl.String)),
    )
    return _with_group_hash(named, "grouping_hash")


def _with_state_sources(rows: pl.DataFrame, snapshots: Snapshots) -> pl.DataFrame:
    """Rows of the state with the agency's snapshots among their `sources`, the number of the others, and one hash over
    what all of them hold, in any order: the content of a snapshot, and of a set of files what it adds to the measure.
    Some rows at a time, for most rest on every district's files.
    """
    known = pl.DataFrame(
        {"snapshot_id": list(snapshots.contents), "whole": list(snapshots.contents.values())},
        schema={"snapshot_id": pl.String, "whole": pl.String},
    ).with_columns(is_own=pl.col("snapshot_id").is_in(list(snapshots.agency)))
    parts = [_with_sources(part, known, snapshots.summed) for part in rows.iter_slices(AT_A_TIME)]
    return pl.concat(parts) if parts else _with_sources(rows, known, snapshots.summed)


def _with_sources(rows: pl.DataFrame, known: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    numbered = rows.with_row_index("_row")
    named = numbered.select("_row", "measure", snapshot_id=pl.col("sources").list.unique()).explode("snapshot_id")
    told = named.drop_nulls("snapshot_id").join(known, on="snapshot_id", how="left")
    told = told.join(summed, on=["snapshot_id", "measure"], how="left")
    if told["whole"].has_nulls():
        raise KeyError(f"snapshots of which nothing is known: {told.filter(pl.col('whole').is_null())['snapshot_id']}")
    by_row = told.group_by("_row").agg(
        pl.col("snapshot_id").filter("is_own").sort().alias("sources"),
        (~pl.col("is_own")).sum().cast(pl.Int32).alias("other_sources"),
        pl.coalesce("content", "whole").unique().sort().str.join("\n").alias("text"),
    )
    found = numbered.drop("sources").join(by_row, on="_row", how="left", maintain_order="left")
    return found.with_columns(
        *_no_nulls("sources"),
        pl.col("other_sources").fill_null(0),
        inputs_hash=pl.col("text").fill_null("").map_elements(sha256_of, return_dtype=pl.String),
    ).drop("_row", "text")
