"""What is read without a look at each line is what a look at each line reads."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from monitoring.intake.reading import delimited
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.table import Table

CELLS = st.text(alphabet='ab1 ,;\t"@\r\x0b\u00e9', max_size=4)
TIGHT = Limits(rows=6, columns=4, line_characters=12)


def contents() -> st.SearchStrategy[bytes]:
    rows = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)
    even = st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=7)
    )
    parts = st.tuples(st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), rows | even, st.booleans())
    return parts.map(lambda one: one[1].join(one[0].join(row) for row in one[2]) + one[1] * one[3]).map(str.encode)


def looked_at(content: bytes, limits: Limits) -> Table | Note:
    """The other way alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_read_regular", lambda data, limits: None)
        return told(content, limits)


def told(content: bytes, limits: Limits) -> Table | Note:
    try:
        return delimited.read_delimited(io.BytesIO(content), limits)
    except FileRefused as refused:
        return refused.note


@given(content=contents(), limits=st.sampled_from([DEFAULT, TIGHT]))
@example(content=b"a,b\r\n1,2\r\n", limits=DEFAULT)
@example(content=b"\xef\xbb\xbfa,b\n1,2\n", limits=DEFAULT)
@example(content=b"a,b\n1\n1,2,3\n", limits=DEFAULT)  # as many separators as if the lines were even
@example(content=b"a\n\nb", limits=DEFAULT)
@example(content=b"a,b\n1,2\x1a", limits=DEFAULT)
@example(content=b"a,b\n123456789012,2\n", limits=TIGHT)
def test_both_ways_of_reading_say_the_same(content: bytes, limits: Limits) -> None:
    found, expected = told(content, limits), looked_at(content, limits)
    if isinstance(expected, Note) or isinstance(found, Note):
        assert found == expected
        return
    assert_frame_equal(found.cells, expected.cells)
    assert_frame_equal(found.narrow, expected.narrow)
    assert [vars_of(found)] == [vars_of(expected)]


def vars_of(table: Table) -> tuple[object, ...]:
    return (table.format, table.sheet, table.dialect, table.notes, table.broken_rows, table.cut_row, table.has_at)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"a;b\r\n1;2", b"\xef\xbb\xbfa\tb\n1\t2\n"])
def test_a_regular_content_is_read_in_one_go(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_lines", None)
    table = told(content, DEFAULT)
    assert isinstance(table, Table)
    assert table.cells.rows() == [(1, "a", "b"), (2, "1", "2")]
