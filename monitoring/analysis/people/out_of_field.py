"""Out of field: classes that no license of their teacher covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from . import licenses
from .grades import EVERY_GRADE, grade_sets
from .job_classes import EducatorRole
from .places import PLACE, by_place
from .rule import Rows, Rule, kind, yes_or_no
from .staff_year import StaffYear

WAIVER = "WAIVER"  # leave to work without a license, and so none
_HUNDRED = 100
_COVERED = {"surely": pl.Int32, "perhaps": pl.Int32}


@kind
@dataclass(frozen=True)
class OutOfField(Rule):
    """People with an assignment that no license of theirs covers; or, with `in_field_percent`, those whose licenses
    cover less than so much of the FTE of their assignments (in `of_years` another share). Source: metrics D2 (T_OOF,
    T_OOF_80).

    Counted are assignments that need a license: at a school those there, in the district all of them; at charter
    schools none does. Who has no such assignment is exempt. Where a class cannot be said to be covered or not, somebody
    is known only if it does not matter.

    >>> rule = OutOfField(in_field_percent=80, of_years=((2021, 50),))
    >>> rule.share_of(2020), rule.share_of(2021), OutOfField().share_of(2021)
    (80, 50, None)
    """

    in_field_percent: int | None = None
    of_years: tuple[tuple[int, int], ...] = ()
    needs = ("license", "course_crosswalk")

    def share_of(self, school_year: int) -> int | None:
        """How many percent of the FTE have to be in field; None: every assignment."""
        return dict(self.of_years).get(school_year, self.in_field_percent)

    def judge(self, year: StaffYear, role: EducatorRole) -> pl.LazyFrame:
        rows = covered_assignments(year).filter(pl.col("role") == role)
        fte, inside = pl.col("fte"), pl.col("is_in_field")
        sums = by_place(
            rows,
            fte.sum().alias("asked"),
            fte.filter(inside).sum().alias("inside"),
            fte.filter(~inside).sum().alias("outside"),
        )
        people = self.people(year, role).join(sums.lazy().drop("district"), on=PLACE, how="left")
        return yes_or_no(people, self._is_outside(year.school_year), pl.col("asked").is_null())

    def _is_outside(self, school_year: int) -> pl.Expr:
        percent = self.share_of(school_year)
        asked, inside, outside = pl.col("asked"), pl.col("inside"), pl.col("outside")
        if percent is None:
            return pl.when(outside > 0).then(True).when(inside == asked).then(False)
        surely_in = inside * _HUNDRED >= asked * percent
        surely_out = (asked - outside) * _HUNDRED < asked * percent
        return pl.when(surely_out).then(True).when(surely_in).then(False)

    def reads(self, year: StaffYear, role: EducatorRole) -> Iterable[Rows]:
        yield Rows("license", year.school_year, year.rows("license").select("mepid", "row_number"))
        courses = year.rows("course_crosswalk").select("course_code", "row_number")
        taught = year.october.filter(pl.col("role") == role).select("mepid", "org_code", "course_code")
        yield Rows("course_crosswalk", year.school_year, taught.join(courses, on="course_code"))


def covered_assignments(year: StaffYear) -> pl.DataFrame:
    """Assignments of October that need a license, each with `is_in_field` (null: not known). Grain: a row of the file.

    The crosswalk says which fields of license are in field for a course and grade; a waiver is no license. A class is
    in field if for each of its grades a license is held that covers the grade, in a field that is in field for it; out
    of field if for one of them there is none. Where no grade of a class is known, it is in field if all grades of its
    course are so covered, and out of field if none is. What the crosswalk does not name, and grades that cannot be
    read, leave it open. No license is needed where the course is NA, and at charter schools.
    """
    return year.once("covered assignments", lambda: _covered_assignments(year))


def _covered_assignments(year: StaffYear) -> pl.DataFrame:
    needs_none = pl.col("does_not_apply").list.contains("course_code") & pl.col("course_code").is_null()
    asked = year.october.filter(pl.col("role").is_not_null(), ~needs_none, ~year.is_charter)
    fields = _fields(year)
    rows = (
        _with_grades(asked, "grade_span")
        .join(_of_courses(fields), on="course_code", how="left")
        .join(_of_people(asked, fields, year), on=["mepid", "course_code"], how="left")
        .with_columns(pl.col("surely", "perhaps").fill_null(0))
    )
    return rows.select("district", "mepid", "org_code", "role", "fte", "row_number", is_in_field=_is_in_field())


def _is_in_field() -> pl.Expr:
    """From the grades taught (null: not known), those that the crosswalk names for the course, and those in which the
    teacher's licenses cover it: surely, and perhaps.
    """
    taught, named, surely, perhaps = (pl.col(name) for name in ("grades", "named", "surely", "perhaps"))
    asked = pl.coalesce(taught, named)
    is_covered = (asked & surely) == asked
    not_at_all = (named & perhaps) == 0
    is_left_out = (asked & named & (perhaps ^ EVERY_GRADE)) != 0
    is_out = pl.when(taught.is_null()).then(not_at_all).otherwise(is_left_out)
    return pl.when(is_covered).then(True).when(is_out).then(False)


def _with_grades(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The same rows with `grades`: the set of the text in a column."""
    return rows.join(grade_sets(rows[column]), left_on=column, right_on="text", how="left")


def _fields(year: StaffYear) -> pl.DataFrame:
    """Grain: course_code, field: the grades in which the field is in field, surely and perhaps."""
    crosswalk = year.rows("course_crosswalk").select("course_code", "grade", field=pl.col("field_codes").str.split(","))
    listed = _with_grades(crosswalk, "grade")
    each = listed.explode("field").with_columns(field=_field_key("field"), **_sure_and_not(pl.col("grades")))
    return each.group_by("course_code", "field").agg(pl.col(*_COVERED).bitwise_or())


def _field_key(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_uppercase()


def _sure_and_not(grades: pl.Expr) -> dict[str, pl.Expr]:
    """Grades that cannot be read are surely none, and perhaps all."""
    return {"surely": grades.fill_null(0), "perhaps": grades.fill_null(EVERY_GRADE)}


def _of_courses(fields: pl.DataFrame) -> pl.DataFrame:
    """Grain: course_code for which a grade can be read; `named`: the grades for which the crosswalk names a field."""
    named = fields.group_by("course_code").agg(named=pl.col("surely").bitwise_or())
    return named.filter(pl.col("named") != 0)


def _of_people(asked: pl.DataFrame, fields: pl.DataFrame, year: StaffYear) -> pl.DataFrame:
    """Grain: mepid, course_code of an assignment: the grades in which the person's licenses cover the course."""
    held = licenses.held(year).filter(pl.col("type") != WAIVER)
    own = _with_grades(held, "grade_span").select("mepid", field=_field_key("field_code"), held="grades")
    own = own.with_columns(**{f"own_{name}": one for name, one in _sure_and_not(pl.col("held")).items()})
    pairs = asked.select("mepid", "course_code").unique().join(fields, on="course_code")
    both = pairs.join(own, on=["mepid", "field"]).with_columns(
        pl.col(name) & pl.col(f"own_{name}") for name in _COVERED
    )
    return both.group_by("mepid", "course_code").agg(pl.col(*_COVERED).bitwise_or())
