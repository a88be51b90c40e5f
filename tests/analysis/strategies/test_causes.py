"""Causes: those that are shipped, what was thought of one on which day, and circles among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from monitoring.analysis.strategies.cause_graph import Link, circles, in_circles
from monitoring.analysis.strategies.causes import said_on, shipped_causes

BEGIN, DAYS = dt.date(2015, 7, 1), 800


@dataclass(frozen=True)
class Word:
    since: dt.date
    number: int


some_days = st.integers(0, DAYS).map(lambda days: BEGIN + dt.timedelta(days))
histories = st.lists(some_days, max_size=8).map(lambda days: [Word(day, n) for n, day in enumerate(days)])
NAMES = "abcde"
graphs = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda one: one[0] != one[1]))


def test_the_causes_that_are_shipped_feed_each_other_in_circles_and_each_has_a_strategy() -> None:
    shipped = shipped_causes()
    links = {(one.id, to) for one in shipped for to in one.words.leads_to}
    assert ("new-teachers", "turnover") in circles(links)
    assert [one.id for one in shipped if not one.words.strategies or not one.words.dimensions] == []


@given(histories)
def test_what_is_held_on_a_day_is_what_was_written_over_it_last(words: list[Word]) -> None:
    calendar: dict[dt.date, Word] = {}
    for word in words:
        for number in range((word.since - BEGIN).days, DAYS + 2):
            calendar[BEGIN + dt.timedelta(number)] = word
    asked = [one.since + dt.timedelta(by) for one in words for by in (-1, 0, 1)] + [BEGIN]
    assert [said_on(words, day) for day in asked] == [calendar.get(day) for day in asked]


def all_circles(links: set[Link]) -> set[tuple[str, ...]]:
    """Every order of every choice of causes is tried."""
    orders = (order for many in range(2, len(NAMES) + 1) for order in permutations(NAMES, many))
    closed = (
        order for order in orders if all(link in links for link in zip(order, order[1:] + order[:1], strict=True))
    )
    return {order for order in closed if order[0] == min(order)}


@given(graphs)
def test_links_in_circles_are_those_of_all_circles_that_there_are(links: set[Link]) -> None:
    found = {link for one in all_circles(links) for link in zip(one, one[1:] + one[:1], strict=True)}
    assert in_circles(links) == found


@given(graphs)
def test_circles_told_are_among_all_and_the_shortest_through_each_link(links: set[Link]) -> None:
    told, every = circles(links), all_circles(links)
    assert set(told) <= every
    assert list(told) == sorted(told, key=lambda one: (len(one), one))
    for link in in_circles(links):
        through = [len(one) for one in every if link in set(zip(one, one[1:] + one[:1], strict=True))]
        assert min(len(one) for one in told if link in set(zip(one, one[1:] + one[:1], strict=True))) == min(through)
