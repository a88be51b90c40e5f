"""What the reading process hands over: a line of JSON; then, unless it says why there is no table, its frames."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import IO, Any

import polars as pl

from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table


def write_answer(answer: Table | Note, out: IO[bytes]) -> None:
    """Arrow's own form, which is made and read fastest; packed, since what repeats takes a tenth of the bytes so."""
    if isinstance(answer, Note):
        out.write(_line({"refused": dataclasses.asdict(answer)}))
        return
    narrow, cells = _packed(answer.narrow), _packed(answer.cells)
    facts = {
        "format": answer.format,
        "sheet": answer.sheet,
        "dialect": answer.dialect,
        "notes": [dataclasses.asdict(note) for note in answer.notes],
        "broken_rows": answer.broken_rows,
        "cut_row": answer.cut_row,
        "has_at": answer.has_at,
    }
    out.write(_line({"table": facts, "narrow": narrow.nbytes}))
    out.write(narrow)
    out.write(cells)


def read_answer(data: io.BytesIO) -> Table | Note:
    head = json.loads(data.readline())
    if "refused" in head:
        return Note(**head["refused"])
    narrow, cells = data.read(head["narrow"]), data.read()
    facts = head["table"]
    return Table(
        cells=pl.read_ipc_stream(cells),
        narrow=pl.read_ipc_stream(narrow),
        format=facts["format"],
        sheet=facts["sheet"],
        dialect=facts["dialect"],
        notes=tuple(Note(**note) for note in facts["notes"]),
        broken_rows=tuple(facts["broken_rows"]),
        cut_row=facts["cut_row"],
        has_at=facts["has_at"],
    )


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head).encode() + b"\n"


def _packed(frame: pl.DataFrame) -> memoryview:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer, compression="lz4")
    return buffer.getbuffer()
