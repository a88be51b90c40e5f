"""The years of one report side by side: one matrix a year, schools by columns, and the pairs of years that can be
compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.column_identity.trust import Trusted, trusted_years

Matrix = NDArray[np.float64]

FEWEST_ROWS = 30  # schools two years must share before rankings are compared
REACH = 3  # a year is compared with up to so many years on either side
KEY = "org_code"
FOREIGN = -1  # in place of a column's number: figures of no column of the report


@dataclass(frozen=True)
class Panel:
    """All years of a report: `columns` in header order with their kinds, per year the schools (by number, in order) and
    their cells (NaN = none).
    """

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    trusted: Trusted
    orgs: Mapping[int, NDArray[np.int64]]
    cells: Mapping[int, Matrix]

    @property
    def years(self) -> tuple[int, ...]:
        """The years, oldest first."""
        return tuple(sorted(self.cells))

    def trusted_in(self, *columns: int) -> frozenset[int]:
        """The years in which all of these columns are trusted."""
        return trusted_years(self.trusted, *(self.columns[column] for column in columns)) & frozenset(self.cells)

    def relabelled(self, holds: Mapping[int, tuple[int, ...]]) -> Panel:
        """The panel as it would be if in year y the label at i held the column holds[y][i]; FOREIGN empties a label."""
        cells = dict(self.cells)
        for year, contents in holds.items():
            mended = np.full_like(self.cells[year], np.nan)
            for label, column in enumerate(contents):
                if column >= 0:
                    mended[:, column] = self.cells[year][:, label]
            cells[year] = mended
        return replace(self, cells=cells)


@dataclass(frozen=True)
class YearPair:
    """Two years, the older first, and the rows of the schools both have in each, school by school."""

    older: int
    newer: int
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    @property
    def schools(self) -> int:
        """Schools in both years."""
        return len(self.left)


def build_panel(blocks: Mapping[int, pl.DataFrame], kinds: Mapping[str, str], trusted: Trusted) -> Panel:
    """From one frame a year (org_code and numeric columns, any of them absent) to matrices in the order of `kinds`."""
    columns = tuple(kinds)
    schools = pl.concat([block.select(pl.col(KEY).cast(pl.String)) for block in blocks.values()]).unique().sort(KEY)
    numbered = schools.with_row_index("number")
    orgs: dict[int, NDArray[np.int64]] = {}
    cells: dict[int, Matrix] = {}
    for year, block in blocks.items():
        whole = block.unique(KEY, keep="first", maintain_order=True).with_columns(pl.col(KEY).cast(pl.String)).sort(KEY)
        orgs[year] = whole.join(numbered, on=KEY, maintain_order="left")["number"].to_numpy().astype(np.int64)
        present = [
            pl.col(name).cast(pl.Float64) if name in block.columns else pl.lit(None, pl.Float64).alias(name)
            for name in columns
        ]
        cells[year] = whole.select(KEY, *present).drop(KEY).to_numpy().astype(np.float64)
    return Panel(columns, tuple(kinds.values()), trusted, orgs, cells)


def year_pairs(panel: Panel, fewest: int = FEWEST_ROWS) -> list[YearPair]:
    """The pairs of years at most REACH places apart that share at least so many schools."""
    pairs = []
    for (i, older), (j, newer) in combinations(enumerate(panel.years), 2):
        if j - i > REACH:
            continue
        _, left, right = np.intersect1d(panel.orgs[older], panel.orgs[newer], True, True)
        if len(left) >= fewest:
            pairs.append(YearPair(older, newer, left, right))
    return pairs
