"""The plan's text is written on: a further version, with reasons and who was asked."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership, PlanText

from ..not_possible import NotPossible


@transaction.atomic
def write_plan(*, before: PlanText, title: str, body: str, why: str, consulted: str, by: Membership) -> PlanText:
    """A version after `before`, which whoever writes has before them; the same cycle's. Call inside `in_state`."""
    refuse_stranger(by, "catalogue.keep", "state")
    wait_for(Lock.STRATEGIES)
    newest = PlanText.objects.filter(cycle=before.cycle_id)[0]
    if newest.pk != before.pk:
        raise NotPossible("Somebody has written another version meanwhile: look at it, and then write yours.")
    if (newest.title, newest.body.strip()) == (title, body.strip()):
        raise NotPossible("Nothing is another than in the version before.")
    made = PlanText.objects.create(
        cycle_id=newest.cycle_id,
        version=newest.version + 1,
        title=title,
        body=body,
        published_on=localdate(),
        why=why,
        consulted=consulted,
        by_name=by.name,
    )
    record(verb="plan.written", obj=made, detail={"version": made.version, "title": title}, by=by)
    return made
