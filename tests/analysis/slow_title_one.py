"""Method E once more, slowly and obviously: plain Python, one school after the other, exact fractions.

Nothing here is shared with the implementation but the codes of the reasons.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tests.analysis.alternative_implementations import Value
from tests.analysis.slow_intervals import freedom, rate, variance, wilson


@dataclass(frozen=True)
class School:
    """A school of a year beside one group: all its students, and those of the group as a number, a share or neither."""

    org: str
    district: str
    status: str
    enrolled: int | None
    of_group: int | None
    share: Fraction | None

    @property
    def side(self) -> str | None:
        return {"SWP": "focal", "TAS": "focal", "ELIG": "reference", "NONE": "reference"}.get(self.status)

    @property
    def its_group(self) -> int | None:
        if self.enrolled == 0:
            return 0
        if self.enrolled is None:
            return None
        found = self.of_group
        if found is None and self.share is not None:
            found = math.floor(self.share * self.enrolled / 100 + Fraction(1, 2))
        return found if found is not None and found <= self.enrolled else None

    def on(self, side: str) -> int | None:
        """Students on a side, none where it is the other's school; None: not known how many."""
        if side == "all":
            return self.enrolled if self.side else 0
        if self.side != side:
            return 0
        group, enrolled = self.its_group, self.enrolled
        if group is None or enrolled is None:
            return None
        return group if side == "focal" else enrolled - group


class Weighed(NamedTuple):
    """A school with a figure: its students on a side, those with such a teacher, its teachers, the years, the
    district.
    """

    students: int
    value: Value
    district: str

    @property
    def teachers(self) -> tuple[Fraction, Fraction]:
        return Fraction(self.value.numerator or 0, 10_000), Fraction(self.value.denominator or 0, 10_000)

    @property
    def exact(self) -> Fraction:
        n, d = self.teachers
        return self.students * n / d

    @property
    def counted(self) -> Fraction:
        return Fraction(math.floor(self.exact * 10_000 + Fraction(1, 2)), 10_000)


@dataclass(frozen=True)
class Side:
    known: Sequence[Weighed]
    missing: int
    whys: Sequence[str]
    window: str

    @property
    def why(self) -> str | None:
        if not self.known:
            order = ["withheld", "not_collected", "too_few_years", "suppressed", "not_submitted"]
            return next((one for one in order if one in self.whys), None)
        years = {year for one in self.known for year in one.value.years}
        if self.window == "pooled3" and len(years) < 2:
            return "too_few_years"
        return "too_many_missing" if self.missing * 5 > self.missing + len(self.known) else None

    @property
    def students(self) -> int:
        return sum(one.students for one in self.known)

    @property
    def counted(self) -> Fraction:
        return sum((one.counted for one in self.known), Fraction(0))

    @property
    def rate(self) -> Fraction:
        return self.counted / self.students

    @property
    def exact_rate(self) -> Fraction:
        return sum((one.exact for one in self.known), Fraction(0)) / self.students

    @property
    def teachers(self) -> tuple[Fraction, Fraction]:
        pairs = [one.teachers for one in self.known]
        return sum((n for n, _ in pairs), Fraction(0)), sum((d for _, d in pairs), Fraction(0))


def side_of(schools: Sequence[School], values: dict[str, Value], side: str, window: str) -> Side:
    known, missing, whys = [], 0, []
    for school in schools:
        students = school.on(side)
        if side == "all" and school.side is None:
            students = None if school.enrolled != 0 else 0  # it may be on either side
        if students == 0:
            continue
        value = values.get(school.org)
        if value is not None and value.reason is None and students is not None:
            known.append(Weighed(students, value, school.district))
        elif value is None or value.reason != "zero_denominator" or (side == "all" and school.side is None):
            missing += 1
        if value is not None and value.reason is not None and not (side == "all" and school.side is None):
            whys.append(value.reason)
    return Side(known, missing, whys, window)


def why_nobody(schools: Sequence[School]) -> str | None:
    asked = [one for one in schools if one.enrolled != 0]
    placed = [one for one in asked if one.side]
    known = [one for one in placed if one.its_group is not None]
    if (len(asked) - len(placed)) * 5 > len(asked):
        return "no_title1_status"
    if (len(placed) - len(known)) * 5 > len(placed):
        return "too_many_unknown" if known else "no_shares"
    for side in ("focal", "reference"):
        if not [one for one in placed if one.side == side and one.on(side) != 0]:
            return "one_side"
    return None


def fewest_districts(schools: Sequence[School], values: dict[str, Value], year: int, window: str) -> int | None:
    """Of how many districts one year's figures are of a side, or of what is left, where these are fewest."""
    focal, reference, everyone = (side_of(schools, values, side, window) for side in ("focal", "reference", "all"))
    left = [
        Weighed(school.enrolled - (school.on(school.side) or 0), values[school.org], school.district)
        for school in schools
        if school.side and school.enrolled and any(one.value is values.get(school.org) for one in everyone.known)
    ]
    counts = []
    for some in (focal.known, reference.known, [one for one in left if one.students]):
        for back in range(3):
            districts = {one.district for one in some if year - back in one.value.years}
            counts += [len(districts)] if districts else []
    return min(counts, default=None)


class Interval(NamedTuple):
    low: float | None
    high: float | None
    reason: str | None


def interval(focal: Side, reference: Side) -> Interval:
    """Of the difference: students' rates, schools as clusters; how many there must be is asked of teachers."""
    reason = _why_not(focal, reference)
    if reason:
        return Interval(None, None, reason)
    if len(focal.known) == 1:
        p, q = focal.rate, reference.rate
        (p_low, p_high), (q_low, q_high) = (_wilson(side) for side in (focal, reference))
        difference = float(p - q)
        below, above = math.hypot(float(p) - p_low, q_high - float(q)), math.hypot(p_high - float(p), float(q) - q_low)
        return Interval(difference - below, difference + above, None)
    from scipy.stats import t as student

    ends = [[(one.counted, Fraction(one.students)) for one in side.known] for side in (focal, reference)]
    parts = [(variance(end) or Fraction(0), freedom(end)) for end in ends]
    whole = sum((one for one, _ in parts), Fraction(0))
    free = whole**2 / sum((one**2 / number for one, number in parts), Fraction(0))
    half = float(student.ppf(0.975, float(free))) * math.sqrt(whole)
    difference = float(rate(ends[0]) - rate(ends[1]))
    return Interval(difference - half, difference + half, None)


def _wilson(side: Side) -> tuple[float, float]:
    _, people = side.teachers
    return wilson(side.rate * people, people)


def _why_not(focal: Side, reference: Side) -> str | None:
    sizes = [len(side.known) for side in (focal, reference)]
    if sizes != [1, 1] and min(sizes) < 6:
        return "few_units"
    (n, d), (m, e) = focal.teachers, reference.teachers
    if min(d, e) * min(n + m, d + e - n - m) / (d + e) < 10:
        return "few_expected"
    if sizes == [1, 1]:
        return None
    both = [*focal.known, *reference.known]
    for found in ([one.counted > 0 for one in both], [one.counted < one.students for one in both]):
        share = Fraction(sum(found), len(both))
        if share < Fraction(8, 10) and share * min(sizes) < 20:
            return "in_few_units"
    return "units_alike" if any(_is_alike(side) for side in (focal, reference)) else None


def _is_alike(side: Side) -> bool:
    left = sum(((one.counted - side.rate * one.students) ** 2 for one in side.known), Fraction(0))
    return left <= Fraction(1, 10**7) * sum(one.counted**2 for one in side.known)


def verdict(focal: Side, reference: Side, found: Interval) -> str:
    (n, d), (_, e) = focal.teachers, reference.teachers
    if found.low is None or found.high is None or n < 10 or min(d, e) < 30:
        return "too_few"
    if found.low > 0:
        return "higher"
    if found.high < 0:
        return "lower"
    return "same" if max(-found.low, found.high) <= 0.02 else "cannot_tell"
