"""Where a number comes from: its definition, the run that computed it, and the files and rows it stands in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from districts.wall import current_scope
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
    SummedFiles,
)
from ..people.evidence import Rows, rows_of_persons

Traceable = SchoolValue | DistrictValue | StateValue | SchoolBand | DistrictBand | StateGap | DistrictGap


@dataclass(frozen=True)
class Origin:
    """A file that a number stands in; `row` is its line in that file where it is one line (the first line is 1), `rows`
    are the lines on persons that it was computed from, for their district to see.

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
    rows: tuple[int, ...] = ()


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
    """Where a value, band or gap comes from, as far as the scope may see. Four queries, and of a figure that is
    computed from persons, for their district, those that its rows take.
    """
    measure = MEASURES.get(getattr(result, "measure", ""))
    grouping = GROUPS.get(getattr(result, "group", ""))
    rows = getattr(result, "source_rows", None)
    sources: Sequence[uuid.UUID] = getattr(result, "sources", ())
    sets = list(SummedFiles.objects.filter(pk__in=sources).order_by("school_year"))
    placed = [(one, row) for one, row in zip(sources, rows or [None] * len(sources), strict=True)]
    placed = [*(pair for pair in placed if pair[0] not in {one.pk for one in sets}), *_files_of(sets)]
    defined = measure or grouping
    return Provenance(
        measure=measure,
        grouping=grouping,
        definition_hash=result.definition_hash,
        definition_is_current=defined is not None and defined.definition_hash[:SHORT] == result.definition_hash,
        run=Run.objects.get(pk=result.run_id),
        origins=_origins(placed, _rows_of(result, sets), {one.id for one in (measure, grouping) if one}),
        others=getattr(result, "other_sources", 0),
    )


def _files_of(sets: Sequence[SummedFiles]) -> list[tuple[uuid.UUID, None]]:
    """The files of persons that were added up."""
    return [(one, None) for one in dict.fromkeys(snapshot for each in sets for snapshot in each.snapshots)]


def _rows_of(result: Traceable, sets: Sequence[SummedFiles]) -> Rows:
    """Rows of persons are told inside their district alone."""
    scope = current_scope()
    is_own = scope is not None and scope.kind == "district"
    if is_own and sets and isinstance(result, SchoolValue | DistrictValue):
        return rows_of_persons(result, sets)
    return {}


def _origins(placed: Sequence[tuple[uuid.UUID, int | None]], rows: Rows, figures: set[str]) -> tuple[Origin, ...]:
    """By school year, then dataset and file."""
    wanted = list(dict.fromkeys(snapshot for snapshot, _ in placed))
    found: dict[uuid.UUID, StateSource | DistrictSource] = {}
    for model in (StateSource, DistrictSource):
        found |= {source.snapshot_id: source for source in model.objects.filter(snapshot_id__in=wanted)}
    origins = [
        replace(_origin(found[snapshot], row, figures), rows=rows.get(snapshot, ()))
        for snapshot, row in placed
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
