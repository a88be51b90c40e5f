"""Cuts: which shares of the units, ranked by a student group's share, are the two ends, and among which units they are
cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

NAMES = {Fraction(1, 2): "half", Fraction(1, 3): "third", Fraction(1, 4): "quartile", Fraction(1, 5): "quintile"}
PLURALS = {"half": "halves", "third": "thirds", "quartile": "quartiles", "quintile": "quintiles"}


@dataclass(frozen=True)
class Cut:
    """The top and the bottom end, as shares of all units (numerator, denominator). Ends that are not alike need a
    `reason`, which is printed with every figure (AN5).

    >>> Cut((1, 5), (1, 20))
    Traceback (most recent call last):
    ValueError: ends that are not alike (1/5 and 1/20) need a reason
    """

    top: tuple[int, int]
    bottom: tuple[int, int]
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse ends that overlap, stay empty, or differ without a reason."""
        top, bottom = Fraction(*self.top), Fraction(*self.bottom)
        if min(top, bottom) <= 0 or top + bottom > 1:
            raise ValueError(f"the ends of a cut are parts of the whole that do not overlap, not {top} and {bottom}")
        if top != bottom and not self.reason.strip():
            raise ValueError(f"ends that are not alike ({top} and {bottom}) need a reason")
        if top == bottom and self.reason:
            raise ValueError(f"ends that are alike ({top}) need no reason")

    @property
    def id(self) -> str:
        """As it is stored: '1/4', or '1/5:1/20' (top, bottom)."""
        top, bottom = Fraction(*self.top), Fraction(*self.bottom)
        return str(top) if top == bottom else f"{top}:{bottom}"

    def fewest(self, at_each_end: int) -> int:
        """How many units it takes so that each end has so many.

        >>> QUARTILES.fewest(1), HALVES.fewest(2), Cut((1, 5), (1, 20), "as the plan of 2015").fewest(1)
        (4, 4, 20)
        """
        smaller = min(Fraction(*self.top), Fraction(*self.bottom))
        return -(-at_each_end * smaller.denominator // smaller.numerator)


QUARTILES, QUINTILES, TERTILES, HALVES = (Cut((1, parts), (1, parts)) for parts in (4, 5, 3, 2))


def part_words(cut_id: str, end: str) -> str:
    """What is called after 'the top' or 'the bottom'.

    >>> part_words("1/4", "top"), part_words("3/10", "top"), part_words("1/5:1/20", "bottom")
    ('quartile', '30%', '5%')
    """
    ends = ends_of(cut_id)
    share = ends[0] if end == "top" else ends[1]
    return NAMES.get(share, _percent(share)) if ends[0] == ends[1] else _percent(share)


def cut_words(cut_id: str) -> str:
    """The two ends, to stand before a verb.

    >>> cut_words("1/4"), cut_words("3/10"), cut_words("1/5:1/20")
    ('quartiles', 'the top 30% and the bottom 30%', 'the top 20% and the bottom 5%')
    """
    top, bottom = (part_words(cut_id, end) for end in ("top", "bottom"))
    return PLURALS.get(top) or f"the top {top} and the bottom {bottom}"


def ends_of(cut_id: str) -> tuple[Fraction, Fraction]:
    """Top and bottom of a stored cut."""
    top, _, bottom = cut_id.partition(":")
    return Fraction(top), Fraction(bottom or top)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


@dataclass(frozen=True)
class Scope:
    """Among which units the ends are cut, and how many each end needs; with fewer units, `coarser` ends are cut.
    `words` completes "… are cut".
    """

    id: str
    at_each_end: int
    words: str
    coarser: Cut | None = None

    def steps(self, cut: Cut) -> tuple[tuple[int, Cut], ...]:
        """At least so many units, and the cut for them, the finest first.

        >>> [(fewest, step.id) for fewest, step in WITHIN_DISTRICT.steps(QUARTILES)]
        [(8, '1/4'), (4, '1/2')]
        """
        steps = [cut] if self.coarser is None else [cut, self.coarser]
        counted = {step.fewest(self.at_each_end): step for step in reversed(steps)}
        return tuple(sorted(counted.items(), key=lambda step: -step[0]))


STATEWIDE = Scope("state", 1, "across the whole state")
WITHIN_LEVEL = Scope("level", 1, "anew within each school level")
WITHIN_DISTRICT = Scope("district", 2, "within the district", HALVES)
ACROSS_DISTRICTS = Scope("districts", 1, "across the state's districts")
SCOPES: dict[str, Scope] = {one.id: one for one in (STATEWIDE, WITHIN_LEVEL, WITHIN_DISTRICT, ACROSS_DISTRICTS)}
