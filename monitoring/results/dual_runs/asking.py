"""Asking for a dual run, and whether the last one is still of use. For the agency, in its scope."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.outbox import enqueue
from monitoring.analysis.definitions.definition import Definition, State
from monitoring.analysis.definitions.lifecycle import DualRun as Standing
from monitoring.analysis.definitions.lifecycle import Refusal, lacking_evidence
from monitoring.definitions.actions import NotPossible, note_dual_run
from monitoring.definitions.queries import definitions_of, histories_for_ese
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.models import ColumnProposal, Snapshot
from monitoring.intake.progress import Teller
from monitoring.intake.queries.certified_rows import certifications

from ..compute import code_version
from ..current_inputs import read_organizations
from ..models import DualRun, SummedFiles
from ..stale import hash_of
from .comparison import as_data
from .computing import compute_comparison

TOPIC = "results.dual_run"
BEING_SUMMED = Refusal("sums", "Files of persons are being added up anew. Ask again when that is done.")


def ask_for_dual_run(*, measure: str, version: int, by: Membership) -> DualRun:
    """Promise to compute what a version would move; while one is under way, that one. Raises NotPossible."""
    with transaction.atomic():
        wait_for(Lock.DEFINITIONS)
        one = histories_for_ese(measure)[version].definition
        why_not = _why_not(one)
        if SummedFiles.objects.filter(is_certified=True, is_stale=True).exists():
            why_not.append(BEING_SUMMED)
        if why_not:
            raise NotPossible(why_not)
        latest = latest_dual_run(measure, version)
        if latest is not None and latest.is_under_way:
            return latest
        note_dual_run(measure=measure, version=version, by=by)
        asked: DualRun = DualRun.objects.create(measure=measure, version=version, asked_by=by.name)
        payload = {"dual_run": str(asked.pk)}
        enqueue(topic=TOPIC, key=str(asked.pk), payload=payload, district_id=by.district_id)
    return asked


def _why_not(one: Definition) -> list[Refusal]:
    """Ratings are not opened before there is evidence, not even to try."""
    faults = (
        [] if one.state is not State.ACTIVE else [Refusal("state", "It is active: what it gives stands on the pages.")]
    )
    if one.state is State.WITHDRAWN:
        faults.append(Refusal("state", "It is withdrawn: draft another version after it."))
    if one.rule is None:
        faults.append(Refusal("rule", "Its figures are published, so there is nothing to compute."))
    return [*faults, *(lacking_evidence(one) if one.is_of_ratings else ())]


def run_dual_run(*, dual_run_id: uuid.UUID) -> DualRun | None:
    """Compute what was asked for; None where it is done. Called within `across_districts`."""
    asked = DualRun.objects.select_for_update().get(pk=dual_run_id)
    if not asked.is_under_way:
        return None
    known = definitions_of(histories_for_ese(asked.measure))
    one = next(each for each in known if each.version == asked.version)
    others = tuple(each for each in known if each.version != asked.version)
    teller = Teller(asked.pk)
    asked.files_hash = rests_on(one, others) or ""
    asked.comparison = as_data(compute_comparison(one, others, tell=teller))
    asked.state, asked.finished_at = DualRun.State.DONE, timezone.now()
    asked.save()
    teller.forget()
    return asked


def give_up(*, dual_run_id: uuid.UUID, reason: str) -> None:
    """It did not come to an end, however often it was tried."""
    under_way = DualRun.objects.filter(pk=dual_run_id, state=DualRun.State.ASKED)
    under_way.update(state=DualRun.State.GIVEN_UP, reason=reason, finished_at=timezone.now())


def latest_dual_run(measure: str, version: int) -> DualRun | None:
    """One query."""
    return DualRun.objects.filter(measure=measure, version=version).first()


def standing_of(latest: DualRun | None, one: Definition, others: Sequence[Definition]) -> Standing:
    """How the last dual run of a definition stands to what is certified now: six queries where there is one."""
    if latest is None or latest.state == DualRun.State.GIVEN_UP:
        return Standing.NONE
    if latest.is_under_way:
        return Standing.RUNNING
    return Standing.CURRENT if latest.files_hash == rests_on(one, others) else Standing.OUTDATED


def rests_on(one: Definition, others: Sequence[Definition]) -> str | None:
    """A hash of what the outcome depends on, by what the agency may read of it: the definition and those of the measure
    that are in force, the program, organizations, what districts have certified, with the sums of persons, the agency's
    own files, and the columns that await a decision. None while sums are being computed anew: nothing that is computed
    of them now is of any use. Six queries.
    """
    summed = SummedFiles.objects.filter(is_certified=True).order_by().values_list("pk", "content_hash", "is_stale")
    if any(is_stale for _, _, is_stale in summed):
        return None
    in_force = (each for each in others if each.state is State.ACTIVE)
    rules = [(each.definition_hash, each.first_year, each.last_year) for each in (one, *in_force)]
    agencys = Snapshot.objects.filter(superseded_at=None, district__kind="STATE").order_by()
    proposals = ColumnProposal.objects.order_by().values_list("pk", "state", "is_applied", "upload__state")
    parts: dict[str, Iterable[Any]] = {
        "code": [code_version()],
        "rules": rules,
        "organizations": read_organizations()[0].rows(),
        "certified": [
            (place, *map(sorted, one[1:])) for place, one in certifications(list(COLLECTIONS)).items() if one
        ],
        "sums": summed,
        "agency": agencys.values_list("dataset", "report", "school_year", "content_hash"),
        "columns": proposals,
    }
    return hash_of([(name, sorted(str(each) for each in part)) for name, part in parts.items()])
