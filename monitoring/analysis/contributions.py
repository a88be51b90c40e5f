"""How much each school adds to a gap: a split of the difference that adds up to it exactly.

A school's part is what the difference would be smaller by, if the school had the rate from which parts are measured and
everybody else stayed as they are:
    at the focal end      (n_i - c d_i) / D_f        at the reference end      (c d_i - n_i) / D_r
with c that rate, and D the people of the whole end. Summed over both ends c falls out, so that the sum is p_f - p_r
whatever c is. Everything is exact: no rate is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from monitoring.analysis.bands import FOCAL
from monitoring.analysis.formatting import per_hundred, percent, plain
from monitoring.analysis.groups import Grouping

End = Literal["focal", "reference"]


@dataclass(frozen=True)
class Amounts:
    """People with what is counted, and all of them."""

    numerator: Decimal
    denominator: Decimal

    @property
    def rate(self) -> Fraction:
        return Fraction(self.numerator) / Fraction(self.denominator)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.numerator + other.numerator, self.denominator + other.denominator)


def sum_of(several: Sequence[Amounts]) -> Amounts:
    """
    >>> sum_of([Amounts(1, 4), Amounts(2, 5)])
    Amounts(numerator=Decimal('3'), denominator=Decimal('9'))
    """
    zero = Decimal(0)
    return Amounts(sum((one.numerator for one in several), zero), sum((one.denominator for one in several), zero))


@dataclass(frozen=True)
class Ends:
    """The sums of both ends of a gap, and of all its units where these have a rate. `is_favorable`: the measure counts
    those who are better off, so that the gap is of the others.
    """

    focal: Amounts
    reference: Amounts
    whole: Amounts | None = None
    is_favorable: bool = False

    @cached_property
    def middle(self) -> Fraction:
        """The rate from which parts are measured: that of all units, or else of both ends together."""
        return (self.whole or self.focal + self.reference).rate

    @property
    def difference(self) -> Fraction:
        """Focal minus reference on the adverse outcome, as compute_gaps has it."""
        return self._turned(self.focal.rate - self.reference.rate)

    def part(self, end: End, amounts: Amounts) -> Fraction:
        """What the amounts of one unit, or of several together, add to the difference, as the share of people (0..1).

        In: amounts that are part of the end's sums. Source: identity of metrics D6, applied to two pooled rates.

        >>> ends = Ends(Amounts(30, 100), Amounts(10, 100), Amounts(60, 300))
        >>> [ends.part("focal", Amounts(*one)) for one in ((20, 50), (10, 50))]
        [Fraction(1, 10), Fraction(0, 1)]
        >>> ends.part("focal", ends.focal) + ends.part("reference", ends.reference) == ends.difference
        True
        """
        above = Fraction(amounts.numerator) - self.middle * Fraction(amounts.denominator)
        if end == FOCAL:
            return self._turned(above / Fraction(self.focal.denominator))
        return self._turned(-above / Fraction(self.reference.denominator))

    def rest(self, parts: Iterable[Fraction]) -> Fraction:
        """What is left of the difference beside these parts.

        >>> ends = Ends(Amounts(30, 100), Amounts(10, 100), Amounts(60, 300))
        >>> ends.rest([Fraction(1, 10)])
        Fraction(1, 10)
        """
        return self.difference - sum(parts, Fraction(0))

    def _turned(self, number: Fraction) -> Fraction:
        return -number if self.is_favorable else number


def ends_sentence(ends: Ends, group: Grouping, units: str) -> str:
    """How the difference is split between both ends, in words.

    >>> from monitoring.analysis.groups import GROUPS
    >>> ends = Ends(Amounts(30, 100), Amounts(10, 100), Amounts(60, 300))
    >>> ends_sentence(ends, GROUPS["low_income"], "schools").partition(", ")[2]
    'the rate of all schools, the schools with the most low-income students add 10.0 points, those with the \
fewest 10.0.'
    """
    whose = f"of all {units}" if ends.whole else "of both ends together"
    focal = per_hundred(float(ends.part("focal", ends.focal)))
    reference = per_hundred(float(ends.difference)) - focal  # as printed, so that both make up the gap as printed
    return (
        f"Measured from {percent(float(ends.middle))}, the rate {whose}, the {units} with the most {group.students} "
        f"add {plain(focal)} points, those with the fewest {plain(reference)}."
    )
