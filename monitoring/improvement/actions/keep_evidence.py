"""Files beside an entry of a strategy's log: kept, sealed, for the district alone; destroyed when it says so."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.intake import files
from monitoring.intake.actions.receive_upload import clean_name
from monitoring.intake.arrival import Arrival

from ..models import EvidenceFile, Progress
from ..not_possible import NotPossible

MOST_BYTES = 20 << 20
TAKEN = (".pdf", ".docx", ".pptx", ".xlsx", ".csv", ".txt", ".png", ".jpg", ".jpeg")


def refuse_file(file_name: str, size: int) -> None:
    """Raise NotPossible for what is not kept as evidence."""
    if not file_name.lower().endswith(TAKEN):
        raise NotPossible(f"Evidence is a file of one of these kinds: {', '.join(one[1:] for one in TAKEN)}.")
    if not size:
        raise NotPossible("The file is empty.")
    if size > MOST_BYTES:
        raise NotPossible(f"The file is larger than {MOST_BYTES >> 20} megabytes: send a smaller one, or a part of it.")


@transaction.atomic
def keep_evidence(*, progress: Progress, file_name: str, arrival: Arrival, by: Membership) -> EvidenceFile:
    """Keep a file that has arrived beside an entry of the log. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    refuse_file(file_name, arrival.size)
    wait_for(Lock.ORIGINALS, by.district_id)
    kept = files.keep_original(arrival, district_id=by.district_id, kind=files.EVIDENCE)
    made: EvidenceFile = EvidenceFile.objects.create(
        district_id=by.district_id,
        progress=progress,
        number=EvidenceFile.objects.filter(progress=progress).count() + 1,
        file_name=clean_name(file_name),
        by_name=by.name,
        by_role=by.role,
        **vars(kept),
    )
    record(verb="evidence.kept", obj=made, detail={"file": made.file_name, "sha256": kept.content_hash}, by=by)
    return made


@transaction.atomic
def remove_evidence(*, evidence: EvidenceFile, by: Membership) -> EvidenceFile:
    """Destroy its content. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.ORIGINALS, by.district_id)
    found: EvidenceFile = EvidenceFile.objects.get(pk=evidence.pk)
    if found.removed_at is not None:
        return found
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    same = EvidenceFile.objects.filter(stored_name=found.stored_name, removed_at=None)
    if not same.exists():
        transaction.on_commit(lambda: files.destroy(found.stored_name))
    record(verb="evidence.removed", obj=found, detail={"file": found.file_name}, by=by)
    return found


def names_of_evidence(district_id: int) -> set[str]:
    """The names that a tenant's rows stand for, so that nothing else of them is swept away."""
    rows = EvidenceFile.objects.filter(district_id=district_id, removed_at=None)
    return set(rows.values_list("stored_name", flat=True))
