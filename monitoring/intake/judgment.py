"""What the judgment on the columns of a sheet says. Pure."""

from __future__ import annotations

import dataclasses

import polars as pl

from monitoring.analysis.column_changes import CHANGES
from monitoring.analysis.column_identity import ColumnVerdict

Key = tuple[int, str]  # school year, our column


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=CHANGES)


@dataclasses.dataclass(frozen=True)
class Judgment:
    """`doubted`: what is not as its name says, by (school year, our column).

    `proposed`: per year named -> holds, of columns in each other's place; `explained`: accepted years that one would
    explain. `off`: (school year, our column) -> the power of ten it stands off its other years, None where either year
    may be the one that is off. `changes`: see column_changes. `in_use`, `out_of_use`: the columns of accepted years, by
    whether their figures are used. `contradicted`: what other columns of its year speak against, and how. `accepted`:
    years on record, and those of the file whose figures are the recorded ones.
    """

    doubted: dict[tuple[int, str], ColumnVerdict]
    proposed: dict[int, dict[str, str]]
    off: dict[tuple[int, str], int | None] = dataclasses.field(default_factory=dict)
    changes: pl.DataFrame = dataclasses.field(default_factory=_none)
    explained: frozenset[int] = frozenset()
    contradicted: dict[Key, str] = dataclasses.field(default_factory=dict)
    in_use: frozenset[Key] = frozenset()
    out_of_use: frozenset[Key] = frozenset()
    accepted: frozenset[int] = frozenset()

    @property
    def open_doubts(self) -> list[Key]:
        """What the other years speak against, and may speak for one day: not what its cells alone refute."""
        return sorted(key for key, one in self.doubted.items() if one.test != "format" and key not in self.off)

    @property
    def on_record(self) -> list[Key]:
        """Columns that were accepted before, are in use, and are in question beside the new file."""
        return sorted(self.in_use & {*self.doubted, *self.off})

    @property
    def years_to_judge_again(self) -> list[int]:
        """Accepted years of which a column in use is in question now, or one out of use no longer."""
        cleared = self.out_of_use - {*self.doubted, *self.off}
        return sorted({year for year, _ in cleared.union(self.on_record)})

    @property
    def in_question(self) -> pl.DataFrame:
        """What is doubted or off. Grain: column, year."""
        pairs = [(column, year) for year, column in sorted({*self.doubted, *self.off, *self.contradicted})]
        return pl.DataFrame(pairs, schema={"column": pl.String, "year": pl.Int32}, orient="row")


NO_DOUBT = Judgment({}, {})
