"""Find for each year which column each label really holds, by asking the tests in turn until none objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.assignment import Move, best_moves
from monitoring.analysis.column_identity.contrasts import Swap, contrast_swaps
from monitoring.analysis.column_identity.distances import distance_swaps
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel
from monitoring.analysis.column_identity.rank_votes import (
    CONTINUED,
    PLAIN,
    RankedPair,
    expected_persistence,
    rank_pairs,
    rank_votes,
)
from monitoring.analysis.column_identity.rankings import middle, strength
from monitoring.analysis.column_identity.relations import failed_relations, relation_swaps
from monitoring.analysis.column_identity.verdict import Test
from monitoring.analysis.column_identity.years import Party, odd_years

FOREIGN = -1
ROUNDS = 6
SWAPS: dict[Test, Callable[[Panel], tuple[dict[int, list[tuple[float, Swap]]], dict[int, set[int]]]]] = {
    "contrast": contrast_swaps,
    "relation": relation_swaps,
    "distance": distance_swaps,
}


@dataclass
class Finding:
    """One year: holds[label] = column (or FOREIGN: something else), the labels in dispute between years, and which
    tests spoke.
    """

    holds: list[int]
    disputed: set[int] = field(default_factory=set)
    tests: dict[int, Test] = field(default_factory=dict)
    is_settled: bool = True

    def move(self, cycle: dict[int, int], test: Test) -> None:
        """Compose: what now stands under column c is really column cycle[c]."""
        for label, column in enumerate(self.holds):
            if column in cycle:
                self.holds[label] = cycle[column]
                self.tests.setdefault(label, test)


def search(panel: Panel) -> dict[int, Finding]:
    """Per year what each label holds; unsettled where the tests still object after the last round."""
    findings = {year: Finding(list(range(len(panel.columns)))) for year in panel.years}
    for _ in range(ROUNDS):
        mended = _mended(panel, findings)
        if not (_by_rank(mended, findings) or any(_by_swaps(mended, findings, test) for test in SWAPS)):
            for year, finding in findings.items():
                finding.is_settled = not finding.tests or not failed_relations(mended, year)
            return findings
    for finding in findings.values():
        finding.is_settled = False
    return findings


def _mended(panel: Panel, findings: dict[int, Finding]) -> Panel:
    holds = {
        year: tuple(FOREIGN if column in finding.disputed else column for column in finding.holds)
        for year, finding in findings.items()
    }
    return panel.relabelled(holds)


def _by_rank(panel: Panel, findings: dict[int, Finding]) -> bool:
    """Move or empty labels whose ranking is another column's or nobody's; whether anything was done."""
    pairs = rank_pairs(panel)
    votes = rank_votes(pairs)
    verdicts = [odd_years(column_votes, panel.trusted) for column_votes in votes]
    odd = {year: {c for c, (wrong, _) in enumerate(verdicts) if year in wrong} for year in findings}
    disputed = {year: {c for c, (_, unclear) in enumerate(verdicts) if year in unclear} for year in findings}
    for year, columns in odd.items():
        if columns:
            _explain(findings[year], year, columns, pairs, [wrong | unclear for wrong, unclear in verdicts])
    return any(odd.values()) or _dispute(findings, disputed)


def _dispute(findings: dict[int, Finding], disputed: Mapping[int, set[int]]) -> bool:
    """Withhold what two years contradict each other about. Asked last: what is explained is no longer in dispute."""
    for year, columns in disputed.items():
        findings[year].disputed |= columns
    return any(disputed.values())


def _explain(finding: Finding, year: int, odd: set[int], pairs: list[RankedPair], unsure: list[Party]) -> None:
    fit, rows, expected = _fit(year, pairs, unsure)
    left = set(odd)
    for cycle in best_moves(fit, rows, odd):
        if left & {move.label for move in cycle}:
            poor = {
                m.label for m in cycle if _is_poor(fit[m.label, m.column], expected[m.column], rows[m.label, m.column])
            }
            moved = _supported(cycle, odd, poor)
            finding.move(moved, "ranking")
            left -= set(moved)
    finding.move(dict.fromkeys(left, FOREIGN), "ranking")


def _supported(cycle: list[Move], odd: set[int], poor: set[int]) -> dict[int, int]:
    """The moves of a cycle there is reason for: of labels that are odd, decide, or whose column another label decides
    for.

    A label that fits poorly, or would hold the column of a label that stays, holds nothing known.
    """
    claimed = {move.column for move in cycle if move.is_decisive}
    moved = {
        move.label: move.column for move in cycle if move.is_decisive or move.label in odd or move.label in claimed
    }
    return {label: FOREIGN if label in poor or column not in moved else column for label, column in moved.items()}


def _fit(year: int, pairs: list[RankedPair], unsure: list[Party]) -> tuple[Matrix, Matrix, Matrix]:
    """Labels of `year` by columns: the middle correlation with the years whose column is not unsure, and rows; per
    column what is expected.
    """
    mine = [pair for pair in pairs if pair.has(year)]
    seen, rows, expected = [], [], []
    for pair in mine:
        other = pair.older if year == pair.newer else pair.newer
        known = np.array([other not in years for years in unsure])[None, :]
        correlations, shared = pair.seen_from(year)
        seen.append(np.where(known, correlations, np.nan))
        rows.append(np.where(known, shared, np.nan))
        expected.append(expected_persistence([p for p in pairs if p is pair or not p.has(year)], pair))
    return middle(np.array(seen)), np.nan_to_num(middle(np.array(rows))), np.fmax.reduce(expected)


def _is_poor(fit: float, expected: float, rows: float) -> bool:
    """Whether a label's ranking is too unlike the column it is said to hold; columns that hardly persist cannot be
    told.
    """
    if np.isnan(expected):
        return not fit >= PLAIN
    rows = max(rows, FEWEST_ROWS)
    fall = float(strength(np.array(expected)) - strength(np.array(fit)))
    return expected >= 4 / sqrt(rows) and fit < CONTINUED * expected and fall >= 3 / sqrt(rows)


def _by_swaps(panel: Panel, findings: dict[int, Finding], test: Test) -> bool:
    """In each odd year apply the swap that leaves the fewest objections; whether anything was done."""
    swaps_of = SWAPS[test]
    odd, undecided = swaps_of(panel)
    for year, swaps in odd.items():
        one, other = swaps[0][1]
        if len(swaps) > 1:
            left = {swap: len(swaps_of(_swapped(panel, year, swap))[0].get(year, ())) for _, swap in swaps}
            one, other = min(left, key=lambda swap: left[swap])
        findings[year].move({one: other, other: one}, test)
    return bool(odd) or _dispute(findings, undecided)


def _swapped(panel: Panel, year: int, swap: Swap) -> Panel:
    contents = list(range(len(panel.columns)))
    contents[swap[0]], contents[swap[1]] = contents[swap[1]], contents[swap[0]]
    return panel.relabelled({year: tuple(contents)})
