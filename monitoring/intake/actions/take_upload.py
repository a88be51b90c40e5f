"""A file that was held is taken, all the same or since its collection is open to changes again, or left."""

from __future__ import annotations

import uuid
from datetime import datetime

from districts.audit import record
from districts.models import Membership
from districts.outbox import enqueue
from districts.wall import in_job
from monitoring.intake.actions.remove_original import ask_for_removal
from monitoring.intake.actions.senders import refuse_other_senders
from monitoring.intake.certification.steps import lock_words
from monitoring.intake.changes.locked_rows import locks_of_upload
from monitoring.intake.models import Upload
from monitoring.intake.queries.uploads import overtaken_of
from monitoring.intake.topics import CHECK_TOPIC


class NotHeld(ValueError):
    """The upload does not wait for a word of its sender; the text says how it stands."""


class CheckedSince(ValueError):
    """The upload was checked again since its sender looked at it, so that it may change something else now."""


def take_upload(*, upload_id: uuid.UUID | str, looked_at: datetime | None = None, by: Membership) -> Upload:
    """Say that a held upload is right: it is checked anew and takes the earlier one's place. Call inside the scope of
    its own tenant. Said twice it changes nothing more. `looked_at`: when the check was whose findings its sender saw.
    """
    refuse_other_senders(by)
    with in_job(by.district_id):  # what becomes of an upload is the pipeline's to write
        upload = _locked(upload_id, by)
        if upload.is_confirmed:
            return upload
        _refuse_unheld(upload)
        _refuse_untakable(upload)
        if looked_at and looked_at != upload.checked_at:
            raise CheckedSince(upload.checked_at)
        upload.is_confirmed, upload.state, upload.why_held = True, Upload.State.RECEIVED, ""
        upload.save(update_fields=["is_confirmed", "state", "why_held"])
        record(verb="upload.confirmed", obj=upload, detail={"report": upload.report, "rows": upload.rows}, by=by)
        enqueue(
            topic=CHECK_TOPIC, key=str(upload.pk), payload={"upload_id": str(upload.pk)}, district_id=by.district_id
        )
    return upload


def leave_upload(*, upload_id: uuid.UUID | str, by: Membership) -> Upload:
    """Say that a held upload is not to be taken: what stands stays, and the bytes of a file on persons are destroyed.
    Call inside the scope of its own tenant. Said twice it changes nothing more; sent again, the file is a new upload.
    """
    refuse_other_senders(by)
    with in_job(by.district_id):
        upload = _locked(upload_id, by)
        if upload.state == Upload.State.LEFT:
            return upload
        _refuse_unheld(upload)
        upload.state, upload.why_held = Upload.State.LEFT, ""
        if upload.is_on_persons and upload.original == Upload.Original.KEPT:
            upload.original = Upload.Original.TO_REMOVE
            ask_for_removal(upload)
        upload.save(update_fields=["state", "why_held", "original"])
        record(verb="upload.left", obj=upload, detail={"report": upload.report, "rows": upload.rows}, by=by)
    return upload


def _locked(upload_id: uuid.UUID | str, by: Membership) -> Upload:
    found: Upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id, district_id=by.district_id)
    return found


def _refuse_unheld(upload: Upload) -> None:
    if upload.state != Upload.State.HELD:
        raise NotHeld(upload.get_state_display())
    if upload.is_checked_again:
        raise NotHeld("its columns are decided on, and it is being checked again accordingly")
    if upload.is_undecided:
        raise NotHeld("its columns wait for a decision of the state agency")


def _refuse_untakable(upload: Upload) -> None:
    if upload.original != Upload.Original.KEPT:
        raise NotHeld("it is on persons and was destroyed after 30 days; send it again")
    for place, how in (locks_of_upload(upload) or {}).items():
        raise NotHeld(f"{place} is closed to changes. {lock_words(how).removesuffix('.')}")
    overtaken = overtaken_of(upload)
    if overtaken and overtaken.is_whole:
        raise NotHeld(_overtaken_by(overtaken.by))


def _overtaken_by(later: Upload) -> str:
    return (
        f"{later.with_receipt} came after it and was taken in its place. Where the earlier file is right all the same,"
        " send it again: the newest file stands"
    )
