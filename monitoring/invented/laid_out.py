"""Columns in the order and under the headings of a layout, and the rows of one district among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from monitoring.intake.reports.declaration import Report

from .chance import Ints


@dataclass(frozen=True)
class Rows:
    """Texts and numbers as they stand in a file, in the order of `district`: of each row, its place among districts."""

    frame: pl.DataFrame
    district: Ints

    def of(self, district: int) -> pl.DataFrame:
        first, last = np.searchsorted(self.district, [district, district + 1])
        return self.frame.slice(int(first), int(last - first))


def laid_out(report: Report, columns: Mapping[str, Any]) -> pl.DataFrame:
    """A column each that the layout declares and that is given, named by our name of it: a Series, an array, or a value
    of all rows. A column that the layout has to have, or that it does not know, raises.
    """
    unknown = columns.keys() - {column.name for column in report.columns}
    missing = {column.name for column in report.required} - columns.keys()
    if unknown or missing:
        raise ValueError(f"{report.id}: not its columns {sorted(unknown)}, or without {sorted(missing)}")
    given = [(column.title, columns[column.name]) for column in report.columns if column.name in columns]
    rows = next(len(one) for _, one in given if isinstance(one, pl.Series | np.ndarray))
    return pl.DataFrame([_series(title, one, rows) for title, one in given])


def _series(title: str, given: Any, rows: int) -> pl.Series:
    if isinstance(given, pl.Series):
        return given.alias(title)
    if isinstance(given, np.ndarray):
        return pl.Series(title, given.tolist() if given.dtype == object else given)
    return pl.Series(title, [given]).new_from_index(0, rows)


def texts(names: Sequence[str] | np.ndarray[Any, Any], codes: Ints) -> pl.Series:
    """The name of each code."""
    return pl.Series("texts", list(names), dtype=pl.String).gather(pl.Series(codes, dtype=pl.UInt32))


def days(first: str, after: Ints) -> pl.Series:
    """So many days after the first, as dates are written."""
    start = np.datetime64(first, "D")
    return pl.Series("days", start + after.astype("timedelta64[D]")).cast(pl.String)
