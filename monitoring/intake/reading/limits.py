"""How much a file may ask of us. One record, so that tests can be strict in milliseconds."""

from __future__ import annotations

import dataclasses
import json

MEGABYTE = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. The memory bound is of resident memory; the time bound is of the clock on the wall."""

    file_bytes: int = 100 * MEGABYTE
    resident_bytes: int = 512 * MEGABYTE
    seconds: float = 60.0
    unpacked_bytes: int = 400 * MEGABYTE
    parts: int = 1_000
    columns: int = 700
    rows: int = 1_100_000
    line_characters: int = 200_000

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Limits:
        return cls(**json.loads(text))


DEFAULT = Limits()
