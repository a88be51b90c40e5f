"""How a group's rate, and the gap, went from one October's report to another: by rates of the same schools, or by how
students are spread over schools.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.change_over_years import change_over_years
from monitoring.analysis.decomposition_words import Change, gap_change_sentence, rate_change_sentence

from .parts import units_of
from .ratios import FAVORABLE
from .words import GROUP_WORDS

ONE = ["category_id", "group_id"]


@dataclass(frozen=True)
class Changed:
    """Of the rate of the group's students with such teachers, and of the gap, which is of what is worse."""

    rate: Change
    gap: Change


def is_hidden(rows: pl.DataFrame) -> bool:
    """Whether any school of it is too small to be shown to the reader."""
    return rows.filter(reason=reasons.SUPPRESSED).height > 0


def change_between(rows: pl.DataFrame, before: int, after: int) -> Changed:
    """In: of one category, group and window the rows of a district and its schools in both years, none of them hidden,
    as `report_of` gives them. What a district has beside its schools is a school of its own. Source: metrics D6.
    """
    units, years = units_of(rows), (before, after)
    gap = change_over_years(units, ONE, before=before, after=after).row(0, named=True)
    rate = gap
    if gap["category_id"] in FAVORABLE:  # units have those who did not meet it
        met = units.with_columns(numerator=pl.col("denominator") - pl.col("numerator"))
        rate = change_over_years(met, ONE, before=before, after=after).row(0, named=True)
    return Changed(Change.of(rate, "focal", years), Change.of(gap, "gap", years))


def change_sentences(changed: Changed, group_id: str) -> list[str]:
    return [rate_change_sentence(changed.rate, GROUP_WORDS[group_id].students), gap_change_sentence(changed.gap)]
