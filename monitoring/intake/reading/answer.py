"""What the reading process hands over, part by part, each behind its length: what there is to say, as JSON; then,
unless that says why there is no table, its frames, some columns each. A part is read while the next one is made.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterator
from typing import IO, Any

import polars as pl

from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table

LENGTH = 8  # bytes, in which that of a part is told
CELLS = 500_000  # of which a part has at most, unless one column has more


def write_answer(answer: Table | Note, out: IO[bytes]) -> None:
    if isinstance(answer, Note):
        _write(json.dumps({"refused": dataclasses.asdict(answer)}).encode(), out)
        return
    facts = {
        "format": answer.format,
        "sheet": answer.sheet,
        "dialect": answer.dialect,
        "notes": [dataclasses.asdict(note) for note in answer.notes],
        "broken_rows": answer.broken_rows,
        "cut_row": answer.cut_row,
        "has_at": answer.has_at,
        "others": answer.others,
    }
    frames = [answer.narrow, *_some_columns_each(answer.cells)]
    _write(json.dumps({"table": facts, "frames": len(frames)}).encode(), out)
    for frame in frames:
        _write(_packed(frame), out)


class Answer:
    """What has come of one so far."""

    def __init__(self) -> None:
        self.size = 0
        self._rest = bytearray()
        self._head: dict[str, Any] = {}
        self._frames: list[pl.DataFrame] = []

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        self._rest += piece
        while (end := LENGTH + int.from_bytes(self._rest[:LENGTH])) <= len(self._rest) and self._rest:
            part = bytes(memoryview(self._rest)[LENGTH:end])
            del self._rest[:end]
            if not self._head:
                self._head = json.loads(part)
            else:
                self._frames.append(pl.read_ipc_stream(part))

    @property
    def is_whole(self) -> bool:
        """Whether everything has come, and nothing else; how its process ends, says no more then."""
        return bool(self._head) and not self._rest and len(self._frames) == self._head.get("frames", 0)

    def whole(self) -> Table | Note:
        """Raises ValueError where something is missing."""
        if not self.is_whole:
            raise ValueError("the answer of the reading process breaks off")
        if "refused" in self._head:
            return Note(**self._head["refused"])
        facts, (narrow, *cells) = self._head["table"], self._frames
        told = {
            "notes": tuple(Note(**note) for note in facts["notes"]),
            "broken_rows": tuple(facts["broken_rows"]),
            "others": tuple((name, rows) for name, rows in facts["others"]),
        }
        return Table(**facts | told, cells=pl.concat(cells, how="horizontal"), narrow=narrow)


def _write(part: bytes | memoryview, out: IO[bytes]) -> None:
    out.write(len(part).to_bytes(LENGTH))
    out.write(part)
    out.flush()


def _some_columns_each(cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    step = max(CELLS // max(cells.height, 1), 1)
    for at in range(0, cells.width, step):
        yield cells[:, at : at + step]


def _packed(frame: pl.DataFrame) -> memoryview:
    """Arrow's own form, which is made and read fastest; packed, since what repeats takes a tenth of the bytes so."""
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer, compression="lz4")
    return buffer.getbuffer()
