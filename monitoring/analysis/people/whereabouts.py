"""Where the people of last year are this year, from the person-year index."""

from __future__ import annotations

import polars as pl

from .job_classes import EducatorRole
from .person_index import DIED as HAS_DIED
from .person_index import ON_LEAVE, TO_OTHER_DISTRICT, WORKING, index_of
from .places import DISTRICT, SCHOOL, STATE
from .staff_year import StaffYear
from .succession import closed, heirs

EXIT, DIED, OTHER_DISTRICT, OTHER_SCHOOL, OTHER_ROLE = "exit", "died", "other_district", "other_school", "other_role"
DESTINATIONS = (EXIT, DIED, OTHER_DISTRICT, OTHER_SCHOOL, OTHER_ROLE)


def with_whereabouts(year: StaffYear, people: pl.DataFrame, role: EducatorRole) -> pl.DataFrame:
    """`people` of the year before (PLACE) with what became of them: `has_left` the place in the role, the
    `destination` of who has, and `is_closed`: the school, or the district, had closed, and none took its place.

    What files show comes before what a roster says: of who works in no district that sent its files, the roster may say
    that it is another district; then nobody knows whether the state has kept the person.
    """
    asked_of = people.select("mepid", asks="district").unique("mepid")
    index = _index(year).join(asked_of, on="mepid")
    now = index.filter(pl.col("school_year") == year.school_year)
    found = (
        people.join(_of_people(year, index, role), on="mepid", how="left")
        .join(_at_schools(year, people, now, role), on=["org_code", "mepid"], how="left")
        .join(closed(year), on=["district", "org_code"], how="left")
        .with_columns(pl.col(*_FLAGS).fill_null(False), is_closed=~pl.col("has_successor").fill_null(True))
        .with_columns(has_left=_by_level(~_stays(pl.col("in_role_at_school")), *_further()))
    )
    return found.with_columns(destination=pl.when("has_left").then(_by_level(*_destinations())))


_OF_PEOPLE = ("in_role_here", "in_role", "on_leave_here", "on_leave", "works_here", "works_elsewhere", "died", "said")
_FLAGS = (*_OF_PEOPLE, "in_role_at_school", "works_at_school")


def _index(year: StaffYear) -> pl.DataFrame:
    """The rows of both years. Without an index, the district's own."""
    both = [year.school_year - 1, year.school_year]
    if year.index is not None:
        return year.index.filter(pl.col("school_year").is_in(both))
    return pl.concat(index_of(one) for one in (year.year_before, year) if one is not None)


def _of_people(year: StaffYear, index: pl.DataFrame, role: EducatorRole) -> pl.DataFrame:
    """Grain: mepid; what is true of a person anywhere. `index`: with the district that `asks`."""
    is_now = pl.col("school_year") == year.school_year
    asking = index.select(district="asks", org_code="asks").unique()
    same = heirs(year, asking).select(asks="district", district="heir", is_here=pl.lit(True))
    told = index.join(same, on=["asks", "district"], how="left")
    is_here = pl.col("is_here").fill_null(False)
    is_on_leave = is_now & (pl.col("status") == ON_LEAVE)
    is_at_work = is_now & (pl.col("status") == WORKING)
    in_role = is_at_work & (pl.col("role") == role)
    works = is_at_work | is_on_leave
    truths = {
        "in_role_here": in_role & is_here,
        "in_role": in_role,
        "on_leave_here": is_on_leave & is_here,
        "on_leave": is_on_leave,
        "works_here": works & is_here,
        "works_elsewhere": works & ~is_here,
        "died": pl.col("left_as") == HAS_DIED,
        "said": (pl.col("left_as") == TO_OTHER_DISTRICT) & is_here,
    }
    return told.group_by("mepid").agg(**{name: true.fill_null(False).any() for name, true in truths.items()})


def _at_schools(year: StaffYear, people: pl.DataFrame, now: pl.DataFrame, role: EducatorRole) -> pl.DataFrame:
    """Grain: org_code of a school of the year before, mepid of who works there, or at its successor."""
    schools = people.filter(pl.col("level") == SCHOOL).select("district", "org_code", "mepid")
    jobs = now.filter(pl.col("status") == WORKING).select("mepid", "role", heir="org_code")
    there = schools.join(heirs(year, schools), on=["district", "org_code"]).join(jobs, on=["mepid", "heir"])
    return there.group_by("org_code", "mepid").agg(
        in_role_at_school=(pl.col("role") == role).any(), works_at_school=pl.lit(True)
    )


def _by_level(school: pl.Expr, district: pl.Expr, state: pl.Expr) -> pl.Expr:
    level = pl.col("level")
    return pl.when(level == SCHOOL).then(school).when(level == DISTRICT).then(district).when(level == STATE).then(state)


def _stays(in_role: pl.Expr) -> pl.Expr:
    return in_role | pl.col("on_leave_here")


def _further() -> tuple[pl.Expr, pl.Expr]:
    """Whether a person has left the district, and the state; null where nobody knows."""
    works = pl.col("works_here") | pl.col("works_elsewhere")
    is_somewhere = pl.col("said") & ~works & ~pl.col("died")
    has_left_state = pl.when(~is_somewhere).then(~(pl.col("in_role") | pl.col("on_leave")))
    return ~_stays(pl.col("in_role_here")), has_left_state


def _destinations() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """From a school, from the district, from the state: the nearest place where somebody is counts."""
    here, elsewhere = pl.col("works_here"), pl.col("works_elsewhere")
    gone = pl.when("died").then(pl.lit(DIED)).when("said").then(pl.lit(OTHER_DISTRICT)).otherwise(pl.lit(EXIT))
    from_district = pl.when(here).then(pl.lit(OTHER_ROLE)).when(elsewhere).then(pl.lit(OTHER_DISTRICT)).otherwise(gone)
    in_district = pl.when(here).then(pl.lit(OTHER_SCHOOL)).otherwise(from_district)
    from_school = pl.when("works_at_school").then(pl.lit(OTHER_ROLE)).otherwise(in_district)
    from_state = pl.when(here | elsewhere).then(pl.lit(OTHER_ROLE)).otherwise(gone)
    return from_school, from_district, from_state
