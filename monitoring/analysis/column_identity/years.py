"""Which of several years is the odd one: votes of pairs of years, where trusted years outweigh all others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Votes = Mapping[tuple[int, int], int]  # pair of years -> +1 they agree, -1 they contradict; pairs that say nothing are absent


def odd_years(votes: Votes, trusted: Collection[int]) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The years that contradict the rest, the years of which nobody can say which are wrong, and the years that agree with the rest.

    Years tied by agreement form a party. The main party holds a trusted year or, where none is trusted, is the one with the most years.
    A year outside it is odd when more of its votes with the main party contradict than agree. Where the two largest parties are
    equally large and contradict each other, both are undecided: there is no telling which is wrong.

    >>> odd_years({(2019, 2020): -1, (2020, 2021): -1, (2019, 2021): 1}, ())
    (frozenset({2020}), frozenset(), frozenset({2019, 2021}))
    >>> odd_years({(2019, 2020): -1}, ())
    (frozenset(), frozenset({2019, 2020}), frozenset())
    >>> odd_years({(2019, 2020): -1}, {2020})
    (frozenset({2019}), frozenset(), frozenset({2020}))
    """
    years = sorted({year for pair in votes for year in pair} | set(trusted))
    parties = _parties(years, votes)
    leading = _leading(parties, trusted)
    main = frozenset().union(*leading) if leading and leading[0] & set(trusted) else leading[0] if leading else frozenset()
    if len(leading) > 1 and not main & set(trusted):
        disputed = [party for party in leading if any(_balance(party, other, votes) < 0 for other in leading if other != party)]
        if disputed:
            return frozenset(), frozenset().union(*disputed), frozenset()
    odd = frozenset(year for year in years if year not in main and _balance(frozenset({year}), main, votes) < 0)
    return odd, frozenset(), main


def _parties(years: list[int], votes: Votes) -> list[frozenset[int]]:
    parties = {year: frozenset({year}) for year in years}
    for (one, other), vote in votes.items():
        if vote > 0 and parties[one] is not parties[other]:
            joined = parties[one] | parties[other]
            parties.update(dict.fromkeys(joined, joined))
    return sorted(set(parties.values()), key=min)


def _leading(parties: list[frozenset[int]], trusted: Collection[int]) -> list[frozenset[int]]:
    """The parties with trusted years where there are any, else the largest; several where they are equally large."""
    sure = [party for party in parties if party & set(trusted)]
    if sure:
        return sure
    most = max((len(party) for party in parties), default=0)
    return [party for party in parties if len(party) == most]


def _balance(party: frozenset[int], other: frozenset[int], votes: Votes) -> int:
    return sum(vote for (a, b), vote in votes.items() if (a in party and b in other) or (b in party and a in other))
