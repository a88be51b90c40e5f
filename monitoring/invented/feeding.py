"""Which school children go to after the last grade of theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chance import Floats, Ints
from .segregation import Traits

LAST = 13  # grade 12


@dataclass(frozen=True)
class Feeding:
    """`next_school` by school, -1 where there is none; `weights`: students by school and grade, those who come from
    districts without higher grades among them.
    """

    next_school: Ints
    weights: Floats


def with_feeders(owner: Ints, first: Ints, last: Ints, weights: Floats, of: Traits, at: Floats) -> Feeding:
    """In their district the poorer schools lead to the poorer ones, so that children stay among those they know; from
    a district without higher grades they go to the nearest that has them.
    """
    following = np.full(len(owner), -1)
    ends = np.where(last < LAST, last + 1, -1)
    for grade in np.unique(ends[ends >= 0]):
        takes = (first <= grade) & (grade <= last)
        leaving = ends == grade
        for district in np.unique(owner[leaving]):
            from_here = np.flatnonzero(leaving & (owner == district))
            to = np.flatnonzero(takes & (owner == district))
            following[from_here] = _by_poverty(from_here, to, grade, weights, of) if len(to) else -1
        _nearest(following, leaving, takes, owner, at)
    return Feeding(following, _with_those_from_elsewhere(following, owner, last, weights))


def _by_poverty(leaving: Ints, to: Ints, grade: int, weights: Floats, of: Traits) -> Ints:
    """The poorest part of the children to the poorest of the schools, as far as it has places."""
    order = leaving[np.argsort(of.poverty[leaving], kind="stable")]
    goals = to[np.argsort(of.poverty[to], kind="stable")]
    children, places = weights[order, grade - 1], weights[goals, grade]
    middle = (np.cumsum(children) - children / 2) / max(children.sum(), 1e-9)
    until = np.cumsum(places) / max(places.sum(), 1e-9)
    goal = goals[np.minimum(np.searchsorted(until, middle), len(goals) - 1)]
    return goal[np.argsort(order)][np.argsort(np.argsort(leaving))]


def _nearest(following: Ints, leaving: Ints, takes: Ints, owner: Ints, at: Floats) -> None:
    """The first school of the nearest other district that has the grade."""
    without = np.flatnonzero(leaving & (following < 0))
    goals = np.flatnonzero(takes)
    if len(without) and len(goals):
        apart = ((at[owner[without]][:, None, :] - at[owner[goals]][None, :, :]) ** 2).sum(axis=2)
        following[without] = goals[np.argmin(apart, axis=1)]


def _with_those_from_elsewhere(following: Ints, owner: Ints, last: Ints, weights: Floats) -> Floats:
    more = weights.copy()
    comes = np.flatnonzero(following >= 0)
    comes = comes[owner[following[comes]] != owner[comes]]
    goal = following[comes]
    grades = np.arange(weights.shape[1])
    has = (grades > last[comes][:, None]) & (grades <= last[goal][:, None])
    np.add.at(more, goal, has * weights[comes, last[comes]][:, None])
    return more
