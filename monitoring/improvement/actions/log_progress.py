"""How a district gets on with a strategy: milestones it sets itself, and entries of the log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership

from ..models import Adoption, Milestone, Progress
from ..not_possible import NotPossible
from ..queries.adoptions import title_of


@dataclass(frozen=True)
class Entry:
    """Fields as of Progress."""

    day: dt.date
    status: str
    fidelity: int | None = None
    risk: str = ""
    text: str = ""
    milestone: Milestone | None = None
    outcome: str = ""
    kept_here: bool = False


@transaction.atomic
def set_milestone(*, adoption: Adoption, title: str, due: dt.date, by: Membership) -> Milestone:
    """Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    number = Milestone.objects.filter(adoption=adoption).count() + 1
    signed = {"by_name": by.name, "by_role": by.role}
    made: Milestone = Milestone.objects.create(
        district_id=by.district_id, adoption=adoption, number=number, title=title.strip(), due=due, **signed
    )
    record(verb="strategy.milestone", obj=made, detail={"title": title_of(adoption), "due": due.isoformat()}, by=by)
    return made


@transaction.atomic
def log_progress(*, adoption: Adoption, entry: Entry, by: Membership) -> Progress:
    """Add an entry to the log. A milestone is reached or given up once. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    _refuse(adoption, entry)
    given = vars(entry) | {"text": entry.text.strip()}
    made: Progress = Progress.objects.create(
        district_id=by.district_id,
        adoption=adoption,
        number=Progress.objects.filter(adoption=adoption).count() + 1,
        by_name=by.name,
        by_role=by.role,
        **given,
    )
    record(verb="strategy.progress", obj=made, detail={"title": title_of(adoption)}, by=by)
    return made


def _refuse(adoption: Adoption, entry: Entry) -> None:
    if entry.day > localdate():
        raise NotPossible("An entry is of a day that has come.")
    if entry.milestone is None and entry.outcome:
        raise NotPossible("Say which milestone it is.")
    if entry.milestone is None:
        return
    if entry.milestone.adoption_id != adoption.pk:
        raise NotPossible("The milestone belongs to another strategy.")
    if entry.outcome and Progress.objects.filter(milestone=entry.milestone).exclude(outcome="").exists():
        raise NotPossible(f"“{entry.milestone.title}” is settled already.")
