"""A district looks for the causes of its gaps: it names causes, says how sure it is and what it knows, and draws which
feeds which. Each word is added, and the one recorded last counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.strategies.catalogue import OBJECTIVES
from monitoring.analysis.strategies.causes import Confidence, EvidenceKind

from ..models import Cause, CauseLink, Claim, Evidence, GapStudy, NamedCause, Strategy
from ..not_possible import NotPossible
from ..queries.causes import title_of_cause

MEANWHILE = "Somebody has said something else of it meanwhile: look at it, and then say yours."


@dataclass(frozen=True)
class Thought:
    """How sure a district is of a cause, from a day on; fields as of Claim."""

    confidence: Confidence
    since: dt.date
    text: str = ""
    strategies: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnCause:
    """A cause in the district's own words."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Item:
    """Evidence; fields as of Evidence."""

    kind: EvidenceKind
    day: dt.date
    text: str
    link: str = ""
    against: bool = False


@transaction.atomic
def study_gap(*, measure: str, group: str, objectives: tuple[str, ...] = (), by: Membership) -> GapStudy:
    """Take a gap up for study. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    if measure not in GAP_MEASURES or group not in GROUPS:
        raise NotPossible("Gaps are not computed of this measure and group.")
    if unknown := [one for one in objectives if one not in OBJECTIVES]:
        raise NotPossible(f"{', '.join(unknown)}: there is no such objective.")
    if GapStudy.objects.filter(measure=measure, group=group).exists():
        raise NotPossible("The district looks into this gap already.")
    made: GapStudy = GapStudy.objects.create(
        number=GapStudy.objects.count() + 1, measure=measure, group=group, objectives=list(objectives), **_signed(by)
    )
    record(verb="causes.study", obj=made, detail={"gap": _gap(made)}, by=by)
    return made


@transaction.atomic
def name_cause(
    *, study: GapStudy, what: Cause | NamedCause | OwnCause, thought: Thought, kept_here: bool = False, by: Membership
) -> Claim:
    """Name a cause of a gap: one of the library, one that the district has named for another gap, or one in words of
    its own. `kept_here`: the agency does not count it. Call inside `in_district`.
    """
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    cause = what if isinstance(what, NamedCause) else _named(what, kept_here, by)
    return _claim(study, cause, thought, 0, by)


@transaction.atomic
def say_of_cause(
    *, study: GapStudy, cause: NamedCause, thought: Thought, seen: int | None = None, by: Membership
) -> Claim:
    """What the district holds of a cause from a day on. `seen`: the number of the last claim that whoever says so has
    before them. Call inside `in_district`.
    """
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    return _claim(study, cause, thought, seen, by)


@transaction.atomic
def add_evidence(*, study: GapStudy, cause: NamedCause, item: Item, by: Membership) -> Evidence:
    """Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    _refuse_future(item.day)
    if not Claim.objects.filter(study=study, cause=cause).exists():
        raise NotPossible("Name the cause for this gap first.")
    number = Evidence.objects.filter(study=study, cause=cause).count() + 1
    given = vars(item) | {"kind": item.kind.value, "text": item.text.strip()}
    made: Evidence = Evidence.objects.create(study=study, cause=cause, number=number, **given, **_signed(by))
    record(verb="causes.evidence", obj=made, detail={"title": title_of_cause(cause)}, by=by)
    return made


@transaction.atomic
def link_causes(
    *, begin: NamedCause, end: NamedCause, holds: bool, since: dt.date, text: str = "", by: Membership
) -> CauseLink:
    """Say from a day on that one cause feeds another, or that it does not. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    _refuse_future(since)
    if begin.pk == end.pk:
        raise NotPossible("A cause does not feed itself: name two.")
    made: CauseLink = CauseLink.objects.create(
        number=CauseLink.objects.count() + 1,
        begin=begin,
        end=end,
        holds=holds,
        since=since,
        text=text.strip(),
        **_signed(by),
    )
    record(verb="causes.link", obj=made, detail={"begin": title_of_cause(begin), "end": title_of_cause(end)}, by=by)
    return made


def _gap(study: GapStudy) -> str:
    return f"{MEASURES[study.measure].title}, {GROUPS[study.group].students}"


def _signed(by: Membership) -> dict[str, Any]:
    return {"district_id": by.district_id, "by_name": by.name, "by_role": by.role}


def _named(what: Cause | OwnCause, kept_here: bool, by: Membership) -> NamedCause:
    """The district's row of the cause; a new one where there is none."""
    if isinstance(what, Cause):
        if found := NamedCause.objects.filter(cause=what).first():
            return found
        said: dict[str, Any] = {"cause": what, "kept_here": kept_here}
    else:
        said = {"title": what.title.strip(), "text": what.text.strip(), "kept_here": True}
        if NamedCause.objects.filter(title__iexact=said["title"]).exists():
            raise NotPossible(f"The district has named “{said['title']}” already: choose it from the list.")
    made: NamedCause = NamedCause.objects.create(number=NamedCause.objects.count() + 1, **said, **_signed(by))
    return made


def _claim(study: GapStudy, cause: NamedCause, thought: Thought, seen: int | None, by: Membership) -> Claim:
    before = Claim.objects.filter(study=study, cause=cause).count()
    if seen == 0 and before:
        raise NotPossible("This cause is named for the gap already: say there how sure you are now.")
    if seen is not None and seen != before:
        raise NotPossible(MEANWHILE)
    _refuse_future(thought.since)
    known = set(Strategy.objects.values_list("key", flat=True)) if thought.strategies else set()
    if unknown := [key for key in thought.strategies if key not in known]:
        raise NotPossible(f"{', '.join(unknown)}: there is no such strategy.")
    made: Claim = Claim.objects.create(
        study=study,
        cause=cause,
        number=before + 1,
        since=thought.since,
        confidence=thought.confidence.value,
        text=thought.text.strip(),
        strategies=list(thought.strategies),
        **_signed(by),
    )
    detail = {"title": title_of_cause(cause), "gap": _gap(study), "confidence": thought.confidence.label.lower()}
    record(verb="causes.claim", obj=made, detail=detail, by=by)
    return made


def _refuse_future(since: dt.date) -> None:
    if since > localdate():
        raise NotPossible("Name a day that has come.")
