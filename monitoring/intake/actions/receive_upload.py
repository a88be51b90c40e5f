"""A file comes in."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.outbox import enqueue
from districts.roles import may
from districts.wall import OutsideScope, current_scope
from monitoring.intake import files
from monitoring.intake.arrival import Arrival
from monitoring.intake.models import Upload
from monitoring.intake.queries.mappings import was_mapped_since
from monitoring.intake.topics import CHECK_TOPIC


class IdempotencyConflict(ValueError):
    """The idempotency key was used before, for another file."""


def receive_upload(
    *,
    file_name: str,
    arrival: Arrival,
    idempotency_key: str | None = None,
    asks_first: bool = False,
    is_typed: bool = False,
    school_year: int | None = None,
    collection: str = "",
    by: Membership | str,
) -> Upload:
    """Keep a file that has arrived, and promise to check it. Call inside `in_district` or, for the agency, `in_state`.

    The bytes are safely on disk before the row, its audit event and its job are written. The same key again, or,
    without a key, the same person sending the same bytes while nothing that came later has said or may yet say
    otherwise, gets the existing upload back: the newest word stands; stored bytes that were damaged are put right by
    it. `asks_first`: whatever the file changes is shown to its sender before it is taken; `is_typed`: it was made of
    rows that were typed in (actions/type_in.py). `school_year`, `collection`: of a file that does not tell it, for a
    mapping that asks. Raises files.FileTooLarge, IdempotencyConflict (both keep nothing), PermissionDenied. `by` may be
    a name for commands.
    """
    scope = current_scope()
    if scope is None or scope.district_id is None or scope.kind not in ("district", "state"):
        raise OutsideScope("say whose upload it is: receive_upload needs in_district or in_state")
    if isinstance(by, Membership) and not (by.district_id == scope.district_id and may(by, "upload.create")):
        raise PermissionDenied("upload.create")
    files.refuse_too_large(arrival)
    with transaction.atomic():
        wait_for(Lock.ORIGINALS, scope.district_id)  # so that the same file twice at once becomes one upload
        own = Upload.objects.filter(district_id=scope.district_id)
        given = {"asks_first": asks_first, "said_year": school_year, "said_collection": collection}
        known = _known(arrival.content_hash, idempotency_key, own, by, given)
        if known and known.original != Upload.Original.KEPT:
            return known  # its bytes must not come back, or have done what they were for
        kept = files.keep_original(arrival, district_id=scope.district_id)
        given |= {"idempotency_key": idempotency_key, "is_typed": is_typed}
        return known or _record(kept, file_name, scope.district_id, by, given)


def _record(kept: files.Kept, file_name: str, district_id: int, by: Membership | str, given: dict[str, Any]) -> Upload:
    """The upload's row, its audit event and its job."""
    upload: Upload = Upload.objects.create(
        district_id=district_id,
        **given,
        file_name=clean_name(file_name),
        size=kept.size,
        content_hash=kept.content_hash,
        stored_name=kept.stored_name,
        sent_by=by if isinstance(by, Membership) else None,
        sent_by_name=by if isinstance(by, str) else by.name,
    )
    detail = {"file": upload.file_name, "size": kept.size, "sha256": kept.content_hash}
    detail |= {"typed": True} if upload.is_typed else {}
    record(verb="upload.received", obj=upload, detail=detail, by=by)
    enqueue(topic=CHECK_TOPIC, key=str(upload.pk), payload={"upload_id": str(upload.pk)}, district_id=district_id)
    return upload


def clean_name(name: str) -> str:
    """The last part of a path, without control characters, at most 255 long.

    >>> clean_name("C:\\\\reports\\\\..\\\\2020-21\\ttotals.csv")
    '2020-21 totals.csv'
    """
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", last).strip()[-255:] or "upload"


def _known(
    content_hash: str, key: str | None, own: QuerySet[Upload], by: Membership | str, given: dict[str, Any]
) -> Upload | None:
    same = own.filter(content_hash=content_hash)
    if key is not None:
        same_key = own.filter(idempotency_key=key).first()
        if same_key and same_key.content_hash != content_hash:
            raise IdempotencyConflict(f"the idempotency key {key!r} was used for another file")
        if same_key:
            return same_key  # a key must stay with an upload
        forbidden = same.filter(is_forbidden=True).first()
        return forbidden if forbidden and not was_mapped_since(forbidden) else None
    sender = {"sent_by": by} if isinstance(by, Membership) else {"sent_by": None, "sent_by_name": by}
    said = {name: given[name] for name in ("said_year", "said_collection")}
    latest = same.filter(**sender, **said).exclude(state__in=(Upload.State.QUARANTINED, Upload.State.LEFT)).first()
    if latest and latest.why_held == Upload.WhyHeld.ASKED and not given["asks_first"]:
        return None  # it waits only because its sender asked, and is sent now without asking
    if latest and was_mapped_since(latest):
        return None  # it may be read otherwise now
    return latest if latest and _is_last_word(latest, own.filter(received_at__gt=latest.received_at)) else None


def _is_last_word(upload: Upload, later: QuerySet[Upload]) -> bool:
    """Whether the same bytes would change nothing if they came in now, after `later`.

    What has not ended, or was set aside and may be checked yet, could say anything. What was taken of the same report
    and school years has said something else; and where the upload was taken in part or not at all, what was taken since
    may be what it lacked.
    """
    later = later.exclude(state__in=(Upload.State.REFUSED, Upload.State.LEFT))  # which say nothing
    if not upload.has_ended:
        return not later.exists()
    if later.exclude(state__in=Upload.TAKEN).exists():
        return False
    taken = later.filter(state__in=Upload.TAKEN)
    if upload.report and upload.state != Upload.State.ACCEPTED:
        return not taken.exists()
    years = set(upload.school_years)
    others = taken.filter(report=upload.report).values_list("school_years", flat=True)
    return not any(years & set(theirs) or not theirs for theirs in others)
