"""Which earlier year a figure may be compared with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from monitoring.analysis.breaks import Defined, has_changed_since

Row = TypeVar("Row", bound=Defined)

NO_EARLIER = "there is no earlier figure"
CHANGED = "a definition has changed since"
SHARED = "earlier figures share years with it"


def earliest_comparable(rows: Iterable[Row], now: Row, group_id: str | None = None) -> Row | None:
    """Of the rows of one series that have a figure, the one of the earliest year which the figure of `now` may be
    compared with: of the same definition, without a break in between, and sharing no year with it.
    """
    comparable = (one for one in _earlier(rows, now) if _is_apart(one, now))
    kept = (one for one in comparable if not has_changed_since(one, now, group_id))
    return min(kept, key=lambda one: one.school_year, default=None)


def why_not_compared(rows: Iterable[Row], now: Row) -> str:
    """Why there is none, to follow “since”."""
    earlier = _earlier(rows, now)
    if not earlier:
        return NO_EARLIER
    return CHANGED if any(_is_apart(one, now) for one in earlier) else SHARED


def _earlier(rows: Iterable[Row], now: Row) -> list[Row]:
    return [one for one in rows if one.school_year < now.school_year and one.years_used]


def _is_apart(one: Row, now: Row) -> bool:
    return set(one.years_used).isdisjoint(now.years_used)
