"""Which measures a page shows: those that every school is asked for, and others where there is anything of them. Parts
and variants of another measure are shown apart, below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import KEPT_BACK

from .models.gaps import GapFields


class Valued(Protocol):
    """A stored value, as far as it is looked at here."""

    @property
    def rate(self) -> float | None: ...
    @property
    def reason(self) -> str: ...


def is_there(value: Valued | None) -> bool:
    """Whether a value is known, be it shown or kept back."""
    return value is not None and (value.rate is not None or value.reason in KEPT_BACK)


def of_gaps(gaps: Iterable[GapFields], *, variants: bool = False) -> tuple[Measure, ...]:
    """The measures among these gaps that are shown, main ones or their parts and variants, in the catalogue's order."""
    there = {gap.measure for gap in gaps if _is_compared(gap)}
    chosen = (one for one in MEASURES.values() if (one.under is not None) == variants)
    return tuple(one for one in chosen if (one.gap and one.asked) or one.id in there)


def has_parts(gaps: Iterable[GapFields]) -> bool:
    """Whether any part or variant of a measure is among these gaps."""
    return bool(of_gaps(gaps, variants=True))


def _is_compared(gap: GapFields) -> bool:
    return gap.all_rate is not None or gap.difference is not None or gap.reason in KEPT_BACK
