"""What rows are of."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl


class Grain(NamedTuple):
    """A dataset and, where it has them, a school year and a collection."""

    dataset: str
    school_year: int | None
    collection: str = ""


Frames = dict[Grain, pl.DataFrame]
