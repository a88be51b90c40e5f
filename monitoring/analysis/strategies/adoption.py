"""How far a district is with a strategy, and what was in force when. Nothing that was recorded is changed: a step says
from which day on it holds, and the one recorded last has the last word on that day and on all after it.

Source: workflow E5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    CONSIDERING = "considering"
    ADOPTED = "adopted"
    IMPLEMENTING = "implementing"
    SUSTAINED = "sustained"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return self.value.capitalize()


IN_FORCE = (Stage.ADOPTED, Stage.IMPLEMENTING, Stage.SUSTAINED)
NEEDS_REASON = (Stage.PAUSED, Stage.ENDED)
FIRST = (Stage.CONSIDERING, Stage.ADOPTED)
MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.CONSIDERING: (Stage.ADOPTED, Stage.ENDED),
    Stage.ADOPTED: (Stage.IMPLEMENTING, Stage.PAUSED, Stage.ENDED),
    Stage.IMPLEMENTING: (Stage.SUSTAINED, Stage.PAUSED, Stage.ENDED),
    Stage.SUSTAINED: (Stage.IMPLEMENTING, Stage.PAUSED, Stage.ENDED),
    Stage.PAUSED: (Stage.ADOPTED, Stage.IMPLEMENTING, Stage.ENDED),
    Stage.ENDED: (),
}


@dataclass(frozen=True)
class Step:
    """`since`: the first day on which it holds."""

    stage: Stage
    since: dt.date


@dataclass(frozen=True)
class Span:
    """A stage that holds from `since` to the day before `until`; without bound where that is None."""

    stage: Stage
    since: dt.date
    until: dt.date | None

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether it holds on any day from the first to the last."""
        return self.since <= last and (self.until is None or self.until > first)


def spans_of(steps: Sequence[Step]) -> tuple[Span, ...]:
    """What held when, by day, without gaps from the first day on. In: steps in the order in which they were recorded.
    A step that only changes terms leaves the stage as it is, and the span goes on.

    >>> day = dt.date
    >>> steps = [Step(Stage.ADOPTED, day(2016, 9, 1)), Step(Stage.IMPLEMENTING, day(2017, 1, 9))]
    >>> [(one.stage.value, one.until) for one in spans_of(steps)]
    [('adopted', datetime.date(2017, 1, 9)), ('implementing', None)]
    >>> [one.stage.value for one in spans_of([*steps, Step(Stage.PAUSED, day(2016, 12, 1))])]  # so it was after all
    ['adopted', 'paused']
    """
    found: list[Span] = []
    for step in reversed(steps):
        until = found[0].since if found else None
        if until is not None and step.since >= until:
            continue
        if found and found[0].stage is step.stage:
            until = found.pop(0).until
        found.insert(0, Span(step.stage, step.since, until))
    return tuple(found)


def stage_on(steps: Sequence[Step], day: dt.date) -> Stage | None:
    """The stage that holds on a day; None before the first."""
    return next((one.stage for one in spans_of(steps) if one.touches(day, day)), None)


def days_of(school_year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the school year that ends in this one.

    >>> days_of(2017)
    (datetime.date(2016, 7, 1), datetime.date(2017, 6, 30))
    """
    return dt.date(school_year - 1, 7, 1), dt.date(school_year, 6, 30)


def is_in_force(steps: Sequence[Step], school_year: int) -> bool:
    """Whether the strategy was in force on any day of the school year."""
    first, last = days_of(school_year)
    return any(one.stage in IN_FORCE and one.touches(first, last) for one in spans_of(steps))


def years_in_force(steps: Sequence[Step], school_years: Collection[int]) -> tuple[int, ...]:
    """Those of the school years in which it was in force, in order."""
    return tuple(year for year in sorted(school_years) if is_in_force(steps, year))
