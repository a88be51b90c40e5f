"""The bytes of a file that may not be kept are destroyed, and only then is it said that they were."""

from __future__ import annotations

import uuid

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.outbox import enqueue
from monitoring.intake import files
from monitoring.intake.models import Upload
from monitoring.intake.topics import REMOVE_TOPIC


def ask_for_removal(upload: Upload) -> None:
    """Promise to destroy the bytes, in the transaction that refuses or takes the file."""
    payload = {"upload_id": str(upload.pk)}
    enqueue(topic=REMOVE_TOPIC, key=str(upload.pk), payload=payload, district_id=upload.district_id)


def remove_original(*, upload_id: uuid.UUID | str, district_id: int) -> None:
    """Destroy the bytes of an upload that may not be kept. Its row and hash stay.

    The same bytes have one name in a tenant, so all uploads of them are told at once; where the file came in again and
    is to be read yet, its bytes stay till then. Done twice it changes nothing; killed half-way it is done again.
    """
    upload = Upload.objects.get(pk=upload_id, district_id=district_id)
    wait_for(Lock.ORIGINALS, district_id)
    waiting = Upload.objects.filter(content_hash=upload.content_hash, original=Upload.Original.TO_REMOVE)
    if not waiting.filter(district_id=district_id).exists():
        return
    again = Upload.objects.filter(content_hash=upload.content_hash, original=Upload.Original.KEPT)
    if not again.filter(district_id=district_id).exists():
        files.destroy_original(upload)
    waiting.filter(district_id=district_id).update(original=Upload.Original.REMOVED)
    record(verb="upload.removed", obj=upload, detail={"sha256": upload.content_hash}, by=None)
