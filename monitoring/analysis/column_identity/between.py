"""Columns between wrong columns: a block of cells that slipped sideways takes along what looks right by kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from monitoring.analysis.column_identity.panel import Matrix, Panel
from monitoring.analysis.column_identity.rank_votes import TESTABLE, RankedPair, expected_persistence, rank_pairs
from monitoring.analysis.column_identity.rankings import strength
from monitoring.analysis.column_identity.relations import failed_relations

VOUCHED = 0.7  # of the persistence expected: what a suspect column must show
DECISIVE = 0.1  # by how much two columns must differ before a shift between them can be told


def slipped_columns(panel: Panel, year: int, holds: Mapping[int, int | None], is_slip: bool) -> list[int]:
    """The columns that went along with a slip of cells, beside those known to be wrong.

    In: `holds`, the wrong columns of the year, each with the column it holds (None: none of this report); `is_slip`:
    cells of another kind were seen. Without them, it takes a wrong column that holds its neighbor. Between wrong or
    newly empty columns, a column must be vouched for: its ranking continues in another year as strongly as usual, and,
    in a shift, is its own rather than its neighbor's. Beyond them, a column goes along while its ranking is rather its
    neighbor's, or while a relation with columns that are in order has failed.
    """
    shifts = {column - label for label, column in holds.items() if column is not None and abs(column - label) == 1}
    if not holds or not (is_slip or shifts):
        return []
    place = min(shifts) if len(shifts) == 1 else None
    empty = _newly_empty(panel, year)
    pairs = rank_pairs(panel)
    ranks = _Ranks(year, [p for p in pairs if p.has(year)], [p for p in pairs if not p.has(year)])
    edges = [*holds, *empty]
    slipped = [
        column
        for column in range(min(edges), max(edges))
        if column not in edges
        and not (ranks.vouched(column) and (place is None or ranks.is_own(column, column + place)))
    ]
    failed = failed_relations(panel, year)
    for step in (-1, 1):
        column = (min(edges) if step < 0 else max(edges)) + step
        while 0 <= column < len(panel.columns) and _goes_along(column, place, ranks, failed, {*edges, *slipped}):
            slipped.append(column)
            column += step
    return [column for column in slipped if np.isfinite(panel.cells[year][:, column]).any()]


def _newly_empty(panel: Panel, year: int) -> list[int]:
    """Columns without any figure in this year that have figures in all others."""
    filled = {y: np.isfinite(cells).any(axis=0) for y, cells in panel.cells.items()}
    others = [filled[y] for y in panel.years if y != year]
    return [int(c) for c in np.flatnonzero(~filled[year] & np.all(others, axis=0))] if others else []


def _goes_along(
    column: int, place: int | None, ranks: _Ranks, failed: list[frozenset[int]], wrong: Collection[int]
) -> bool:
    """Whether a column next to a slip has slipped too: it rather holds its neighbor, or it breaks a relation with sound
    columns.
    """
    if place is not None and ranks.is_moved(column, column + place):
        return True
    return any(column in relation and not relation & set(wrong) for relation in failed)


@dataclass(frozen=True)
class _Ranks:
    """Rankings seen from one year: the pairs it is in, and the pairs of other years to compare with."""

    year: int
    mine: list[RankedPair]
    others: list[RankedPair]

    def vouched(self, column: int) -> bool:
        """Whether the column's ranking continues in another year as strongly as usual, and strongly enough to tell."""
        for pair in self.mine:
            expected = expected_persistence([pair, *self.others], pair)[column]
            if pair.own[column] >= np.fmax(VOUCHED * expected, TESTABLE):
                return True
        return False

    def is_own(self, column: int, neighbor: int) -> bool:
        """Whether the label's ranking is decisively its own, given how both columns usually look."""
        return (lean := self._lean(column, neighbor)) is not None and lean < 0.5

    def is_moved(self, column: int, neighbor: int) -> bool:
        """Whether the label's ranking is decisively its neighbor's."""
        return (lean := self._lean(column, neighbor)) is not None and lean > 0.5

    def _lean(self, column: int, neighbor: int) -> float | None:
        """0 where the label looks like its column, 1 where it looks like the neighbor; null where these are too alike
        to tell.
        """
        if not self.mine or not self.others or not 0 <= neighbor < len(self.mine[0].own):
            return None
        usual = np.median([_strengths(pair.correlations + pair.correlations.T, 2) for pair in self.others], axis=0)
        seen = np.median([_strengths(pair.seen_from(self.year)[0], 1) for pair in self.mine], axis=0)
        if_own = usual[column, neighbor] - usual[column, column]
        if_moved = usual[neighbor, neighbor] - usual[neighbor, column]
        if if_moved - if_own < DECISIVE:
            return None
        return float((seen[column, neighbor] - seen[column, column] - if_own) / (if_moved - if_own))


def _strengths(correlations: Matrix, divided_by: int) -> Matrix:
    return strength(np.nan_to_num(correlations / divided_by))
