"""What the reading process hands over comes as it went, however it is cut on its way."""

from __future__ import annotations

import io

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from monitoring.intake.reading import answer as hand_over
from monitoring.intake.reading.answer import Answer, write_answer
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import NARROW, Table, number_rows

CELLS = pl.DataFrame({f"c{place}": [f"{place}.{row}" if row % 3 else None for row in range(50)] for place in range(7)})
TABLE = Table(
    cells=number_rows(CELLS),
    format="csv",
    sheet="Staff",
    dialect="comma",
    notes=(Note("I-FILE-ENCODING", "Windows-1252"), Note("I-FILE-MERGED-CELLS", row_number=3)),
    broken_rows=(4, 9),
    cut_row=50,
    has_at=False,
    narrow=pl.DataFrame({"row_number": [7], "fields": [2]}, schema=NARROW),
)


def written(answer: Table | Note) -> bytes:
    out = io.BytesIO()
    write_answer(answer, out)
    return out.getvalue()


def taken(data: bytes, size: int) -> Table | Note:
    answer = Answer()
    for at in range(0, len(data), size):
        answer.take(data[at : at + size])
    assert answer.size == len(data)
    return answer.whole()


@pytest.mark.parametrize("cells", [1, 100, 500_000], ids=["each column by itself", "two by two", "all in one"])
@pytest.mark.parametrize("size", [1, 9, 1 << 20])
def test_a_table_comes_as_it_went(cells: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over, "CELLS", cells)
    came = taken(written(TABLE), size)
    assert isinstance(came, Table)
    assert_frame_equal(came.cells, TABLE.cells)
    assert_frame_equal(came.narrow, TABLE.narrow)
    facts = ("format", "sheet", "dialect", "notes", "broken_rows", "cut_row", "has_at")
    assert [getattr(came, name) for name in facts] == [getattr(TABLE, name) for name in facts]


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_why_there_is_no_table_comes_as_it_went(size: int) -> None:
    note = Note("E-FILE-OPEN-QUOTE", "a value", "another", row_number=12)
    assert taken(written(note), size) == note


def test_an_answer_that_breaks_off_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over, "CELLS", 1)
    data = written(TABLE)
    for end in range(0, len(data), 7):
        with pytest.raises(ValueError, match="breaks off"):
            taken(data[:end], 1 << 20)


def test_an_answer_that_breaks_off_between_two_parts_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[bytes] = []
    monkeypatch.setattr(hand_over, "_write", lambda part, out: parts.append(len(part).to_bytes(8) + bytes(part)))
    written(TABLE)
    for end in range(len(parts)):
        with pytest.raises(ValueError, match="breaks off"):
            taken(b"".join(parts[:end]), 1 << 20)
