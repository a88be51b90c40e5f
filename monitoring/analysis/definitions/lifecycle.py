"""What may become of a definition, and why it may not. Pure: who asks, and what is on record, comes in as facts.

draft ─► validating ─► active ─► retired        draft ─► pending, with a day by which it is due; or withdrawn
  ▲          │            ▲          │                       │
  └──────────┘            └──────────┘                       └─► draft
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from monitoring.analysis.formatting import school_year

from .definition import ALWAYS, About, Definition, State
from .difference import rules_differ, years_in_words

ABOUT_WORDS = {
    About.FIDELITY: "that evaluations are carried out as they are meant to be",
    About.FAIRNESS: "that ratings are fair to educators of all groups and schools",
    About.TRUST: "that educators trust them",
}


class Step(StrEnum):
    """Acts that change the state of a definition."""

    PUT_FORWARD = "put_forward"
    SEND_BACK = "send_back"
    PUT_OFF = "put_off"
    TAKE_UP = "take_up"
    WITHDRAW = "withdraw"
    ACTIVATE = "activate"
    RETIRE = "retire"


@dataclass(frozen=True)
class Move:
    """From which states a step leads to which. `button` says it to who does it, `done` to who reads of it later."""

    sources: tuple[State, ...]
    target: State
    button: str
    done: str


MOVES: dict[Step, Move] = {
    Step.PUT_FORWARD: Move((State.DRAFT,), State.VALIDATING, "Put it forward", "put it forward"),
    Step.SEND_BACK: Move((State.VALIDATING,), State.DRAFT, "Send it back", "sent it back"),
    Step.PUT_OFF: Move((State.DRAFT,), State.PENDING, "Let it wait", "let it wait until a day"),
    Step.TAKE_UP: Move((State.PENDING,), State.DRAFT, "Take it up", "took it up"),
    Step.WITHDRAW: Move((State.DRAFT,), State.WITHDRAWN, "Withdraw it", "withdrew it"),
    Step.ACTIVATE: Move((State.VALIDATING, State.RETIRED), State.ACTIVE, "Activate it", "activated it"),
    Step.RETIRE: Move((State.ACTIVE,), State.RETIRED, "Retire it", "retired it"),
}


WHICH_LEVELS = "It is given for districts and the state, with their schools or without them."
NEED_A_REASON = (Step.SEND_BACK, Step.RETIRE, Step.WITHDRAW)
SAY_WHY = "Say why: the next reader of its history needs to know."


class DualRun(StrEnum):
    """How the last dual run of a definition stands to the files that are certified now."""

    NONE = "none"
    RUNNING = "running"
    OUTDATED = "outdated"
    CURRENT = "current"


@dataclass(frozen=True)
class Facts:
    """What a step depends on beside the definition itself. `others`: the other versions of the measure. `wrote_it`:
    whether who asks has had a part in it; `is_shipped`: whether the program has written it. `reason`, `due`: what was
    given with the step.
    """

    others: tuple[Definition, ...] = ()
    wrote_it: bool = False
    is_shipped: bool = False
    dual_run: DualRun = DualRun.NONE
    today: dt.date = dt.date.min
    reason: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a step cannot be done. `code` stays the same, whatever the words."""

    code: str
    text: str


@dataclass(frozen=True)
class Consequence:
    """What the activation of a version does to another that is active: it ends with a school year, or is retired."""

    other: Definition
    last_year: int | None = None

    @property
    def result(self) -> Definition:
        """The other one as it stands then."""
        return replace(self.other, last_year=self.last_year) if self.last_year else self.other.in_state(State.RETIRED)

    @property
    def text(self) -> str:
        what = f"ends with {school_year(self.last_year)}" if self.last_year else "is retired"
        return f"Version {self.other.version} then {what}."


WROTE_IT = "written it, put it forward, or recorded evidence for it"


@dataclass(frozen=True)
class Returned:
    """What the retirement of a version does: to one that ended for it (`other`, as it stands then), or, where there is
    none, to its years.
    """

    one: Definition
    other: Definition | None = None

    @property
    def text(self) -> str:
        if self.other is None:
            return f"No version then holds in its years ({years_in_words(self.one)}): there are no figures of them."
        return f"Version {self.other.version} then holds again ({years_in_words(self.other)})."


def refusals(step: Step, one: Definition, facts: Facts) -> tuple[Refusal, ...]:
    """All that keeps a step from being done; empty where nothing does.

    >>> [one.code for one in refusals(Step.RETIRE, Definition("T_TURN", 2), Facts())]
    ['state', 'reason']
    """
    return tuple(_refusals(step, one, facts))


def _refusals(step: Step, one: Definition, facts: Facts) -> Iterator[Refusal]:
    if one.state not in MOVES[step].sources:
        states = " or ".join(MOVES[step].sources)
        yield Refusal("state", f"It is {one.state}. Only what is {states} can go this way.")
    if step in NEED_A_REASON and not facts.reason.strip():
        yield Refusal("reason", SAY_WHY)
    if step is Step.WITHDRAW and facts.is_shipped:
        yield Refusal("shipped", "The program ships it, and published figures go by it: let it wait instead.")
    if step in (Step.PUT_FORWARD, Step.ACTIVATE) and one.rule is not None:
        yield from _why_not_sound(one, facts.others)
    if step is Step.PUT_OFF:
        yield from _why_it_cannot_wait(facts)
    if step is Step.ACTIVATE:
        yield from _why_not_active(one, facts)


def _why_it_cannot_wait(facts: Facts) -> Iterator[Refusal]:
    if facts.wrote_it:
        yield Refusal("same_person", f"You have {WROTE_IT}. Everybody reads what waits: a second person lets it wait.")
    if facts.due is None or facts.due <= facts.today:
        yield Refusal("due", "Give a day that is still to come, by which it is due.")


def _why_not_sound(one: Definition, others: Iterable[Definition]) -> Iterator[Refusal]:
    """What its author has to mend before anybody else reads it."""
    if not set(ALWAYS) <= set(one.levels):
        yield Refusal("levels", f"{WHICH_LEVELS} Change the draft.")
    alike = [each for each in others if each.is_public and each.rule is not None and each.says == one.says]
    if not one.is_public and alike and all(rules_differ(each, one) for each in alike):
        text = f"It counts otherwise than version {alike[-1].version}, and says the same: “{one.measure.formula}”."
        yield Refusal("words", f"{text} Change the draft, and say in its own words what it counts.")


def _why_not_active(one: Definition, facts: Facts) -> Iterator[Refusal]:
    if facts.wrote_it:
        yield Refusal("same_person", f"You have {WROTE_IT}. A second person checks and activates it.")
    if one.review_date is None or one.review_date <= facts.today:
        yield Refusal("review", "Its review date is missing or past: send it back and set a day that is still to come.")
    if one.is_of_ratings:
        yield from lacking_evidence(one)
    if one.rule is not None and facts.dual_run is not DualRun.CURRENT:
        yield Refusal("dual_run", _NO_DUAL_RUN[facts.dual_run])
    for other in _active(one, facts.others):
        if _consequence(one, other) is None:
            text = f"Version {other.version} is active: {years_in_words(other)}. The years of both overlap."
            yield Refusal("overlap", f"{text} Begin later than it does, and end no earlier, or retire it first.")


_NO_DUAL_RUN = {
    DualRun.NONE: "There is no dual run yet: let it show what would move.",
    DualRun.RUNNING: "Its dual run is not done yet.",
    DualRun.OUTDATED: "Its dual run rests on files or definitions that are no longer those in force, or sums of "
    "persons are being computed anew: run it again when they are done.",
}


def lacking_evidence(one: Definition) -> tuple[Refusal, ...]:
    """What is still to be put on record before anything is computed from ratings."""
    known = {each.about for each in one.evidence}
    return tuple(
        Refusal(f"evidence_{about}", f"There is no evidence of {about} on record: {ABOUT_WORDS[about]}.")
        for about in About
        if about not in known
    )


def consequences(one: Definition, others: Iterable[Definition]) -> tuple[Consequence, ...]:
    """What the activation of a version does to others that are active.

    >>> old, new = Definition("T_TURN", 1, state=State.ACTIVE), Definition("T_TURN", 2, first_year=2026)
    >>> [each.text for each in consequences(new, [old])]
    ['Version 1 then ends with 2024-25.']
    """
    found = (_consequence(one, other) for other in _active(one, others))
    return tuple(each for each in found if each is not None)


def returned(one: Definition, ended: Iterable[Definition], others: Iterable[Definition]) -> tuple[Returned, ...]:
    """What the retirement of a version does. `ended`: those that ended for it, with the years that they had before;
    such of these years as another active one has taken meanwhile stay with that.

    >>> first = Definition("T_UNQ", 1, last_year=2016)
    >>> [each.text for each in returned(Definition("T_UNQ", 3, first_year=2015), [first], [])]
    ['Version 1 then holds again (all school years until 2015-16).']
    """
    others = [each for each in others if each.version != one.version]
    again = (_again(each.in_state(State.ACTIVE), others) for each in ended)
    return tuple(Returned(one, each) for each in again if each) or (Returned(one),)


def _again(ended: Definition, others: Iterable[Definition]) -> Definition | None:
    """None where others have taken its first year."""
    taken = [each.first_year or 0 for each in _active(ended, others)]
    if not taken:
        return ended
    return replace(ended, last_year=min(taken) - 1) if min(taken) > (ended.first_year or 0) else None


def _active(one: Definition, others: Iterable[Definition]) -> list[Definition]:
    """Active versions that hold in a year in which this one does."""
    return [
        each for each in others if each.state is State.ACTIVE and each.version != one.version and one.overlaps(each)
    ]


def _consequence(one: Definition, other: Definition) -> Consequence | None:
    """None where the years of both overlap so that neither ends the other."""
    begins_later = one.first_year is not None and (other.first_year or 0) < one.first_year
    ends_later = one.last_year is None or (other.last_year is not None and other.last_year <= one.last_year)
    if not ends_later:
        return None
    return Consequence(other, one.first_year - 1) if begins_later and one.first_year else Consequence(other)


def after(one: Definition, others: Iterable[Definition]) -> tuple[Definition, ...]:
    """All versions of a measure as they stand once this one is active."""
    others = [each for each in others if each.version != one.version]
    done = {each.other.version: each for each in consequences(one, others)}
    left = (done[each.version].result if each.version in done else each for each in others)
    return (*left, one.in_state(State.ACTIVE))
