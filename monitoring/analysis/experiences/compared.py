"""A row of the report as pages speak of it."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from monitoring.analysis.reasons import TOO_MANY_MISSING


class Compared(NamedTuple):
    """A group at a place beside all who are not of it; columns as `report_of` has them."""

    org_code: str
    category_id: str
    group_id: str
    window: int
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    interval_reason: str | None
    is_gap: bool | None
    reason: str | None
    focal_rate: float | None
    focal_having: int | None
    focal_known: int | None
    focal_asked: int | None
    focal_students: int | None
    focal_met: int | None
    focal_met_known: int | None
    focal_twice: int | None
    focal_twice_known: int | None
    reference_rate: float | None
    reference_having: int | None
    reference_known: int | None
    reference_asked: int | None
    reference_students: int | None
    reference_met: int | None
    reference_met_known: int | None
    reference_twice: int | None
    reference_twice_known: int | None
    teachers: int | None
    teachers_having: int | None
    seats: int | None
    seats_taught: int | None

    def share(self, side: str, what: str) -> float | None:
        """Of the students of a side of whom it is known, how many `met` such a teacher, or did `twice` in a row; none
        where too much is missing.
        """
        if self.reason == TOO_MANY_MISSING:
            return None
        some, known = getattr(self, f"{side}_{what}"), getattr(self, f"{side}_{what}_known")
        return some / known if known else None

    @property
    def known_share(self) -> float | None:
        """Of the experiences of both sides that are asked about, for how many it is known."""
        if self.focal_asked is None or self.reference_asked is None:
            return None
        asked = self.focal_asked + self.reference_asked
        return ((self.focal_known or 0) + (self.reference_known or 0)) / asked if asked else None

    @property
    def taught_share(self) -> float | None:
        """Of the classes that students sit in, each counted for each of them, in how many somebody teaches."""
        return (self.seats_taught or 0) / self.seats if self.seats else None


def compared(report: pl.DataFrame) -> list[Compared]:
    """In: as `report_of` gives it; in its order."""
    return [Compared(*row) for row in report.select(Compared._fields).iter_rows()]
