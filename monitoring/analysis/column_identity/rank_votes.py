"""First test: in which pairs of years does a column's ranking of schools continue, and where does another column continue it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.assignment import best_moves, margin
from monitoring.analysis.column_identity.panel import Matrix, Panel, year_pairs
from monitoring.analysis.column_identity.rankings import rank_correlations, strength

TESTABLE = 0.5  # a column whose ranking persists less than this is too noisy to be called broken
BROKEN = 0.4  # of the persistence expected: below, the ranking is another one
CONTINUED = 0.6  # of the persistence expected: above, the ranking is the same
PLAIN = 0.3  # persistence that counts where none is known to be expected


@dataclass(frozen=True)
class RankedPair:
    """Two years and their rank correlations: `correlations`[column of the older, column of the newer]."""

    older: int
    newer: int
    rows: int
    correlations: Matrix

    @property
    def own(self) -> Matrix:
        """How well each column continues itself."""
        return np.diag(self.correlations)

    def seen_from(self, year: int) -> Matrix:
        """Labels of `year` by columns of the other year."""
        return self.correlations.T if year == self.newer else self.correlations


def rank_pairs(panel: Panel) -> list[RankedPair]:
    """Rank correlations of all comparable pairs of years."""
    return [RankedPair(pair.older, pair.newer, pair.rows, rank_correlations(pair)[0]) for pair in year_pairs(panel)]


def expected_persistence(pairs: list[RankedPair], pair: RankedPair) -> Matrix:
    """What the other pairs of years lead one to expect of each column over this distance; NaN where there are no others.

    Persistence is taken to fall no faster than geometrically with the years between.
    """
    others = [other for other in pairs if other is not pair]
    if not others:
        return np.full(len(pair.own), np.nan)
    span = pair.newer - pair.older
    seen = [np.clip(other.own, 0, 1) ** max(1.0, span / (other.newer - other.older)) for other in others]
    return np.asarray(np.fmax.reduce(seen), dtype=np.float64)


def rank_votes(pairs: list[RankedPair]) -> list[dict[tuple[int, int], int]]:
    """For each column: +1 for each pair of years over which it continues, -1 where it breaks off or another takes its place."""
    votes: list[dict[tuple[int, int], int]] = [{} for _ in pairs[0].own] if pairs else []
    for pair in pairs:
        expected = expected_persistence(pairs, pair)
        cycles = best_moves(pair.correlations.T, pair.rows)
        crossed = {column for cycle in cycles for move in cycle if move.is_decisive for column in (move.label, move.column)}
        rivals = _rivals(pair)
        for column, own in enumerate(pair.own):
            vote = -1 if column in crossed else _vote(own, expected[column], rivals[column], pair.rows)
            if vote:
                votes[column][pair.older, pair.newer] = vote
    return votes


def _rivals(pair: RankedPair) -> Matrix:
    """The best fit of each column with another one, in either direction."""
    others = np.where(np.eye(len(pair.own), dtype=bool), -1.0, np.nan_to_num(pair.correlations, nan=-1.0))
    return np.maximum(others.max(axis=0), others.max(axis=1))


def _vote(own: float, expected: float, rival: float, rows: int) -> int:
    if np.isnan(own):
        return 0
    if not np.isnan(expected):
        fall = float(strength(np.array(expected)) - strength(np.array(own)))
        if expected >= TESTABLE and own < BROKEN * expected and fall >= 5 / sqrt(rows - 3):
            return -1
        if own < CONTINUED * expected:
            return 0
    lead = float(strength(np.array(own)) - strength(np.array(rival)))
    return int(own >= max(PLAIN, 4 / sqrt(rows)) and lead > -margin(rows))
