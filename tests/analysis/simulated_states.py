"""Made-up states: reports of several years whose schools keep their place more or less well, to try plausibility checks
on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class State:
    """How a state's report behaves.

    alike: correlation between columns within a year; lasting: share of a column's spread that lasts from year to year;
    ceiling: share of schools at 100 in the columns that have a ceiling; changed: the year from which one column's
    definition is another; missing: share of cells without figures; moving: share of schools replaced each year.
    """

    schools: int
    years: tuple[int, ...] = (2017, 2018, 2019, 2020, 2021, 2022, 2023)
    columns: int = 6
    kind: str = "percent"
    alike: float = 0.3
    lasting: float = 0.85
    ceiling: float = 0.0
    changed: int | None = None
    missing: float = 0.0
    moving: float = 0.02


def simulate(state: State, seed: int) -> tuple[dict[int, pl.DataFrame], dict[str, str]]:
    """Blocks by year and the kinds of the columns, as judge_columns takes them."""
    rng = np.random.default_rng(seed)
    kinds = {f"column {number}": state.kind for number in range(state.columns)}
    lasting = np.clip(state.lasting + rng.uniform(-0.15, 0.1, state.columns), 0.02, 0.99)
    middle = rng.uniform(8, 60, state.columns)
    codes = np.array([f"{number:08d}" for number in range(state.schools)])
    common = rng.normal(size=(state.schools, 1))
    trait = np.sqrt(state.alike) * common + np.sqrt(1 - state.alike) * rng.normal(size=(state.schools, state.columns))
    blocks = {}
    for year in state.years:
        fresh = rng.uniform(size=state.schools) < state.moving
        trait[fresh] = rng.normal(size=(int(fresh.sum()), state.columns))
        codes = np.where(fresh, np.char.add(codes.astype("U14"), "x"), codes)
        now = np.sqrt(lasting) * trait + np.sqrt(1 - lasting) * rng.normal(size=trait.shape)
        cells = _cells(now, middle, state, year, rng)
        cells[rng.uniform(size=cells.shape) < state.missing] = np.nan
        blocks[year] = pl.DataFrame(cells, schema=list(kinds)).fill_nan(None).with_columns(org_code=pl.Series(codes))
    return blocks, kinds


def _cells(
    now: NDArray[np.float64], middle: NDArray[np.float64], state: State, year: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    if state.kind == "count":
        cells = np.round(middle * np.exp(0.6 * now))
    else:
        cells = np.clip(np.round(middle + 12 * now, 1), 0, 100)
    if state.ceiling:
        top = np.quantile(now[:, 0], 1 - state.ceiling)
        cells[:, 0] = np.clip(np.round(100 + 6 * (now[:, 0] - top), 1), 0, 100)
    if state.changed is not None and year >= state.changed:
        cells[:, -1] = np.round(
            0.6 * cells[:, -1] + 25 + rng.normal(0, 2, len(cells)), 0 if state.kind == "count" else 1
        )
    return cells
