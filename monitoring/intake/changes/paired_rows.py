"""Rows of one dataset and school year beside those whose place they would take, paired by their keys. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.intake.reports.catalogue import own_layouts

OF_FIGURES = ("organizations", "school_enrollment", "metric_aggregate")
KEYS = {
    "organizations": ("org_code",),
    "school_enrollment": ("org_code", "student_group"),
    "metric_aggregate": ("org_code", "metric_id", "educator_role"),
    "reference_figures": ("metric", "unit", "student_group"),
    **{layout.id: layout.row_key for layout in own_layouts() if layout.id not in OF_FIGURES},
}
NOW = ":now"  # ends the name of a column of the newer rows, where both stand side by side


@dataclass(frozen=True)
class Paired:
    """`removed`, `added`: the earlier and the newer rows without one of the same key on the other side; `both`: the
    others, side by side. `contents`: the columns in which they may differ: where rows stand in their files is none.
    """

    removed: pl.DataFrame
    added: pl.DataFrame
    both: pl.DataFrame
    contents: tuple[str, ...]

    @property
    def differs(self) -> pl.Expr:
        """Whether a pair of `both` has another content now."""
        return pl.any_horizontal(pl.lit(False), *(differs(name) for name in self.contents))


def differs(name: str) -> pl.Expr:
    return pl.col(name).ne_missing(pl.col(f"{name}{NOW}"))


def pair_rows(before: pl.DataFrame, after: pl.DataFrame, dataset: str) -> Paired:
    keys = list(KEYS[dataset])
    return Paired(
        removed=before.join(after, on=keys, how="anti", nulls_equal=True),
        added=after.join(before, on=keys, how="anti", nulls_equal=True),
        both=before.join(after, on=keys, how="inner", suffix=NOW, nulls_equal=True),
        contents=tuple(name for name in before.columns if name not in (*keys, "school_year", "row_number")),
    )
