"""Causes that feed each other: which links close a circle, and the circles in words.

Source: S1, Root Cause Analysis: relationships “are often cyclical, and several root causes affect multiple equity
gaps”.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

Link = tuple[str, str]  # from a cause to one that it feeds


def in_circles(links: Collection[Link]) -> frozenset[Link]:
    """Those links from whose end a way leads back to their beginning.

    >>> sorted(in_circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}))
    [('a', 'b'), ('b', 'c'), ('c', 'a')]
    """
    after = _after(links)
    return frozenset(link for link in links if _way(after, link[1], link[0]) is not None)


def circles(links: Collection[Link]) -> tuple[tuple[str, ...], ...]:
    """Of each link that closes one the shortest circle through it, each once, the short ones first. A circle is the
    causes in their order, beginning with the first by name; the last one feeds the first.

    >>> circles({("a", "b"), ("b", "a"), ("b", "c"), ("c", "a")})
    (('a', 'b'), ('a', 'b', 'c'))
    """
    after = _after(links)
    ways = (_way(after, end, begin) for begin, end in sorted(links))
    found = {_from_first(way) for way in ways if way is not None}
    return tuple(sorted(found, key=lambda one: (len(one), one)))


def _after(links: Iterable[Link]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for begin, end in sorted(links):
        found.setdefault(begin, []).append(end)
    return found


def _way(after: Mapping[str, list[str]], begin: str, end: str) -> tuple[str, ...] | None:
    """The shortest way, both ends in it; None where there is none."""
    came_from: dict[str, str | None] = {begin: None}
    waiting = deque([begin])
    while waiting:
        here = waiting.popleft()
        if here == end:
            return _back(came_from, here)
        for one in after.get(here, ()):
            if one not in came_from:
                came_from[one] = here
                waiting.append(one)
    return None


def _back(came_from: Mapping[str, str | None], here: str | None) -> tuple[str, ...]:
    way: list[str] = []
    while here is not None:
        way.append(here)
        here = came_from[here]
    return tuple(reversed(way))


def _from_first(way: tuple[str, ...]) -> tuple[str, ...]:
    place = way.index(min(way))
    return way[place:] + way[:place]
