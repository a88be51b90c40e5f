"""The invented state of the demo, as ordinary upload files of the state agency: 30 districts, 200 schools, six years.

What its pages tell: poor schools lose more of their teachers, so that those who stay teach beside ever new ones; more
left in 2023-24, and the gap that opened then has not closed. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from monitoring.analysis.measures import GAP_MEASURES
from monitoring.invented.figures import figure_rows
from monitoring.invented.place_files import enrollment_rows, organization_rows
from monitoring.invented.plan import plan
from monitoring.invented.state import StateYear, invented_state

YEARS = range(2021, 2027)
STATE = plan(30, schools=200, years=len(YEARS) + 1, last=YEARS[-1], seed=18)
SILENT = "00070000"  # has not sent its turnover of the last year, as happens


def write_invented_state(folder: Path) -> list[Path]:
    """Write the three files into `folder`, in the order they are to be imported. Of the year before the first none is
    told; it shows who had been there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places, years = invented_state(STATE)
    told = [(enrollment_rows(of), _figures(of)) for of in years if of.before]
    frames = {
        "organizations": organization_rows(places),
        "school_enrollment": pl.concat(students for students, _ in told),
        "metric_aggregate": pl.concat(figures for _, figures in told),
    }
    return list(_written(folder, frames))


def _figures(of: StateYear) -> pl.DataFrame:
    """Of the measures that are compared; ratings are each district's to tell."""
    rows = figure_rows(of).filter(pl.col("metric_id").is_in(GAP_MEASURES))
    silent = pl.col("org_code").str.starts_with(SILENT[:4]) & (pl.col("metric_id") == "T_TURN")
    return rows.filter(~silent) if of.year == YEARS[-1] else rows


def _written(folder: Path, frames: dict[str, pl.DataFrame]) -> Iterable[Path]:
    for layout, frame in frames.items():
        path = folder / f"{layout}.csv"
        frame.write_csv(path)
        yield path
