"""In invented schools of which the truth is known, intervals hold it as often as they say, wherever one is shown."""

from __future__ import annotations

import polars as pl
import pytest

from bench.interval_coverage import LAYOUTS, OF_STUDENTS, Layout, judged, outside, simulate
from bench.simulate_intervals import summary, table

EDGES = (Layout(40, 1, (10, 30, 240, 1000)), Layout(15, 4, (90, 240)), Layout(1, 1, (100, 500)))


@pytest.mark.slow
def test_where_an_interval_is_shown_it_holds_the_truth_in_92_to_98_of_100_draws() -> None:
    cells = simulate(draws=1000, seed=20, layouts=EDGES)
    found = judged(cells)
    assert {name: outside(found, name).rows() for name in ("difference", "ratio")} == {"difference": [], "ratio": []}
    assert found.height > 60
    assert set(found["people"]) == {30, 90, 100, 240, 500, 1000}  # of ten people nothing is shown


@pytest.mark.slow
def test_intervals_of_students_hold_the_truth_as_often() -> None:
    found = judged(simulate(draws=1000, seed=20, layouts=OF_STUDENTS))
    assert {name: outside(found, name).rows() for name in ("difference", "ratio")} == {"difference": [], "ratio": []}
    assert found.height > 60


@pytest.mark.slow
def test_without_the_rule_it_would_not() -> None:
    """What is drawn is hard enough: among people in few schools, intervals of any kind miss."""
    with pytest.MonkeyPatch.context() as patch:
        for name, number in (("FEWEST_UNITS", 2), ("FEWEST_EXPECTED", 2), ("UNITS_WITH_ANY", 2)):
            patch.setattr(f"monitoring.analysis.intervals.{name}", number)
        found = judged(simulate(draws=1000, seed=20, layouts=[Layout(40, 4, (100, 240))]))
    assert not outside(found, "difference").is_empty()


def test_a_cell_counts_how_often_an_interval_was_shown_and_held_the_truth() -> None:
    cells = simulate(draws=40, seed=1, layouts=[Layout(15, 1, (120,))])
    assert cells["draws"].to_list() == [40] * 24
    clear = cells.filter(rate=0.4, times=2.0, icc=0.0).row(0, named=True)
    assert clear["shown"] == clear["shown_ratio"] == 40
    assert clear["holds"] > 30 < clear["holds_ratio"]
    assert cells.filter(rate=0.01).select(pl.col("shown").sum()).item() == 0


def test_the_table_has_a_line_for_each_division_and_the_same_seed_draws_the_same() -> None:
    cells, again = (simulate(draws=20, seed=3, layouts=LAYOUTS[-1:]) for _ in range(2))
    assert cells.equals(again)
    lines = table(cells)
    assert len(lines) == 2 + len(LAYOUTS[-1].people)
    assert lines[-1].startswith("| 1,000 in schools with one principal | ")
    assert summary(cells)[0].startswith("Shown in ")
