"""An upload that was taken and is held now gives back the places it took."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils import timezone

from monitoring.intake.actions.ask_for_checks import ask_again
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.superseding import Grain


def reinstate_snapshots(
    *, upload: Upload, current: Mapping[Grain, Snapshot], replaced: Mapping[Grain, Snapshot]
) -> bool:
    """Where the upload's own rows are current, those that it `replaced` stand again, as new snapshots of the file they
    came from, which is checked again beside what has come in since. Returns whether any was. Hold Lock.SNAPSHOTS.
    """
    own = [grain for grain, one in current.items() if one.upload_id == upload.pk and grain in replaced]
    for grain in own:
        _reinstate(replaced[grain], instead_of=current[grain])
    ask_again([replaced[grain].upload_id for grain in own], district_id=upload.district_id)
    return bool(own)


def _reinstate(earlier: Snapshot, *, instead_of: Snapshot) -> None:
    new_id = uuid.uuid4()
    Snapshot.objects.filter(pk=instead_of.pk).update(superseded_at=timezone.now(), superseded_by_id=new_id)
    Snapshot.objects.create(
        id=new_id,
        district_id=earlier.district_id,
        upload=earlier.upload,
        stands_since=earlier.stands_since,
        dataset=earlier.dataset,
        report=earlier.report,
        school_year=earlier.school_year,
        content_hash=earlier.content_hash,
        stored_name=earlier.stored_name,
        rows=earlier.rows,
        size=earlier.size,
        mapping=earlier.mapping,
    )
