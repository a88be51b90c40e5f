"""The layout metric_aggregate: what the state would count of these people, by school, for measures of its reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.formatting import school_year
from monitoring.analysis.measures import MEASURES
from monitoring.intake.layouts import metric_aggregate

from .chance import Bools, Floats, Ints, same
from .courses import is_in_field
from .laid_out import laid_out, texts
from .staff import PRINCIPAL, PROVISIONAL, TEMPORARY, UNLICENSED, WAIVER, Staff
from .state import StateYear
from .work_files import NOT_RATED, ratings

IN_FIELD = 0.8  # of somebody's classes
INEXPERIENCED = 3  # years


@dataclass(frozen=True)
class Counts:
    """By school: numerator and denominator."""

    some: Floats
    whole: Floats


def figure_rows(of: StateYear) -> pl.DataFrame:
    counted = _of_the_year(of) | _of_those_who_left(of)
    frames = []
    for measure, counts in counted.items():
        has = np.flatnonzero(counts.whole > 0)
        about = MEASURES[measure]
        is_people = about.unit == "HEADCOUNT"
        columns: Mapping[str, Any] = {
            "school_year": school_year(of.year),
            "org_code": texts(of.places.schools.code, has),
            "metric_id": measure,
            "definition_version": shipped_in_force().shown(measure, of.year).version,
            "educator_role": about.role,
            "numerator": _written(np.minimum(counts.some, counts.whole)[has], is_people),
            "denominator": _written(counts.whole[has], is_people),
            "unit": about.unit,
        }
        frames.append(laid_out(metric_aggregate.REPORT, columns).with_columns(school=pl.Series(has)))
    return pl.concat(frames).sort("school", maintain_order=True).drop("school")


def _written(amounts: Floats, is_people: bool) -> pl.Series:
    given = np.round(amounts).astype(np.int64) if is_people else np.round(amounts, 1)
    return pl.Series("amounts", given).cast(pl.String)


def _of_the_year(of: StateYear) -> dict[str, Counts]:
    teachers = of.staff.of(of.staff.teaches & ~of.staff.is_away)
    held = teachers.license
    outside = ~_in_field(of)[of.staff.teaches & ~of.staff.is_away]
    full_time = {
        "T_EXP_LT3": teachers.taught < INEXPERIENCED,
        "T_UNLICENSED": held > TEMPORARY,
        "T_WAIVER_PROV": (held == PROVISIONAL) | (held == WAIVER),
        "T_OOF_80": outside,
    }
    of_fte = {name: _counts(of, teachers, holds, teachers.fte) for name, holds in full_time.items()}
    return of_fte | _of_ratings(of)


def _in_field(of: StateYear) -> Bools:
    """Of the staff, who is licensed for enough of their classes."""
    work, staff = of.assignments, of.staff
    taught = work.section >= 0
    who, section = work.staff[taught], work.section[taught]
    fits = is_in_field(staff.field[who], staff.other[who], of.classes.sections.subject[section])
    fits &= staff.license[who] < UNLICENSED
    of_staff = np.bincount(who, weights=work.fte[taught], minlength=len(staff))
    fitting = np.bincount(who, weights=work.fte[taught] * fits, minlength=len(staff))
    return fitting >= IN_FIELD * of_staff - 1e-9


def _of_ratings(of: StateYear) -> dict[str, Counts]:
    rows, overall = ratings(of)
    is_teacher = of.staff.teaches[rows]
    people, rating = of.staff.of(rows[is_teacher]), overall[is_teacher]
    rated = people.of(rating != NOT_RATED)
    of_rated = rating[rating != NOT_RATED]
    return {
        "T_EVALUATED": _counts(of, people, rating != NOT_RATED, np.ones(len(people))),
        "T_EVAL_LOW": _counts(of, rated, of_rated <= 1, np.ones(len(rated))),
        "T_EVAL_HIGH": _counts(of, rated, of_rated == 3, np.ones(len(rated))),
    }


def _of_those_who_left(of: StateYear) -> dict[str, Counts]:
    """Of last year's people, who is not at the school this year, at work or on leave."""
    if of.before is None:
        return {}
    was, now = of.before.staff, of.staff
    teachers = was.of(was.teaches & ~was.is_away), now.of(now.teaches)
    principals = was.of(was.role == PRINCIPAL), now.of(now.role == PRINCIPAL)
    return {"T_TURN": _turnover(of, *teachers), "P_TURN": _turnover(of, *principals)}


def _turnover(of: StateYear, was: Staff, now: Staff) -> Counts:
    at = np.full(len(was), -1)
    left, right = same(was.number, now.number)
    at[left] = now.school[right]
    school = _this_years(of, was)
    return _counts(of, was, at != school, np.ones(len(was)), school=school)


def _this_years(of: StateYear, was: Staff) -> Ints:
    """The schools of last year's people as they are this year: a closed one is the one that took its place."""
    schools = of.places.schools
    is_past = schools.closed[was.school] < of.year
    return np.where(is_past & (schools.successor[was.school] >= 0), schools.successor[was.school], was.school)


def _counts(of: StateYear, people: Staff, holds: Bools, weights: Floats, *, school: Ints | None = None) -> Counts:
    at, schools = people.school if school is None else school, len(of.places.schools)
    some, whole = (np.bincount(at, weights=given, minlength=schools) for given in (weights * holds, weights))
    return Counts(some.astype(float), whole.astype(float))
