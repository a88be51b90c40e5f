"""The definitions that this program ships: the first versions. What is stored once stays as it was stored."""

from __future__ import annotations

import datetime as dt
from functools import cache

from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.aggregates import SURVEYS
from monitoring.analysis.people.catalogue import CATALOGUE

from .definition import Definition, State

REVIEW = dt.date(2027, 6, 30)  # before definitions are frozen for the school year that follows
PROMISED = {"T_EXAM": dt.date(2015, 8, 31)}  # in an addendum to the plan, “no later than August 2015” (S2:373)


@cache
def shipped() -> tuple[Definition, ...]:
    """One for each rule of the catalogue, of surveys, and for each measure that is published alone. Those of ratings
    are drafts: they need evidence first (S2:9).

    >>> [one.id for one in shipped() if one.state is State.PENDING]
    ['T_EXAM.1']
    """
    of_people = [
        _shipped(MEASURES[one.id], version=one.version, rule=one.rule, levels=one.levels,
                 first_year=one.first_year, last_year=one.last_year)
        for one in CATALOGUE
    ]  # fmt: skip
    known = {one.id for one in CATALOGUE}
    others = [_shipped(one, rule=SURVEYS.get(name)) for name, one in MEASURES.items() if name not in known]
    order = list(MEASURES)
    return tuple(sorted([*of_people, *others], key=lambda one: (order.index(one.measure_id), one.version)))


def _shipped(measure: Measure, *, version: int = 1, **fields: object) -> Definition:
    made = Definition(measure.id, version, review_date=REVIEW, rationale=measure.source, **fields)  # type: ignore[arg-type]
    due = PROMISED.get(measure.id)
    state = State.PENDING if due else State.DRAFT if made.is_of_ratings else State.ACTIVE
    return made.in_state(state, due=due)
