"""Files that were checked before are checked again, in the transaction that throws another light on them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from districts.outbox import enqueue
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.queries import overtaken_of
from monitoring.intake.topics import CHECK_TOPIC


def ask_for_checks(upload: Upload, years: Collection[int], explained: Collection[int]) -> None:
    """One promise for each other file of the report that what is current of these school years came in.

    `explained`: years that an exchange of columns explains now; asked for where none was proposed before.
    """
    known = ColumnProposal.objects.filter(upload_id=OuterRef("upload_id"), school_year=OuterRef("school_year"))
    is_due = Q(school_year__in=years) | Q(~Exists(known), school_year__in=explained)
    current = Snapshot.objects.filter(is_due, district_id=upload.district_id, report=upload.report, superseded_at=None)
    others = current.exclude(upload=upload).order_by("upload__received_at").values_list("upload_id", flat=True)
    ask_again(others, district_id=upload.district_id)


def ask_for_the_rest(upload: Upload) -> None:
    """One promise for each older file that is held, where some of its school years are in this one, which was taken,
    and others in none: what is left of it is judged anew.
    """
    older = Upload.objects.filter(district_id=upload.district_id, report=upload.report, state=Upload.State.HELD)
    touched = [
        one
        for one in older.filter(received_at__lt=upload.received_at)
        if not set(one.school_years).isdisjoint(upload.school_years)
    ]
    overtaken = [(one.pk, overtaken_of(one)) for one in touched]
    ask_again((key for key, how in overtaken if how and not how.is_whole), district_id=upload.district_id)


def ask_again(upload_ids: Iterable[uuid.UUID], *, district_id: int) -> None:
    """One promise for each of these uploads of a tenant."""
    for upload_id in dict.fromkeys(upload_ids):
        payload = {"upload_id": str(upload_id), "again": True}
        enqueue(topic=CHECK_TOPIC, key=str(upload_id), payload=payload, district_id=district_id)
