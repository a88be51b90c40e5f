"""A district's collection as it stands in the database, without files being checked; and people's acts on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils import timezone

from districts import outbox
from districts.models import Membership
from districts.wall import across_districts, in_district, in_state
from monitoring.intake import actions, files
from monitoring.intake.actions.freeze_snapshot import parquet_bytes
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.standing import Standing
from monitoring.intake.models import CertificationEvent, CrossFinding, Finding, Snapshot, Upload
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS
from tests.districts.cast import Cast, Tenant

YEAR, OCTOBER = 2025, "OCT"
IN_TIME = dt.datetime(2024, 10, 20, 16, tzinfo=dt.UTC)
LATER = dt.datetime(2024, 11, 20, 16, tzinfo=dt.UTC)


def stands(
    tenant: Tenant,
    layout: str,
    content: str = "",
    *,
    errors: int = 0,
    collection: str = OCTOBER,
    rows: Sequence[dict[str, Any]] = ({},),
) -> Upload:
    """Rows of a layout that are in force, in the place of those that were; `rows`: what is known of each."""
    row: dict[str, Any] = dict.fromkeys(record_schema(REPORTS[layout])) | {"row_number": len(content) + 2}
    row |= {"org_code": f"{tenant.org_code[:4]}0001"} if "org_code" in row else {}
    frame = pl.DataFrame([row | known for known in rows], schema=record_schema(REPORTS[layout]))
    year = YEAR if REPORTS[layout].year_in_file else None
    named: dict[str, Any] = {"dataset": layout, "report": layout, "school_year": year}
    named["collection"] = collection if REPORTS[layout].has("collection") else ""
    with across_districts(reason="tests: rows in force"):
        kept = files.keep_snapshot(parquet_bytes(frame), district_id=tenant.id)
        upload = Upload.objects.create(
            district=tenant.district,
            file_name=f"{layout}.csv",
            size=1,
            content_hash=kept.content_hash,
            stored_name=f"uploads/{layout}",
            sent_by_name="x",
            state="accepted_in_part" if errors else "accepted",
            report=layout,
            school_years=[year] if year else [],
            collections=[named["collection"]] if named["collection"] else [],
            errors=errors,
            rows_accepted=frame.height,
            rows_hash="" if year else kept.content_hash,
            received_at=timezone.now(),
        )
        before = Snapshot.objects.filter(district=tenant.district, superseded_at=None, **named)
        before.update(superseded_at=timezone.now())
        Snapshot.objects.create(
            district=tenant.district,
            upload=upload,
            stands_since=upload.received_at,
            content_hash=kept.content_hash,
            stored_name=kept.stored_name,
            rows=frame.height,
            size=kept.size,
            **named,
        )
        if tenant.district.is_state:
            actions.note_stand_ins()
    return upload


def all_stand(tenant: Tenant, name: str = OCTOBER) -> dict[str, Upload]:
    return {layout: stands(tenant, layout, collection=name) for layout in COLLECTIONS[name].required}


def warned(upload: Upload, rule_id: str, total: int, *, digest: str = "these") -> None:
    """In the place of what the rule found before."""
    with across_districts(reason="tests: a warning"):
        Upload.objects.filter(pk=upload.pk).update(warnings=total)
        Finding.objects.filter(upload=upload, rule_id=rule_id).delete()
        told = {"severity": "W", "total": total, "digest": digest, "details": []}
        Finding.objects.create(district_id=upload.district_id, upload=upload, rule_id=rule_id, **told)


def disagree(tenant: Tenant, rule_id: str, dataset: str, total: int) -> None:
    """What a rule between the files of the collection found."""
    of = {"school_year": YEAR, "collection": OCTOBER, "dataset": dataset}
    with across_districts(reason="tests: files that do not agree"):
        CrossFinding.objects.create(
            district_id=tenant.id, rule_id=rule_id, severity=rule_id[0], total=total, found_at=timezone.now(), **of
        )


def agree() -> None:
    """All files were compared, and nothing speaks against anything."""
    outbox.run_waiting()
    with across_districts(reason="tests: files that agree"):
        CrossFinding.objects.all().delete()


def how(tenant: Tenant, name: str = OCTOBER) -> Standing:
    with in_district(tenant.id):
        return collections_of_district(tenant.id, [YEAR]).standing(YEAR, name)


def do(act: str, by: Membership, **more: Any) -> CertificationEvent:
    """An act of a district's member on October's collection."""
    with in_district(by.district_id):
        return getattr(actions, f"{act}_collection")(year=YEAR, collection=OCTOBER, by=by, **more)


def answer(act: str, cast: Cast, *, by: Membership | None = None, **more: Any) -> CertificationEvent:
    """An act of the agency on Northfield's."""
    by = by or cast.agency.member("ese_analyst")
    named = {"district_id": cast.north.id, "year": YEAR, "collection": OCTOBER}
    with in_state(cast.agency.id):
        return getattr(actions, act)(**named, by=by, **more)


def certified(cast: Cast) -> CertificationEvent:
    """Northfield's October collection, whole, submitted and certified."""
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    return do("certify", cast.north.member("certifier"))
