"""Experience: fewer than so many completed years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from .job_classes import EducatorRole
from .rule import Rows, Rule, kind, yes_or_no
from .staff_year import StaffYear

MA_PUBLIC, ALL = "MA_PUBLIC", "ALL"


@kind
@dataclass(frozen=True)
class Experience(Rule):
    """People with fewer than `below` completed years of `column` before this school year. Source: metrics D2 (T_EXP_*,
    P_EXP_*), S2:12.

    `scope`: where the years have to have been. Years that were counted elsewhere then say only what they must: who has
    taught for two years anywhere has not taught for three in the state's public schools; who has taught for five may
    have. Who says NA is exempt.

    >>> roster = pl.DataFrame({"mepid": ["a", "b"], "years_prior_teaching": [0, 3], "does_not_apply": [[], []]})
    >>> work = pl.DataFrame({"mepid": ["a", "b"], "org_code": "00010505", "job_class": "2305", "fte": 10_000})
    >>> sent = work.with_columns(collection=pl.lit("OCT"))
    >>> year = StaffYear("00010000", 2025, work_assignment=sent, staff_roster=roster.with_columns(
    ...     employment_status=pl.lit("01"), exit_date=pl.lit(None, pl.Date)))
    >>> judged = Experience(below=3).judge(year, "TEACHER").filter(level="school").sort("mepid").collect()
    >>> judged.select("amount").rows()
    [(10000,), (0,)]
    """

    below: int
    scope: str | None = None
    column: str = "years_prior_teaching"
    needs = ("staff_roster",)

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        roster = year.rows("staff_roster").lazy()
        said = roster.select(
            "mepid", is_true=self._is_below(), does_not=pl.col("does_not_apply").list.contains(self.column)
        )
        people = self.people(year, role).join(said, on="mepid", how="left")
        return yes_or_no(people, pl.col("is_true"), pl.col("does_not"))

    def _is_below(self) -> pl.Expr:
        below = pl.col(self.column) < self.below
        if self.scope is None:
            return below
        certain = below if self.scope == MA_PUBLIC else ~below  # of years counted more widely, or less
        return pl.when(pl.col("experience_scope") == self.scope).then(below).when(certain).then(below)

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        yield Rows("staff_roster", year.school_year, year.rows("staff_roster").select("mepid", "row_number"))
