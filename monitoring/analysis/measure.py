"""What a measure is: one frozen definition, hashed, so that every stored value can say which definition it was computed
by.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

Role = Literal["TEACHER", "PRINCIPAL", "ORGANIZATION"]
Dimension = Literal["experience", "preparation", "effectiveness", "conditions"]
Window = Literal["1", "pooled3"]
Direction = Literal["higher", "lower", "none"]


@dataclass(frozen=True)
class Break:
    """From school year `year` (its ending year) on, figures mean something else than in the year before: `text` says
    what.
    """

    year: int
    text: str


@dataclass(frozen=True)
class Measure:
    """One line of the catalogue.

    `predicate` completes "12.0% of `people` …", and is None for means, which are amounts and no share; `adverse` is the
    direction that is worse for students; `gap` is false where figures are shown but not compared, and then
    `no_gap_reason` says why. `first_year` (ending year; None: not known) is when the state began to collect it: the
    reason given for an empty year before, no bar to figures that are there.
    """

    id: str
    version: int
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

    @property
    def definition_hash(self) -> str:
        """sha256 of every field, so that any change of a definition shows.

        >>> from monitoring.analysis.measures import MEASURES
        >>> len({measure.definition_hash for measure in MEASURES.values()}) == len(MEASURES)
        True
        """
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
