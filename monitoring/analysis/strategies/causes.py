"""What is said of a cause of gaps, the causes that the program ships, and what a district thought of one when.

Sources: S1, Root Cause Analysis; requirements R20 to R22.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from monitoring.analysis.measures import MEASURES

from .catalogue import shipped_strategies

SHIPPED = Path(__file__).parent / "causes.toml"
DIMENSIONS: tuple[str, ...] = tuple(dict.fromkeys(one.dimension for one in MEASURES.values()))
LISTS = ("dimensions", "leads_to", "strategies")


class Confidence(StrEnum):
    """How sure a district is that something is a cause. What was set aside was looked at, and is none."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> str:
        return "Set aside" if self is Confidence.SET_ASIDE else f"{self.value.capitalize()} confidence"


SUREST_FIRST = (Confidence.HIGH, Confidence.SOME, Confidence.LOW)


class EvidenceKind(StrEnum):
    """The three that the plan names."""

    STAKEHOLDERS = "stakeholders"
    DATA = "data"
    RESEARCH = "research"

    @property
    def label(self) -> str:
        return {
            "stakeholders": "Stakeholder feedback",
            "data": "Data analysis",
            "research": "National research",
        }[self.value]


@dataclass(frozen=True)
class CauseWords:
    """One version of a cause. `dimensions`: of measures in which it shows; `leads_to`: keys of causes that it feeds,
    back to itself too; `strategies`: keys of those that address it.
    """

    title: str
    text: str
    dimensions: tuple[str, ...]
    leads_to: tuple[str, ...]
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class ShippedCause:
    id: str
    words: CauseWords


def shipped_causes() -> tuple[ShippedCause, ...]:
    """In the order in which they are shown. Raises ValueError where the file says what is not known."""
    entries = tomllib.loads(SHIPPED.read_text("utf-8"))["cause"]
    made = []
    for entry in entries:
        lists = {name: tuple(entry[name]) for name in LISTS}
        made.append(ShippedCause(entry["id"], CauseWords(entry["title"], entry["text"], **lists)))
    causes, strategies = {one.id for one in made}, {one.id for one in shipped_strategies()}
    for one in made:
        if unknown := unknown_in(one.words, causes, strategies):
            raise ValueError(f"{one.id}: {', '.join(unknown)} is not known.")
    return tuple(made)


def unknown_in(words: CauseWords, causes: Iterable[str], strategies: Iterable[str]) -> list[str]:
    """What its lists name and nobody knows. `causes`, `strategies`: the keys that are known."""
    known: dict[str, set[str]] = {"dimensions": set(DIMENSIONS), "leads_to": set(causes), "strategies": set(strategies)}
    return [one for name, keys in known.items() for one in getattr(words, name) if one not in keys]


class Dated(Protocol):
    """Something that was said, which holds from a day on."""

    @property
    def since(self) -> dt.date: ...


Said = TypeVar("Said", bound=Dated)


def said_on(said: Sequence[Said], day: dt.date) -> Said | None:
    """What holds on a day: of all that hold from that day or one before it, what was recorded last. In: in the order in
    which they were recorded.

    >>> from types import SimpleNamespace as Word
    >>> words = [Word(since=dt.date(2016, 9, 1), n=1), Word(since=dt.date(2017, 9, 1), n=2)]
    >>> said_on(words, dt.date(2017, 6, 30)).n
    1
    >>> said_on([*words, Word(since=dt.date(2016, 1, 4), n=3)], dt.date(2017, 12, 1)).n  # so it was after all
    3
    """
    return next((one for one in reversed(said) if one.since <= day), None)
