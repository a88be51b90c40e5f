"""A state's rows put into an empty installation as accepted, certified snapshots: by the doors through which intake
stores them, without an upload for each. Call within a scope that reaches all districts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import polars as pl
from django.db.models import Max
from django.utils import timezone

from districts.locks import Lock, wait_for
from districts.models import District, Person
from districts.org_code import STATE_CODE
from monitoring.intake.actions.freeze_snapshot import freeze_snapshot, parquet_bytes
from monitoring.intake.actions.note_stand_ins import note_stand_ins
from monitoring.intake.actions.update_directory import update_directory
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.facts import Act
from monitoring.intake.files import keep_snapshot
from monitoring.intake.grain import Grain
from monitoring.intake.models import CertificationEvent, Snapshot, StandIn, Upload

from .state_frames import Frozen

CERTIFIED = ("OCT", "EOY")


def open_state(organizations: Frozen) -> None:
    """The agency, and the districts and schools that its file names."""
    District.objects.get_or_create(org_code=STATE_CODE, defaults={"name": "Agency", "kind": District.Kind.STATE})
    keep_year([organizations])
    update_directory(upload=Upload.objects.get(report="organizations"))


def keep_year(found: Iterable[Frozen]) -> None:
    """Snapshots of these rows, one a district, dataset and grain, where none stands."""
    owners = dict(District.objects.values_list("org_code", "pk"))
    uploads, snapshots = [], []
    for frozen in found:
        for (code,), rows in frozen.rows.partition_by("district", as_dict=True, maintain_order=True).items():
            upload, snapshot = _kept(owners[str(code)], frozen.grain, rows.drop("district"))
            uploads.append(upload)
            snapshots.append(snapshot)
    Upload.objects.bulk_create(uploads)
    Snapshot.objects.bulk_create(snapshots)
    note_stand_ins()


def _kept(owner: int, grain: Grain, rows: pl.DataFrame) -> tuple[Upload, Snapshot]:
    wait_for(Lock.SNAPSHOTS, owner)
    kept = keep_snapshot(parquet_bytes(rows), district_id=owner)
    about = {"content_hash": kept.content_hash, "stored_name": kept.stored_name, "size": kept.size}
    upload = _upload(owner, grain, rows.height)
    place = {"district_id": owner, "report": grain.dataset, **grain._asdict()}
    return upload, Snapshot(upload=upload, stands_since=timezone.now(), rows=rows.height, **place, **about)


def _upload(owner: int, grain: Grain, rows: int) -> Upload:
    """As of a file that was accepted, and whose original, of persons, was destroyed."""
    name = f"{grain.dataset}-{grain.school_year}.csv"
    return Upload(
        district_id=owner,
        file_name=name,
        size=rows,
        content_hash=hashlib.sha256(f"{owner} {name} {timezone.now()}".encode()).hexdigest(),
        stored_name="",
        sent_by_name="bench",
        state=Upload.State.ACCEPTED,
        report=grain.dataset,
        rows=rows,
        rows_accepted=rows,
        original=Upload.Original.REMOVED,
    )


def send_again(district_id: int, grain: Grain, rows: pl.DataFrame) -> None:
    """A later file of a district in the place of the one that stands, as a check freezes it."""
    wait_for(Lock.SNAPSHOTS, district_id)
    current = Snapshot.objects.get(district_id=district_id, superseded_at=None, **grain._asdict())
    upload = _upload(district_id, grain, rows.height)
    upload.save(force_insert=True)
    upload.refresh_from_db()
    frozen = freeze_snapshot(upload=upload, grain=grain, frame=rows, current=current, mapping={})
    if frozen is None:
        raise RuntimeError("the rows sent again are those that stand")


def certify(district_ids: Iterable[int], school_year: int, *, by: Person) -> None:
    """October's and the year's end's files of these districts, as they stand, beside the agency's licenses."""
    wanted = list(district_ids)
    stand: dict[int, list[Snapshot]] = {}
    for one in Snapshot.objects.filter(district_id__in=wanted, school_year=school_year, superseded_at=None):
        stand.setdefault(one.district_id, []).append(one)
    lent = [(one.dataset, str(one.snapshot_id), one.content_hash) for one in StandIn.objects.filter(until=None)]
    of_year = CertificationEvent.objects.filter(district_id__in=wanted, school_year=school_year)
    numbers = {
        (owner, name): last
        for owner, name, last in of_year.order_by().values_list("district_id", "collection").annotate(Max("number"))
    }
    CertificationEvent.objects.bulk_create(
        CertificationEvent(
            district_id=owner,
            school_year=school_year,
            collection=name,
            number=numbers.get((owner, name), 0) + 1,
            act=Act.CERTIFY,
            person=by,
            by_name=by.name,
            by_role="certifier",
            snapshots=[
                (one.report, str(one.pk), one.content_hash)
                for one in stand.get(owner, [])
                if one.dataset in COLLECTIONS[name].layouts and one.collection in ("", name)
            ],
            beside=lent,
        )
        for owner in wanted
        for name in CERTIFIED
    )
