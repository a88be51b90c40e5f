"""The test for few schools: between which years do the figures come far nearer if labels of one kind change places.

Below FEWEST_ROWS shared schools there is no order to speak of, but there are sizes: a school with 5% English learners
had about as many the year before. Compared is the assignment of all labels of a kind at once, since among three columns
that moved in a ring no single exchange brings the years much nearer. Distances are taken of logarithms, and of the
arcsine of the root for percentages, in which equal steps are equally hard to come by, at 2% as at 50 or 98.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.column_identity.assignment import FORBIDDEN, cycles_of
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, FOREIGN, Matrix, Panel, YearPair, year_pairs
from monitoring.analysis.column_identity.rankings import middle
from monitoring.analysis.column_identity.years import Party, Votes

FEWEST = 4  # schools below which nothing is said
SOME = 8  # schools below which more is asked
NEARER, NEARER_FEW = 6.0, 8.0  # how much nearer, in logarithms times the root of the schools; clean years reach 5.9
APART = {"percent": 0.08, "count": 0.5}  # distance that must be there to be lowered: grades next to each other change
APART_OTHERWISE = 0.15  # places of themselves as children move up
STANDS_OUT = 2.0  # as NEARER: by how much the next best assignment must be further away
POOR = 4.0  # times the usual distance of a column, at which a label does not fit it

Cycle = dict[int, int]


@dataclass(frozen=True)
class SizedPair:
    """Two years that share few schools: mean squared distances and shared schools, labels of the older year by labels
    of the newer; NaN where too few schools have both figures, or the kinds differ.
    """

    older: int
    newer: int
    distances: Matrix
    rows: Matrix

    def has(self, year: int) -> bool:
        """Whether the year is one of the two."""
        return year in (self.older, self.newer)

    def other(self, year: int) -> int:
        """The other one of the two years."""
        return self.older if year == self.newer else self.newer

    def seen_from(self, year: int) -> tuple[Matrix, Matrix]:
        """Distances and schools, labels of `year` by columns of the other year."""
        return (self.distances.T, self.rows.T) if year == self.newer else (self.distances, self.rows)


def sized_pairs(panel: Panel) -> list[SizedPair]:
    """The distances between all years that share too few schools for an order."""
    few = [pair for pair in year_pairs(panel, FEWEST) if pair.schools < FEWEST_ROWS]
    return [SizedPair(pair.older, pair.newer, *size_distances(panel, pair)) for pair in few]


def size_distances(panel: Panel, pair: YearPair) -> tuple[Matrix, Matrix]:
    """Mean squared distances between the sizes of two years, and the schools that have both, labels of the older year
    by labels of the newer; NaN where too few have both, or the kinds differ.
    """
    older = _sizes(panel.cells[pair.older][pair.left], panel.kinds)
    newer = _sizes(panel.cells[pair.newer][pair.right], panel.kinds)
    apart = older[:, :, None] - newer[:, None, :]
    rows = np.isfinite(apart).sum(axis=0).astype(np.float64)
    kinds = np.array(panel.kinds)
    is_known = (kinds[:, None] == kinds[None, :]) & (rows >= FEWEST)
    return np.where(is_known, np.nansum(apart**2, axis=0) / np.maximum(rows, 1), np.nan), rows


def _sizes(cells: Matrix, kinds: tuple[str, ...]) -> Matrix:
    is_percent = np.array([kind == "percent" for kind in kinds])
    shares = np.arcsin(np.sqrt(np.clip(cells, 0, 100) / 100))
    return np.where(is_percent, shares, np.log(np.where(cells > 0, cells, np.nan)))


def size_votes(pairs: list[SizedPair], kinds: tuple[str, ...]) -> list[Votes]:
    """For each column and pair of years: -1 another column's figures are far nearer, +1 no other's are nearer, 0 not to
    be said.
    """
    votes: list[dict[tuple[int, int], int]] = [{} for _ in kinds]
    for pair in pairs:
        found = {label: vote for cycle, vote in _cycles(*pair.seen_from(pair.newer), kinds) for label in cycle}
        for column in np.flatnonzero(np.isfinite(np.diag(pair.distances))):
            votes[column][pair.older, pair.newer] = found.get(int(column), 1)
    return list(votes)


def explained_by_size(
    year: int, odd: set[int], pairs: list[SizedPair], unsure: list[Party], kinds: tuple[str, ...]
) -> Cycle:
    """Label -> column it holds (FOREIGN: none of this report), for the odd labels of the year that sizes explain.

    `unsure`: per column the years in which it is odd or in dispute, and so no reference.
    """
    if not any(pair.has(year) for pair in pairs):
        return {}
    distances, rows, usual = _seen(year, pairs, unsure)
    moved: Cycle = {}
    for cycle, vote in _cycles(distances, rows, kinds):
        if vote < 0 and odd & set(cycle):
            is_near = all(_is_near(distances[its], usual[its[1]], distances[its[0], its[0]]) for its in cycle.items())
            is_sure = is_near and _stands_out(cycle, distances, rows)
            moved |= cycle if is_sure else dict.fromkeys(cycle, FOREIGN)
    return moved


def _seen(year: int, pairs: list[SizedPair], unsure: list[Party]) -> tuple[Matrix, Matrix, Matrix]:
    """Labels of `year` by columns: the middle distance from the years whose column is sure, and schools; per column the
    usual distance between other years.
    """
    distances, rows = [], []
    for pair in (pair for pair in pairs if pair.has(year)):
        sure = np.array([pair.other(year) not in years for years in unsure])[None, :]
        apart, shared = pair.seen_from(year)
        distances.append(np.where(sure, apart, np.nan))
        rows.append(np.where(sure, shared, np.nan))
    found = middle(np.array(distances))
    own = [np.diag(pair.distances) for pair in pairs if not pair.has(year)]
    usual = middle(np.array(own)) if own else np.full(len(found), np.nan)
    return found, np.nan_to_num(middle(np.array(rows))), usual


def _stands_out(cycle: Cycle, distances: Matrix, rows: Matrix) -> bool:
    """Whether every assignment without one of the steps of the cycle takes the years clearly further apart again."""
    best = _assigned(distances)
    for label, column in cycle.items():
        without = distances.copy()
        without[label, column] = np.nan
        second = _assigned(without)
        moved = np.flatnonzero(second != best)
        schools = min(rows[moved, best[moved]].min(), rows[moved, second[moved]].min())
        further = distances[moved, second[moved]].sum() / max(distances[moved, best[moved]].sum(), 1e-12)
        if not np.log(max(further, 1e-12)) * np.sqrt(schools) >= STANDS_OUT:
            return False
    return True


def _is_near(distance: float, usual: float, own: float) -> bool:
    """Whether a label is as near to the column it should hold as that column usually is to itself, or nearly so."""
    return bool(distance <= max(POOR * np.nan_to_num(usual), 0.1 * own))


def _cycles(distances: Matrix, rows: Matrix, kinds: tuple[str, ...]) -> list[tuple[Cycle, int]]:
    """The cycles of labels that bring the years nearest, each with its vote: -1 far nearer than the labels as they are,
    0 not far enough.
    """
    cycles = cycles_of([int(column) for column in _assigned(distances)])
    return [(cycle, _vote(cycle, distances, rows, kinds)) for cycle in cycles]


def _assigned(distances: Matrix) -> NDArray[np.int64]:
    """The assignment of labels to columns with the smallest sum of distances; what has none stays as it is."""
    from scipy.optimize import linear_sum_assignment

    own = np.diag(distances)
    known = np.isfinite(distances) & np.isfinite(own)[:, None] & np.isfinite(own)[None, :]
    stays = np.eye(len(own), dtype=bool)
    costs = np.where(known, distances, np.where(stays, 0.0, FORBIDDEN))
    return np.asarray(linear_sum_assignment(costs)[1], dtype=np.int64)


def _vote(cycle: Cycle, distances: Matrix, rows: Matrix, kinds: tuple[str, ...]) -> int:
    labels, columns = list(cycle), list(cycle.values())
    as_named, moved = distances[labels, labels].mean(), distances[labels, columns].mean()
    schools = min(rows[labels, columns].min(), rows[labels, labels].min())
    nearer = np.log(as_named / max(moved, 1e-12)) * np.sqrt(schools) if as_named > 0 else 0.0
    apart = APART.get(kinds[labels[0]], APART_OTHERWISE)
    is_far = nearer >= (NEARER if schools >= SOME else NEARER_FEW) and as_named > apart**2
    return -1 if is_far else 0
