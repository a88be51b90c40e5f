"""Professional learning: events and money for each teacher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from monitoring.analysis.amounts import SCALE

from .job_classes import EducatorRole
from .places import DISTRICT, PLACE, SCHOOL, by_place
from .rule import Rows, Rule, kind, mean
from .staff_year import StaffYear, is_school, positions

DATASET = "professional_learning"
AT_WORK = ("work_assignment", "staff_roster")


def attended(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    """Who took part in what: a row of a person for this person, one of a school for each of its people in the role.

    A row of the district's own code is for all of them in the district. Grain: mepid, row of the file: district,
    org_code (null where the row is of no school), event_id, goal_aligned, funding (null: not known; NA is none). What a
    row cost that is for several is divided among them to the last ten-thousandth of a dollar.

    >>> sent = pl.DataFrame({"mepid": [None], "org_code": ["00010505"], "event_id": ["e"], "goal_aligned": ["Y"],
    ...     "funding_usd": [100], "does_not_apply": [[]], "row_number": [2]}, schema_overrides={"mepid": pl.String})
    >>> work = {"mepid": ["a", "b", "c"], "org_code": "00010505", "job_class": "2305", "fte": 10_000}
    >>> held = pl.DataFrame({**work, "collection": "OCT"})
    >>> year = StaffYear("00010000", 2025, work_assignment=held, professional_learning=sent)
    >>> attended(year, "TEACHER")["funding"].to_list()
    [34, 33, 33]
    """
    names = ["district", "mepid", "org_code", "event_id", "goal_aligned", "row_number"]
    is_none = pl.col("does_not_apply").list.contains("funding_usd")
    rows = year.rows(DATASET).with_columns(funding=pl.when(is_none).then(0).otherwise("funding_usd"))
    of_one = rows.filter(pl.col("mepid").is_not_null()).with_columns(org_code=pl.lit(None, pl.String))
    of_many = rows.filter(pl.col("mepid").is_null()).drop("mepid")
    shared = _who_is_there(year, role).join(of_many, on=["district", "org_code"]).sort("row_number", "mepid")
    one_of = pl.col("mepid").cum_count().over("district", "row_number") - 1
    many = pl.len().over("district", "row_number").cast(pl.Int64)
    share = pl.col("funding") // many + (one_of < pl.col("funding") % many).cast(pl.Int64)
    shared = shared.with_columns(org_code=pl.when(is_school()).then("org_code"), funding=share)
    return pl.concat([frame.select(*names, "funding") for frame in (of_one, shared)])


def _who_is_there(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    """Grain: mepid, org_code of a school, or of the district for everybody in it; and the district."""
    there = positions(year).filter(pl.col("role") == role).select("district", "mepid", "org_code")
    everybody = there.select("district", "mepid", org_code="district").unique()
    return pl.concat([there.filter(is_school()), everybody])


@dataclass(frozen=True)
class _Learning(Rule):
    needs = (DATASET,)

    def _sums(self, year: StaffYear, role: EducatorRole, *sums: pl.Expr) -> pl.LazyFrame:
        """People with what they took part in: a person's own events at each of their schools. Grain PLACE."""
        people = self.people(year, role)
        took = year.once(("attended", role), lambda: attended(year, role))
        own = took.filter(pl.col("org_code").is_null()).drop("org_code")
        at = positions(year).filter(pl.col("role") == role).select("mepid", "org_code")
        everywhere = own.join(at, on="mepid")
        rows = pl.concat([everywhere, took.filter(pl.col("org_code").is_not_null()).select(everywhere.columns)])
        return people.join(by_place(rows, *sums).lazy().drop("district"), on=PLACE, how="left")

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        took = attended(year, role)
        is_own = pl.col("org_code").is_null()
        yield Rows(DATASET, year.school_year, took.filter(is_own).select("mepid", "row_number"))
        yield Rows(DATASET, year.school_year, took.filter(~is_own).select("mepid", "org_code", "row_number"))


@kind
@dataclass(frozen=True)
class LearningEvents(_Learning):
    """Events of a person, by default those that serve a goal; an event counts once. Who is in no row took part in none.
    Source: metrics D2 (PD_EVENTS), plan text “Participation in Professional Learning Opportunities”.

    >>> LearningEvents().units
    ('EVENTS_MEAN',)
    """

    goal_aligned: bool = True
    units: ClassVar[tuple[str, ...]] = ("EVENTS_MEAN",)

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        counted = pl.col("event_id").filter((pl.col("goal_aligned") == "Y") | (not self.goal_aligned))
        found = self._sums(year, role, counted.n_unique().cast(pl.Int64).alias("events"))
        return mean(found, pl.col("events").fill_null(0) * SCALE, pl.lit(SCALE, pl.Int64))


@kind
@dataclass(frozen=True)
class LearningFunding(_Learning):
    """Money for the learning of a person, in dollars. Who is in no row had none; one cost that is not known makes the
    person missing. Source: metrics D2 (PD_FUND).

    >>> LearningFunding().units
    ('USD_MEAN',)
    """

    units: ClassVar[tuple[str, ...]] = ("USD_MEAN",)

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        once = pl.struct("row_number", "funding").unique().struct.field("funding")
        sums = (once.sum().alias("funding"), pl.col("funding").is_null().any().alias("is_open"))
        found = self._sums(year, role, *sums)
        is_open = pl.col("is_open").fill_null(False)
        return mean(found, pl.when(~is_open).then(pl.col("funding").fill_null(0)), pl.lit(SCALE, pl.Int64))

    def rests_on(self, year: StaffYear, role: EducatorRole) -> pl.DataFrame:
        """What is for everybody in the district is divided among them, so that at each school it rests on the rows by
        which all of them are at work.
        """
        told = super().rests_on(year, role)
        sent = year.rows(DATASET)
        if sent.filter(pl.col("mepid").is_null(), pl.col("org_code") == year.district).is_empty():
            return told
        at_work = told.filter(pl.col("dataset").is_in(AT_WORK), level=DISTRICT).drop("level", "org_code")
        at_schools = told.filter(level=SCHOOL).select("level", "org_code").unique().join(at_work, how="cross")
        return pl.concat([told, at_schools.select(told.columns)]).unique().sort(*told.columns)
