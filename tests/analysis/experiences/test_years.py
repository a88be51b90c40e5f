"""A school year as it is stored: in numbers, district by district; and the cohorts of many districts in one call."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.experiences.classes import SECTION
from monitoring.analysis.experiences.report import ROW, report_of
from monitoring.analysis.experiences.years import ExperienceYear, merged, year_of
from tests.analysis.experiences.states import YEAR, classes_of, cohort, state_of, years_of
from tests.analysis.people.sent import ONE, OTHER, State, frame

SEEDS = range(3)


@cache
def made(seed: int) -> tuple[State, list[ExperienceYear]]:
    state = state_of(seed)
    return state, years_of(state)


def apart(state: State) -> list[list[ExperienceYear]]:
    """By school year, what each district sent."""
    found: dict[int, list[ExperienceYear]] = {}
    for (code, year), files in sorted(state.years.items()):
        schedule = frame("student_schedule", files.get("student_schedule", [])).filter(collection="OCT")
        found.setdefault(year, []).append(year_of(year, schedule, classes_of(state, code, year)))
    return list(found.values())


def numbers_of(*texts: pl.Series) -> pl.DataFrame:
    """For each text a number of 60 bits, in another order than the texts."""
    known = pl.concat(texts).unique().sort()
    return pl.DataFrame({"text": known, "number": known.hash(7) // 16})


def in_numbers(rows: pl.DataFrame, name: str, numbers: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(name).replace_strict(numbers["text"], numbers["number"]))


def turned_into_numbers(who: pl.DataFrame, years: list[ExperienceYear]) -> tuple[pl.DataFrame, list[ExperienceYear]]:
    students = numbers_of(who["sasid"], *(one.seats["sasid"] for one in years))
    teachers = numbers_of(*(one.classes["mepid"] for one in years))
    turned = [
        ExperienceYear(
            one.school_year,
            in_numbers(one.seats, "sasid", students),
            in_numbers(one.classes, "mepid", teachers).drop(SECTION),
        )
        for one in years
    ]
    return in_numbers(who, "sasid", students), turned


def assert_alike(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Counts are the same; ends of intervals are to the last digits, for sums over teachers stand in another order."""
    ends = ["ratio_low", "ratio_high"]
    assert one.drop(ends).equals(other.drop(ends))
    for name in ends:
        assert one[name].to_list() == pytest.approx(other[name].to_list(), rel=1e-12)


def report(who: pl.DataFrame, years: list[ExperienceYear], **how: Any) -> pl.DataFrame:
    return report_of(who, years, school_year=YEAR, **how)


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_numbers_in_place_of_texts_change_nothing(seed: int) -> None:
    state, years = made(seed)
    who = cohort(state, ONE)
    assert_alike(report(*turned_into_numbers(who, years)), report(who, years))


@pytest.mark.parametrize("seed", SEEDS)
def test_years_of_districts_put_together_are_those_of_all_their_files(seed: int) -> None:
    state, years = made(seed)
    together = [merged(districts) for districts in apart(state)]
    for district in (ONE, OTHER):
        who = cohort(state, district)
        assert report(who, together).equals(report(who, years))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_many_districts_at_once_each_has_the_report_that_it_has_by_itself(seed: int) -> None:
    state, years = made(seed)
    cohorts = [cohort(state, district) for district in (ONE, OTHER)]
    each = pl.concat(report(who, years) for who in cohorts).sort(ROW)
    assert report(pl.concat(cohorts), years).equals(each)


def test_only_one_school_year_is_put_together() -> None:
    first, second, *_ = made(1)[1]
    with pytest.raises(ValueError, match="several school years"):
        merged([first, second])


def test_numbers_of_classes_move_on_past_those_that_nobody_teaches() -> None:
    where = {"org_code": "00010505", "course_code": "02052", "term": "FY"}
    schedule = pl.DataFrame({"sasid": "a", **where, "section_id": ["1", "2"], "status": "ENROLLED"})
    taught = pl.DataFrame({**where, "section_id": ["1"], "mepid": "t", "share": 10_000}).with_columns(
        pl.lit(1, pl.UInt16).alias(name) for name in ("having", "known", "asked")
    )
    one = year_of(YEAR, schedule, taught)
    both = merged([one, one])
    assert both.seats.rows() == [("a", 0), ("a", 1), ("a", 2), ("a", 3)]
    assert both.classes["class"].to_list() == [0, 2]
