"""Median and quartiles over districts, and the sizes of districts. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.intake.certification.catalogue import COLLECTIONS

FEWEST = 5  # districts whose answers are told together; and none has given more than half of the minutes
QUARTERS = 4
ALL_SIZES = ""
SIZES = {"0-1": (0, 1), "2-5": (2, 5), "6-15": (6, 15), "16+": (16, None)}  # schools that are open in the year
SIZE_TITLES = {
    ALL_SIZES: "All districts",
    "0-1": "At most 1 school",
    "2-5": "2 to 5 schools",
    "6-15": "6 to 15 schools",
    "16+": "16 schools or more",
}


@dataclass(frozen=True)
class Spread:
    """Of so many districts: half of them lie between `low` and `high`, and half of them below `median`."""

    districts: int
    low: float
    median: float
    high: float


def spread_of(values: Sequence[int]) -> Spread | None:
    """None of nothing. Quartiles by linear interpolation between the ordered values (Hyndman and Fan 1996, type 7).

    >>> spread_of([10, 40, 20, 30])
    Spread(districts=4, low=17.5, median=25.0, high=32.5)
    """
    if not values:
        return None
    low, median, high = statistics.quantiles([*values, *values][: max(2, len(values))], n=QUARTERS, method="inclusive")
    return Spread(len(values), low, median, high)


def may_be_told(minutes: Sequence[int]) -> bool:
    """Whether so many districts answered that none of them is singled out (docs/decisions.md: peer averages).

    >>> may_be_told([60] * 5), may_be_told([60] * 4), may_be_told([60, 60, 60, 60, 900])
    (True, False, False)
    """
    return len(minutes) >= FEWEST and 2 * max(minutes) <= sum(minutes)


def size_of(schools: int) -> str:
    """
    >>> size_of(1), size_of(6), size_of(40)
    ('0-1', '6-15', '16+')
    """
    return next(name for name, (least, most) in SIZES.items() if schools >= least and (most is None or schools <= most))


@dataclass(frozen=True)
class CostOfAll:
    """Of the districts of a size that sent a file of the collection. `days`: of those whose certification stands,
    None of none; `minutes`: None where too few districts gave an estimate to tell them together.
    """

    school_year: int
    collection: str
    size: str
    districts: int
    files: Spread | None
    days: Spread | None
    minutes: Spread | None

    @property
    def title(self) -> str:
        return COLLECTIONS[self.collection].title

    @property
    def size_title(self) -> str:
        return SIZE_TITLES[self.size]
