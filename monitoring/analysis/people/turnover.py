"""Turnover: who no longer teaches, or leads, where they did the year before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from .job_classes import EducatorRole
from .places import PLACE, places
from .ratings import SUMMATIVE, rating_of
from .rule import Rows, Rule, kind, yes_or_no
from .staff_year import StaffYear
from .whereabouts import with_whereabouts


@kind
@dataclass(frozen=True)
class Turnover(Rule):
    """People in the role on October 1 of the year before who are not in it there on October 1 of this year: at the
    school, anywhere in the district, anywhere in the state's public schools. Source: metrics D2 (T_TURN, P_TURN).

    Who is on leave from the district is retained. A school or district that had closed is exempt, unless another took
    its place: who is there is retained. With `to` (`whereabouts.DESTINATIONS`), of these only who went there; each went
    to one place, so these add up to the whole. From a district, another role is any other job in it; from the state,
    any other job in its districts. With `rated`, only people who were so rated the year before; others are exempt.

    >>> work = {"org_code": "00010505", "job_class": "2305", "fte": 10_000, "collection": "OCT"}
    >>> two, one = (pl.DataFrame({"mepid": people, **work}) for people in (["a", "b"], ["a"]))
    >>> before = StaffYear("00010000", 2024, work_assignment=two)
    >>> year = StaffYear("00010000", 2025, work_assignment=one, before=before)
    >>> judged = Turnover(to="exit").judge(year, "TEACHER").filter(level="school").sort("mepid").collect()
    >>> judged.select("amount").rows()
    [(0,), (10000,)]
    """

    to: str | None = None
    rated: tuple[str, ...] = ()
    kinds: tuple[str, ...] = (SUMMATIVE,)
    needs = ()
    looks_back = True

    @property
    def is_of_ratings(self) -> bool:
        return bool(self.rated)

    def lacks(self, year: StaffYear) -> tuple[str, ...]:
        wanted = ("work_assignment", *(("evaluation",) if self.rated else ()))
        before = year.year_before
        lacking = [f"{name} of the year before" for name in wanted if before is None or not before.has(name)]
        return (*super().lacks(year), *lacking)

    def counted_in(self, year: StaffYear) -> StaffYear:
        """The year before. Where it was not submitted, nobody is judged, and this year's people stand for them."""
        before = year.year_before
        return before if before is not None and before.has("work_assignment") else year

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        people = places(self.counted_in(year), role)
        left = year.once(("left", role), lambda: with_whereabouts(year, people, role)).lazy()
        is_true, is_exempt = pl.col("has_left"), pl.col("is_closed")
        if self.to:
            is_true = is_true & (pl.col("destination") == self.to)  # null only where has_left is
        if self.rated:
            left = left.join(self._rated(year, people, role), on=PLACE, how="left")
            is_true = pl.when(pl.col("is_rated_so")).then(is_true)
            is_exempt = is_exempt | ~pl.col("is_rated_so").fill_null(True)
        return yes_or_no(left, is_true, is_exempt)

    def _rated(self, year: StaffYear, people: pl.DataFrame, role: EducatorRole) -> pl.LazyFrame:
        """Grain PLACE; `is_rated_so`: false also of who was not evaluated, null where nothing was sent of somebody."""
        found = rating_of(self.counted_in(year), people, role, self.kinds).lazy()
        is_so = pl.when(pl.col("is_evaluated")).then(pl.col("rating").is_in(self.rated))
        return found.select(*PLACE, is_rated_so=pl.when(~pl.col("is_evaluated")).then(False).otherwise(is_so))

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        yield Rows("work_assignment", year.school_year, year.october.select("mepid", "row_number"))
        before = self.counted_in(year)
        for one in (before, year):
            if one.staff_roster is not None:
                yield Rows("staff_roster", one.school_year, one.staff_roster.select("mepid", "row_number"))
        if self.rated:
            rated = before.rows("evaluation").filter(pl.col("educator_role") == role)
            yield Rows("evaluation", before.school_year, rated.select("mepid", "row_number"))
