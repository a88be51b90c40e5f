"""When each collection of a school year opens, is due and closes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.intake.certification.catalogue import COLLECTIONS, FIGURES, Collection, collections_of


@dataclass(frozen=True)
class Dates:
    """From `opens` it can be submitted, by `certify_by` it is due; until `edits_until` a certification can be withdrawn
    by the district itself. All three days belong to the spans.
    """

    opens: dt.date
    certify_by: dt.date
    edits_until: dt.date


Calendar = Mapping[str, Dates]  # by collection, of one school year

# (years before the school year ends, month, day) of each of the three, in the order of `Dates`; from the state's
# schedule of 2024-25. Of March the schedule gives only the first day; the others stand as far from it as October's.
# Figures can be sent all year and are due with its end.
DEFAULTS = {
    "OCT": ((1, 10, 1), (1, 10, 25), (1, 11, 1)),
    "MAR": ((0, 3, 1), (0, 3, 25), (0, 4, 1)),
    "EOY": ((0, 6, 1), (0, 7, 11), (0, 7, 18)),
    FIGURES: ((1, 10, 1), (0, 7, 11), (0, 7, 18)),
}


def calendar_of(year: int, changed: Mapping[str, Dates] | None = None) -> dict[str, Dates]:
    """The dates of the school year that ends in `year`, save where the agency `changed` them.

    >>> str(calendar_of(2025)["EOY"].certify_by), str(calendar_of(2025)["OCT"].opens)
    ('2025-07-11', '2024-10-01')
    """
    usual = {
        name: Dates(*(dt.date(year - before, month, day) for before, month, day in days))
        for name, days in DEFAULTS.items()
    }
    return usual | dict(changed or {})


def in_whose_hands(layout: str, collection: str, calendar: Calendar, today: dt.date) -> Collection:
    """The collection that decides whether rows may change: their own; of rows that stand for the whole year, the last
    of their layout's that has opened, or the first where none has.
    """
    if collection:
        return COLLECTIONS[collection]
    first, *later = collections_of(layout)
    opened = [one for one in later if calendar[one.id].opens <= today]
    return max(opened, key=lambda one: calendar[one.id].opens, default=first)


def day_in_words(day: dt.date) -> str:
    """
    >>> day_in_words(dt.date(2024, 10, 1))
    'October 1, 2024'
    """
    return f"{day:%B} {day.day}, {day.year}"
