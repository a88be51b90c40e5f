"""How many students of a cohort met any teacher of a category, and how many did in two years that follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

import polars as pl

from .classes import CATEGORIES, SECTION
from .counts import SIDE, ExperienceYear
from .student_groups import BITS

COUNTED = ("students", "met_known", "met", "twice_known", "twice")


def students_of(cohort: pl.DataFrame, years: Iterable[ExperienceYear]) -> pl.DataFrame:
    """Grain: org_code, group_id, is_inside, category_id. Int64 counts of students: all (`students`), of whom an
    experience is known (`met_known`), who had one with a teacher of the category (`met`); with known experiences in two
    years that follow each other (`twice_known`), and with the category in both (`twice`). Source: metrics D3 (any_k,
    consec_k).
    """
    ordered = sorted(years, key=lambda one: one.school_year)
    marked = reduce(_with_year, ordered, cohort)
    masks = marked.select(
        "org_code",
        "inside",
        "known",
        met=_any(f"having_{one.school_year}" for one in ordered),
        met_known=_any(f"known_{one.school_year}" for one in ordered),
        twice=_both("having", ordered),
        twice_known=_both("known", ordered),
    )
    alike = masks.group_by(pl.all()).agg(students=pl.len().cast(pl.Int64))
    return _by_group(alike)


def _by_group(alike: pl.DataFrame) -> pl.DataFrame:
    """From sets of bits to groups and categories. In: students who are alike in all of them, and how many."""
    bits = pl.DataFrame({"group_id": list(BITS), "bit": list(BITS.values())}, schema_overrides={"bit": pl.UInt32})
    rows = alike.join(bits, how="cross").filter((pl.col("known") & pl.col("bit")) > 0)
    rows = rows.with_columns(is_inside=(pl.col("inside") & pl.col("bit")) > 0)
    whole = pl.col("students")
    return pl.concat(
        rows.group_by(SIDE)
        .agg(whole.sum(), *(whole.filter((pl.col(name) & one.bit) > 0).sum().alias(name) for name in COUNTED[1:]))
        .select(*SIDE, pl.lit(one.id).alias("category_id"), *COUNTED)
        for one in CATEGORIES
    )


def _with_year(cohort: pl.DataFrame, year: ExperienceYear) -> pl.DataFrame:
    """With the categories that each student met in the year, and those of which it is known: having_…, known_…."""
    of_classes = year.classes.group_by(SECTION).agg(pl.col("having", "known").bitwise_or())
    met = year.taken.join(of_classes, on=SECTION).group_by("sasid").agg(pl.col("having", "known").bitwise_or())
    named = met.rename({name: f"{name}_{year.school_year}" for name in ("having", "known")})
    return cohort.join(named, on="sasid", how="left").with_columns(
        pl.col(f"having_{year.school_year}", f"known_{year.school_year}").fill_null(0)
    )


def _any(names: Iterable[str]) -> pl.Expr:
    return reduce(or_, (pl.col(name) for name in names), pl.lit(0, pl.UInt16))


def _both(name: str, years: Sequence[ExperienceYear]) -> pl.Expr:
    """In two school years of which one follows the other."""
    pairs = [(one.school_year, other.school_year) for one, other in pairwise(years)]
    following = [(one, other) for one, other in pairs if other == one + 1]
    both = (pl.col(f"{name}_{one}") & pl.col(f"{name}_{other}") for one, other in following)
    return reduce(or_, both, pl.lit(0, pl.UInt16))
