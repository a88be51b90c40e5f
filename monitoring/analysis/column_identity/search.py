"""Find for each year which column each label really holds, by asking the tests in turn until none objects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from monitoring.analysis.column_identity.contrasts import Swap, SwapVotes, contrast_votes
from monitoring.analysis.column_identity.copies import copied
from monitoring.analysis.column_identity.explain import explained_by_rank, fits_by_rank, turned_by_rank
from monitoring.analysis.column_identity.panel import FOREIGN, Panel
from monitoring.analysis.column_identity.rank_votes import rank_pairs, rank_votes
from monitoring.analysis.column_identity.relations import failed_relations, relation_votes
from monitoring.analysis.column_identity.sizes import explained_by_size, size_votes, sized_pairs
from monitoring.analysis.column_identity.verdict import Test
from monitoring.analysis.column_identity.years import Party, Votes, odd_years

ROUNDS = 8
CANDIDATES = 12  # swaps in dispute that are tried, in each year
SWAPS: dict[Test, Callable[[Panel], Iterator[SwapVotes]]] = {"contrast": contrast_votes, "relation": relation_votes}


@dataclass
class Finding:
    """One year: holds[label] = column (or FOREIGN: something else), the columns in dispute between years, per label
    the test that spoke, and whether the tests have come to rest.
    """

    holds: list[int]
    disputed: set[int] = field(default_factory=set)
    tests: dict[int, Test] = field(default_factory=dict)
    is_settled: bool = True

    def move(self, cycle: Mapping[int, int], test: Test) -> None:
        """Compose: what now stands under column c is really column cycle[c]."""
        for label, column in enumerate(self.holds):
            if column in cycle:
                self.holds[label] = cycle[column]
                self.tests.setdefault(label, test)


Called = dict[int, list[tuple[Test, Swap]]]
Spoiled = Mapping[int, Collection[int]]  # per year the labels with cells of another kind


class Objections:
    """What the tests have to say of a panel. A year does not vote on a column it has `spoiled`: there it is odd."""

    def __init__(self, panel: Panel, spoiled: Spoiled | None = None) -> None:
        self.panel, self.spoiled = panel, spoiled or {}
        self.pairs, self.sized = rank_pairs(panel), sized_pairs(panel)
        ranked, sized = rank_votes(self.pairs), size_votes(self.sized, panel.kinds)
        self.ranked = [
            self._odd_years(column, {**sized[column], **(ranked[column] if ranked else {})})
            for column in range(len(panel.columns))
        ]

    def _odd_years(self, column: int, votes: Votes) -> tuple[Party, Party]:
        spoiled = frozenset(year for year, labels in self.spoiled.items() if column in labels)
        votes = {pair: vote for pair, vote in votes.items() if not spoiled & set(pair)}
        odd, unclear = odd_years(votes, self.panel.trusted_in(column))
        return odd | spoiled, unclear

    @cached_property
    def swaps(self) -> tuple[Called, Called]:
        """The swaps called for per odd year, and per undecided year; the strongest of each test first."""
        odd: Called = {}
        undecided: Called = {}
        for test, votes_of in SWAPS.items():
            for swap, votes, _ in sorted(votes_of(self.panel), key=lambda found: found[2], reverse=True):
                both = odd_years(votes, self.panel.trusted_in(*swap))
                for called, years in zip((odd, undecided), both, strict=True):
                    for year in years:
                        called.setdefault(year, []).append((test, swap))
        return odd, undecided

    @cached_property
    def unsure(self) -> list[Party]:
        """Per column the years whose ranking is odd or in dispute, and so no reference."""
        return [wrong | unclear for wrong, unclear in self.ranked]

    def odd(self, year: int) -> set[int]:
        """The columns whose ranking is odd in this year."""
        return {column for column, (wrong, _) in enumerate(self.ranked) if year in wrong}

    def explained(self, year: int) -> list[tuple[dict[int, int], Test]]:
        """What odd labels of this year hold, each with the test that says so.

        A ranking that is turned around is emptied before others are moved, for upside down it resembles other columns;
        except where labels just hold each other's columns, as men and women do.
        """
        if not (odd := self.odd(year)):
            return []
        nothing = dict.fromkeys(self.spoiled.get(year, ()), FOREIGN)
        if not self.is_ranked(year):
            moves = nothing | explained_by_size(year, odd, self.sized, self.unsure, self.panel.kinds)
            return [(moves, "size")] if moves else []
        turned = turned_by_rank(year, odd, self.pairs, self.unsure)
        moves = nothing | explained_by_rank(year, odd, self.pairs, self.unsure)
        if turned and not (turned <= set(moves) == set(moves.values())):
            percents = {label for label in turned if self.panel.kinds[label] == "percent"}
            parts: list[tuple[set[int], Test]] = [(percents, "complement"), (turned - percents, "ranking")]
            return [(dict.fromkeys(labels, FOREIGN), test) for labels, test in parts if labels]
        return [(moves, "ranking")] if moves else []

    def is_ranked(self, year: int) -> bool:
        """Whether this year shares enough schools with another one to compare rankings."""
        return any(pair.has(year) for pair in self.pairs)

    def called_for(self, year: int) -> list[tuple[Test, Swap]]:
        """The swaps the other tests call for in this year."""
        return self.swaps[0].get(year, [])

    @property
    def disputed(self) -> dict[int, set[int]]:
        """Per undecided year the columns about which it and another contradict each other: by ranking, else those of
        the one swap that clears most of the other disputes, else all.
        """
        ranked: dict[int, set[int]] = {}
        for column, (_, unclear) in enumerate(self.ranked):
            for year in unclear:
                ranked.setdefault(year, set()).add(column)
        if ranked:
            return ranked
        clearing = self._clearing()
        return {
            year: set().union(*(swap for _, swap in called if clearing in (None, swap)))
            for year, called in self.swaps[1].items()
        }

    def _clearing(self) -> Swap | None:
        """Of the swaps in dispute the one that leaves the fewest contradictions if made in one year, if fewer."""
        candidates = {swap: year for year, called in self.swaps[1].items() for _, swap in called[:CANDIDATES]}
        left = {
            swap: Objections(swapped(self.panel, year, swap)).contradictions
            for swap, year in candidates.items()
            if self.bears(year, swap)
        }
        best = min(left, key=lambda swap: left[swap], default=None)
        return best if best is not None and left[best] < self.contradictions else None

    @property
    def contradictions(self) -> int:
        """How much there is against any year."""
        ranked = sum(len(wrong) + len(unclear) for wrong, unclear in self.ranked)
        return ranked + sum(len(called) for years in self.swaps for called in years.values())

    def bears(self, year: int, swap: Swap) -> bool:
        """Whether the rankings of the two labels allow them to change places in this year."""
        one, other = swap
        return fits_by_rank(year, {one: other, other: one}, self.pairs, self.unsure)

    def number(self, year: int) -> int:
        """How much there is against this year."""
        return len(self.odd(year)) + len(self.called_for(year))


def search(panel: Panel, spoiled: Spoiled) -> dict[int, Finding]:
    """Per year what each label holds; unsettled where tests still object after the last round or a relation fails.

    `spoiled`: per year the labels with cells of another kind, which do not hold their column whatever else speaks.
    """
    findings = {year: Finding(list(range(len(panel.columns)))) for year in panel.years}
    for year, moves in copied(panel, rank_pairs(panel)).items():
        findings[year].move(moves, "copy")
    for _ in range(ROUNDS):
        mended = _mended(panel, findings)
        objections = Objections(mended, _still_spoiled(spoiled, findings))
        steps = (_move, _swap, _give_up, _dispute)
        if not any(step(findings, objections) for step in steps):
            for year, finding in findings.items():
                finding.is_settled = not finding.tests or not failed_relations(mended, year)
            return findings
    for finding in findings.values():
        finding.is_settled = False
    return findings


def _still_spoiled(spoiled: Spoiled, findings: dict[int, Finding]) -> Spoiled:
    """The labels with cells of another kind that are still taken for their own column."""
    return {
        year: {label for label in labels if findings[year].holds[label] == label} for year, labels in spoiled.items()
    }


def _mended(panel: Panel, findings: dict[int, Finding]) -> Panel:
    holds = {
        year: tuple(FOREIGN if column in finding.disputed else column for column in finding.holds)
        for year, finding in findings.items()
    }
    return panel.relabelled(holds)


def _move(findings: dict[int, Finding], objections: Objections) -> bool:
    """Move labels whose ranking, or whose sizes, are another column's; whether any was moved."""
    moved = False
    for year, finding in findings.items():
        for cycle, test in objections.explained(year):
            finding.move(cycle, test)
            moved = True
    return moved


def _swap(findings: dict[int, Finding], objections: Objections) -> bool:
    """In each year apply the swap called for that leaves the fewest objections, if fewer, of those whose labels fit by
    rank; whether any was applied.
    """
    done = False
    for year, finding in findings.items():
        candidates = [its for its in objections.called_for(year) if objections.bears(year, its[1])]
        if not candidates:
            continue
        left = {swap: Objections(swapped(objections.panel, year, swap)).number(year) for _, swap in candidates}
        test, (one, other) = min(candidates, key=lambda candidate: left[candidate[1]])
        if left[one, other] < objections.number(year):
            finding.move({one: other, other: one}, test)
            done = True
    return done


def swapped(panel: Panel, year: int, swap: Swap) -> Panel:
    contents = list(range(len(panel.columns)))
    contents[swap[0]], contents[swap[1]] = contents[swap[1]], contents[swap[0]]
    return panel.relabelled({year: tuple(contents)})


def _give_up(findings: dict[int, Finding], objections: Objections) -> bool:
    """Empty what no column explains: labels with an odd ranking, else both columns of a swap that mends nothing."""
    done = False
    for year, finding in findings.items():
        if odd := objections.odd(year):
            finding.move(dict.fromkeys(odd, FOREIGN), "ranking" if objections.is_ranked(year) else "size")
            done = True
        elif candidates := objections.called_for(year):
            test, swap = candidates[0]
            finding.move(dict.fromkeys(swap, FOREIGN), test)
            done = True
    return done


def _dispute(findings: dict[int, Finding], objections: Objections) -> bool:
    """Withhold what two years contradict each other about. Asked last: what is explained is no longer in dispute."""
    disputed = objections.disputed
    for year, columns in disputed.items():
        findings[year].disputed |= columns
    return any(disputed.values())
