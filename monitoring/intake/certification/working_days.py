"""Working days: Mondays to Fridays that are no public holiday of the country or the state. Pure."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Literal

import numpy as np

COUNTRY = "US"


def working_day(day: dt.date, number: int, *, state: str) -> dt.date:
    """So many working days after a day, or before it, where the number is below zero. `state`: its two letters.

    >>> friday = dt.date(2025, 4, 25)  # after Patriots' Day, a Monday
    >>> [str(working_day(friday, -4, state=state)) for state in ("MA", "NH")]
    ['2025-04-18', '2025-04-21']
    """
    roll: Literal["backward", "forward"] = "backward" if number > 0 else "forward"
    free = [one for year in (day.year - 1, day.year, day.year + 1) for one in _holidays(state, year)]
    calendar = np.busdaycalendar(holidays=free)
    moved: dt.date = np.busday_offset(day, number, roll=roll, busdaycal=calendar).astype(dt.date)
    return moved


@functools.lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> tuple[dt.date, ...]:
    import holidays  # here, since it takes a third of a second and most processes never ask

    return tuple(holidays.country_holidays(COUNTRY, subdiv=state, years=year))
