"""What make bench measures of the report on experiences: the product and pandas count the same."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import polars as pl
import pytest

from bench import experience_process, report
from bench.experience_process import WITHOUT, read, without_intervals, work_of, written
from bench.experience_rounds import counted, refuse_other_reports
from bench.experience_state import LAST, Size, invented_experiences
from monitoring.analysis.experiences import report as product
from monitoring.analysis.experiences.report import report_of
from monitoring.results.management.commands.bench import experience_sizes

SMALL = Size(districts=3, schools=20, students=4_000, seed=2)


def test_the_product_and_pandas_make_the_same_report() -> None:
    refuse_other_reports(invented_experiences(SMALL))


@pytest.mark.parametrize("name", ["focal_having", "reference_twice", "seats_taught", "ratio", "is_gap"])
def test_a_number_that_is_another_is_noticed(name: str) -> None:
    whole = product.report_of

    def another(*given: object, **how: object) -> pl.DataFrame:
        made = whole(*given, **how)  # type: ignore[arg-type]
        changed = ~pl.col(name) if name == "is_gap" else pl.col(name) + 1
        return made.with_columns(pl.when(pl.col(name).is_not_null().cum_sum() == 1).then(changed).otherwise(name))

    with mock.patch("bench.experience_rounds.report_of", another), pytest.raises(RuntimeError, match=name):
        refuse_other_reports(invented_experiences(SMALL))


def test_a_state_is_as_large_as_is_asked_for_and_the_same_again() -> None:
    state, again = (invented_experiences(SMALL) for _ in range(2))
    size = counted(state)
    assert 3_500 < size["students"] < 4_500
    assert 15 < size["schools"] < 30
    assert 5.5 < size["seats a year"] / size["students"] < 8
    assert all(one.seats.equals(other.seats) for one, other in zip(state[1], again[1], strict=True))


def test_without_intervals_no_teacher_is_left_out_and_all_else_is_the_same() -> None:
    who, years = invented_experiences(SMALL)
    whole = report_of(who, years, school_year=LAST)
    with without_intervals():
        without = report_of(who, years, school_year=LAST)
    ends = ["ratio_low", "ratio_high", "interval_reason"]
    assert whole["ratio_low"].count() > 0 == without["ratio_low"].count()
    assert whole.drop(ends).equals(without.drop(ends))


def test_each_is_measured_from_the_same_files(tmp_path: Path) -> None:
    state = invented_experiences(SMALL)
    written(state, tmp_path)
    assert read(tmp_path)[0].equals(state[0])
    with mock.patch.object(experience_process, "SMALL", Size(1, 3, 500)):
        for what in ("product", WITHOUT, "pandas"):
            told = experience_process.main(what, tmp_path)
            assert json.loads(json.dumps(told)).keys() == {"seconds", "processor", "megabytes"}
    assert len(work_of("pandas", state)()) == len(work_of("product", state)())  # type: ignore[arg-type]


def test_sizes_are_districts_schools_and_students() -> None:
    assert experience_sizes("1x8x3000,2x30x9000") == [Size(1, 8, 3000), Size(2, 30, 9000)]


def test_the_table_tells_what_each_took() -> None:
    told = {"size": {"students": 3000}, "seconds": {"product": 0.05}, "processor": {"product": 0.06}}
    found = told | {"megabytes": {"product": 130.0}, "ratios": {"pandas / product": 4.5}}
    lines = report.experience_text({"1 district": found}).splitlines()
    assert [line.split()[-1] for line in lines] == ["3,000", "s", "s", "MB", "4.50"]
