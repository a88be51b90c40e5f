"""Results beside results."""

from __future__ import annotations

import dataclasses

import polars as pl
from polars.testing import assert_frame_equal

from monitoring.results.frames import Results

GRAIN = ["school_year", "measure_id", "window"]
SORTING = ("org_code", "scope", "partition", "school_year", "measure_id", "group_id", "window", "method", "seen_by")


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort([name for name in SORTING if name in frame.columns])


def assert_same(found: Results, expected: Results) -> None:
    for field in dataclasses.fields(Results):
        left, right = in_order(getattr(found, field.name)), in_order(getattr(expected, field.name))
        assert_frame_equal(left, right, check_exact=True, check_dtypes=False, check_column_order=False)


def for_the_agency(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("seen_by") != "districts")
