"""Where a number comes from: its definition, the run that computed it, and the files and rows it stands in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from ..frames import SHORT
from ..models import (
    DistrictBand,
    DistrictGap,
    DistrictSource,
    DistrictValue,
    Run,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateSource,
    StateValue,
)

Traceable = SchoolValue | DistrictValue | StateValue | SchoolBand | DistrictBand | StateGap | DistrictGap


@dataclass(frozen=True)
class Origin:
    """A file that a number stands in; `row` is its line in that file where it is one line (the first line is 1).

    `is_current`: false where a later upload took its place since. `is_exchanged`: columns of the file that the number
    rests on were read as the agency confirmed, not as they were named.
    """

    snapshot_id: uuid.UUID
    upload_id: uuid.UUID
    file_name: str
    report: str
    dataset: str
    school_year: int | None
    uploaded_at: datetime
    content_hash: str
    of_agency: bool
    row: int | None
    is_current: bool
    is_exchanged: bool


@dataclass(frozen=True)
class Provenance:
    """`definition_is_current`: false where the definition changed since. `others`: files of districts that are
    theirs to see.
    """

    measure: Measure | None
    grouping: Grouping | None
    definition_hash: str
    definition_is_current: bool
    run: Run
    origins: tuple[Origin, ...]
    others: int


def provenance_for(result: Traceable) -> Provenance:
    """Where a value, band or gap comes from, as far as the scope may see. Three queries."""
    measure = MEASURES.get(getattr(result, "measure", ""))
    grouping = GROUPS.get(getattr(result, "group", ""))
    rows = getattr(result, "source_rows", None)
    snapshots: Sequence[uuid.UUID] = getattr(result, "sources", ())
    defined = measure or grouping
    return Provenance(
        measure=measure,
        grouping=grouping,
        definition_hash=result.definition_hash,
        definition_is_current=defined is not None and defined.definition_hash[:SHORT] == result.definition_hash,
        run=Run.objects.get(pk=result.run_id),
        origins=_origins(snapshots, rows or [None] * len(snapshots), {one.id for one in (measure, grouping) if one}),
        others=getattr(result, "other_sources", 0),
    )


def _origins(snapshots: Sequence[uuid.UUID], rows: Sequence[int | None], figures: set[str]) -> tuple[Origin, ...]:
    """By school year, then dataset and file."""
    wanted = list(dict.fromkeys(snapshots))
    found: dict[uuid.UUID, StateSource | DistrictSource] = {}
    for model in (StateSource, DistrictSource):
        found |= {source.snapshot_id: source for source in model.objects.filter(snapshot_id__in=wanted)}
    origins = [
        _origin(found[snapshot], row, figures)
        for snapshot, row in zip(snapshots, rows, strict=True)
        if snapshot in found
    ]
    return tuple(sorted(origins, key=lambda origin: (origin.school_year or 0, origin.dataset, origin.file_name)))


def _origin(source: StateSource | DistrictSource, row: int | None, figures: set[str]) -> Origin:
    return Origin(
        snapshot_id=source.snapshot_id,
        upload_id=source.upload_id,
        file_name=source.file_name,
        report=source.report,
        dataset=source.dataset,
        school_year=source.school_year,
        uploaded_at=source.uploaded_at,
        content_hash=source.content_hash,
        of_agency=isinstance(source, StateSource),
        row=row,
        is_current=source.last_run is None,
        is_exchanged=not figures.isdisjoint(source.exchanged),
    )
