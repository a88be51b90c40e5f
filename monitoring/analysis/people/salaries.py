"""Salaries from rosters, for each full-time position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from .job_classes import EducatorRole
from .rule import Rows, Rule, kind, mean
from .staff_year import StaffYear


@kind
@dataclass(frozen=True)
class Salary(Rule):
    """Salaries of people in a role over their FTE in it, as the state's own report has them. Source: metrics D2
    (SAL_AVG).

    A salary is for all that a person does in the district, so of it the role at a school has the share of its FTE.

    >>> roster = pl.DataFrame({"mepid": ["a"], "total_salary": [800_000_000], "employment_status": "01"})
    >>> jobs = {"mepid": ["a", "a"], "org_code": "00010505", "job_class": ["2305", "1310"], "fte": [7_500, 2_500]}
    >>> staff = roster.with_columns(exit_date=pl.lit(None, pl.Date))
    >>> year = StaffYear("00010000", 2025, staff, pl.DataFrame({**jobs, "collection": "OCT"}))
    >>> Salary().judge(year, "TEACHER").filter(level="school").select("amount", "base").collect().rows()
    [(600000000, 7500)]
    """

    column: str = "total_salary"
    units: ClassVar[tuple[str, ...]] = ("USD_MEAN",)
    needs = ("staff_roster",)

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        whole = year.october.lazy().group_by("mepid").agg(whole_fte=pl.col("fte").sum())
        paid = year.rows("staff_roster").lazy().select("mepid", paid=self.column)
        people = self.people(year, role).join(whole, on="mepid", how="left").join(paid, on="mepid", how="left")
        return mean(people, pl.col("paid") * pl.col("fte") // pl.col("whole_fte"), pl.col("fte"))

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        yield Rows("staff_roster", year.school_year, year.rows("staff_roster").select("mepid", "row_number"))
        yield Rows("work_assignment", year.school_year, year.october.select("mepid", "row_number"))
