"""Columns are judged by what they hold: permuted, shifted and foreign ones are found, clean ones are left alone."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from monitoring.analysis.column_identity import ColumnVerdict, judge_columns, proposals
from tests.analysis.simulated_states import State, simulate
from tests.tiers import often

Blocks = dict[int, pl.DataFrame]
NAMES = [f"column {number}" for number in range(6)]


def relabel(block: pl.DataFrame, holds: dict[str, str | None]) -> pl.DataFrame:
    """The block as it would be with the columns of `holds` under each other's names; None leaves the column empty."""
    return block.with_columns(
        (pl.col(column) if column else pl.lit(None, pl.Float64)).alias(label) for label, column in holds.items()
    )


def found(verdicts: list[ColumnVerdict]) -> dict[tuple[int, str], str | None]:
    """What is not ok, with what it holds."""
    return {(verdict.year, verdict.column): verdict.holds for verdict in verdicts if not verdict.is_ok}


def with_fault(state: State, year: int, holds: dict[str, str | None], seed: int = 1) -> tuple[Blocks, dict[str, str]]:
    blocks, kinds = simulate(state, seed)
    return {**blocks, year: relabel(blocks[year], holds)}, kinds


CLEAN = [
    State(schools=60),
    State(schools=60, alike=0.9, lasting=0.5, missing=0.3, ceiling=0.6),
    State(schools=60, columns=10, lasting=0.1),
    State(schools=60, kind="count", alike=0.9, lasting=0.95, missing=0.1),
    State(schools=200, ceiling=0.6, changed=2021),
    State(schools=200, kind="count", lasting=0.3, changed=2022),
    State(schools=200, moving=0.2, missing=0.2),
    State(schools=2000, alike=0.9),
    State(schools=2000, columns=10, lasting=0.1, ceiling=0.8, changed=2019),
    State(schools=400, years=(2016, 2019, 2023)),
]


@pytest.mark.parametrize("state", CLEAN, ids=str)
@pytest.mark.parametrize("seed", often([1, 2]))
def test_nothing_is_reported_of_a_clean_state(state: State, seed: int) -> None:
    blocks, kinds = simulate(state, seed)
    assert found(judge_columns(blocks, kinds=kinds)) == {}


@pytest.mark.parametrize("state", CLEAN, ids=str)
def test_nothing_is_reported_of_a_clean_year_beside_accepted_ones(state: State) -> None:
    blocks, kinds = simulate(state, 3)
    for year in (min(blocks), sorted(blocks)[len(blocks) // 2], max(blocks)):
        assert found(judge_columns(blocks, kinds=kinds, trusted=set(blocks) - {year})) == {}


@pytest.mark.parametrize("state", CLEAN, ids=str)
@pytest.mark.parametrize("trusted", [(), (2017,)])
def test_nothing_is_reported_of_two_clean_years(state: State, trusted: tuple[int, ...]) -> None:
    blocks, kinds = simulate(State(**{**vars(state), "years": (2017, 2018)}), 4)
    assert found(judge_columns(blocks, kinds=kinds, trusted=trusted)) == {}


@pytest.mark.parametrize("state", [State(schools=100), State(schools=400, alike=0.6), State(schools=2000, ceiling=0.5)])
@pytest.mark.parametrize("year", often([2020, 2017, 2023]))
def test_two_exchanged_columns_are_found_in_any_year_with_what_they_hold(state: State, year: int) -> None:
    blocks, kinds = with_fault(state, year, {NAMES[1]: NAMES[4], NAMES[4]: NAMES[1]})
    verdicts = judge_columns(blocks, kinds=kinds)
    assert found(verdicts) == {(year, NAMES[1]): NAMES[4], (year, NAMES[4]): NAMES[1]}
    assert proposals(verdicts) == {year: {NAMES[1]: NAMES[4], NAMES[4]: NAMES[1]}}


def test_the_numbers_of_two_exchanged_years_are_those_beside_the_years_in_order() -> None:
    swap: dict[str, str | None] = {NAMES[1]: NAMES[4], NAMES[4]: NAMES[1]}
    blocks, kinds = with_fault(State(schools=400), 2021, swap)
    blocks[2022] = relabel(blocks[2022], swap)
    wrong = [its for its in judge_columns(blocks, kinds=kinds, trusted={2017, 2018, 2019}) if not its.is_ok]
    assert [(its.year, its.column, its.holds) for its in wrong] == [
        (y, *pair) for y in (2021, 2022) for pair in swap.items()
    ]
    assert all((its.best or 0) > 0.7 > 0.2 > (its.own or 1) for its in wrong), [its.sentence for its in wrong]


def test_three_columns_turned_in_a_ring_are_found_and_a_proposal_explains_them() -> None:
    ring: dict[str, str | None] = {NAMES[0]: NAMES[2], NAMES[1]: NAMES[0], NAMES[2]: NAMES[1]}
    blocks, kinds = with_fault(State(schools=400), 2020, ring)
    verdicts = judge_columns(blocks, kinds=kinds, trusted={2018, 2019})
    assert proposals(verdicts) == {2020: ring}


@pytest.mark.parametrize("spoiled", [NAMES[0], NAMES[3], NAMES[5]])
def test_another_fault_in_the_same_year_does_not_stand_in_the_way_of_a_proposal(spoiled: str) -> None:
    swap: dict[str, str | None] = {NAMES[1]: NAMES[4], NAMES[4]: NAMES[1]}
    blocks, kinds = with_fault(State(schools=400), 2020, swap)
    blocks[2020] = blocks[2020].with_columns(pl.col(spoiled).sort())
    verdicts = judge_columns(blocks, kinds=kinds)
    assert found(verdicts) == {(2020, label): column for label, column in [*swap.items(), (spoiled, None)]}
    assert proposals(verdicts) == {2020: swap}


def test_a_later_change_of_all_years_is_not_taken_for_the_right_order() -> None:
    blocks, kinds = simulate(State(schools=400, years=(2020, 2021, 2022, 2023)), 5)
    holds: dict[str, str | None] = {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]}
    blocks |= {year: relabel(blocks[year], holds) for year in (2021, 2022, 2023)}
    wrong = found(judge_columns(blocks, kinds=kinds, trusted={2020}))
    assert set(wrong) == {(year, name) for year in (2021, 2022, 2023) for name in NAMES[:2]}


def test_two_years_that_contradict_each_other_are_both_withheld_and_this_is_said() -> None:
    blocks, kinds = with_fault(State(schools=400, years=(2020, 2021)), 2021, {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]})
    verdicts = judge_columns(blocks, kinds=kinds)
    assert found(verdicts) == {(year, name): None for year in (2020, 2021) for name in NAMES[:2]}
    assert proposals(verdicts) == {}
    assert "nothing tells which of them is wrong" in next(verdict.sentence for verdict in verdicts if not verdict.is_ok)


def test_beside_one_accepted_year_the_other_is_the_wrong_one() -> None:
    blocks, kinds = with_fault(State(schools=400, years=(2020, 2021)), 2021, {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]})
    verdicts = judge_columns(blocks, kinds=kinds, trusted={2020})
    assert proposals(verdicts) == {2021: {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]}}


def test_columns_shifted_by_one_are_all_refused_and_no_permutation_is_proposed() -> None:
    shift: dict[str, str | None] = {NAMES[2]: None, **{NAMES[i]: NAMES[i - 1] for i in range(3, 6)}}
    blocks, kinds = with_fault(State(schools=400), 2021, shift)
    verdicts = judge_columns(blocks, kinds=kinds)
    assert set(found(verdicts)) == {(2021, name) for name in NAMES[3:]}
    assert proposals(verdicts) == {}


def test_figures_of_something_else_are_refused() -> None:
    blocks, kinds = simulate(State(schools=400), 6)
    rng = np.random.default_rng(7)
    other = pl.Series(NAMES[3], rng.uniform(0, 60, blocks[2022].height).round(1))
    blocks[2022] = blocks[2022].with_columns(other)
    assert found(judge_columns(blocks, kinds=kinds)) == {(2022, NAMES[3]): None}


@pytest.mark.parametrize("column", NAMES[:3])
@pytest.mark.parametrize("alike", often([0.8, 0.3]))
def test_the_other_part_of_100_is_refused_and_nothing_else_is_moved(column: str, alike: float) -> None:
    blocks, kinds = simulate(State(schools=400, alike=alike, lasting=0.6, ceiling=0.5), 12)
    blocks[2021] = blocks[2021].with_columns((100 - pl.col(column)).round(1).alias(column))
    verdicts = judge_columns(blocks, kinds=kinds, trusted={2019, 2020, 2022})
    assert found(verdicts) == {(2021, column): None}
    sentence = next(verdict.sentence for verdict in verdicts if not verdict.is_ok)
    assert "its order of schools is turned around (rank correlation with its other years -0." in sentence


def test_two_columns_that_make_100_exchanged_are_still_each_others() -> None:
    blocks, kinds = simulate(State(schools=400), 13)
    parts = {NAMES[0]: pl.col(NAMES[0]), NAMES[1]: 100 - pl.col(NAMES[0])}
    blocks = {year: block.with_columns(**parts) for year, block in blocks.items()}
    swap: dict[str, str | None] = {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]}
    assert proposals(judge_columns({**blocks, 2021: relabel(blocks[2021], swap)}, kinds=kinds)) == {2021: swap}


def test_a_new_definition_that_moves_the_level_is_no_fault() -> None:
    blocks, kinds = simulate(State(schools=400), 8)
    for year in (2021, 2022, 2023):
        blocks[year] = blocks[year].with_columns((pl.col(NAMES[0]) ** 1.2 + 5).alias(NAMES[0]))
    assert found(judge_columns(blocks, kinds=kinds)) == {}


def test_cells_of_another_kind_refuse_their_column_and_what_stands_between_in_the_only_year() -> None:
    blocks, kinds = simulate(State(schools=400, years=(2017,)), 9)
    wrong_cells = {(2017, NAMES[1]): 1.0, (2017, NAMES[3]): 0.97, (2017, NAMES[5]): 0.2}
    verdicts = judge_columns(blocks, kinds=kinds, wrong_cells=wrong_cells)
    assert found(verdicts) == dict.fromkeys([(2017, NAMES[1]), (2017, NAMES[2]), (2017, NAMES[3])])
    assert [verdict.test for verdict in verdicts if not verdict.is_ok] == ["format", "between", "format"]


def test_other_years_vouch_for_what_stands_between() -> None:
    blocks, kinds = simulate(State(schools=400, years=(2017, 2018, 2019)), 9)
    wrong_cells = {(2017, NAMES[1]): 1.0, (2017, NAMES[3]): 0.97}
    verdicts = judge_columns(blocks, kinds=kinds, wrong_cells=wrong_cells)
    assert set(found(verdicts)) == {(2017, NAMES[1]), (2017, NAMES[3])}


def test_a_year_refused_by_its_cells_has_no_say_against_another_year() -> None:
    blocks, kinds = simulate(State(schools=400, years=(2017, 2018)), 9)
    blocks[2017] = relabel(blocks[2017], {NAMES[1]: NAMES[2], NAMES[2]: NAMES[3], NAMES[3]: NAMES[1]})
    verdicts = judge_columns(blocks, kinds=kinds, wrong_cells={(2017, name): 1.0 for name in NAMES[1:4]})
    assert {key[0] for key in found(verdicts)} == {2017}


def test_columns_that_rank_schools_alike_are_told_apart_by_what_they_have_to_do_with_each_other() -> None:
    rng = np.random.default_rng(10)
    size = rng.integers(10, 200, 300)
    kinds = {"teachers": "count", "retained": "count", "percent": "percent"}
    blocks = {}
    for year in (2019, 2020, 2021):
        retained = rng.binomial(size, 0.85)
        cells = {"teachers": size * 1.0, "retained": retained * 1.0, "percent": (100 * retained / size).round(1)}
        blocks[year] = pl.DataFrame(cells).with_columns(org_code=pl.Series([f"{i:08d}" for i in range(300)]))
        size = np.maximum(size + rng.integers(-6, 7, 300), 5)
    assert found(judge_columns(blocks, kinds=kinds)) == {}
    blocks[2021] = blocks[2021].rename({"teachers": "retained", "retained": "teachers"})
    verdicts = judge_columns(blocks, kinds=kinds)
    assert proposals(verdicts) == {2021: {"teachers": "retained", "retained": "teachers"}}


def test_with_a_handful_of_rows_an_exchange_is_found_by_sizes() -> None:
    rng = np.random.default_rng(11)
    kinds = {"turnover": "percent", "unlicensed": "percent"}
    codes = pl.Series("org_code", [f"{i:08d}" for i in range(8)])
    levels = {"turnover": rng.uniform(12, 25, 8), "unlicensed": rng.uniform(1, 4, 8)}
    blocks = {
        year: pl.DataFrame({name: level * rng.uniform(0.9, 1.1, 8) for name, level in levels.items()}).with_columns(
            codes
        )
        for year in (2020, 2021)
    }
    assert found(judge_columns(blocks, kinds=kinds, trusted={2020})) == {}
    blocks[2021] = blocks[2021].rename({"turnover": "unlicensed", "unlicensed": "turnover"})
    verdicts = judge_columns(blocks, kinds=kinds, trusted={2020})
    assert proposals(verdicts) == {2021: {"turnover": "unlicensed", "unlicensed": "turnover"}}
    assert {verdict.test for verdict in verdicts} == {"size"}


LEVELS = (5.0, 17.0, 40.0, 93.0)  # of learners, disabled, poor, licensed


def few_schools(schools: int, seed: int) -> tuple[Blocks, dict[str, str]]:
    """Five years of a district: each figure is a school's own level plus a little of the year."""
    rng = np.random.default_rng(seed)
    codes = pl.Series("org_code", [f"{i:08d}" for i in range(schools)])
    level = np.clip(rng.normal(LEVELS, (3.0, 4.0, 12.0, 3.0), (schools, 4)), 0.5, 99.5)
    cells = {year: np.clip(rng.normal(level, 1.2), 0, 100).round(1) for year in range(2019, 2024)}
    return {year: pl.DataFrame(its, NAMES[:4]).with_columns(codes) for year, its in cells.items()}, dict.fromkeys(
        NAMES[:4], "percent"
    )


@pytest.mark.parametrize("schools", [8, 14, 27])
@pytest.mark.parametrize("trusted", [(), (2019, 2020, 2022)])
@pytest.mark.parametrize("seed", often(range(3)))
def test_a_ring_of_three_columns_is_found_in_few_schools(schools: int, trusted: tuple[int, ...], seed: int) -> None:
    blocks, kinds = few_schools(schools, seed)
    ring: dict[str, str | None] = {NAMES[0]: NAMES[2], NAMES[1]: NAMES[0], NAMES[2]: NAMES[1]}
    assert found(judge_columns(blocks, kinds=kinds, trusted=trusted)) == {}
    verdicts = judge_columns({**blocks, 2021: relabel(blocks[2021], ring)}, kinds=kinds, trusted=trusted)
    assert found(verdicts) == {(2021, label): column for label, column in ring.items()}
    assert proposals(verdicts) == {2021: ring}
    assert "far nearer to that column's of the other years" in next(its.sentence for its in verdicts if not its.is_ok)


@pytest.mark.parametrize("schools", [5, 10, 20])
@pytest.mark.parametrize("kind", ["percent", "count"])
@pytest.mark.parametrize("lasting", often([0.85, 0.1]))
def test_nothing_is_reported_of_few_clean_schools(schools: int, kind: str, lasting: float) -> None:
    for seed in range(10):
        blocks, kinds = simulate(State(schools=schools, kind=kind, lasting=lasting, columns=8), 100 + seed)
        assert found(judge_columns(blocks, kinds=kinds)) == {}, seed


def test_the_order_of_rows_and_years_changes_nothing() -> None:
    blocks, kinds = with_fault(State(schools=200), 2020, {NAMES[1]: NAMES[4], NAMES[4]: NAMES[1]})
    mixed = {year: blocks[year].sample(fraction=1, shuffle=True, seed=year) for year in reversed(blocks)}
    assert judge_columns(mixed, kinds=kinds) == judge_columns(blocks, kinds=kinds)


def test_no_years_no_columns_or_no_rows_give_no_verdict_against_anything() -> None:
    assert judge_columns({}, kinds={}) == []
    empty = pl.DataFrame(schema={"org_code": pl.String, "a": pl.Float64, "b": pl.Float64})
    assert found(judge_columns({2020: empty, 2021: empty}, kinds={"a": "percent", "b": "count"})) == {}
