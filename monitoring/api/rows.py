"""Lists that are no querysets, under the same parameters."""

from __future__ import annotations

from typing import Any

import polars as pl


class Rows(list[Any]):
    """Records in their order, as filters expect them."""

    model = None

    def all(self) -> Rows:
        return self

    def filter(self, **lookups: Any) -> Rows:
        """Those that fit: `name` equal to a value, `name__in` one of several."""
        wanted = [(name.removesuffix("__in"), _as_list(name, value)) for name, value in lookups.items()]
        return Rows(row for row in self if all(getattr(row, name) in values for name, values in wanted))


class FrameRows:
    """The lines of a frame, of which only those of a page become records."""

    ordered = True
    model = None

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def all(self) -> FrameRows:
        return self

    def filter(self, **lookups: Any) -> FrameRows:
        """As of `Rows`."""
        fits = [pl.col(name.removesuffix("__in")).is_in(_as_list(name, value)) for name, value in lookups.items()]
        return FrameRows(self.frame.filter(*fits))

    def count(self) -> int:
        return self.frame.height

    def __getitem__(self, cut: slice) -> list[dict[str, Any]]:
        return self.frame[cut].to_dicts()


def _as_list(name: str, value: Any) -> list[Any]:
    return list(value) if name.endswith("__in") else [value]
