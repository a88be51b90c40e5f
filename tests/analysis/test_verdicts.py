"""A verdict follows from a comparison's interval and sizes alone, in the order of its rule."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.analysis.verdicts import NEAR, VERDICTS, verdict

JUST_MORE = NEAR + 1e-12


def said(low: float | None, high: float | None, **changed: Any) -> str | None:
    row = {
        "difference": None if low is None or high is None else (low + high) / 2,
        "difference_low": low,
        "difference_high": high,
        "focal_numerator": 100_000,
        "focal_denominator": 300_000,
        "reference_denominator": 300_000,
    }
    numbers = {name: pl.Float64 if name.startswith("difference") else pl.Int64 for name in row}
    return pl.DataFrame([{**row, **changed}], schema=numbers).select(verdict()).item()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.001, 0.9, "higher"),
        (0.001, 0.01, "higher"),  # within two points, and yet clear
        (-0.9, -0.001, "lower"),
        (-0.01, -0.001, "lower"),
        (-NEAR, NEAR, "same"),
        (0.0, NEAR, "same"),
        (-NEAR, 0.0, "same"),
        (-JUST_MORE, NEAR, "cannot_tell"),
        (-NEAR, JUST_MORE, "cannot_tell"),
        (0.0, 0.5, "cannot_tell"),
        (-0.5, 0.0, "cannot_tell"),
    ],
)
def test_an_interval_is_clear_without_zero_the_same_within_two_points_and_else_tells_nothing(
    low: float, high: float, expected: str
) -> None:
    assert said(low, high) == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"focal_numerator": 99_999},
        {"focal_denominator": 299_999},
        {"reference_denominator": 299_999},
        {"difference_low": None, "difference_high": None},
    ],
)
def test_of_too_few_people_and_without_an_interval_nothing_is_said_however_clear_it_looks(
    changed: dict[str, Any],
) -> None:
    assert said(0.5, 0.6, **changed) == "too_few"


def test_where_there_is_no_difference_there_is_no_verdict() -> None:
    assert said(None, None) is None


@given(st.floats(-1, 1), st.floats(0, 1), st.integers(0, 400_000), st.integers(0, 400_000), st.integers(0, 400_000))
def test_a_gap_is_said_to_be_clear_just_where_its_interval_leaves_zero_out_and_the_sizes_suffice(
    low: float, width: float, counted: int, people: int, others: int
) -> None:
    found = said(low, low + width, focal_numerator=counted, focal_denominator=people, reference_denominator=others)
    enough = counted >= 100_000 and people >= 300_000 and others >= 300_000
    assert (found in ("higher", "lower")) == (enough and not low <= 0 <= low + width)
    assert found in VERDICTS
