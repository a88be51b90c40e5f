"""Tables as CSV: nothing in them is run by a spreadsheet, and everything in them is still there."""

from __future__ import annotations

import csv
import io

import pytest

from monitoring.intake.csv_table import cell, write_csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_text_that_a_spreadsheet_would_run_is_shown_as_text(start: str) -> None:
    assert cell(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert cell([f"{start}A", "B"]) == f"'{start}A B"


@pytest.mark.parametrize("value", [-3, -0.25, "-3", "-3.1", "12.5%", "North = South", "", None])
def test_numbers_and_other_text_stay_as_they_are(value: object) -> None:
    assert cell(value) == value


def test_a_table_has_a_header_and_is_counted() -> None:
    out = io.StringIO()
    count = write_csv(out, ["name", "used", "known"], [{"name": "a\r\nb", "used": [1, 2], "known": None, "more": 1}])
    assert (count, list(csv.reader(io.StringIO(out.getvalue(), newline="")))) == (
        1,
        [["name", "used", "known"], ["a\r\nb", "1 2", ""]],
    )
