"""Ids that lost zeros are told, and numbers that are none stop the file: where the line is between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.examining import examined, found, messages
from tests.intake.layout_cases import ROSTER, SCHEDULED

FULL = [f"3{number:07}" for number in range(10)]


def told(folder: Path, row: dict[str, str], name: str, ids: list[str]) -> dict[str, int]:
    return found(examined(folder, [list(row), *(list({**row, name: one}.values()) for one in ids)]))


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        ([f"{number}" for number in range(1, 21)], "E-ID-SHORT"),
        ([f"{number}" for number in range(1000, 1040)], "E-ID-SHORT"),
        ([f"{number:08}" for number in range(1, 21)], None),  # somebody wrote the zeros
        ([f"{number}" for number in range(10000, 10040)], "W-ID-ZEROPAD"),  # there are a hundred thousand such ids
        ([f"{number}" for number in range(1, 10)], "W-ID-ZEROPAD"),  # too few to tell
        ([*FULL, *(f"{number}" for number in range(1, 11))], "W-ID-ZEROPAD"),  # half of them
        ([*FULL, *(f"{number}" for number in range(1, 12))], "E-ID-SHORT"),
        ([*FULL, *["7"] * 30], "W-ID-ZEROPAD"),  # one id in many rows
    ],
)
def test_most_ids_of_a_column_cannot_lack_four_digits(ids: list[str], wanted: str | None, tmp_path: Path) -> None:
    rules = {one for one in told(tmp_path, ROSTER, "mepid", ids) if one.split("-")[1] == "ID"}
    assert rules == ({wanted} if wanted else set())


def test_of_students_it_is_the_same_with_ten_digits(tmp_path: Path) -> None:
    assert told(tmp_path, SCHEDULED, "sasid", [f"{number}" for number in range(900_000, 900_020)]) == {"E-ID-SHORT": 1}
    assert told(tmp_path, SCHEDULED, "sasid", [f"{number}" for number in range(1_000_000, 1_000_020)]) == {
        "W-ID-ZEROPAD": 1
    }


def test_how_many_ids_and_rows_are_told_and_no_id(tmp_path: Path) -> None:
    rows = [{**ROSTER, "mepid": one} for one in (*FULL, "271828", "314159.0")]
    examination = examined(tmp_path, [list(ROSTER), *(list(row.values()) for row in rows)])
    assert messages(examination, "W-ID-ZEROPAD") == [
        "In “mepid” 2 ids had lost leading zeros, in 2 rows (12, 13); zeros were put before them."
    ]
    assert "271828" not in str([one.details.rows() for one in examination.findings])
