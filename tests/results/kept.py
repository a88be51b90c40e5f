"""Inputs as accepted snapshots: what intake would have stored, made directly, in any order."""

from __future__ import annotations

import io
import random

import polars as pl

from districts import actions as directory
from districts.models import District, School
from districts.wall import across_districts
from monitoring.intake.files import keep_snapshot
from monitoring.intake.models import Snapshot, Upload
from monitoring.results.frames import STATE, Inputs


def keep_state(inputs: Inputs, *, seed: int = 0) -> None:
    """Open the organizations and keep every snapshot, in an order that depends on the seed."""
    open_organizations(inputs)
    frames = [
        *inputs.aggregates.partition_by("snapshot_id", "school_year", as_dict=True).items(),
        *inputs.shares.partition_by("snapshot_id", "school_year", as_dict=True).items(),
    ]
    random.Random(seed).shuffle(frames)
    for (label, year), frame in frames:
        keep(frame, owner=owner_of(str(label)), year=year)


def owner_of(label: str) -> str:
    """'2021-0003' was sent by the district 00030000, everything else by the agency."""
    last = label.split("-")[1]
    return f"{last}0000" if last.isdigit() else STATE


def open_organizations(inputs: Inputs) -> None:
    with across_districts(reason="tests: organizations"):
        rows = inputs.organizations.sort("org_type", "org_code").to_dicts()
        for row in rows:
            code, kind = row["org_code"], row["org_type"]
            if kind == "SCHOOL" and not School.objects.filter(org_code=code).exists():
                district = District.objects.get(org_code=row["district_code"])
                directory.open_school(
                    district=district, org_code=code, name=f"School {code}", level=row["level"], by=None
                )
            elif kind != "SCHOOL" and not District.objects.filter(org_code=code).exists():
                kind = District.Kind.STATE if kind == "STATE" else District.Kind.DISTRICT
                directory.open_district(org_code=code, name=f"District {code}", kind=kind, by=None)


def keep(frame: pl.DataFrame, *, owner: str, year: int) -> Snapshot:
    """One snapshot of canonical rows, superseding the current one of its owner, dataset and year."""
    dataset = "metric_aggregate" if "metric_id" in frame.columns else "school_enrollment"
    rows = frame.drop("snapshot_id").rename({"group_id": "student_group"}, strict=False)
    written = io.BytesIO()
    rows.sort(rows.columns).write_parquet(written)
    with across_districts(reason="tests: keep a snapshot"):
        district = District.objects.get(org_code=owner)
        kept = keep_snapshot(written.getvalue(), district_id=district.pk)
        about = {"content_hash": kept.content_hash, "stored_name": kept.stored_name, "size": kept.size}
        upload = Upload.objects.create(
            district=district, file_name=f"{dataset} {year} {owner}.csv", sent_by_name="Test", state="accepted", **about
        )
        place = {"district": district, "dataset": dataset, "report": dataset, "school_year": year}
        before = Snapshot.objects.filter(superseded_at=None, **place).first()
        if before:
            before.superseded_at = upload.received_at
            before.save()
        return Snapshot.objects.create(upload=upload, rows=rows.height, **place, **about)
