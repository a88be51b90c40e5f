"""The slow, obvious second implementation: values of districts and the state, one number at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction

from monitoring.analysis.measures import MEASURES
from monitoring.results.frames import STATE, Inputs

Key = tuple[int, str, str, str]  # school year, organization, measure, window


@dataclass
class Sum:
    """People counted and of how many, and the years they were counted in."""

    numerator: int = 0
    denominator: int = 0
    years: set[int] = field(default_factory=set)
    known: int = 0  # parts with a figure
    missing: int = 0  # parts without, save those with nobody to count

    def add(self, other: Sum) -> None:
        self.numerator += other.numerator
        self.denominator += other.denominator
        self.years |= other.years

    @property
    def too_many_missing(self) -> bool:
        return self.missing > 0 and Fraction(self.missing, self.known + self.missing) > Fraction(1, 5)

    def rate(self, window: str) -> tuple[Fraction | None, list[int]]:
        if self.too_many_missing or len(self.years) < (2 if window == "pooled3" else 1):
            return None, []
        return Fraction(self.numerator, self.denominator), sorted(self.years)


class Sent:
    """What was sent, to be asked one figure at a time. `sparse`: years of measures that are in no sum of several
    years.
    """

    def __init__(self, inputs: Inputs, sparse: Collection[tuple[int, str]] = ()) -> None:
        self.sparse = sparse
        self.kinds = {row["org_code"]: row for row in inputs.organizations.to_dicts()}
        self.rows = {
            (row["school_year"], row["org_code"], row["metric_id"]): row for row in inputs.aggregates.to_dicts()
        }
        self.present = {(row["school_year"], row["org_code"]) for row in inputs.present.to_dicts()}
        self.compared_years = {year for year, _, measure in self.rows if MEASURES[measure].asked}

    def organizations(self, kind: str) -> list[str]:
        return [code for code, row in self.kinds.items() if row["org_type"] == kind]

    def is_expected(self, year: int, org: str, measure: str) -> bool:
        """Whether there is a row of the year, sent or not: every open school is asked for every compared measure."""
        if (year, org, measure) in self.rows:
            return True
        is_school = self.kinds[org]["org_type"] == "SCHOOL"
        asked = is_school and MEASURES[measure].asked and year in self.compared_years
        sent = any((year, org, other) in self.rows for other in MEASURES if MEASURES[other].asked)
        return asked and (sent or self.was_open(org, year))

    def has_nobody(self, year: int, org: str, measure: str, window: str) -> bool:
        row = self.rows.get((year, org, measure))
        return window == "1" and row is not None and row["missing_reason"] is None and row["denominator"] == 0

    def was_open(self, org: str, year: int) -> bool:
        opened, closed = self.kinds[org]["opened_year"], self.kinds[org]["closed_year"]
        return (opened is None or opened <= year) and (closed is None or closed >= year)

    def sum_of(self, year: int, org: str, measure: str, window: str) -> Sum:
        """The figures of the window, if there is a row of the year itself: its own and those of schools it followed."""
        total = Sum()
        if self.is_expected(year, org, measure):
            years = range(year - (2 if window == "pooled3" else 0), year + 1)
            left_out = self.sparse if window != "1" and org != STATE else ()  # a state's own figure is published
            for other in (one for one in years if (one, measure) not in left_out):
                orgs = [org, *self.followed_by(org, year, measure)] if other < year else [org]
                for one in orgs:
                    row = self.rows.get((other, one, measure))
                    if row and row["missing_reason"] is None and row["denominator"] > 0:
                        total.add(Sum(row["numerator"], row["denominator"], {other}))
        return total

    def followed_by(self, heir: str, year: int, measure: str) -> list[str]:
        """The schools without a row of the year whose nearest successor with one is `heir`, at most two steps away."""
        found = []
        for org in self.organizations("SCHOOL"):
            if not self.is_expected(year, org, measure):
                there = [one for one in self.successors(org) if self.is_expected(year, one, measure)]
                found += [org] if there[:1] == [heir] else []
        return found

    def successors(self, org: str) -> list[str]:
        first = self.kinds[org]["successor"]
        if first not in self.kinds:
            return []
        second = self.kinds[first]["successor"]
        return [first, *([second] if second in self.kinds and second != org else [])]


def slow_values(inputs: Inputs) -> dict[Key, tuple[Fraction | None, list[int]]]:
    """The rate, or None, and the years used, of every district and the state in every measure, year and window."""
    sent = Sent(inputs)
    years = sorted({year for year, _ in sent.present})
    state = Sent(inputs, {(year, measure) for year in years for measure in MEASURES if _is_sparse(sent, year, measure)})
    answer: dict[Key, tuple[Fraction | None, list[int]]] = {}
    for year in years:
        for measure in MEASURES:
            for window in MEASURES[measure].windows:
                totals = _totals(sent, year, measure, window)
                if STATE in totals:
                    totals[STATE] = _totals(state, year, measure, window)[STATE]
                for org, total in totals.items():
                    answer[year, org, measure, window] = total.rate(window)
    return answer


def _is_sparse(sent: Sent, year: int, measure: str) -> bool:
    """Whether more than a fifth of the state's schools have no figure of a compared measure."""
    whole = _totals(sent, year, measure, "1").get(STATE)
    return MEASURES[measure].asked and whole is not None and whole.too_many_missing


def _totals(sent: Sent, year: int, measure: str, window: str) -> dict[str, Sum]:
    """The districts that have a row, and the state where any district has."""
    there = {district for district in sent.organizations("DISTRICT") if sent.was_open(district, year)}
    totals = {}
    for district in sent.organizations("DISTRICT"):
        schools = [org for org in sent.organizations("SCHOOL") if sent.kinds[org]["district_code"] == district]
        asked = [org for org in schools if sent.is_expected(year, org, measure)]
        if asked or (year, district, measure) in sent.rows:
            parts = [sent.sum_of(year, org, measure, window) for org in asked]
            nobody = sum(sent.has_nobody(year, org, measure, window) for org in asked)
            known = sum(bool(part.years) for part in parts)
            counts = (known, len(parts) - known - nobody)
            totals[district] = _whole(sent, year, district, measure, window, parts, counts)
    if totals:
        totals |= {district: Sum() for district in there - set(totals)}
    if totals or (year, STATE, measure) in sent.rows:
        parts = list(totals.values())
        known, missing = sum(part.known for part in parts), sum(part.missing for part in parts)
        if not MEASURES[measure].asked:
            known = sum(bool(part.years) for part in parts)
            missing = len(parts) - known
        totals[STATE] = _whole(sent, year, STATE, measure, window, parts, (known, missing))
    return totals


def _whole(
    sent: Sent, year: int, org: str, measure: str, window: str, parts: list[Sum], counts: tuple[int, int]
) -> Sum:
    """The sum of the parts, or the organization's own figure where it is only shown or its parts gave nothing."""
    total = Sum(known=counts[0], missing=counts[1])
    for part in parts:
        total.add(part)
    sent_own = (year, org, measure) in sent.rows
    if sent_own and (not MEASURES[measure].asked or not total.denominator):
        own = sent.sum_of(year, org, measure, window)
        # One figure for all its schools, so that each school with somebody to count is spoken for; without a figure,
        # none is.
        own.known, own.missing = (sum(counts), 0) if own.years else counts
        return own
    return total
