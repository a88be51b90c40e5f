"""The published figures of 2020-21 come out of the school rows of the same year, before any rounding of ours."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from monitoring.analysis.amounts import SCALE
from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import STATEWIDE
from monitoring.analysis.gaps import compute_gaps
from monitoring.analysis.values import compute_sums
from tests.analysis.real_reports import read_report

pytestmark = pytest.mark.shared
GOLDEN = Path(__file__).parent.parent / "golden" / "high_low_poverty_2020-21.csv"
FAVORABLE = {
    "T_UNLICENSED": "Percent of Teachers Licensed",
    "T_WAIVER_PROV": "Percent of Teachers without Waiver or Provisional License",
    "T_EXP_LT3": "Percent of Experienced Teachers",
    "T_OOF_80": "Percent Teaching in-field",
}
YEAR = 2021


@pytest.fixture(scope="module")
def gaps(shared_data: Path) -> pl.DataFrame:
    teachers = read_report(shared_data, "teachers").blocks[YEAR]
    classes = read_report(shared_data, "classes").blocks[YEAR]
    tenths = (pl.col("Total # of Teachers(FTE)") * 10).round().cast(pl.Int64)
    rows = [
        teachers.select(
            "org_code",
            school_year=pl.lit(YEAR, pl.Int16),
            metric_id=pl.lit(measure),
            numerator=tenths * (1000 - (pl.col(column) * 10).round().cast(pl.Int64)),
            denominator=tenths * SCALE // 10,
            missing_reason=pl.when(pl.col(column).is_null()).then(pl.lit("not_reported")),
        )
        for measure, column in FAVORABLE.items()
    ]
    shares = teachers.join(classes, on="org_code", how="left").select(
        "org_code",
        school_year=pl.lit(YEAR, pl.Int16),
        group_id=pl.lit("low_income"),
        share="Economically Disadvantaged %",
        enrolled=pl.col("Number of Students").cast(pl.Int64),
        fte=tenths * SCALE // 10,
    )
    return compute_gaps(compute_sums(pl.concat(rows)), compute_bands(shares, scope=STATEWIDE)).filter(window="1")


@pytest.mark.parametrize(
    "fact", list(csv.DictReader(GOLDEN.read_text().splitlines())), ids=lambda fact: fact["measure"]
)
def test_high_and_low_poverty_schools_have_the_published_percentages(gaps: pl.DataFrame, fact: dict[str, str]) -> None:
    gap = gaps.filter(measure_id=fact["measure"]).row(0, named=True)
    low, high = 100 * (1 - gap["reference_rate"]), 100 * (1 - gap["focal_rate"])
    assert low == pytest.approx(float(fact["favorable_percent_low_poverty"]), abs=0.1, rel=0)
    assert high == pytest.approx(float(fact["favorable_percent_high_poverty"]), abs=0.5, rel=0)


def test_every_gap_of_2020_21_is_far_from_zero_and_has_its_interval(gaps: pl.DataFrame) -> None:
    known = gaps.filter(pl.col("measure_id").is_in(list(FAVORABLE)))
    assert known.select((pl.col("difference_low") > 0).all()).item()
    assert known["focal_schools"].to_list() == [458] * 4
