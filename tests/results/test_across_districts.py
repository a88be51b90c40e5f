"""Method D: districts as units, their shares pooled over their schools, small ones listed separately."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.gaps import compute_gaps
from monitoring.results.compute_districts import district_bands, district_shares

TEN_TEACHERS = 100_000


def schools(district: str, *rows: tuple[float | None, int | None]) -> list[dict[str, object]]:
    """(share in percent, students) of each school; every school has ten teachers."""
    base = {"school_year": 2021, "group_id": "low_income", "district_code": district, "fte": TEN_TEACHERS}
    return [{**base, "share": share, "enrolled": students, "missing_reason": None} for share, students in rows]


def frame(*districts: list[dict[str, object]]) -> pl.DataFrame:
    types = {"share": pl.Float64, "enrolled": pl.Int64, "missing_reason": pl.String, "fte": pl.Int64}
    return pl.DataFrame([row for rows in districts for row in rows], schema_overrides=types)


def by_district(shares: pl.DataFrame, *columns: str) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in shares.sort("org_code").select("org_code", *columns).iter_rows()}


def test_a_districts_share_is_that_of_its_students_not_the_mean_of_its_schools() -> None:
    known = [(20.0, 400)] * 6
    shares = frame(schools("00010000", (10.0, 300), (50.0, 100), *known, (None, 500), (40.0, None), (None, 0)))
    assert by_district(district_shares(shares), "share", "enrolled") == {"00010000": (20.0, 2800)}
    shares = frame(schools("00010000", (10.0, 300), (50.0, 100), *known[1:], (None, 500), (40.0, None)))
    assert by_district(district_shares(shares), "share", "enrolled") == {"00010000": (None, 2400)}  # two of nine


def test_districts_with_few_schools_or_few_teachers_are_set_apart() -> None:
    three, two = [(10.0, 100)] * 3, [(10.0, 100)] * 2
    few_teachers = [{**row, "fte": TEN_TEACHERS - 1} for row in schools("00030000", *three)]
    shares = frame(schools("00010000", *three), schools("00020000", *two), few_teachers)
    assert by_district(district_shares(shares), "missing_reason") == {
        "00010000": (None,),
        "00020000": ("small_district",),
        "00030000": ("small_district",),
    }


def test_the_districts_with_the_largest_shares_are_compared_with_those_with_the_smallest() -> None:
    codes = [f"{number:04d}0000" for number in range(1, 5)]
    shares = frame(*(schools(code, *[(10.0 * place, 100)] * 3) for place, code in enumerate(codes, start=1)))
    values = pl.DataFrame(
        {
            "school_year": [2021] * 4,
            "org_code": codes,
            "measure_id": "T_TURN",
            "window": "1",
            "numerator": [20_000, 40_000, 40_000, 100_000],
            "denominator": 400_000,
            "people_known": 0,
            "people_missing": 0,
            "years_used": [[2021]] * 4,
            "reason": pl.Series([None] * 4, dtype=pl.String),
        },
        schema_overrides={"school_year": pl.Int16, "years_used": pl.List(pl.Int16)},
    )
    bands = district_bands(shares)
    (gap,) = compute_gaps(values, bands).filter(measure_id="T_TURN", window="1").to_dicts()
    assert by_district(bands, "band") == dict(
        zip(codes, [("reference",), ("middle",), ("middle",), ("focal",)], strict=True)
    )
    assert (gap["method"], gap["scope"], gap["focal_rate"], gap["reference_rate"]) == ("D", "districts", 0.25, 0.05)
    assert (gap["difference"], gap["people_to_close"]) == (0.2, 8)
