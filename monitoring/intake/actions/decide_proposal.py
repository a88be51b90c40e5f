"""The state agency says whether columns stand in each other's place."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from districts.audit import record
from districts.models import Membership
from districts.outbox import enqueue
from districts.roles import may
from districts.wall import current_scope, in_job
from monitoring.intake.models import ColumnProposal
from monitoring.intake.topics import CHECK_TOPIC


class AlreadyDecided(ValueError):
    """The proposal was decided before, the other way, or a newer file has overtaken it."""


def decide_proposal(*, proposal_id: uuid.UUID | str, confirm: bool, by: Membership) -> ColumnProposal:
    """Confirm or decline a proposed exchange, of any tenant's upload. Call inside `in_state`.

    Who sent a file does not judge it. Confirmed, the stored upload is checked and frozen again with the exchange, as
    new superseding snapshots; declined, the columns stay out. What was held till then is taken, or asks its sender, as
    the check of the columns so decided says. Deciding the same way twice changes nothing.
    """
    scope = current_scope()
    if scope is None or scope.kind != "state" or scope.district_id != by.district_id or not may(by, "mapping.decide"):
        raise PermissionDenied("mapping.decide")
    owner_id = ColumnProposal.objects.values_list("district_id", flat=True).get(pk=proposal_id)
    with in_job(owner_id):  # the decision stands among the tenant's rows, and what follows is its own work
        proposal = ColumnProposal.objects.select_for_update().get(pk=proposal_id)
        wanted = ColumnProposal.State.CONFIRMED if confirm else ColumnProposal.State.DECLINED
        if proposal.state == wanted:
            return proposal
        if proposal.state != ColumnProposal.State.PROPOSED:
            raise AlreadyDecided(proposal.get_state_display())
        proposal.state, proposal.decided_at, proposal.decided_by_name = wanted, timezone.now(), by.name
        proposal.save(update_fields=["state", "decided_at", "decided_by_name"])
        detail = {"report": proposal.report, "school_year": proposal.school_year, "mapping": proposal.mapping}
        record(verb=f"proposal.{wanted}", obj=proposal, detail=detail, by=by)
        payload = {"upload_id": str(proposal.upload_id), "proposal_id": str(proposal.pk)}
        enqueue(topic=CHECK_TOPIC, key=str(proposal.upload_id), payload=payload, district_id=proposal.district_id)
    return proposal
