"""Who teaches which class, and of which categories each of its teachers is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from monitoring.analysis.amounts import SCALE
from monitoring.analysis.people.catalogue import PeopleMeasure
from monitoring.analysis.people.out_of_field import covered_assignments
from monitoring.analysis.people.places import DISTRICT
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import judged

SECTION = ["org_code", "course_code", "section_id", "term"]
TEACHER = "TEACHER"
MASKS = ("having", "known", "asked")
CLASSES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys((*SECTION, "mepid"), pl.String),
    **dict.fromkeys(MASKS, pl.UInt16),
    "share": pl.Int64,
}


@dataclass(frozen=True)
class Category:
    """Teachers of whom a measure counts something. `of_class`: it is asked of each class by itself, as being out of
    field is, and not of the teacher.
    """

    id: str
    of_class: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether it is of ratings or absence, which nobody is told of a single teacher."""
        return self.id.startswith(("T_EVAL_", "T_ABS_"))

    @property
    def bit(self) -> int:
        return 1 << CATEGORIES.index(self)


CATEGORIES: tuple[Category, ...] = (
    Category("T_EXP_LT1"),
    Category("T_EXP_LT3"),
    Category("T_UNQ"),
    Category("T_OOF", of_class=True),
    Category("T_ABS_GT10"),
    Category("T_EVAL_LOW"),
    Category("T_EVAL_HIGH"),
)
BY_ID = tuple(sorted(CATEGORIES, key=lambda one: one.id))


def taught_classes(year: StaffYear, sections: pl.DataFrame, measures: Mapping[str, PeopleMeasure]) -> pl.DataFrame:
    """The classes of October and their teachers, as they are in this school year. Source: metrics D3.

    In: `sections`: of each row of the work assignments (district, row_number) section_id, term and contribution_pct
    (ten-thousandths of a percent; null: not given); `measures`: by id, those of CATEGORIES that are defined in the
    year. Out, grain SECTION, mepid: `share` of the class (Int64 ten-thousandths: by contribution where it is given for
    all its teachers, else the same for each), and sets of bits of categories (UInt16): `having` the category, `known`
    whether, and `asked` (who is exempt from a measure is not). A teacher of a class twice is its teacher once; then it
    is out of field if one of both assignments is.
    """
    if not year.has("work_assignment"):
        return pl.DataFrame(schema=CLASSES)
    held = year.october.filter(pl.col("role") == TEACHER, pl.col("course_code").is_not_null())
    rows = held.select("district", "mepid", "org_code", "course_code", "row_number").join(
        sections.drop_nulls(["section_id", "term"]), on=["district", "row_number"]
    )
    rows = rows.with_columns(pl.lit(0, pl.UInt16).alias(name) for name in MASKS)
    for category in CATEGORIES:
        if (measure := measures.get(category.id)) is not None:
            rows = _with_bits(rows, category, _answers(year, category, measure))
    contribution = pl.col("contribution_pct")
    found = rows.group_by(*SECTION, "mepid").agg(
        pl.col("having", "asked").bitwise_or(),
        known=_known_of_all(),
        contribution_pct=pl.when(contribution.is_not_null().all()).then(contribution.sum()),
    )
    return found.with_columns(_share()).select(list(CLASSES)).sort(*SECTION, "mepid")


def _answers(year: StaffYear, category: Category, measure: PeopleMeasure) -> pl.DataFrame:
    """By person, or by row of the assignments: whether of the category (null: not known). Nothing of who is exempt."""
    if not category.of_class:
        people = judged(year, measure).filter(pl.col("level") == DISTRICT, ~pl.col("is_exempt")).collect()
        return people.select("mepid", answer=pl.col("amount") > 0)
    if measure.rule.lacks(year):
        rows = year.october.filter(pl.col("role") == TEACHER)
        return rows.select("district", "row_number", answer=pl.lit(None, pl.Boolean))
    return covered_assignments(year).select("district", "row_number", answer=~pl.col("is_in_field"))


def _with_bits(rows: pl.DataFrame, category: Category, answers: pl.DataFrame) -> pl.DataFrame:
    key = [name for name in answers.columns if name != "answer"]
    joined = rows.join(answers.with_columns(is_asked=pl.lit(value=True)), on=key, how="left")
    bit = pl.lit(category.bit, pl.UInt16)
    is_so = {
        "having": pl.col("answer").fill_null(False),
        "known": pl.col("answer").is_not_null(),
        "asked": pl.col("is_asked").fill_null(False),
    }
    marked = [pl.when(one).then(pl.col(name) | bit).otherwise(name).alias(name) for name, one in is_so.items()]
    return joined.with_columns(marked).drop("answer", "is_asked")


def _known_of_all() -> pl.Expr:
    """Of several assignments of a teacher to a class: what the teacher has, and what is known of all that are asked."""
    unknown = (pl.col("asked") ^ (pl.col("asked") & pl.col("known"))).bitwise_or()
    known, having = pl.col("known").bitwise_or(), pl.col("having").bitwise_or()
    return (known ^ (known & unknown)) | having


def _share() -> pl.Expr:
    given, teachers = pl.col("contribution_pct").cast(pl.Int64), pl.len().over(SECTION).cast(pl.Int64)
    whole = pl.when(given.is_not_null().all().over(SECTION)).then(given.sum().over(SECTION))
    return pl.when(whole > 0).then(given * SCALE // whole).otherwise(SCALE // teachers).alias("share")
