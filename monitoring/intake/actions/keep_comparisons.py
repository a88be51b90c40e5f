"""What a file changes is kept, to be looked at before it is taken and afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from monitoring.intake import files
from monitoring.intake.actions.freeze_snapshot import parquet_bytes
from monitoring.intake.changes.superseding import Beside
from monitoring.intake.models import Comparison, Upload


def keep_comparisons(upload: Upload, pairs: Iterable[Beside]) -> None:
    """The comparisons of the last check, in the place of those before. Where rows of a later file stand by now, what
    the upload changed once stays told. Hold Lock.SNAPSHOTS.
    """
    pairs = list(pairs)
    if upload.was_checked:
        later = {pair.grain for pair in pairs if pair.is_later}
        told = Comparison.objects.filter(upload=upload)
        told.filter(pk__in=[one.pk for one in told if one.grain not in later]).delete()
    Comparison.objects.bulk_create(_comparison(upload, pair) for pair in pairs if not pair.is_later)


def _comparison(upload: Upload, pair: Beside) -> Comparison:
    counted = {name: pair.counts[name] for name in ("added", "changed", "removed")}
    made = Comparison(
        district_id=upload.district_id,
        upload=upload,
        against=pair.stands,
        **pair.grain._asdict(),
        before=pair.found.before,
        **counted,
    )
    if made.differs:
        kept = files.keep_snapshot(parquet_bytes(pair.rows), district_id=upload.district_id, kind=files.CHANGES)
        made.content_hash, made.stored_name = kept.content_hash, kept.stored_name
    return made
