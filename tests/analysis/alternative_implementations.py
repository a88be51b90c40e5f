"""The definitions once more, slowly and obviously: plain Python, one school after the other, exact fractions.

Nothing here is shared with the implementation but the catalogue of measures and groups and the codes of the reasons.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from monitoring.analysis import reasons
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

# For at least so many schools, the cut: its name, and the shares of all that are its top and its bottom end.
Steps = tuple[tuple[int, str, Fraction, Fraction], ...]


@dataclass(frozen=True)
class Sent:
    """What was sent of one school, measure and year; amounts in ten-thousandths."""

    year: int
    org: str
    measure: str
    numerator: int | None
    denominator: int | None
    missing: str | None = None


@dataclass(frozen=True)
class Value:
    """A school's value in one window, or the reason why there is none."""

    numerator: int | None
    denominator: int | None
    years: list[int]
    reason: str | None


@dataclass(frozen=True)
class Share:
    """A school's share of a group, and what decides whether it takes part."""

    year: int
    group: str
    org: str
    partition: str
    share: float | None
    enrolled: int | None
    fte: int | None
    missing: str | None = None


@dataclass(frozen=True)
class Band:
    """Where a school stands in its partition."""

    position: Fraction | None
    cut: str | None
    band: str
    reason: str | None


def value_of_one_year(sent: Sent) -> Value:
    if sent.missing is not None or sent.numerator is None or sent.denominator is None:
        if sent.missing in {"suppressed", "withheld", "not_collected", "zero_denominator"}:
            return Value(None, None, [], sent.missing)
        return Value(None, None, [], nothing_sent(sent.year, sent.measure))
    if sent.denominator == 0:
        return Value(None, None, [], reasons.ZERO_DENOMINATOR)
    return Value(sent.numerator, sent.denominator, [sent.year], None)


def pooled_sum(sent: Sent, everything: list[Sent]) -> Value:
    own = value_of_one_year(sent)
    numerator = denominator = 0
    years = []
    for year in (sent.year - 2, sent.year - 1, sent.year):
        for other in everything:
            if (other.year, other.org, other.measure) == (year, sent.org, sent.measure):
                value = value_of_one_year(other)
                if value.reason is None and value.numerator is not None and value.denominator is not None:
                    numerator += value.numerator
                    denominator += value.denominator
                    years.append(year)
    if not years:
        return own if own.reason == reasons.NOT_COLLECTED else Value(None, None, [], reasons.TOO_FEW_YEARS)
    return Value(numerator, denominator, years, None)


def all_sums(everything: list[Sent]) -> dict[tuple[int, str, str, str], Value]:
    sums = {}
    for sent in everything:
        sums[sent.year, sent.org, sent.measure, "1"] = value_of_one_year(sent)
        if "pooled3" in MEASURES[sent.measure].windows:
            sums[sent.year, sent.org, sent.measure, "pooled3"] = pooled_sum(sent, everything)
    return sums


def all_values(everything: list[Sent]) -> dict[tuple[int, str, str, str], Value]:
    too_few = Value(None, None, [], reasons.TOO_FEW_YEARS)
    sums = all_sums(everything)
    return {key: too_few if key[3] == "pooled3" and len(one.years) == 1 else one for key, one in sums.items()}


def why_left_out(share: Share) -> str | None:
    if share.missing == "small_district":
        return "small_district"
    if share.share is None:
        return "withheld" if share.missing == "withheld" else "no_share"
    if GROUPS[share.group].participation == "published":
        if share.fte is not None and share.fte <= 0:
            return "no_teachers"
        return "no_students_of_group" if share.share <= 0 else None
    return "too_few_students" if share.enrolled is None or share.enrolled < 10 else None


def too_many_unknown(place: list[Share]) -> bool:
    """Whether of the schools of a place that have students more than a fifth have no known share."""
    asked = [one for one in place if one.missing != "small_district" and (one.share is not None or one.enrolled != 0)]
    unknown = sum(1 for one in asked if one.share is None)
    return Fraction(unknown, max(len(asked), 1)) > Fraction(1, 5)


def would_be_too_few(place: list[Share], steps: Steps) -> bool:
    """Whether too few schools would take part if those without a known share had one of one percent."""
    known = [
        replace(one, share=1.0, missing=None, enrolled=10 if one.enrolled is None else one.enrolled)
        if one.share is None and one.missing != "small_district" and one.enrolled != 0
        else one
        for one in place
    ]
    return sum(1 for one in known if why_left_out(one) is None) < min(step[0] for step in steps)


def why_nobody(place: list[Share], steps: Steps, cut: str | None) -> str | None:
    """Of a place where some share is known."""
    if would_be_too_few(place, steps):
        return "too_few_schools"
    if too_many_unknown(place):
        return "too_many_unknown"
    return "too_few_schools" if cut is None else None


def all_bands(shares: list[Share], steps: Steps) -> dict[tuple[int, str, str, str], Band]:
    bands = {}
    for share in shares:
        key = (share.year, share.group, share.partition, share.org)
        taking = [
            other
            for other in shares
            if (other.year, other.group, other.partition) == key[:3] and why_left_out(other) is None
        ]
        step = next((step for step in sorted(steps, reverse=True) if len(taking) >= step[0]), None)
        cut = step[1] if step else None
        place = [other for other in shares if (other.year, other.group, other.partition) == key[:3]]
        reason = why_left_out(share)
        if reason is not None or share.share is None:
            bands[key] = Band(None, cut, "left_out", reason)
            continue
        lower = sum(1 for other in taking if other.share is not None and other.share < share.share)
        tied = sum(1 for other in taking if other.share == share.share)
        rank = Fraction(lower) + Fraction(tied + 1, 2)
        position = (rank - Fraction(1, 2)) / len(taking)
        nobody = why_nobody(place, steps, cut)
        if nobody or step is None:
            bands[key] = Band(position, cut, "left_out", nobody)
        elif position > 1 - step[2]:
            bands[key] = Band(position, cut, "focal", None)
        elif position <= step[3]:
            bands[key] = Band(position, cut, "reference", None)
        else:
            bands[key] = Band(position, cut, "middle", None)
    return bands


@dataclass(frozen=True)
class Side:
    """The schools of one end: those with a figure, those without, those with nobody to count."""

    known: list[Value]
    why: list[str]
    window: str

    @property
    def has_rate(self) -> bool:
        return self.has_enough_years and not self.is_incomplete

    @property
    def has_enough_years(self) -> bool:
        """Whether the schools have figures; pooled over three years, of two years between them."""
        years = {year for value in self.known for year in value.years}
        return len(years) >= (2 if self.window == "pooled3" else 1)

    @property
    def is_incomplete(self) -> bool:
        """Whether more than a fifth of the schools that have somebody to count have no figure."""
        return Fraction(self.missing, max(len(self.known) + self.missing, 1)) > Fraction(1, 5)

    @property
    def numerator(self) -> int:
        return sum(value.numerator or 0 for value in self.known)

    @property
    def denominator(self) -> int:
        return sum(value.denominator or 0 for value in self.known)

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.has_rate else None

    @property
    def missing(self) -> int:
        return sum(1 for reason in self.why if reason != reasons.ZERO_DENOMINATOR)


def side_of(
    orgs: list[str], sums: dict[tuple[int, str, str, str], Value], year: int, measure: str, window: str
) -> Side:
    known, why = [], []
    for org in orgs:
        value = sums.get((year, org, measure, window))
        if value is not None and value.reason is None:
            known.append(value)
        else:
            why.append(reasons.NOT_SUBMITTED if value is None or value.reason is None else value.reason)
    return Side(known, why, window)


def turned(side: Side) -> Side:
    """The others in place of those counted: who of a favorable measure has the adverse outcome."""
    others = [replace(one, numerator=(one.denominator or 0) - (one.numerator or 0)) for one in side.known]
    return replace(side, known=others)


def people_to_close(focal: Side, reference: Side) -> int:
    if focal.rate is None or reference.rate is None or focal.rate <= reference.rate:
        return 0
    return math.ceil((focal.rate - reference.rate) * focal.denominator / 10_000)


def verdict(focal: Side, reference: Side, low: float | None, high: float | None) -> str:
    """Of a comparison with a difference and, where it has one, this interval."""
    if focal.numerator < 100_000 or focal.denominator < 300_000 or reference.denominator < 300_000:
        return "too_few"
    if low is None or high is None:
        return "too_few"
    if low > 0:
        return "higher"
    if high < 0:
        return "lower"
    return "same" if max(-low, high) <= 0.02 else "cannot_tell"


def nothing_sent(year: int, measure: str) -> str:
    return "not_collected" if year < (MEASURES[measure].first_year or 0) else "not_submitted"


def first_reason(side: Side, year: int, measure: str) -> str:
    order = ["withheld", "not_collected", "too_few_years", "suppressed", "not_submitted", "zero_denominator"]
    return next((reason for reason in order if reason in side.why), nothing_sent(year, measure))


def why_no_gap(
    year: int,
    measure: str,
    shares: list[Share],
    bands: dict[str, Band],
    steps: Steps,
    focal: Side,
    reference: Side,
) -> str | None:
    """`shares` and `bands` (by school) of one place, cut by `steps`."""
    if all(share.share is None for share in shares):
        return "withheld" if any(share.missing == "withheld" for share in shares) else "no_shares"
    nobody = why_nobody(shares, steps, next(iter(bands.values())).cut)
    if nobody == "too_many_unknown" and any(share.missing == "withheld" for share in shares):
        return "withheld"
    if nobody:
        return nobody
    ends = {band.band for band in bands.values()}
    if "focal" not in ends or "reference" not in ends:
        return "no_spread"
    return why_no_rate(focal, year, measure) or why_no_rate(reference, year, measure)


def why_no_rate(side: Side, year: int, measure: str) -> str | None:
    """Of a side that has schools."""
    if not side.known:
        return first_reason(side, year, measure)
    if not side.has_enough_years:
        return "too_few_years"
    return "too_many_missing" if side.is_incomplete else None
