"""Which of several years is the odd one: the fewest years without which no contradiction is left; accepted years are
never the odd ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

Votes = Mapping[tuple[int, int], int]  # pair of years -> +1 they agree, -1 they contradict, 0 not to be said
Party = frozenset[int]
NOBODY: Party = frozenset()

MOST_PARTIES = (
    14  # beyond, the search for the fewest years would take too long, and so much contradiction proves nothing
)


def odd_years(votes: Votes, trusted: Collection[int]) -> tuple[Party, Party]:
    """The years that contradict the rest, and the years of which nobody can say which are wrong.

    Years that agree form a party; parties contradict each other where more of the votes between them are against than
    for. Odd are the years of the parties that must go, counted in years, so that no contradiction is left. Where there
    are several ways with equally few years, the years not common to all ways are undecided. A party with a trusted year
    stays. A party that contradicts fewer than half of the years it was compared with is neither: one pair of years may
    differ by chance.

    >>> odd_years({(2019, 2020): -1, (2020, 2021): -1, (2019, 2021): 1}, ())
    (frozenset({2020}), frozenset())
    >>> odd_years({(2019, 2020): -1}, ())
    (frozenset(), frozenset({2019, 2020}))
    >>> odd_years({(2019, 2020): -1}, {2020})
    (frozenset({2019}), frozenset())
    """
    if -1 not in votes.values():
        return NOBODY, NOBODY
    parties = _parties(sorted({year for pair in votes for year in pair}), votes)
    feuds = [(a, b) for a, b in combinations(parties, 2) if _balance(a, b, votes) < 0]
    feuds = [(a, b) for a, b in feuds if not (a & set(trusted) and b & set(trusted))]
    movable = sorted({party for feud in feuds for party in feud if not party & set(trusted)}, key=min)
    if not movable or len(movable) > MOST_PARTIES:
        return NOBODY, NOBODY
    ways = _fewest(movable, feuds)
    odd = frozenset.intersection(*ways)
    often = frozenset[int]().union(*(party for party in movable if _contradicts_often(party, votes)))
    return odd & often, (frozenset.union(*ways) - odd) & often


def _contradicts_often(party: Party, votes: Votes) -> bool:
    outside = [vote for (a, b), vote in votes.items() if (a in party) != (b in party)]
    return 2 * outside.count(-1) >= len(outside)


def _parties(years: list[int], votes: Votes) -> list[Party]:
    parties = {year: frozenset({year}) for year in years}
    for (one, other), vote in votes.items():
        if vote > 0 and parties[one] is not parties[other]:
            joined = parties[one] | parties[other]
            parties.update(dict.fromkeys(joined, joined))
    return sorted(set(parties.values()), key=min)


def _balance(party: Party, other: Party, votes: Votes) -> int:
    return sum(vote for (a, b), vote in votes.items() if (a in party and b in other) or (b in party and a in other))


def _fewest(movable: list[Party], feuds: list[tuple[Party, Party]]) -> list[Party]:
    """All sets of years, of the smallest number, that take a side out of every feud."""
    ways: dict[int, list[Party]] = {}
    for number in range(1, len(movable) + 1):
        for chosen in combinations(movable, number):
            if all(a in chosen or b in chosen for a, b in feuds):
                years = frozenset[int]().union(*chosen)
                ways.setdefault(len(years), []).append(years)
    return ways[min(ways)]
