"""A definition: one version of what a measure counts, for the school years in which it holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from monitoring.analysis.formatting import decimals
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.aggregates import Answers, SurveyMeasure
from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure
from monitoring.analysis.people.places import DISTRICT, SCHOOL, STATE
from monitoring.analysis.people.rule import Rule

AnyRule = Rule | Answers
LEVELS = (SCHOOL, DISTRICT, STATE)
ALWAYS = (DISTRICT, STATE)  # given by every rule: the state's figures are made of districts', and these not of schools'
SHIPPER = "equityplan"  # the author of what the program ships
OF_RATINGS = {one.id for one in CATALOGUE if one.rule.is_of_ratings}
FIRST_RATED = MEASURES["T_EVALUATED"].first_year or 0  # the first school year of which there are ratings
PLACEHOLDER = "T_UNQ"  # stands for ratings until there is evidence that they are fair and trusted (S2:9)
WORDS: dict[str, str] = {
    "predicate": "In a sentence",
    "numerator_words": "Counts",
    "denominator_words": "Out of",
    "formula": "Formula",
    "why": "Why it matters",
}

COUNTED = ("predicate", "numerator_words", "denominator_words", "formula")  # those that say what is counted


class State(StrEnum):
    """Where a definition stands. Only active ones compute anything."""

    DRAFT = "draft"
    PENDING = "pending"
    VALIDATING = "validating"
    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    """What is to be shown of ratings before figures are made of them. Source: S2:9-10."""

    FIDELITY = "fidelity"
    FAIRNESS = "fairness"
    TRUST = "trust"


@dataclass(frozen=True)
class Evidence:
    """What somebody has put on record about ratings, and of which day it is."""

    about: About
    text: str
    day: dt.date
    by_name: str


@dataclass(frozen=True)
class Definition:
    """One version of a measure's definition. Grain: measure and version.

    `rule`: how figures are computed; None where they are published, and taken as they come. `first_year`, `last_year`:
    the school years (ending years, both included) in which it holds, without bound where None. `words`: those of WORDS
    that differ from the measure's own. `due`: when a pending one is promised. `was_active`: ever.
    """

    measure_id: str
    version: int
    rule: AnyRule | None = None
    first_year: int | None = None
    last_year: int | None = None
    levels: tuple[str, ...] = LEVELS
    words: tuple[tuple[str, str], ...] = ()
    author: str = SHIPPER
    checker: str = ""
    review_date: dt.date | None = None
    rationale: str = ""
    state: State = State.DRAFT
    due: dt.date | None = None
    was_active: bool = False
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """As it is named where it has to be told from others.

        >>> Definition("T_TURN", 2).id
        'T_TURN.2'
        """
        return f"{self.measure_id}.{self.version}"

    @property
    def key(self) -> tuple[str, int]:
        return self.measure_id, self.version

    @property
    def measure(self) -> Measure:
        """The measure in this version's words. Its title is that of all versions: it heads figures of several years."""
        words: dict[str, Any] = {name: text for name, text in self.words if name in WORDS}
        return replace(MEASURES[self.measure_id], **words)

    @property
    def says(self) -> tuple[str, ...]:
        """What readers are told that it counts."""
        return tuple(getattr(self.measure, name) for name in COUNTED)

    @property
    def seen(self) -> str:
        """A hash of all that a reader decides by: what it counts, in which years, why, and until which review."""
        said = [self.definition_hash, self.first_year, self.last_year, str(self.review_date), self.rationale]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def is_public(self) -> bool:
        """Whether figures go by it, or did: it was active, or the program ships it for what is published."""
        return self.was_active or self.author.split(", ")[0] == SHIPPER

    @property
    def units(self) -> tuple[str, ...]:
        return self.rule.units if self.rule else (MEASURES[self.measure_id].unit,)

    @property
    def is_of_ratings(self) -> bool:
        """Whether its rule reads ratings, or it is of a measure that the program ships as one of ratings."""
        return self.rule is not None and (self.rule.is_of_ratings or self.measure_id in OF_RATINGS)

    @property
    def placeholder(self) -> Measure | None:
        """The measure that stands for one of ratings as long as this is not active."""
        return MEASURES[PLACEHOLDER] if self.is_of_ratings and self.state is not State.ACTIVE else None

    @property
    def is_over(self) -> bool:
        """Whether nobody has to look at it any more."""
        return self.state in (State.RETIRED, State.WITHDRAWN)

    def is_past_its_day(self, today: dt.date) -> bool:
        """Whether it was promised for a day that is over.

        >>> promised = Definition("T_EXAM", 1, state=State.PENDING, due=dt.date(2015, 8, 31))
        >>> [promised.is_past_its_day(dt.date(2015, month, 31)) for month in (8, 10)]
        [False, True]
        """
        return self.state is State.PENDING and self.due is not None and self.due < today

    def in_state(self, state: State, *, due: dt.date | None = None) -> Definition:
        """The same in another state."""
        return replace(self, state=state, due=due, was_active=self.was_active or state is State.ACTIVE)

    @cached_property
    def definition_hash(self) -> str:
        """sha256 of all that makes a figure, or its reading, another: what is counted, where, and in this version's own
        words; in which unit and windows, rounded to what, and which direction is worse. The years in which it holds are
        no part of it: that it ends changes nothing that was computed by it.

        >>> one = Definition("T_SATIS", 1, Answers())
        >>> one.definition_hash == replace(one, last_year=2020).definition_hash
        True
        >>> one.definition_hash == replace(one, version=2).definition_hash
        False
        """
        rule = self.rule.as_data if self.rule else None
        said = [self.measure_id, self.version, rule, list(self.levels), sorted(self.words), self.reading]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def reading(self) -> dict[str, Any]:
        """What of the measure decides how a figure is made and read, whichever version it is of."""
        own = MEASURES[self.measure_id]
        shown = {"windows": list(own.windows), "headline_window": own.headline_window, "decimals": decimals(own.unit)}
        return {**shown, "unit": own.unit, "adverse": own.adverse, "role": own.role, "gap": own.gap}

    def holds_in(self, school_year: int) -> bool:
        """Whether its years hold this one, whatever state it is in."""
        return (self.first_year or school_year) <= school_year <= (self.last_year or school_year)

    def overlaps(self, other: Definition) -> bool:
        """Whether both hold in some school year.

        >>> Definition("T_TURN", 1, last_year=2020).overlaps(Definition("T_TURN", 2, first_year=2021))
        False
        """
        starts = [one.first_year for one in (self, other) if one.first_year]
        ends = [one.last_year for one in (self, other) if one.last_year]
        return not (starts and ends) or max(starts) <= min(ends)

    @property
    def of_people(self) -> PeopleMeasure | None:
        """As `sums.sums_of_districts` computes it, where it counts persons."""
        if not isinstance(self.rule, Rule):
            return None
        role = MEASURES[self.measure_id].role
        assert role != "ORGANIZATION"  # noqa: S101 -- a rule on persons judges teachers or principals (parameters.py)
        return PeopleMeasure(
            self.measure_id, self.version, role, self.rule, self.first_year, self.last_year, self.levels
        )

    @property
    def of_surveys(self) -> SurveyMeasure | None:
        """As `aggregates.surveys_of_districts` computes it, where it counts answers."""
        if not isinstance(self.rule, Answers):
            return None
        return SurveyMeasure(self.measure_id, self.version, self.rule, self.levels)
