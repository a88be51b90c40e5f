"""What a measure is: what readers are told of it. What it counts in a school year, and which version of its words that
year has, its definitions say (`analysis.definitions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["TEACHER", "PRINCIPAL", "ORGANIZATION"]
Dimension = Literal["experience", "preparation", "effectiveness", "conditions"]
Window = Literal["1", "pooled3"]
Direction = Literal["higher", "lower", "none"]
MEAN = "_MEAN"  # ends the unit of an amount for each


@dataclass(frozen=True)
class Break:
    """From school year `year` (its ending year) on, figures mean something else than in the year before: `text` says
    what. `version`: that of the definition from then on, where it is another one.
    """

    year: int
    text: str
    version: int | None = None


@dataclass(frozen=True)
class Measure:
    """One line of the catalogue.

    `predicate` completes "12.0% of `people` …", and is None for means, which are amounts and no share; `adverse` is the
    direction that is worse for students; `gap` is false where figures are shown but not compared, and then
    `no_gap_reason` says why. `first_year` (ending year; None: not known) is when the state began to collect it: the
    reason given for an empty year before, no bar to figures that are there. `under`: the measure of which this one is a
    part or a variant; None for a main one. `asked`: whether every school is asked for a figure each year, so that one
    that is missing was not submitted.
    """

    id: str
    title: str
    short_title: str
    favorable_title: str
    role: Role
    dimension: Dimension
    people: str
    predicate: str | None
    numerator_words: str
    denominator_words: str
    formula: str
    unit: str
    headline_window: Window
    windows: tuple[Window, ...]
    adverse: Direction
    first_year: int | None
    breaks: tuple[Break, ...]
    gap: bool
    no_gap_reason: str | None
    statutory: bool
    why: str
    source: str
    under: str | None = None
    asked: bool = False

    @property
    def is_mean(self) -> bool:
        """Whether a figure is an amount for each, and no share.

        >>> from monitoring.analysis.measures import MEASURES
        >>> MEASURES["SAL_AVG"].is_mean, MEASURES["T_ABS_RATE"].is_mean
        (True, False)
        """
        return self.unit.endswith(MEAN)

    @property
    def is_favorable(self) -> bool:
        """Whether more of it is better for students, so that the adverse outcome is that of the others.

        >>> from monitoring.analysis.measures import MEASURES
        >>> MEASURES["T_SATIS"].is_favorable
        True
        """
        return self.adverse == "lower"
