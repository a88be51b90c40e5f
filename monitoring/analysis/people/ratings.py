"""Ratings of educators: who was evaluated, and who has which rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from .job_classes import EducatorRole
from .places import PLACE, SCHOOL, places
from .rule import Rows, Rule, kind, yes_or_no
from .staff_year import StaffYear

RATINGS = ("U", "NI", "P", "E")  # from the lowest
SUMMATIVE = "SUMMATIVE"


def rating_of(year: StaffYear, people: pl.DataFrame, role: EducatorRole, kinds: tuple[str, ...]) -> pl.DataFrame:
    """`people` with `rating` and `is_evaluated`, which is null where no evaluation in the role was sent. Grain PLACE.

    Of several evaluations of a person in a role, at a school its own counts first, then the latest, then one of the
    lower rating. Of other kinds than `kinds`, and NE, no rating comes: not evaluated.
    """
    rows = _in_role(year, role)
    rated = rows.filter(pl.col("rating_type").is_in(kinds), pl.col("overall").is_in(RATINGS))
    choice = people.select(PLACE).join(rated.rename({"org_code": "rated_at"}), on="mepid")
    is_own = (pl.col("level") == SCHOOL) & (pl.col("rated_at") == pl.col("org_code"))
    lowest = pl.col("overall").replace_strict({one: place for place, one in enumerate(RATINGS)}, return_dtype=pl.Int8)
    best = pl.col("overall").sort_by(
        ~is_own.fill_null(False), "evaluated_on", lowest, descending=[False, True, False], nulls_last=True
    )
    chosen = choice.group_by(PLACE).agg(rating=best.first())
    asked = rows.select("mepid", is_asked=pl.lit(True)).unique()
    found = people.join(chosen, on=PLACE, how="left").join(asked, on="mepid", how="left")
    is_evaluated = pl.when("is_asked").then(pl.col("rating").is_not_null())
    return found.with_columns(is_evaluated=is_evaluated).drop("is_asked")


def _in_role(year: StaffYear, role: EducatorRole) -> pl.DataFrame:
    return year.rows("evaluation").filter(pl.col("educator_role") == role)


@dataclass(frozen=True)
class OfEvaluations(Rule):
    kinds: tuple[str, ...] = (SUMMATIVE,)
    needs = ("evaluation",)

    def _rated(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        people = places(year, role)
        return year.once(("ratings", role, self.kinds), lambda: rating_of(year, people, role, self.kinds)).lazy()

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        yield Rows("evaluation", year.school_year, _in_role(year, role).select("mepid", "row_number"))


@kind
@dataclass(frozen=True)
class Rated(OfEvaluations):
    """Of the people evaluated, those with one of `ratings`. Who was not evaluated is exempt; of whom nothing was sent,
    missing. Source: metrics D2 (T_EVAL_*, P_EVAL_*), 603 CMR 35.08.

    >>> Rated(ratings=("NI", "U")).as_data
    {'kind': 'Rated', 'kinds': ['SUMMATIVE'], 'ratings': ['NI', 'U']}
    """

    ratings: tuple[str, ...] = ()

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        return yes_or_no(self._rated(year, role), pl.col("rating").is_in(self.ratings), ~pl.col("is_evaluated"))


@kind
@dataclass(frozen=True)
class Evaluated(OfEvaluations):
    """Of the people in the file, those evaluated: it stands beside the ratings. Source: metrics D2 (T_EVAL_LOW).

    >>> Evaluated().needs
    ('evaluation',)
    """

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        return yes_or_no(self._rated(year, role), pl.col("is_evaluated"))
