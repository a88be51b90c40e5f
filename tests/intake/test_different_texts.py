"""Columns are read by their different texts, and say of each cell what reading it alone says."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from monitoring.intake import cell_text
from monitoring.intake.different_texts import MANY, Read, read_texts, with_constants

COLUMNS: dict[str, list[str | None]] = {
    "one": ["2025-26"],
    "none": [None],
    "few": ["2025-26", None, "2024-2025", "no year"],
    "every": [f"{2000 + place % 100}-{place % 100 + 1:02}" for place in range(MANY)],
}
READ: dict[str, Read] = {"year": cell_text.school_year, "as it stands": lambda text: text, "kind": cell_text.style}


def filled(height: int) -> pl.DataFrame:
    """Each column's texts again and again, until there are so many rows."""
    columns = {name: [texts[place % len(texts)] for place in range(height)] for name, texts in COLUMNS.items()}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


@cache
def alone(text: str | None, read: Read) -> object:
    return pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(read(pl.col("text"))).item()


@pytest.mark.parametrize("height", [0, 1, MANY - 1, MANY, 3 * MANY])
@pytest.mark.parametrize("read", READ.values(), ids=READ.keys())
def test_a_cell_is_read_as_it_would_be_alone(height: int, read: Read) -> None:
    rows = with_constants(filled(height))
    found = rows.with_columns(*read_texts(rows, dict.fromkeys(COLUMNS, read)).values())
    answers = {text: alone(text, read) for texts in COLUMNS.values() for text in texts}
    assert found.to_dict(as_series=False) == {
        name: [answers[text] for text in column] for name, column in filled(height).to_dict(as_series=False).items()
    }


@pytest.mark.parametrize("names", [["one", "none", "few"], ["one"], ["few"], []])
@pytest.mark.parametrize("height", [0, 1, 5])
def test_what_is_kept_once_is_the_same_in_every_row(height: int, names: list[str]) -> None:
    rows = filled(height).select(names).with_row_index("row_number", offset=2)
    assert with_constants(rows).equals(rows)
    assert with_constants(rows).schema == rows.schema
