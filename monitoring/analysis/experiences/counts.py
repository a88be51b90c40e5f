"""How often students of a cohort met teachers of each category, by schedules and classes: whole numbers to the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from .classes import CATEGORIES, SECTION
from .student_groups import BITS

WITHDRAWN = "WITHDRAWN"
SIDE = ["org_code", "group_id", "is_inside"]
AMOUNTS = ("having", "known", "asked")
WEIGHED = tuple(f"weighed_{name}" for name in AMOUNTS[:2])


@dataclass(frozen=True, eq=False)
class ExperienceYear:
    """A school year of a district: `schedule` (sasid, SECTION, status, in columns of layout 9) and `classes`, as
    `taught_classes` gives them.
    """

    school_year: int
    schedule: pl.DataFrame
    classes: pl.DataFrame

    @property
    def taken(self) -> pl.DataFrame:
        """Grain: a student in a class that the student has not left."""
        return self.schedule.filter(pl.col("status") != WITHDRAWN).select("sasid", *SECTION)


def places_of(cohort: pl.DataFrame, year: ExperienceYear) -> pl.DataFrame:
    """How many of the cohort sit in which class. Grain: SECTION, at (where the student is reported), inside, known:
    `places`, students. `cohort`: as `cohort_of` gives it.
    """
    who = cohort.rename({"org_code": "at"})
    taken = year.taken.join(who, on="sasid")
    return taken.group_by(*SECTION, "at", "inside", "known").agg(places=pl.len().cast(pl.Int64))


def experiences_of(cohort: pl.DataFrame, years: Iterable[ExperienceYear]) -> pl.DataFrame:
    """Experiences of the cohort over several years, by teacher.

    Grain: school_year, org_code (where students are reported now), group_id, is_inside (of the group, or known not to
    be), mepid. For each category's id: _having, _known, _asked (experiences) and _weighed_having, _weighed_known
    (ten-thousandths of a class: the teacher's share of it), Int64.
    """
    frames = [_of_year(cohort, year).with_columns(school_year=pl.lit(year.school_year, pl.Int16)) for year in years]
    return pl.concat(frames)


def _of_year(cohort: pl.DataFrame, year: ExperienceYear) -> pl.DataFrame:
    met = places_of(cohort, year).join(year.classes, on=SECTION, suffix="_of_teacher")
    met = met.rename({"known": "of", "known_of_teacher": "rated"})
    alike = met.group_by("at", "mepid", "inside", "of", "having", "rated", "asked").agg(
        experiences=pl.col("places").sum(), weighed=(pl.col("places") * pl.col("share")).sum()
    )
    bits = pl.DataFrame({"group_id": list(BITS), "bit": list(BITS.values())}, schema_overrides={"bit": pl.UInt32})
    of_groups = alike.join(bits, how="cross").filter((pl.col("of") & pl.col("bit")) > 0)
    inside = (pl.col("inside") & pl.col("bit")) > 0
    return of_groups.group_by(org_code="at", group_id="group_id", is_inside=inside, mepid="mepid").agg(_every_sum())


def _every_sum() -> list[pl.Expr]:
    pairs = (("having", "having"), ("known", "rated"), ("asked", "asked"))
    found = []
    for category in CATEGORIES:
        for name, mask in pairs:
            is_so = (pl.col(mask) & category.bit) > 0
            found.append(pl.col("experiences").filter(is_so).sum().alias(f"{category.id}_{name}"))
            if name != "asked":
                found.append(pl.col("weighed").filter(is_so).sum().alias(f"{category.id}_weighed_{name}"))
    return found


def by_category(experiences: pl.DataFrame) -> pl.DataFrame:
    """The same below each other: with category_id, and having, known, asked, weighed_having, weighed_known."""
    names = (*AMOUNTS, *WEIGHED)
    key = [name for name in experiences.columns if not name.endswith(tuple(f"_{one}" for one in AMOUNTS))]
    return pl.concat(
        experiences.select(
            *key,
            pl.lit(category.id).alias("category_id"),
            *(pl.col(f"{category.id}_{name}").alias(name) for name in names),
        )
        for category in CATEGORIES
    )


def coverage_of(cohort: pl.DataFrame, years: Iterable[ExperienceYear]) -> pl.DataFrame:
    """How many places of students in classes have a teacher. Grain: school_year, org_code: places, taught, Int64."""
    frames = []
    for year in years:
        places = places_of(cohort, year)
        taught = places.join(year.classes.select(SECTION).unique(), on=SECTION, how="semi")
        whole, with_teacher = (one.group_by("at").agg(pl.col("places").sum()) for one in (places, taught))
        both = whole.join(with_teacher.rename({"places": "taught"}), on="at", how="left")
        frames.append(
            both.select(
                pl.lit(year.school_year, pl.Int16).alias("school_year"),
                pl.col("at").alias("org_code"),
                "places",
                pl.col("taught").fill_null(0),
            )
        )
    return pl.concat(frames).sort("school_year", "org_code")
