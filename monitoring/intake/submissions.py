"""The current files of a district's school year and collection, as the rules between files need them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from types import MappingProxyType

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.certification.catalogue import FIGURES, OF_FIGURES
from monitoring.intake.cross_checks.catalogue import CROSS_DATASETS, LOOKED_BACK_ON, columns_read
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.files import read_snapshot
from monitoring.intake.layouts.shared_columns import COLLECTION
from monitoring.intake.models import Snapshot

# Datasets of which the state agency's rows stand in, and whose row of the district names the persons that are its own.
STAND_IN = MappingProxyType({"license": "staff_roster", "course_crosswalk": ""})
ReadStandIn = Callable[[str, uuid.UUID | None], pl.DataFrame | None]
Columns = Callable[[str], Container[str] | None]  # of a dataset; None: all


# Datasets without collections that are of a whole year, so that nobody has them before its end.
OF_THE_YEAR = ("evaluation", "staff_attendance")


def collections_of(dataset: str, collection: str) -> tuple[str, ...]:
    """In which collections rows stand: their own, or, where they have none, each that is of staff and can have them."""
    if dataset in OF_FIGURES:
        return (FIGURES,)
    if collection:
        return (collection,)
    return COLLECTION.codes[-1:] if dataset in OF_THE_YEAR else COLLECTION.codes


def load_submission(
    district_id: int,
    *,
    school_year: int,
    collection: str,
    read_agency: ReadStandIn,
    beside: Iterable[tuple[str, uuid.UUID]] | None = None,
) -> Submission:
    """In the job's scope of one tenant. `read_agency`: how a dataset of the agency's is read (read_stand_in), which
    takes a scope that reads all tenants' rows. `beside`: of what is of all years, the datasets and snapshots that are
    taken, and no newer ones; None: those in force.
    """
    sent = standing_rows(district_id, CROSS_DATASETS, school_year, collection, columns=columns_read)
    before = standing_rows(district_id, LOOKED_BACK_ON, school_year - 1, collection, columns=columns_read)
    asked: dict[str, uuid.UUID | None] = dict.fromkeys(STAND_IN)
    if beside is not None:
        sent = {name: rows for name, rows in sent.items() if name not in STAND_IN}
        asked = {name: one for name, one in beside if name in CROSS_DATASETS}
        own = Snapshot.objects.filter(district_id=district_id, pk__in=asked.values())
        sent |= {one.dataset: read_snapshot(one, columns=columns_read(one.dataset)) for one in own}
    lent = {name: _lent(name, sent, read_agency, one) for name, one in asked.items() if sent and name not in sent}
    borrowed = {name: rows for name, rows in lent.items() if rows is not None}
    return Submission(school_year, collection, {**sent, **borrowed}, frozenset(borrowed), before)


def standing_rows(
    district_id: int,
    datasets: frozenset[str],
    school_year: int,
    collection: str,
    *,
    columns: Columns = lambda dataset: None,
) -> dict[str, pl.DataFrame]:
    """The current rows by dataset, in these columns of it; no dataset without rows. In a scope of the tenant's own."""
    current = Snapshot.objects.filter(district_id=district_id, superseded_at=None, dataset__in=datasets, rows__gt=0)
    frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for one in current.order_by("dataset", "frozen_at"):
        if one.school_year in (None, school_year) and collection in collections_of(one.dataset, one.collection):
            frames[one.dataset].append(read_snapshot(one, columns=columns(one.dataset)))
    return {dataset: pl.concat(parts) for dataset, parts in frames.items()}


def _lent(
    dataset: str, sent: dict[str, pl.DataFrame], read_agency: ReadStandIn, snapshot_id: uuid.UUID | None
) -> pl.DataFrame | None:
    """The agency's rows; where they are of persons, those of the district's own."""
    its = STAND_IN[dataset]
    if its and its not in sent:
        return None
    rows = read_agency(dataset, snapshot_id)
    return rows if rows is None or not its else rows.join(sent[its], on="mepid", how="semi")


def read_stand_in(dataset: str, snapshot_id: uuid.UUID | None = None) -> pl.DataFrame | None:
    """What the agency sent of a dataset that has no school year: that snapshot, or what is in force; None where nothing
    stands. In a scope that reads all tenants' rows.
    """
    of_agency = Snapshot.objects.filter(district__org_code=STATE_CODE, dataset=dataset)
    wanted = of_agency.filter(superseded_at=None) if snapshot_id is None else of_agency.filter(pk=snapshot_id)
    frames = [read_snapshot(one) for one in wanted.order_by("frozen_at")]
    rows = pl.concat(frames) if frames else None
    return rows if rows is not None and rows.height else None
