"""Small cases worked by hand (cases/README.md says how) come out as they were worked."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import SCOPES, Cut
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.values import compute_sums, compute_values

CASES = Path(__file__).parent / "cases"
EXPECTED = list(csv.DictReader((CASES / "expected.csv").read_text().splitlines()))


@pytest.mark.parametrize("expected", EXPECTED, ids=[line["case"] for line in EXPECTED])
def test_the_case_comes_out_as_worked(expected: dict[str, str]) -> None:
    schools = _schools(expected)
    bands = compute_bands(schools, scope=SCOPES[expected["scope"]], groups=_groups(expected))
    assert bands.select("school_year", "org_code", pl.coalesce("left_out_reason", "band")).rows() == (
        schools.select("school_year", "org_code", "expected").sort("school_year", "org_code").rows()
    )
    gap = compute_gaps(compute_sums(schools), bands).filter(
        measure_id=expected["measure"], window=expected["window"], school_year=2021
    )
    row = gap.row(0, named=True)
    for name in ("focal_schools", "reference_schools", "people_to_close"):
        assert row[name] == (int(expected[name]) if expected[name] else None)
    for name in ("focal_rate", "reference_rate", "difference", "ratio"):
        assert row[name] == (pytest.approx(float(Fraction(expected[name])), abs=1e-12) if expected[name] else None)
    for name in ("difference_low", "difference_high", "ratio_low", "ratio_high"):
        assert row[name] == (pytest.approx(float(expected[name]), rel=2e-4, abs=1e-4) if expected[name] else None)
    words = ("reason", "ratio_reason", "interval_reason", "verdict")
    assert [row[name] for name in words] == [expected[name] or None for name in words]


def _groups(expected: dict[str, str]) -> dict[str, Grouping]:
    """The catalogue, all groups with the cut of the case."""
    top, bottom = ((int(n), int(d)) for n, d in (expected[end].split("/") for end in ("top", "bottom")))
    cut = Cut(top, bottom, "" if top == bottom else "as in the plan of 2015")
    return {name: replace(group, cut=cut) for name, group in GROUPS.items()}


def _schools(expected: dict[str, str]) -> pl.DataFrame:
    """The file of the case, amounts in ten-thousandths."""
    amounts = [
        (pl.col(name).cast(pl.Float64) * 10_000).round().cast(pl.Int64) for name in ("fte", "numerator", "denominator")
    ]
    return pl.read_csv(CASES / f"{expected['case']}.csv", infer_schema=False).select(
        pl.col("school_year").cast(pl.Int16),
        "org_code",
        *amounts,
        pl.col("share").cast(pl.Float64),
        pl.col("enrolled").cast(pl.Int64),
        expected="band",
        group_id=pl.lit(expected["group"]),
        metric_id=pl.lit(expected["measure"]),
        missing_reason=pl.lit(None, pl.String),
    )


def test_a_year_in_which_nobody_was_asked_is_bridged_by_the_two_before_it() -> None:
    sent = pl.DataFrame(
        {
            "school_year": [2019, 2020, 2021, 2022, 2023],
            "numerator": [10_000, 30_000, None, None, None],
            "denominator": [100_000, 100_000, None, None, None],
            "missing_reason": [None, None, "not_collected", "not_collected", "not_collected"],
        }
    ).with_columns(org_code=pl.lit("00010505"), metric_id=pl.lit("T_TURN"))
    pooled = compute_values(sent).filter(window="pooled3").select("school_year", "numerator", "years_used", "reason")
    assert pooled.rows() == [
        (2019, None, [], "too_few_years"),
        (2020, 40_000, [2019, 2020], None),
        (2021, 40_000, [2019, 2020], None),
        (2022, None, [], "too_few_years"),
        (2023, None, [], "not_collected"),
    ]
