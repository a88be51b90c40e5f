"""`python -m bench.experience_process WHAT FOLDER`: the report on experiences of the files in FOLDER, in a process of
its own, so that what it keeps in memory is its own. WHAT: `product`, `product without intervals`, or `pandas`.

A small state warms up. What takes less than a second is done again, up to five times. Prints a line of JSON: `seconds`
and `processor`, medians, and `megabytes`, the most that was resident, files included.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from statistics import median
from unittest import mock

import numpy as np
import pandas as pd
import polars as pl

from bench.district_process import most_resident
from bench.experience_state import LAST, Size, invented_experiences
from bench.pandas_experiences import report_in_pandas
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.years import ExperienceYear

WITHOUT = "product without intervals"
SMALL = Size(districts=2, schools=12, students=2_000)
State = tuple[pl.DataFrame, list[ExperienceYear]]


def written(state: State, folder: Path) -> None:
    who, years = state
    who.write_parquet(folder / "cohort.parquet")
    for one in years:
        one.seats.write_parquet(folder / f"seats-{one.school_year}.parquet")
        one.classes.write_parquet(folder / f"classes-{one.school_year}.parquet")


def read(folder: Path) -> State:
    years = sorted(int(path.stem.split("-")[1]) for path in folder.glob("seats-*.parquet"))
    found = [
        ExperienceYear(year, *(pl.read_parquet(folder / f"{name}-{year}.parquet") for name in ("seats", "classes")))
        for year in years
    ]
    return pl.read_parquet(folder / "cohort.parquet"), found


def work_of(what: str, state: State) -> Callable[[], object]:
    """What is timed: from frames as each side reads them to its report."""
    who, years = state
    if what != "pandas":
        return lambda: report_of(who, years, school_year=LAST)
    frames = {one.school_year: (in_pandas(one.seats), in_pandas(one.classes)) for one in years}
    cohort = in_pandas(who)
    return lambda: report_in_pandas(cohort, frames, LAST)


def in_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: frame[name].to_numpy() for name in frame.columns})


def without_intervals() -> AbstractContextManager[object]:
    """While open, no teacher is left out."""

    def none(*given: np.ndarray) -> np.ndarray:
        return np.full(given[-1].shape, np.nan)

    return mock.patch("monitoring.analysis.experiences.jackknife._variance", none)


def main(what: str, folder: Path) -> dict[str, float]:
    with without_intervals() if what == WITHOUT else nullcontext():
        work_of(what, invented_experiences(SMALL))()
        work = work_of(what, read(folder))
        wall: list[float] = []
        processor: list[float] = []
        while not wall or (wall[0] < 1 and len(wall) < 5):
            start = time.perf_counter(), time.process_time()
            work()
            wall.append(time.perf_counter() - start[0])
            processor.append(time.process_time() - start[1])
    return {"seconds": median(wall), "processor": median(processor), "megabytes": most_resident()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))) + "\n")
