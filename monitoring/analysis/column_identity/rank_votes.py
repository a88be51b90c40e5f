"""First test: in which pairs of years does a column's ranking of schools continue, and where does another column
continue it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.assignment import best_moves, margin
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel, year_pairs
from monitoring.analysis.column_identity.rankings import middle, rank_correlations, strength
from monitoring.analysis.column_identity.years import Votes

TESTABLE = 0.5  # a column whose ranking persists less than this is too noisy to be called broken
BROKEN = 0.4  # of the persistence expected: below, the ranking is another one
CONTINUED = 0.6  # of the persistence expected: above, the ranking is the same
PLAIN = 0.3  # persistence that counts where none is known to be expected
TURNED = -0.2  # at most: the ranking stands on its head, which no noise does in so many rows


@dataclass(frozen=True)
class RankedPair:
    """Two years: rank correlations and shared rows, columns of the older year by columns of the newer."""

    older: int
    newer: int
    schools: int
    correlations: Matrix
    rows: Matrix

    @property
    def own(self) -> Matrix:
        """How well each column continues itself; NaN where that is not known."""
        return np.diag(self.correlations)

    @property
    def span(self) -> int:
        """Years between."""
        return self.newer - self.older

    def has(self, year: int) -> bool:
        """Whether the year is one of the two."""
        return year in (self.older, self.newer)

    def seen_from(self, year: int) -> tuple[Matrix, Matrix]:
        """Correlations and rows, labels of `year` by columns of the other year."""
        return (self.correlations.T, self.rows.T) if year == self.newer else (self.correlations, self.rows)


def rank_pairs(panel: Panel) -> list[RankedPair]:
    """Rank correlations of all comparable pairs of years."""
    return [
        RankedPair(
            pair.older,
            pair.newer,
            pair.schools,
            *rank_correlations(panel.cells[pair.older][pair.left], panel.cells[pair.newer][pair.right]),
        )
        for pair in year_pairs(panel)
    ]


def expected_persistence(pairs: list[RankedPair], pair: RankedPair) -> Matrix:
    """What other pairs of years lead one to expect of each column over this distance; NaN where there are none.

    The middle of the pairs without the one or without the other of the two years, whichever is higher, so that a single
    odd year does not lower it. Persistence is taken to fall no faster than geometrically with the years between.
    """
    nothing = np.full((1, len(pair.own)), np.nan)
    sides = []
    for year in (pair.older, pair.newer):
        seen = [
            np.clip(p.own, 0, 1) ** max(1.0, pair.span / p.span) for p in pairs if p is not pair and not p.has(year)
        ]
        sides.append(middle(np.array(seen)) if seen else nothing[0])
    return np.asarray(np.fmax(*sides), dtype=np.float64)


def rank_votes(pairs: list[RankedPair]) -> list[Votes]:
    """For each column and pair of years: +1 it continues, -1 it breaks off or another takes its place, 0 not to be
    said.
    """
    votes: list[dict[tuple[int, int], int]] = [{} for _ in pairs[0].own] if pairs else []
    for pair in pairs:
        expected = expected_persistence(pairs, pair)
        cycles = best_moves(*pair.seen_from(pair.newer))
        crossed = {
            column for cycle in cycles for move in cycle if move.is_decisive for column in (move.label, move.column)
        }
        rivals = _rivals(pair)
        for column, own in enumerate(pair.own):
            if not np.isnan(own):
                rows = pair.rows[column, column]
                vote = -1 if column in crossed else _vote(own, expected[column], rivals[column], rows)
                votes[column][pair.older, pair.newer] = vote
    return list(votes)


def _rivals(pair: RankedPair) -> Matrix:
    """The best fit of each column with another one, in either direction."""
    others = np.where(np.eye(len(pair.own), dtype=bool), -1.0, np.nan_to_num(pair.correlations, nan=-1.0))
    return np.asarray(np.maximum(others.max(axis=0), others.max(axis=1)), dtype=np.float64)


def is_turned(own: float, rows: float) -> bool:
    """Whether a ranking is the other way round, as that of the other part of 100 is.

    >>> is_turned(-0.4, 400), is_turned(-0.4, 40), is_turned(0.1, 400)
    (True, False, False)
    """
    return bool(own <= min(TURNED, -6 / sqrt(max(rows, FEWEST_ROWS))))


def _vote(own: float, expected: float, rival: float, rows: float) -> int:
    if is_turned(own, rows):
        return -1
    if not np.isnan(expected):
        fall = float(strength(np.array(expected)) - strength(np.array(own)))
        if expected >= TESTABLE and own < BROKEN * expected and fall >= 5 / sqrt(rows - 3):
            return -1
        if own < CONTINUED * expected:
            return 0
    lead = float(strength(np.array(own)) - strength(np.array(rival)))
    return int(own >= max(PLAIN, 4 / sqrt(rows)) and lead > -margin(max(rows, FEWEST_ROWS)))
