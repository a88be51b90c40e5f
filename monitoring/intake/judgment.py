"""What the judgment on the columns of a sheet says. Pure."""

from __future__ import annotations

import dataclasses

import polars as pl

from monitoring.analysis.column_changes import CHANGES
from monitoring.analysis.column_identity import ColumnVerdict


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=CHANGES)


@dataclasses.dataclass(frozen=True)
class Judgment:
    """`doubted`: what is not as its name says, by (school year, our column).

    `proposed`: per year named -> holds, where it explains all. `off`: (school year, our column) -> the power of ten it
    stands off its other years, None where either year may be the one that is off. `changes`: see column_changes.
    """

    doubted: dict[tuple[int, str], ColumnVerdict]
    proposed: dict[int, dict[str, str]]
    off: dict[tuple[int, str], int | None] = dataclasses.field(default_factory=dict)
    changes: pl.DataFrame = dataclasses.field(default_factory=_none)

    @property
    def in_question(self) -> pl.DataFrame:
        """What is doubted or off. Grain: column, year."""
        pairs = [(column, year) for year, column in sorted({*self.doubted, *self.off})]
        return pl.DataFrame(pairs, schema={"column": pl.String, "year": pl.Int32}, orient="row")


NO_DOUBT = Judgment({}, {})
