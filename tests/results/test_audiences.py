"""What districts see of the state, attacked: sums that they see are subtracted from each other, and none of the figures
of fewer than three districts comes out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

import polars as pl
import pytest

from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import STATEWIDE
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.values import compute_sums
from monitoring.results.compute import compute_results
from monitoring.results.frames import Inputs, Results
from tests.results.small_state import YEARS, small_state

SEEDS = range(5)
RARE = ("T_TURN", "T_EXP_LT3", "P_TURN")  # measures that in one year only two districts have anybody to count for
MIDDLE = "T_UNLICENSED"  # a measure for which, of schools in the middle, only two districts' have anybody to count

pytestmark = pytest.mark.xdist_group("audiences")  # each state is computed once

Amounts = tuple[int, int]
Item = tuple[int, str, str]  # school year, measure, window


class Side(NamedTuple):
    """What a sum is of: all of the state, or a side of a comparison."""

    group: str
    scope: str
    partition: str
    side: str


def uneven_state(seed: int) -> Inputs:
    """A state in which one level of schools is in two districts only, some figures are of two districts, and one
    district sends turnover of its own in place of its schools'.
    """
    inputs, chance = small_state(seed, districts=16), random.Random(seed)
    level, other = chance.sample(("ELEM", "MIDDLE", "HIGH", ""), 2)
    of = pl.col("org_code").str.slice(0, 4)
    is_school = pl.col("org_code").str.slice(4) != "0000"
    organizations = inputs.organizations.with_columns(
        level=pl.when(is_school & (pl.col("level") == level) & ~of.is_in(["0002", "0003"]))
        .then(pl.lit(other))
        .otherwise("level")
    )
    rare = pl.lit(False)
    for measure in RARE:
        rare |= (pl.col("metric_id") == measure) & (pl.col("school_year") == chance.choice(YEARS))
    bands = compute_results(inputs, list(YEARS)).school_bands.filter(scope="state", group_id="low_income")
    middle = bands.filter(pl.col("band").is_in(["middle", "left_out"])).select(
        "school_year", "org_code", is_middle=True
    )
    rare |= (pl.col("metric_id") == MIDDLE) & pl.col("is_middle").fill_null(False)
    nobody = is_school & ~of.is_in(["0004", "0005"]) & rare
    silent = is_school & (of == "0006") & (pl.col("metric_id") == "T_TURN")
    aggregates = (
        inputs.aggregates.join(middle, on=["school_year", "org_code"], how="left")
        .filter(~silent, is_school | (of == "0006") | (pl.col("metric_id") != "T_TURN"))
        .with_columns(
            missing_reason=pl.lit(None, pl.String),
            numerator=pl.when(nobody).then(0).otherwise(pl.col("numerator").fill_null(pl.col("denominator") // 3)),
            denominator=pl.when(nobody).then(0).otherwise(pl.col("denominator")),
        )
        .drop("is_middle")
    )
    return replace(inputs, aggregates=aggregates, organizations=organizations)


@cache
def computed(seed: int) -> tuple[Inputs, Results]:
    inputs = uneven_state(seed)
    return inputs, compute_results(inputs, list(YEARS))


def amounts(results: Results, *, seen: bool) -> dict[Item, dict[Side, Amounts]]:
    """Every sum of the state that districts see, or that the agency sees."""
    hidden = "agency" if seen else "districts"
    found: dict[Item, dict[Side, Amounts]] = {}
    for row in results.state_values.filter(pl.col("seen_by") != hidden).iter_rows(named=True):
        if row["denominator"] is not None:
            item = found.setdefault((row["school_year"], row["measure_id"], row["window"]), {})
            item[Side("", "value", "", "all")] = (row["numerator"], row["denominator"])
    for row in results.state_gaps.filter(pl.col("seen_by") != hidden).iter_rows(named=True):
        item = found.setdefault((row["school_year"], row["measure_id"], row["window"]), {})
        for side in ("focal", "reference", "all"):
            if row[f"{side}_denominator"] is not None:
                group = "" if side == "all" else row["group_id"]  # the whole is the same in every grouping
                sums = (row[f"{side}_numerator"], row[f"{side}_denominator"])
                item[Side(group, row["scope"], row["partition"], side)] = sums
    return found


def minus(whole: Amounts, *parts: Amounts) -> Amounts:
    return (whole[0] - sum(part[0] for part in parts), whole[1] - sum(part[1] for part in parts))


class Truth:
    """What schools and districts sent, summed one figure at a time, with the districts it is of."""

    def __init__(self, inputs: Inputs, results: Results) -> None:
        self.level = dict(inputs.organizations.select("org_code", "level").rows())
        self.schools: dict[Item, list[tuple[str, int, int]]] = {}
        for row in results.school_values.iter_rows(named=True):
            if row["window"] == "1" and row["denominator"]:
                item = (row["school_year"], row["measure_id"], "1")
                sums = (row["org_code"], row["numerator"], row["denominator"])
                self.schools.setdefault(item, []).append(sums)
        self.own = {
            ((row["school_year"], row["measure_id"], "1"), row["org_code"]): (row["numerator"], row["denominator"])
            for row in results.district_values.filter(basis="own", window="1").iter_rows(named=True)
            if row["denominator"] is not None
        }
        self.bands: dict[tuple[int, str, str, str], dict[str, set[str]]] = {}
        for row in results.school_bands.filter(pl.col("scope") != "district").iter_rows(named=True):
            place = (row["school_year"], row["group_id"], row["scope"], row["partition"])
            self.bands.setdefault(place, {}).setdefault(row["band"], set()).add(row["org_code"])

    def few(self, item: Item, schools: set[str]) -> Amounts | None:
        """The sum over these schools, if it is of one or two districts."""
        rows = [row for row in self.schools.get(item, []) if row[0] in schools]
        if not 0 < len({org[:4] for org, _, _ in rows}) < 3:
            return None
        return (sum(row[1] for row in rows), sum(row[2] for row in rows))

    def secrets(self, item: Item) -> Iterator[Amounts]:
        """Sums of one year that are of one or two districts: of the state, of a level, of a side or of neither side, of
        districts' own figures.
        """
        sent = {org for org, _, _ in self.schools.get(item, [])}
        sets = [sent, *({org for org in sent if self.level[org] == level} for level in set(self.level.values()))]
        for (year, *_), bands in self.bands.items():
            if year == item[0]:
                rest = bands.get("middle", set()) | bands.get("left_out", set())
                sets += [bands.get("focal", set()), bands.get("reference", set()), rest]
        yield from (found for found in (self.few(item, schools) for schools in sets) if found)
        own = [sums for (what, _), sums in self.own.items() if what == item]
        if 0 < len(own) < 3:
            yield (sum(one[0] for one in own), sum(one[1] for one in own))


def by_levels(item: dict[Side, Amounts]) -> Iterator[Amounts]:
    """Each whole less any of its parts."""
    levels = [sums for side, sums in item.items() if (side.scope, side.side) == ("level", "all")]
    wholes = [sums for side, sums in item.items() if side.side == "all" and side.scope in ("value", "state")]
    for whole in wholes:
        for size in range(1, len(levels) + 1):
            yield from (minus(whole, *parts) for parts in combinations(levels, size))
        yield from (minus(whole, other) for other in wholes)


def by_ends(item: dict[Side, Amounts]) -> Iterator[Amounts]:
    """All schools of a place less both ends."""
    for side, focal in item.items():
        if side.side == "focal":
            reference = item.get(side._replace(side="reference"))
            whole = [Side("", side.scope, side.partition, "all")]
            whole += [Side("", "value", "", "all")] if side.scope == "state" else []
            for name in whole:
                if reference and name in item:
                    yield minus(item[name], focal, reference)


def by_windows(sums: dict[Item, dict[Side, Amounts]], year: int, measure: str) -> Iterator[Amounts]:
    """Three years less the two others, for the one that is asked for."""
    for last in range(year, year + 3):
        others = [other for other in range(last - 2, last + 1) if other != year]
        for side, pooled in sums.get((last, measure, "pooled3"), {}).items():
            known = [sums.get((other, measure, "1"), {}).get(side) for other in others]
            yield minus(pooled, *(one for one in known if one))


def attack(seed: int, *, seen: bool) -> dict[str, int]:
    """How many figures of one or two districts come out, by way."""
    inputs, results = computed(seed)
    truth, sums = Truth(inputs, results), amounts(results, seen=seen)
    out: dict[str, int] = {"shown": 0, "levels": 0, "ends": 0, "windows": 0}
    for year, measure, window in sums:
        if window == "1":
            secrets = {found for found in truth.secrets((year, measure, window)) if found[1] > 0}
            item = sums[year, measure, window]
            ways: dict[str, Any] = {
                "shown": item.values(),
                "levels": by_levels(item),
                "ends": by_ends(item),
                "windows": by_windows(sums, year, measure),
            }
            for way, found in ways.items():
                out[way] += len(secrets & set(found))
    return out


@pytest.mark.parametrize("seed", SEEDS)
def test_no_figure_of_one_or_two_districts_comes_out_of_what_districts_see(seed: int) -> None:
    assert attack(seed, seen=True) == {"shown": 0, "levels": 0, "ends": 0, "windows": 0}


@pytest.mark.slow
def test_from_what_the_agency_sees_every_way_gives_some_away() -> None:
    found = [attack(seed, seen=False) for seed in SEEDS]
    assert all(sum(one[way] for one in found) > 0 for way in ("shown", "levels", "ends", "windows")), found


@pytest.mark.parametrize("seed", SEEDS)
def test_districts_see_whole_figures_or_the_reason_and_most_of_what_rests_on_many(seed: int) -> None:
    _, results = computed(seed)
    told = results.state_gaps.filter(seen_by="districts")
    few = told.filter(reason="too_few_districts")
    names = ("focal_rate", "reference_numerator", "all_denominator", "difference_low", "ratio", "people_to_close")
    assert [few[name].drop_nulls().len() for name in names] == [0] * len(names)
    assert set(few["sources"].list.len()) == {0}
    partly = told.filter(pl.col("reason") != "too_few_districts")
    assert partly["all_denominator"].drop_nulls().is_empty()
    assert set(partly["all_reason"]) == {"tells_of_few_districts"}
    for side in ("focal", "reference", "all"):
        both = results.state_gaps.select((pl.col(f"{side}_rate").is_null() == (pl.col(f"{side}_reason") != "")).all())
        assert both.item(), side
    assert set(partly["scope"]) <= {"level", "state"}
    assert told.height == results.state_gaps.filter(seen_by="agency").height
    assert results.state_gaps.filter(pl.col("difference").is_not_null(), seen_by="everybody").height > 0
    values = results.state_values.filter(seen_by="districts")
    assert values.select("rate", "numerator", "denominator").null_count().row(0) == (values.height,) * 3


def test_what_both_ends_leave_of_all_counts_like_an_end() -> None:
    """Three schools at each end, each of a district of its own; the six between them are of two districts."""
    schools = pl.DataFrame({"school_year": 2021, "org_code": list("abcdefghijkl")})
    shares = schools.with_columns(share=pl.int_range(12).cast(pl.Float64), group_id=pl.lit("low_income"), fte=1)
    sent = schools.with_columns(
        metric_id=pl.lit("T_TURN"), missing_reason=pl.lit(None, pl.String), numerator=1, denominator=10
    )
    bands = compute_bands(shares.with_columns(share=pl.col("share") + 1, enrolled=300), scope=STATEWIDE)
    owners = schools.select("org_code", district_code=pl.Series(list("abcxyxyxyjkl")))
    gaps = compute_gaps(compute_sums(sent), bands, owners)
    assert gaps.filter(measure_id="T_TURN", window="1")["fewest_districts"].to_list() == [2]
    owners = schools.select("org_code", district_code=pl.Series(list("abcxyzxyzjkl")))
    gaps = compute_gaps(compute_sums(sent), bands, owners)
    assert gaps.filter(measure_id="T_TURN", window="1")["fewest_districts"].to_list() == [3]
