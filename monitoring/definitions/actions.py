"""What people do with definitions: draft, change, put evidence on record, and the steps of the lifecycle. Called inside
`in_state`; each act is one transaction with its event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.analysis.definitions.definition import FIRST_RATED, About, Definition, State
from monitoring.analysis.definitions.lifecycle import (
    MOVES,
    Consequence,
    DualRun,
    Facts,
    Refusal,
    Returned,
    Step,
    consequences,
    refusals,
)
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.formatting import school_year

from .models import (
    CHANGED,
    DRAFTED,
    DUAL_RUN,
    ENDED,
    EVIDENCE,
    MOST_NAMES,
    DefinitionAct,
    StoredDefinition,
    stored_fields,
)
from .queries import History, definitions_of, histories_for_ese, returned_by

CHANGED_SINCE = Refusal("seen", "Somebody has changed it since you looked: read it as it stands now.")
CHANGED_MEANWHILE = Refusal(
    "seen",
    "Somebody has changed it since you opened this form. Look at how it stands now: what you have typed takes its place"
    " if you keep it once more.",
)
FIRST_DAY = dt.date(FIRST_RATED - 1, 7, 1)
NO_DAY_OF_EVIDENCE = (
    f"Evidence is of a day that is past, and not before {school_year(FIRST_RATED)}, the first year of which there are"
    " ratings."
)
AS_SHIPPED = Refusal(
    "shipped", "Published figures go by what it counts, so this stays: draft a version after it instead."
)
DRAFT, DECIDE = "definition.draft", "definition.decide"
CONTENT = ("rule", "first_year", "last_year", "levels", "words", "review_date", "rationale", "definition_hash")


class NotPossible(ValueError):
    """It cannot be done now; `refusals` say why."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(one.text for one in self.refusals))


def ship_definitions() -> int:
    """Store those versions that the program ships and that are not there; of how many. What is stored stays as it is,
    also where the program says otherwise by now. One whose years another active one has since taken waits as a draft.
    Called within `across_districts`, when a database is set up.
    """
    wait_for(Lock.DEFINITIONS)
    stored = [one.as_definition() for one in StoredDefinition.objects.all()]
    known = {one.id for one in stored}
    missing = [one for one in shipped() if one.id not in known]
    for one in missing:
        rivals = [each for each in stored if each.measure_id == one.measure_id and each.state is State.ACTIVE]
        is_taken = one.state is State.ACTIVE and any(one.overlaps(each) for each in rivals)
        kept = replace(one, state=State.DRAFT, was_active=False) if is_taken else one
        made = StoredDefinition.objects.create(**stored_fields(kept))
        DefinitionAct.objects.create(definition=made, number=1, act=DRAFTED, by_name=kept.author)
    return len(missing)


def draft_definition(*, content: Definition, by: Membership) -> StoredDefinition:
    """Keep a new version of a measure as a draft of the member's; its number is the next one."""
    refuse_stranger(by, DRAFT, "state")
    with transaction.atomic():
        wait_for(Lock.DEFINITIONS)
        last = StoredDefinition.objects.filter(measure=content.measure_id).order_by("-version").first()
        version = last.version + 1 if last else 1
        made = replace(content, version=version, author=by.name, checker="", state=State.DRAFT, due=None)
        stored = StoredDefinition.objects.create(**stored_fields(replace(made, was_active=False)))
        _note(stored, DRAFTED, by=by)
    return stored


def change_draft(*, content: Definition, seen: str | None = None, by: Membership) -> StoredDefinition:
    """Put other content in the place of a draft's, as whoever does so has `seen` it; they are named beside its author.
    The same again changes nothing.
    """
    refuse_stranger(by, DRAFT, "state")
    with transaction.atomic():
        history = _locked(content.measure_id)[content.version]
        if history.stored.state != State.DRAFT:
            raise NotPossible([Refusal("state", f"It is {history.stored.state}: only a draft can be changed.")])
        if seen is not None and seen != history.definition.seen:
            raise NotPossible([CHANGED_MEANWHILE])
        fields = stored_fields(content)
        if history.is_shipped and content.definition_hash != history.definition.definition_hash:
            raise NotPossible([AS_SHIPPED])
        changed = {name: fields[name] for name in CONTENT if fields[name] != getattr(history.stored, name)}
        if changed:
            _set(history.stored, **changed, author=_with_name(history.stored.author, by.name))
            _note(history.stored, CHANGED, by=by)
    return history.stored


def _with_name(authors: str, name: str) -> str:
    """As many names as are kept; who else had a part is among the acts."""
    named = f"{authors}, {name}"
    return authors if name in authors.split(", ") or len(named) > MOST_NAMES else named


def put_on_record(
    *, measure: str, version: int, about: About, text: str, day: dt.date, by: Membership
) -> StoredDefinition:
    """Evidence of ratings' fidelity, fairness or trust, of a day that is past. A later one takes an earlier one's
    place; both stay on record.
    """
    refuse_stranger(by, DRAFT, "state")
    with transaction.atomic():
        stored = _locked(measure)[version].stored
        faults = [*_not_of_ratings(stored)]
        if not text.strip():
            faults.append(Refusal("text", "Say what was found, by whom, and where it can be read."))
        if not FIRST_DAY <= day <= localdate():
            faults.append(Refusal("day", NO_DAY_OF_EVIDENCE))
        if faults:
            raise NotPossible(faults)
        _note(stored, EVIDENCE, text=text.strip(), about=about.value, day=day, by=by)
    return stored


def _not_of_ratings(stored: StoredDefinition) -> Iterable[Refusal]:
    if not stored.as_definition().is_of_ratings:
        yield Refusal("rule", "It rests on no ratings, so no evidence on them is asked for.")
    if stored.state in (State.ACTIVE, State.RETIRED, State.WITHDRAWN):
        yield Refusal("state", f"It is {stored.state}: evidence comes before it is activated.")


def take_step(
    *,
    measure: str,
    version: int,
    step: Step,
    reason: str = "",
    due: dt.date | None = None,
    dual_run: DualRun = DualRun.NONE,
    seen: str | None = None,
    by: Membership,
) -> tuple[StoredDefinition, tuple[Consequence | Returned, ...]]:
    """Take a definition a step on, with what this does to other versions. `dual_run`: how its last one stands to the
    files in force, which a room above knows; `seen`: that of the definition as whoever does it has looked at it. Raises
    NotPossible with every reason.
    """
    refuse_stranger(by, DECIDE if step in (Step.ACTIVATE, Step.RETIRE, Step.SEND_BACK) else DRAFT, "state")
    with transaction.atomic():
        histories = _locked(measure)
        history = histories[version]
        if seen is not None and seen != history.definition.seen:
            raise NotPossible([CHANGED_SINCE])
        facts = facts_for(histories, version, by=by, dual_run=dual_run, reason=reason, due=due)
        why_not = refusals(step, history.definition, facts)
        if why_not:
            raise NotPossible(why_not)
        done = _others(step, histories, history.definition, by=by)
        _set(history.stored, **_after(step, due, by))
        _note(history.stored, step.value, text=reason.strip(), day=due, by=by)
    return history.stored, done


def _others(
    step: Step, histories: dict[int, History], one: Definition, *, by: Membership
) -> tuple[Consequence | Returned, ...]:
    """What a step does to other versions: an activated one takes the place of some, a retired one gives it back."""
    if step is Step.ACTIVATE:
        ended = consequences(one, [each for each in definitions_of(histories) if each.version != one.version])
        for each in ended:
            _end(histories[each.other.version].stored, each, by=by, because=one)
        return ended
    if step is Step.RETIRE:
        done = returned_by(histories, one)
        for again in (each.other for each in done if each.other):
            stored = histories[again.version].stored
            _set(stored, state=State.ACTIVE.value, last_year=again.last_year)
            text = f"Version {one.version} is retired."
            _note(stored, Step.ACTIVATE.value, text=text, because_of=one.version, by=by)
        return done
    return ()


def facts_for(
    histories: dict[int, History],
    version: int,
    *,
    by: Membership,
    dual_run: DualRun,
    reason: str = "",
    due: dt.date | None = None,
) -> Facts:
    """What decides on a step, of what is on record."""
    others = tuple(one for one in definitions_of(histories) if one.version != version)
    history = histories[version]
    wrote_it = history.was_written_by(by.person_id)
    return Facts(others, wrote_it, history.is_shipped, dual_run, localdate(), reason, due)


def note_dual_run(*, measure: str, version: int, by: Membership) -> StoredDefinition:
    """Put on record that a member has asked what a version would move."""
    refuse_stranger(by, DRAFT, "state")
    with transaction.atomic():
        stored = _locked(measure)[version].stored
        _note(stored, DUAL_RUN, by=by)
    return stored


def _locked(measure: str) -> dict[int, History]:
    wait_for(Lock.DEFINITIONS)
    return histories_for_ese(measure)


def _after(step: Step, due: dt.date | None, by: Membership) -> dict[str, Any]:
    state = MOVES[step].target
    changes: dict[str, Any] = {"state": state.value, "due": due if state is State.PENDING else None}
    if step is Step.ACTIVATE:
        changes |= {"was_active": True, "checker": by.name}
    return changes


def _end(stored: StoredDefinition, one: Consequence, *, by: Membership, because: Definition) -> None:
    """Another version takes its years, all or the later ones."""
    act = ENDED if one.last_year else Step.RETIRE.value
    changes = {"last_year": one.last_year} if one.last_year else {"state": State.RETIRED.value}
    text = f"Version {because.version} takes its place."
    _set(stored, **changes)
    _note(stored, act, text=text, because_of=because.version, held_until=one.other.last_year, by=by)


def _set(stored: StoredDefinition, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(changes))


def _note(stored: StoredDefinition, act: str, *, by: Membership, **said: Any) -> None:
    number = DefinitionAct.objects.filter(definition=stored).count() + 1
    person = {"person_id": by.person_id, "by_name": by.name}
    DefinitionAct.objects.create(definition=stored, number=number, act=act, **person, **said)
    detail = {"measure": stored.measure, "version": stored.version, "hash": stored.definition_hash}
    detail |= {name: str(said[key]) for key, name in (("about", "about"), ("day", "due")) if said.get(key)}
    record(verb=f"definition.{act}", obj=stored, detail=detail, district_id=by.district_id, by=by)
