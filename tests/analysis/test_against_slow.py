"""The fast implementation says what the slow and obvious one says, on random states."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import QUARTILES, QUINTILES, STATEWIDE, TERTILES, WITHIN_DISTRICT, Cut, Scope
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.values import compute_sums, compute_values
from tests.analysis import alternative_implementations as slow
from tests.analysis.random_inputs import sent_frame, sent_rows, share_frame, share_rows
from tests.analysis.slow_intervals import intervals

ENDS = ("focal", "reference", "all")


@given(sent_rows())
@settings(max_examples=60)
def test_values_are_those_of_the_definition(rows: list[slow.Sent]) -> None:
    fast = compute_values(sent_frame(rows))
    found = {
        (row["school_year"], row["org_code"], row["measure_id"], row["window"]): slow.Value(
            row["numerator"], row["denominator"], row["years_used"], row["reason"]
        )
        for row in fast.iter_rows(named=True)
    }
    assert found == slow.all_values(rows)


QUARTER, HALF = ("1/4", Fraction(1, 4), Fraction(1, 4)), ("1/2", Fraction(1, 2), Fraction(1, 2))
# Each place and cut, with what it comes to by the definition.
STEPS: dict[tuple[Scope, Cut], slow.Steps] = {
    (STATEWIDE, QUARTILES): ((4, *QUARTER),),
    (WITHIN_DISTRICT, QUARTILES): ((8, *QUARTER), (4, *HALF)),
    (STATEWIDE, QUINTILES): ((5, "1/5", Fraction(1, 5), Fraction(1, 5)),),
    (WITHIN_DISTRICT, TERTILES): ((6, "1/3", Fraction(1, 3), Fraction(1, 3)), (4, *HALF)),
    (STATEWIDE, Cut((3, 10), (3, 10))): ((4, "3/10", Fraction(3, 10), Fraction(3, 10)),),
    (STATEWIDE, Cut((1, 3), (1, 6), "tried")): ((6, "1/3:1/6", Fraction(1, 3), Fraction(1, 6)),),
}


@given(share_rows(), st.sampled_from(list(STEPS)))
@settings(max_examples=90)
def test_bands_are_those_of_the_definition(rows: list[slow.Share], place: tuple[Scope, Cut]) -> None:
    groups = {name: replace(group, cut=place[1]) for name, group in GROUPS.items()}
    fast = compute_bands(share_frame(rows), scope=place[0], groups=groups)
    expected = {
        key: (None if band.position is None else float(band.position), band.cut, band.band, band.reason)
        for key, band in slow.all_bands(rows, STEPS[place]).items()
    }
    found = {
        (row["school_year"], row["group_id"], row["partition"], row["org_code"]): (
            row["position"],
            row["cut"],
            row["band"],
            row["left_out_reason"],
        )
        for row in fast.iter_rows(named=True)
    }
    assert found == expected


@given(sent_rows(), share_rows(), st.sampled_from([STATEWIDE, WITHIN_DISTRICT]))
@settings(max_examples=60)
def test_gaps_are_those_of_the_definition(sent: list[slow.Sent], shares: list[slow.Share], scope: Scope) -> None:
    fast = compute_gaps(compute_sums(sent_frame(sent)), compute_bands(share_frame(shares), scope=scope))
    steps = STEPS[scope, QUARTILES]
    sums, bands = slow.all_sums(sent), slow.all_bands(shares, steps)
    places = {(share.year, share.group, share.partition) for share in shares}
    compared = [(m, window) for m in MEASURES.values() if m.gap for window in m.windows]
    assert set(fast.select("school_year", "group_id", "partition", "measure_id", "window").rows()) == {
        (*place, measure.id, window)
        for place in places
        for measure, window in compared
        if measure.asked or any((place[0], key[3], measure.id, window) in sums for key in bands if key[:3] == place)
    }
    for row in fast.iter_rows(named=True):
        place = (row["school_year"], row["group_id"], row["partition"])
        _check_gap(
            row,
            [share for share in shares if (share.year, share.group, share.partition) == place],
            {key[3]: band for key, band in bands.items() if key[:3] == place},
            steps,
            sums,
        )


def _check_gap(
    row: dict,
    shares: list[slow.Share],
    bands: dict[str, slow.Band],
    steps: slow.Steps,
    sums: dict[tuple[int, str, str, str], slow.Value],
) -> None:
    where = (row["school_year"], row["measure_id"])
    orgs = {name: [org for org, band in bands.items() if name in ("all", band.band)] for name in ENDS}
    sides = {name: slow.side_of(orgs[name], sums, *where, row["window"]) for name in ENDS}
    for name, side in sides.items():
        known = side.has_rate
        assert row[f"{name}_schools"] == len(side.known)
        assert row[f"{name}_missing"] == side.missing
        assert row[f"{name}_numerator"] == (side.numerator if known else None)
        assert row[f"{name}_denominator"] == (side.denominator if known else None)
        assert row[f"{name}_rate"] == (None if side.rate is None else float(side.rate))
        if orgs[name]:
            assert row[f"{name}_reason"] == slow.why_no_rate(side, *where)
        else:
            assert row[f"{name}_reason"] == row["reason"]
    focal, reference = (
        slow.turned(sides[name]) if MEASURES[row["measure_id"]].adverse == "lower" else sides[name]
        for name in ("focal", "reference")
    )
    reason = slow.why_no_gap(*where, shares, bands, steps, focal, reference)
    assert row["reason"] == reason
    if reason is not None or focal.rate is None or reference.rate is None:
        statistics = ("difference", "difference_low", "ratio", "ratio_high", "people_to_close", "verdict")
        assert [row[name] for name in statistics] == [None] * 6
        assert row["ratio_reason"] == reason
        return
    assert row["difference"] == float(focal.rate) - float(reference.rate)
    assert row["people_to_close"] == slow.people_to_close(focal, reference)
    assert row["ratio_reason"] == (None if reference.rate else "reference_zero")
    if reference.rate:
        assert row["ratio"] == pytest.approx(float(focal.rate / reference.rate), rel=1e-12)
    else:
        assert row["ratio"] is None
    interval = intervals(
        *(
            [(Fraction(value.numerator or 0, 10_000), Fraction(value.denominator or 0, 10_000)) for value in side.known]
            for side in (focal, reference)
        )
    )
    assert row["interval_reason"] == interval.reason
    assert [row[name] for name in ("difference_low", "difference_high")] == _approx(interval.difference)
    assert [row[name] for name in ("ratio_low", "ratio_high")] == _approx(interval.ratio)
    assert row["verdict"] == slow.verdict(focal, reference, row["difference_low"], row["difference_high"])
    years = {year for side in (focal, reference) for value in side.known for year in value.years}
    assert row["years_used"] == sorted(years)


def _approx(ends: tuple[float, float] | None) -> Any:
    return [None, None] if ends is None else pytest.approx(list(ends), rel=1e-9, abs=1e-9)


@given(sent_rows(), share_rows(), st.randoms())
@settings(max_examples=15)
def test_the_order_of_rows_changes_no_byte(sent: list[slow.Sent], shares: list[slow.Share], random) -> None:  # type: ignore[no-untyped-def]
    def computed(sent: list[slow.Sent], shares: list[slow.Share]) -> pl.DataFrame:
        return compute_gaps(compute_sums(sent_frame(sent)), compute_bands(share_frame(shares), scope=STATEWIDE))

    first = computed(sent, shares)
    again = computed(random.sample(sent, len(sent)), random.sample(shares, len(shares)))
    assert first.equals(again)


def test_ten_orders_of_one_large_state_give_the_same_bytes() -> None:
    orgs = [f"{number:08d}" for number in range(400)]
    sent = (
        pl.DataFrame({"org_code": orgs})
        .with_row_index()
        .with_columns(
            school_year=pl.lit(2021, pl.Int16),
            metric_id=pl.lit("T_TURN"),
            numerator=(pl.col("index").cast(pl.Int64) * 7919) % 300_000,
            denominator=pl.lit(300_000, pl.Int64),
            missing_reason=pl.lit(None, pl.String),
        )
    )
    shares = sent.select(
        "school_year",
        "org_code",
        group_id=pl.lit("low_income"),
        share=(pl.col("index") * 31 % 97).cast(pl.Float64),
        enrolled=pl.lit(300),
        fte=pl.lit(300_000),
    )
    results = [
        compute_gaps(
            compute_sums(sent.sample(fraction=1, shuffle=True, seed=seed)),
            compute_bands(shares.sample(fraction=1, shuffle=True, seed=seed + 50), scope=STATEWIDE),
        )
        for seed in range(10)
    ]
    assert results[0]["difference"].drop_nulls().len() > 0
    assert all(one.equals(other) for one, other in itertools.pairwise(results))
