"""A file comes in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connections, transaction

from districts.audit import record
from districts.models import Membership
from districts.outbox import enqueue
from districts.roles import may
from districts.wall import OutsideScope, current_scope
from districts.wall.scope import DATABASE
from monitoring.intake import files
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.topics import CHECK_TOPIC

RECEIVE_LOCK = 4_202  # first half of the advisory lock's key; the second is the district


class IdempotencyConflict(ValueError):
    """The idempotency key was used before, for another file."""


def receive_upload(
    *, file_name: str, chunks: Iterable[bytes], idempotency_key: str | None = None, by: Membership | str
) -> Upload:
    """Keep a file and promise to check it. Call inside `in_district` or, for the agency, `in_state`.

    The bytes are safely on disk before the row, its audit event and its job are written. The same key again, or the
    same person sending the same bytes while what they gave still stands, gets the existing upload back. Raises
    files.FileTooLarge (nothing is kept), IdempotencyConflict, PermissionDenied. `by` may be a name for commands.
    """
    scope = current_scope()
    if scope is None or scope.district_id is None or scope.kind not in ("district", "state"):
        raise OutsideScope("say whose upload it is: receive_upload needs in_district or in_state")
    if isinstance(by, Membership) and not (by.district_id == scope.district_id and may(by, "upload.create")):
        raise PermissionDenied("upload.create")
    kept = files.keep_original(chunks, district_id=scope.district_id)
    with transaction.atomic():
        _wait_for_turn(scope.district_id)
        known = _known(kept, idempotency_key, scope.district_id, by)
        if known:
            if known.is_removed:
                files.remove_original(known)
            return known
        upload = Upload.objects.create(
            district_id=scope.district_id,
            file_name=clean_name(file_name),
            size=kept.size,
            content_hash=kept.content_hash,
            stored_name=kept.stored_name,
            idempotency_key=idempotency_key,
            sent_by=by if isinstance(by, Membership) else None,
            sent_by_name=by if isinstance(by, str) else by.name,
        )
        detail = {"file": upload.file_name, "size": kept.size, "sha256": kept.content_hash}
        record(verb="upload.received", obj=upload, detail=detail, by=by)
        enqueue(
            topic=CHECK_TOPIC, key=str(upload.pk), payload={"upload_id": str(upload.pk)}, district_id=upload.district_id
        )
    return upload


def clean_name(name: str) -> str:
    """The last part of a path, without control characters, at most 255 long.

    >>> clean_name("C:\\\\reports\\\\..\\\\2020-21\\ttotals.csv")
    '2020-21 totals.csv'
    """
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", last).strip()[-255:] or "upload"


def _wait_for_turn(district_id: int) -> None:
    """One receipt at a time in a district, so that the same file twice at once becomes one upload."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RECEIVE_LOCK, district_id])


def _known(kept: files.Kept, key: str | None, district_id: int, by: Membership | str) -> Upload | None:
    own = Upload.objects.filter(district_id=district_id)
    if key is not None:
        same_key = own.filter(idempotency_key=key).first()
        if same_key and same_key.content_hash != kept.content_hash:
            raise IdempotencyConflict(f"the idempotency key {key!r} was used for another file")
        if same_key:
            return same_key
    sender = {"sent_by": by} if isinstance(by, Membership) else {"sent_by": None, "sent_by_name": by}
    latest = own.filter(content_hash=kept.content_hash, **sender).exclude(state=Upload.State.QUARANTINED).first()
    return latest if latest and _still_stands(latest) else None


def _still_stands(upload: Upload) -> bool:
    """Whether nothing that came later has taken the place of what the upload gave."""
    return (
        not Snapshot.objects.filter(upload=upload)
        .exclude(superseded_at=None)
        .exclude(superseded_by__upload=upload)
        .exists()
    )
