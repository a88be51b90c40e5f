"""Accepted rows become a file that never changes."""

from __future__ import annotations

import io
import uuid

import polars as pl
from django.utils import timezone

from monitoring.intake import files
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot, Upload

LEVEL = 1  # higher ones take half as long again and save a fiftieth
ROW_GROUP = 1 << 18  # fixed, so that the same rows are the same bytes


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet; the same rows give the same bytes."""
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(
        buffer, compression="zstd", compression_level=LEVEL, statistics=False, row_group_size=ROW_GROUP
    )
    return buffer.getvalue()


def freeze_snapshot(
    *,
    upload: Upload,
    grain: Grain,
    frame: pl.DataFrame,
    current: Snapshot | None,
    mapping: dict[str, str],
) -> Snapshot | None:
    """The new current snapshot of a tenant's report and `grain`, in the place of `current`; or None.

    The newest word stands, whichever is checked first: nothing changes where a later upload has said what is current;
    and where this one says the same, it is noted that the rows stand since it came. What a later one has repeated is
    still the file's own: checked again, it stands as long. Of rows of all years the upload keeps the hash.
    """
    if current and current.is_later_than(upload):
        return None
    kept = files.keep_snapshot(parquet_bytes(frame), district_id=upload.district_id)
    upload.rows_hash = kept.content_hash if grain.school_year is None else upload.rows_hash
    since = max(current.stands_since, upload.received_at) if current else upload.received_at
    if current and current.content_hash == kept.content_hash:
        Snapshot.objects.filter(pk=current.pk).update(stands_since=since)
        return None
    new_id = uuid.uuid4()
    if current:
        Snapshot.objects.filter(pk=current.pk).update(superseded_at=timezone.now(), superseded_by_id=new_id)
    made: Snapshot = Snapshot.objects.create(
        id=new_id,
        district_id=upload.district_id,
        upload=upload,
        stands_since=since,
        **grain._asdict(),
        report=upload.report,
        content_hash=kept.content_hash,
        stored_name=kept.stored_name,
        rows=frame.height,
        size=kept.size,
        mapping=mapping,
    )
    return made
