"""Invented districts that are large enough for intervals: those of a report, teacher by teacher, and that it does not
matter how much is computed at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest import mock

import polars as pl
import pytest

from bench.experience_state import LAST, Size, invented_experiences
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.student_groups import BITS
from monitoring.analysis.experiences.years import ExperienceYear
from tests.analysis.experiences.test_jackknife import Teacher, slow

GROUPS = ("low_income", "hispanic", "homeless")


@cache
def state() -> tuple[pl.DataFrame, list[ExperienceYear]]:
    return invented_experiences(Size(districts=3, schools=9, students=2_500, seed=4))


@cache
def report() -> pl.DataFrame:
    who, years = state()
    return report_of(who, years, school_year=LAST)


def experiences(window: int) -> Iterator[dict[str, Any]]:
    """One row each: sets of a student and of a teacher, the school, and the teacher."""
    who, years = state()
    for year in years:
        if year.school_year > LAST - window:
            met = year.seats.join(who, on="sasid").join(year.classes, on="class", suffix="_of_teacher")
            yield from met.iter_rows(named=True)


def by_teacher(window: int) -> dict[tuple[str, str, str], dict[Any, list[int]]]:
    """By place, category and group, of each teacher how often met: having and known, inside and not."""
    found: dict[tuple[str, str, str], dict[Any, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for row in experiences(window):
        for category in CATEGORIES:
            for group in GROUPS:
                if row["known_of_teacher"] & category.bit and row["known"] & BITS[group]:
                    side = 0 if row["inside"] & BITS[group] else 2
                    for place in (row["org_code"], row["org_code"][:4] + "0000"):
                        sums = found[place, category.id, group][row["mepid"]]
                        sums[side] += bool(row["having"] & category.bit)
                        sums[side + 1] += 1
    return found


@pytest.mark.parametrize("window", [1, 5])
def test_intervals_of_a_report_are_those_of_leaving_out_each_teacher(window: int) -> None:
    rows = report().filter(pl.col("group_id").is_in(GROUPS), window=window)
    told = {tuple(row[name] for name in ("org_code", "category_id", "group_id")): row for row in rows.to_dicts()}
    shown = 0
    for key, teachers in by_teacher(window).items():
        each: list[Teacher] = [(one[0], one[1], one[2], one[3]) for _, one in sorted(teachers.items())]
        expected, row = slow(each), told[key]
        assert (row["ratio_low"] is None) == (expected is None), key
        assert row["teachers"] == len(teachers)
        if expected:
            shown += 1
            assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(expected, rel=1e-9)
    assert shown > 30


def test_many_teachers_were_met_once() -> None:
    met = by_teacher(5)
    once = [sum(one[1] + one[3] == 1 for one in teachers.values()) for teachers in met.values()]
    having = [sum(one[0] + one[2] == one[1] + one[3] == 1 for one in teachers.values()) for teachers in met.values()]
    assert sum(once) > 1_000 < 20 * sum(having)


def test_how_much_is_computed_at_once_changes_nothing() -> None:
    who, years = state()
    with mock.patch("monitoring.analysis.experiences.cohort.AT_ONCE", 300):
        assert report_of(who, years, school_year=LAST).equals(report())


def test_who_has_no_seat_or_is_unknown_to_the_cohort_changes_nothing_else() -> None:
    who, years = state()
    more = pl.DataFrame({"sasid": [1, 2], "class": [0, 5]}, schema=years[0].seats.schema)
    others = [ExperienceYear(one.school_year, pl.concat([more, one.seats]), one.classes) for one in years]
    assert report_of(who, others, school_year=LAST).equals(report())
