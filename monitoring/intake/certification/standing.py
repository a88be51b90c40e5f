"""Where a collection of a district stands, from its files and from what people did; and who may do what next. Pure.

OPEN → TRANSMITTED (all files are there, no row has an error) → VALIDATED (the files agree, warnings are explained) are
computed; SUBMITTED → CERTIFIED → ACCEPTED are acts. Beside them: WITHDRAWN by the district or returned by ESE; an EDIT
WINDOW, which ends in RECERTIFIED; and SUPERSEDED, where other rows are in force than were certified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from monitoring.intake.certification.calendar import Dates, day_in_words
from monitoring.intake.certification.catalogue import Collection
from monitoring.intake.certification.facts import Act, Beside, Event, Facts


class State(StrEnum):
    OPEN = "open"
    TRANSMITTED = "transmitted"
    VALIDATED = "validated"
    SUBMITTED = "submitted"
    CERTIFIED = "certified"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EDIT_WINDOW = "edit_window"
    RECERTIFIED = "recertified"
    SUPERSEDED = "superseded"


TITLES = {
    State.OPEN: "Open",
    State.TRANSMITTED: "Transmitted",
    State.VALIDATED: "Validated",
    State.SUBMITTED: "Submitted",
    State.CERTIFIED: "Certified",
    State.ACCEPTED: "Accepted by ESE",
    State.WITHDRAWN: "Withdrawn",
    State.EDIT_WINDOW: "Edit window open",
    State.RECERTIFIED: "Certified again",
    State.SUPERSEDED: "Other figures than certified",
}
PREPARING = (State.OPEN, State.TRANSMITTED, State.VALIDATED, State.WITHDRAWN)
SIGNED = (State.CERTIFIED, State.RECERTIFIED)
LOCKED = (State.SUBMITTED, *SIGNED, State.ACCEPTED, State.SUPERSEDED)
DONE = {  # the state that an act has led to
    Act.SUBMIT: (State.SUBMITTED,),
    Act.CERTIFY: SIGNED,
    Act.ACCEPT: (State.ACCEPTED,),
    Act.WITHDRAW: (State.WITHDRAWN,),
    Act.RETURN: (State.WITHDRAWN,),
}


@dataclass(frozen=True)
class Standing:
    """`stage`: how far the files alone are; `made`: the act that led to the state; `certified`: the certification that
    stands; `window`: the edit window that is open. Without `facts`, which ESE does not see, files are unfinished.
    """

    collection: Collection
    year: int
    dates: Dates
    today: dt.date
    facts: Facts | None
    state: State
    stage: State
    made: Event | None = None
    certified: Event | None = None
    window: Event | None = None

    @property
    def is_locked(self) -> bool:
        return self.state in LOCKED

    @property
    def is_preliminary(self) -> bool:
        """Whether what its files say is nobody's yet but the district's."""
        return self.certified is None or self.state in (State.EDIT_WINDOW, State.SUPERSEDED)

    @property
    def newer_beside(self) -> list[Beside]:
        """What came to stand beside it since it was certified."""
        return self.certified.newer_than(self.facts.beside) if self.certified and self.facts else []

    @property
    def title(self) -> str:
        if self.state is State.WITHDRAWN and self.made and self.made.act is Act.RETURN:
            return "Returned by ESE"
        return TITLES[self.state]

    @property
    def days_left(self) -> int:
        """Until it is due; negative once that day has passed."""
        return (self.dates.certify_by - self.today).days

    @property
    def is_asked(self) -> bool:
        """Whether the district has to hand it over: what needs no layout, only where there is a file, or may be one."""
        return bool(self.collection.required or self.facts is None or self.facts.files)

    @property
    def is_late(self) -> bool:
        is_sure = bool(self.collection.required or self.facts)
        return self.certified is None and self.days_left < 0 and is_sure and self.is_asked


@dataclass
class _Acts:
    """What the acts lead to, one after the other."""

    state: State | None = None
    made: Event | None = None
    certified: Event | None = None
    window: Event | None = None

    @classmethod
    def after(cls, events: Sequence[Event]) -> Self:
        """All of them, oldest first."""
        acts = cls()
        for event in events:
            _advance(acts, event)
        return acts

    def has_window(self, today: dt.date) -> bool:
        """Whether an edit window is open."""
        return self.window is not None and self.window.until is not None and today <= self.window.until


def standing(
    collection: Collection, year: int, *, dates: Dates, today: dt.date, events: Sequence[Event], facts: Facts | None
) -> Standing:
    """The state after all events, oldest first."""
    acts, stage = _Acts.after(events), stage_of(collection, facts)
    is_open = acts.has_window(today)
    state = acts.state or stage
    if acts.certified and is_open:
        state = State.EDIT_WINDOW
    elif acts.certified and facts and not acts.certified.is_about(facts.files):
        state = State.SUPERSEDED
    return Standing(
        collection,
        year,
        dates,
        today,
        facts,
        state,
        stage,
        made=acts.made,
        certified=acts.certified,
        window=acts.window if is_open else None,
    )


def certification_of(events: Sequence[Event]) -> Event | None:
    """The certification that stands after all events, oldest first."""
    return _Acts.after(events).certified


def closed_by(events: Sequence[Event], today: dt.date) -> Event | None:
    """The certification that stands after all events, oldest first, as long as no edit window is open."""
    acts = _Acts.after(events)
    return None if acts.has_window(today) else acts.certified


def stage_of(collection: Collection, facts: Facts | None) -> State:
    """How far the files are: OPEN, TRANSMITTED or VALIDATED."""
    if facts is None or not facts.files or facts.missing(collection) or facts.faulty or facts.being_checked:
        return State.OPEN
    is_compared = not (facts.is_being_compared or facts.is_not_compared)
    is_settled = is_compared and not (facts.cross_errors or facts.unexplained)
    return State.VALIDATED if is_settled else State.TRANSMITTED


def _advance(acts: _Acts, event: Event) -> None:
    if event.act is Act.WINDOW:
        acts.window = event
        return
    acts.made = event
    if event.act is Act.SUBMIT:
        acts.state = State.SUBMITTED
    elif event.act is Act.ACCEPT:
        acts.state = State.ACCEPTED
    elif event.act is Act.CERTIFY:
        acts.state = State.RECERTIFIED if acts.window else State.CERTIFIED
        acts.certified, acts.window = event, None
    else:
        acts.state, acts.certified, acts.window = State.WITHDRAWN, None, None


def is_done(how: Standing, act: Act) -> bool:
    """Whether the act would change nothing, since it is what led to the state."""
    return how.made is not None and how.made.act is act and how.state in DONE.get(act, ())


def refusal(how: Standing, act: Act, *, person: int) -> str:
    """Why this person cannot do this now, in a sentence; empty where they can. Roles are asked elsewhere."""
    return _REFUSALS[act](how, person)


def _of_submit(how: Standing, person: int) -> str:
    if how.state not in PREPARING:
        return f"It is {how.title.lower()} already; there is nothing to submit."
    if how.today < how.dates.opens:
        return f"It opens on {day_in_words(how.dates.opens)}; until then it cannot be submitted."
    return "" if how.stage is State.VALIDATED else UNFINISHED


def _of_certify(how: Standing, person: int) -> str:
    if how.state in PREPARING:
        return "It was not submitted yet: the data steward does so first."
    if how.state is State.SUPERSEDED:
        return (
            "Other files are in force than were certified: ask ESE for an edit window, in which it is certified again."
        )
    if how.state is State.ACCEPTED:
        return f"It is certified and accepted already. {ASK_FOR_WINDOW}"
    return "" if how.stage is State.VALIDATED else UNFINISHED


def _of_withdraw(how: Standing, person: int) -> str:
    if how.state is State.SUBMITTED or (how.state in SIGNED and how.today <= how.dates.edits_until):
        return ""
    if how.state in PREPARING:
        return "It is not submitted, so there is nothing to withdraw: files can be sent."
    if how.state is State.EDIT_WINDOW:
        return "An edit window is open: files can be sent without withdrawing anything."
    if how.state in SIGNED:
        last = day_in_words(how.dates.edits_until)
        return f"A certification could be withdrawn until {last}. {ASK_FOR_WINDOW}"
    return ASK_FOR_WINDOW


def _of_accept(how: Standing, person: int) -> str:
    if how.state not in SIGNED or how.certified is None:
        return f"Only what is certified is accepted; this is {how.title.lower()}."
    if how.certified.person == person:
        return "You certified it yourself: another person accepts it."
    return ""


def _of_return(how: Standing, person: int) -> str:
    if how.state in SIGNED or how.state is State.SUPERSEDED:
        return ""
    if how.state is State.ACCEPTED:
        return "It was accepted: open an edit window, in which it can be put right and certified again."
    return f"Only what is certified can be returned; this is {how.title.lower()}."


def _of_window(how: Standing, person: int) -> str:
    if how.certified is not None:
        return ""
    if how.state is State.SUBMITTED:
        return "It is submitted and not certified: the district can withdraw it by itself."
    return "It is open already: files can be sent."


ASK_FOR_WINDOW = "To change it, ask ESE for an edit window."
UNFINISHED = "Not everything is ready yet; what is missing stands under “What is next”."
_REFUSALS = {
    Act.SUBMIT: _of_submit,
    Act.CERTIFY: _of_certify,
    Act.WITHDRAW: _of_withdraw,
    Act.ACCEPT: _of_accept,
    Act.RETURN: _of_return,
    Act.WINDOW: _of_window,
}
