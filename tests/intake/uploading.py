"""Sending files as people do, and running the checks they promise, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db.models import Prefetch

from districts import outbox
from districts.models import Job
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.actions import receive_upload
from monitoring.intake.files import arriving, read_snapshot
from monitoring.intake.models import Finding, Snapshot, Upload
from monitoring.intake.topics import CHECK_TOPIC
from tests.districts.cast import Tenant
from tests.intake.tables import ENROLLMENT, Rows, csv_text


def send(tenant: Tenant, rows: Rows | bytes, *, name: str = "report.csv", role: str = "", **options: Any) -> Upload:
    """Receive a file from the tenant's usual sender; nothing is checked yet."""
    data = rows if isinstance(rows, bytes) else csv_text(rows).encode()
    is_state = tenant.district.is_state
    member = tenant.member(role or ("ese_analyst" if is_state else "district_steward"))
    scope = in_state(tenant.id) if is_state else in_district(tenant.id)
    with arriving([data]) as arrival, scope:
        return receive_upload(file_name=name, arrival=arrival, by=options.pop("by", member), **options)


def checked(tenant: Tenant, rows: Rows | bytes, **options: Any) -> Upload:
    """Receive a file and do its check; results are left to others."""
    upload = send(tenant, rows, **options)
    run_check(upload)
    return again(upload)


def run_check(upload: Upload) -> bool:
    """The upload's job, done once; after an attempt that failed, at once."""
    return outbox.run(job_id=check_job(upload).pk, district_id=upload.district_id, early=True)


def check_job(upload: Upload) -> Job:
    with across_districts(reason="tests"):
        return Job.objects.get(topic=CHECK_TOPIC, key=str(upload.pk))


def again(upload: Upload) -> Upload:
    """The upload as it stands in the database."""
    with across_districts(reason="tests"):
        found = Upload.objects.select_related("district").prefetch_related(
            Prefetch("proposals", to_attr="its_proposals")
        )
        return found.get(pk=upload.pk)


def rules_of(upload: Upload) -> dict[str, int]:
    """Totals by rule."""
    with across_districts(reason="tests"):
        return dict(Finding.objects.filter(upload=upload).values_list("rule_id", "total"))


def snapshots(tenant: Tenant, **wanted: Any) -> list[Snapshot]:
    """The tenant's snapshots, oldest first."""
    with across_districts(reason="tests"):
        return list(Snapshot.objects.filter(district_id=tenant.id, **wanted).order_by("frozen_at"))


def current(tenant: Tenant, dataset: str, school_year: int | None) -> pl.DataFrame:
    """The current rows of a dataset and year."""
    with across_districts(reason="tests"):
        one = Snapshot.objects.get(district_id=tenant.id, dataset=dataset, school_year=school_year, superseded_at=None)
        return read_snapshot(one)


def enrollment(*rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [ENROLLMENT, *rows]
