"""Intervals once more, slowly and obviously: one school after the other, exact fractions, roots last.

Nothing here is shared with the implementation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from scipy.stats import norm
from scipy.stats import t as student

Schools = Sequence[tuple[Fraction, Fraction]]  # of each school: people with the outcome, people


class Interval(NamedTuple):
    """Ends of the difference and the ratio, or why there are none."""

    difference: tuple[float, float] | None
    ratio: tuple[float, float] | None
    reason: str | None


def rate(schools: Schools) -> Fraction:
    return sum((n for n, _ in schools), Fraction(0)) / people(schools)


def people(schools: Schools) -> Fraction:
    return sum((d for _, d in schools), Fraction(0))


def variance(schools: Schools) -> Fraction | None:
    """Of the pooled rate; none where all schools are alike."""
    left = sum(((n - rate(schools) * d) ** 2 for n, d in schools), Fraction(0))
    if left <= Fraction(1, 10**12) * sum(n * n for n, _ in schools):
        return None
    parts = [d / people(schools) for _, d in schools]
    squares = sum((part**2 for part in parts), Fraction(0))
    kept = 1 - 2 * sum((part**3 for part in parts), Fraction(0)) / squares + squares
    return left / kept / people(schools) ** 2


def freedom(schools: Schools) -> Fraction:
    return 1 / sum(((d / people(schools)) ** 2 for _, d in schools), Fraction(0)) - 1


def why_not(focal: Schools, reference: Schools) -> str | None:
    """Why no interval may be shown."""
    if (len(focal) == 1) + (len(reference) == 1) != 2 and min(len(focal), len(reference)) < 6:
        return "few_units"
    both = [*focal, *reference]
    smaller = min(people(focal), people(reference))
    if smaller * min(rate(both), 1 - rate(both)) < 10:
        return "few_expected"
    if len(both) == 2:
        return None
    for found in ([n > 0 for n, _ in both], [n < d for n, d in both]):
        share = Fraction(sum(found), len(both))
        if share < Fraction(8, 10) and share * min(len(focal), len(reference)) < 20:
            return "in_few_units"
    return "units_alike" if variance(focal) is None or variance(reference) is None else None


def wilson(n: Fraction, d: Fraction) -> tuple[float, float]:
    z, p, size = float(norm.ppf(0.975)), float(n / d), float(d)
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return middle - half, middle + half


def intervals(focal: Schools, reference: Schools) -> Interval:
    """Of the rates of both ends."""
    reason = why_not(focal, reference)
    if reason:
        return Interval(None, None, reason)
    if len(focal) == 1:
        return _of_two_schools(focal[0], reference[0])
    ends = [(variance(end) or Fraction(0), end) for end in (focal, reference)]
    absolute = [(one, freedom(end)) for one, end in ends]
    relative = [(one / rate(end) ** 2, freedom(end)) for one, end in ends]
    return _interval(rate(focal), rate(reference), _half(absolute), _half(absolute), _half(relative))


def _half(parts: Sequence[tuple[Fraction, Fraction]]) -> float:
    """Half the width of an interval of a sum of independent estimates: variances with their degrees of freedom."""
    whole = sum((one for one, _ in parts), Fraction(0))
    free = whole**2 / sum((one**2 / free for one, free in parts), Fraction(0))
    return float(student.ppf(0.975, float(free))) * math.sqrt(whole)


def _of_two_schools(focal: tuple[Fraction, Fraction], reference: tuple[Fraction, Fraction]) -> Interval:
    p, q = focal[0] / focal[1], reference[0] / reference[1]
    (p_low, p_high), (q_low, q_high) = wilson(*focal), wilson(*reference)
    below = math.hypot(float(p) - p_low, q_high - float(q))
    above = math.hypot(p_high - float(p), float(q) - q_low)
    log_half = 0.0
    if p and q:
        parts = 1 / focal[0] - 1 / focal[1] + 1 / reference[0] - 1 / reference[1]
        log_half = float(norm.ppf(0.975)) * math.sqrt(parts)
    return _interval(p, q, below, above, log_half)


def _interval(p: Fraction, q: Fraction, below: float, above: float, log_half: float) -> Interval:
    difference = float(p - q)
    ratio = (float(p / q) * math.exp(-log_half), float(p / q) * math.exp(log_half)) if p and q else None
    return Interval((difference - below, difference + above), ratio, None)
