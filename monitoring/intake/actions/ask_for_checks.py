"""Files that were checked before are checked again, in the transaction that throws another light on them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from districts.outbox import enqueue
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.queries.uploads import overtaken_of
from monitoring.intake.topics import CHECK_TOPIC


def ask_for_checks(upload: Upload, years: Collection[int], explained: Collection[int]) -> None:
    """One promise for each other file of the report that what is current of these school years came in.

    `explained`: years that an exchange of columns explains now; asked for where none was proposed before.
    """
    if not (years or explained):
        return
    known = ColumnProposal.objects.filter(upload_id=OuterRef("upload_id"), school_year=OuterRef("school_year"))
    is_due = Q(school_year__in=years) | Q(~Exists(known), school_year__in=explained)
    current = Snapshot.objects.filter(is_due, district_id=upload.district_id, report=upload.report, superseded_at=None)
    others = current.exclude(upload=upload).order_by("upload__received_at").values_list("upload_id", flat=True)
    ask_again(others, district_id=upload.district_id)


def ask_for_the_rest(upload: Upload) -> None:
    """One promise for each other file that is held and shares a school year with this one, or has none as it has none,
    which was taken: what is left of it, or what it changes now, is judged anew. None where nothing is left.
    """
    if upload.state not in Upload.TAKEN:
        return
    held = Upload.objects.filter(district_id=upload.district_id, report=upload.report, state=Upload.State.HELD)
    if not held.exists():  # as mostly; an upload has many columns
        return
    touched = [one for one in held.order_by("received_at") if _shares_years(one, upload)]
    overtaken = [(one.pk, overtaken_of(one)) for one in touched]
    ask_again((key for key, how in overtaken if not (how and how.is_whole)), district_id=upload.district_id)


def _shares_years(one: Upload, other: Upload) -> bool:
    years, others = set(one.school_years), set(other.school_years)
    return years == others or not years.isdisjoint(others)


def ask_again(upload_ids: Iterable[uuid.UUID], *, district_id: int) -> None:
    """One promise for each of these uploads of a tenant."""
    for upload_id in dict.fromkeys(upload_ids):
        payload = {"upload_id": str(upload_id), "again": True}
        enqueue(topic=CHECK_TOPIC, key=str(upload_id), payload=payload, district_id=district_id)
