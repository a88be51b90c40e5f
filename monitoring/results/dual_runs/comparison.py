"""What a change of a definition moves: figures before and after it, side by side. Frames in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from monitoring.analysis.audience import DISTRICTS
from monitoring.analysis.measures import MEASURES

from ..frames import Results

MOST = 10  # districts that are listed
FIGURES = {"school": "school_values", "district": "district_values", "state": "state_values"}
_KEY = ["school_year", "org_code"]


@dataclass(frozen=True)
class Level:
    """How far the figures of a level and school year move. `figures`: there before or after; `moved`: another number
    than before, by `largest` and, in the middle, `median`; `came`, `went`: there on one side alone.
    """

    level: str
    school_year: int
    figures: int
    moved: int
    largest: float | None
    median: float | None
    came: int
    went: int


@dataclass(frozen=True)
class Pair:
    """A number before and after; None where there is none. `of`: a student group, or the code of a district."""

    school_year: int
    of: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Comparison:
    """`window`: one that the definition feeds. `state`: its figure by school year; `gaps`: by school year and student
    group, across the state's schools; `districts`: those that move most, each in the year in which it does.
    """

    window: str
    levels: tuple[Level, ...]
    state: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    districts: tuple[Pair, ...]

    @property
    def moves_nothing(self) -> bool:
        return not any(one.moved or one.came or one.went for one in self.levels)


def as_data(found: Iterable[Comparison]) -> dict[str, Any]:
    """As JSON holds comparisons of several windows."""
    return {"windows": [asdict(one) for one in found]}


def comparisons_of(data: Mapping[str, Any]) -> tuple[Comparison, ...]:
    """What JSON holds."""
    return tuple(_comparison_of(one) for one in data.get("windows", ()))


def _comparison_of(data: Mapping[str, Any]) -> Comparison:
    pairs = {name: tuple(Pair(**one) for one in data[name]) for name in ("state", "gaps", "districts")}
    return Comparison(data["window"], tuple(Level(**one) for one in data["levels"]), **pairs)


def windows_of(measure_id: str) -> tuple[str, ...]:
    """Those that a measure's figures are given for, the one that pages show first before the others."""
    measure = MEASURES[measure_id]
    return tuple(sorted(measure.windows, key=lambda name: name != measure.headline_window))


def compare(measure_id: str, before: Results, after: Results) -> tuple[Comparison, ...]:
    """Compare two results of the same school years in one measure, window by window."""
    return tuple(_compare(measure_id, window, before, after) for window in windows_of(measure_id))


def _compare(measure_id: str, window: str, before: Results, after: Results) -> Comparison:
    sides = {level: _sides(measure_id, window, level, before, after) for level in FIGURES}
    gaps = _paired(*(_gaps(measure_id, window, one.state_gaps) for one in (before, after)))
    return Comparison(
        window=window,
        levels=tuple(one for level, pairs in sides.items() for one in _levels(level, pairs)),
        state=tuple(_as_pairs(sides["state"])),
        gaps=tuple(_as_pairs(gaps)),
        districts=tuple(_as_pairs(_most_moved(sides["district"]))),
    )


def figures_of(measure_id: str, window: str, level: str, results: Results) -> pl.DataFrame:
    """The figures of a level, the agency's where not everybody sees all. Grain: school_year, org_code; number."""
    frame: pl.DataFrame = getattr(results, FIGURES[level])
    rows = frame.filter(measure_id=measure_id, window=window)
    if "seen_by" in rows.columns:
        rows = rows.filter(pl.col("seen_by") != DISTRICTS)
    named = rows.with_columns(org_code=pl.lit("")) if "org_code" not in rows.columns else rows
    return named.filter(pl.col("rate").is_not_null()).select(*_KEY, number="rate")


def _gaps(measure_id: str, window: str, gaps: pl.DataFrame) -> pl.DataFrame:
    """Grain: school_year, org_code (the student group); number."""
    rows = gaps.filter(pl.col("seen_by") != DISTRICTS, measure_id=measure_id, window=window, method="Q", scope="state")
    known = rows.filter(pl.col("difference").is_not_null())
    return known.select("school_year", org_code="group_id", number="difference")


def _sides(measure_id: str, window: str, level: str, before: Results, after: Results) -> pl.DataFrame:
    return _paired(*(figures_of(measure_id, window, level, one) for one in (before, after)))


def _paired(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Grain: school_year, org_code; before, after, and `move` where there are both."""
    both = before.rename({"number": "before"}).join(
        after.rename({"number": "after"}), on=_KEY, how="full", coalesce=True
    )
    return both.with_columns(move=pl.col("after") - pl.col("before")).sort(_KEY)


def _levels(level: str, pairs: pl.DataFrame) -> Iterable[Level]:
    moved = pl.col("move") != 0
    sizes = pl.col("move").filter(moved).abs()
    found = pairs.group_by("school_year").agg(
        figures=pl.len(),
        moved=moved.sum(),
        largest=sizes.max(),
        median=sizes.median(),
        came=pl.col("before").is_null().sum(),
        went=pl.col("after").is_null().sum(),
    )
    return (Level(level, **row) for row in found.sort("school_year", descending=True).iter_rows(named=True))


def _most_moved(pairs: pl.DataFrame) -> pl.DataFrame:
    """Of each district the year in which it moves most; those that move most first."""
    size = pl.col("move").abs()
    moved = pairs.filter(size > 0).sort(size, "school_year", descending=[True, True])
    return (
        moved.unique("org_code", keep="first", maintain_order=True)
        .sort(size, "org_code", descending=[True, False], maintain_order=True)
        .head(MOST)
    )


def _as_pairs(pairs: pl.DataFrame) -> Iterable[Pair]:
    rows = pairs.select("school_year", "org_code", "before", "after").iter_rows()
    return (Pair(*row) for row in rows)
