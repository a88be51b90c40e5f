"""Absence: more than so many days, the average of them, and their share of the days expected."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import polars as pl

from monitoring.analysis.amounts import SCALE

from .job_classes import EducatorRole
from .rule import Rows, Rule, kind, mean, yes_or_no
from .staff_year import StaffYear

SUMMARY, EVENTS = "staff_attendance", "staff_absence_event"
NEVER_ABSENT = ("PD", "FIELD_TRIP")
LONG_TERM = ("FMLA", "PARENTAL", "MILITARY", "WORKCOMP")
_MINUTES = 60


@dataclass(frozen=True)
class Absence(Rule):
    """What the rules on absence share: the days of a person in the district, which count at each of their schools.

    The yearly summary is read where there is one, and absences event by event otherwise: then a day is at most
    `minutes_a_day`, who has no event was never absent, and everybody was expected on `days_a_year`. Learning and field
    trips are no absence. Who was expected on fewer than `expected_at_least` days is exempt. Without `with_leave`, days
    of long-term leave are neither absent nor expected.
    """

    expected_at_least: int = 0
    with_leave: bool = True
    minutes_a_day: int = 450
    days_a_year: int = 180
    needs = (SUMMARY,)

    @property
    def datasets(self) -> tuple[str, ...]:
        return (*super().datasets, EVENTS)

    def lacks(self, year: StaffYear) -> tuple[str, ...]:
        return tuple(name for name in super().lacks(year) if name != SUMMARY or not year.has(EVENTS))

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        people = self.people(year, role)
        if year.has(SUMMARY):
            days = people.join(self._of_summary(year.rows(SUMMARY).lazy()), on="mepid", how="left")
        else:
            found = people.join(self._of_events(year), on="mepid", how="left")
            days = found.with_columns(pl.col("absent", "leave").fill_null(0), expected=self.days_a_year * SCALE)
        if not self.with_leave:
            days = days.with_columns(pl.col("absent", "expected") - pl.col("leave"))
        is_expected_less = pl.col("expected") < self.expected_at_least * SCALE
        return self._judged(days, is_expected_less)

    @abstractmethod
    def _judged(self, days: pl.LazyFrame, is_exempt: pl.Expr) -> pl.LazyFrame: ...

    def _of_summary(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Grain: mepid. One number that is not known makes the sum unknown; leave that does not apply is none."""
        no_leave = pl.col("does_not_apply").list.contains("days_longterm_leave")
        of = {
            "absent": pl.col("days_absent"),
            "expected": pl.col("days_expected"),
            "leave": pl.when(no_leave).then(0).otherwise("days_longterm_leave"),
        }
        sums = {name: pl.when(one.is_not_null().all()).then(one.sum()) for name, one in of.items()}
        return rows.group_by("mepid").agg(**sums)

    def _of_events(self, year: StaffYear) -> pl.LazyFrame:
        """Grain: mepid of who was absent in the school year, July to June."""
        day = self.minutes_a_day * SCALE // _MINUTES
        away = year.rows(EVENTS).lazy().filter(_is_absent(year))
        is_leave = pl.col("category").is_in(LONG_TERM)
        of_day = away.group_by("mepid", "event_date").agg(
            hours=pl.min_horizontal(pl.col("hours").sum(), day),
            leave=pl.min_horizontal(pl.col("hours").filter(is_leave).sum(), day),
        )
        sums = of_day.group_by("mepid").agg(pl.col("hours", "leave").sum())
        return sums.select("mepid", absent=pl.col("hours") * SCALE // day, leave=pl.col("leave") * SCALE // day)

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        name = SUMMARY if year.has(SUMMARY) else EVENTS
        rows = year.rows(name)
        read = rows if name == SUMMARY else rows.filter(_is_absent(year))
        yield Rows(name, year.school_year, read.select("mepid", "row_number"))


def _is_absent(year: StaffYear) -> pl.Expr:
    first, last = date(year.school_year - 1, 7, 1), date(year.school_year, 6, 30)
    return pl.col("event_date").is_between(first, last) & ~pl.col("category").is_in(NEVER_ABSENT)


@kind
@dataclass(frozen=True)
class DaysAbsent(Absence):
    """People absent on `more_than`, or on `at_least`, so many days. Source: metrics D2 (T_ABS_GT10, T_ABS_GE10,
    P_ABS_GT10), CRDC.

    >>> some = pl.LazyFrame({"absent": [99_000, 100_000, 100_001], "is_vacant": [False] * 3})
    >>> never = pl.lit(False)
    >>> DaysAbsent(more_than=10)._judged(some, never).collect()["amount"].to_list()
    [0, 0, 10000]
    >>> DaysAbsent(at_least=10)._judged(some, never).collect()["amount"].to_list()
    [0, 10000, 10000]
    """

    more_than: int | None = None
    at_least: int | None = None

    def __post_init__(self) -> None:
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("either more_than or at_least")

    def _judged(self, days: pl.LazyFrame, is_exempt: pl.Expr) -> pl.LazyFrame:
        absent = pl.col("absent")
        if self.more_than is not None:
            return yes_or_no(days, absent > self.more_than * SCALE, is_exempt)
        return yes_or_no(days, absent >= (self.at_least or 0) * SCALE, is_exempt)


@kind
@dataclass(frozen=True)
class AverageDaysAbsent(Absence):
    """Days absent per person. Source: metrics D2 (T_ABS_AVG), S2:15.

    >>> some = pl.LazyFrame({"absent": [99_000, None], "is_vacant": [False] * 2})
    >>> AverageDaysAbsent()._judged(some, pl.lit(False)).select("amount", "base").collect().rows()
    [(99000, 10000), (None, None)]
    """

    units: ClassVar[tuple[str, ...]] = ("DAYS_MEAN",)

    def _judged(self, days: pl.LazyFrame, is_exempt: pl.Expr) -> pl.LazyFrame:
        return mean(days, pl.col("absent"), pl.lit(SCALE, pl.Int64), is_exempt)


@kind
@dataclass(frozen=True)
class AbsenceRate(Absence):
    """Days absent of days expected. Source: metrics D2 (T_ABS_RATE).

    >>> some = pl.LazyFrame({"absent": [90_000], "expected": [1_800_000], "is_vacant": [False]})
    >>> AbsenceRate()._judged(some, pl.lit(False)).select("amount", "base").collect().rows()
    [(90000, 1800000)]
    """

    units: ClassVar[tuple[str, ...]] = ("DAYS",)

    def _judged(self, days: pl.LazyFrame, is_exempt: pl.Expr) -> pl.LazyFrame:
        return mean(days, pl.col("absent"), pl.col("expected"), is_exempt)
