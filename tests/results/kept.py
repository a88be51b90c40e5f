"""Inputs as accepted snapshots: what intake would have stored, made directly, in any order."""

from __future__ import annotations

import io
import random

import polars as pl

from districts.models import District, Person, School
from districts.wall import across_districts
from monitoring.intake.certification.catalogue import FIGURES, OF_FIGURES
from monitoring.intake.certification.facts import Act
from monitoring.intake.files import keep_snapshot
from monitoring.intake.models import CertificationEvent, Snapshot, Upload
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
    """The districts and schools that are not there yet."""
    rows = inputs.organizations.sort("org_code").to_dicts()
    with across_districts(reason="tests: organizations"):
        there = set(District.objects.values_list("org_code", flat=True)) | set(
            School.objects.values_list("org_code", flat=True)
        )
        fresh = [row for row in rows if row["org_code"] not in there]
        kinds = {"STATE": District.Kind.STATE, "DISTRICT": District.Kind.DISTRICT}
        District.objects.bulk_create(
            District(
                org_code=row["org_code"],
                name=f"District {row['org_code']}",
                kind=kinds[row["org_type"]],
                opened_year=row["opened_year"],
                closed_year=row["closed_year"],
            )
            for row in fresh
            if row["org_type"] in kinds
        )
        ids = dict(District.objects.values_list("org_code", "id"))
        School.objects.bulk_create(
            School(
                district_id=ids[row["district_code"]],
                org_code=row["org_code"],
                name=f"School {row['org_code']}",
                level=row["level"],
                title1_status=row["title1_status"],
                opened_year=row["opened_year"],
                closed_year=row["closed_year"],
            )
            for row in fresh
            if row["org_type"] == "SCHOOL"
        )
        schools = {school.org_code: school for school in School.objects.all()}
        for row in fresh:
            if row["successor"] in schools:
                schools[row["org_code"]].successor = schools[row["successor"]]
        School.objects.bulk_update(schools.values(), ["successor"])


def keep(frame: pl.DataFrame, *, owner: str, year: int, certified: bool = True) -> Snapshot:
    """One snapshot of canonical rows, superseding the current one of its owner, dataset and year; with it, a district
    has certified all of its figures of the year, unless that is still to come.
    """
    dataset = "metric_aggregate" if "metric_id" in frame.columns else "school_enrollment"
    rows = frame.drop("snapshot_id").rename({"group_id": "student_group"}, strict=False)
    written = io.BytesIO()
    rows.sort(rows.columns).write_parquet(written)
    certifier = certifying_person() if certified and owner != STATE else None
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
        made: Snapshot = Snapshot.objects.create(
            upload=upload, stands_since=upload.received_at, rows=rows.height, **place, **about
        )
        if certifier:
            sign(district, year, by=certifier)
    return made


def certifying_person() -> Person:
    """Unreachable from inside a scope."""
    return Person.objects.get_or_create(email="certifier@example.org", defaults={"name": "Cora Certifier"})[0]


def sign(district: District, year: int, *, act: Act = Act.CERTIFY, by: Person) -> None:
    """An act on the district's figures of the year, as they stand. Needs a scope that may write them."""
    stand = Snapshot.objects.filter(district=district, school_year=year, superseded_at=None, dataset__in=OF_FIGURES)
    acts = CertificationEvent.objects.filter(district=district, school_year=year, collection=FIGURES)
    CertificationEvent.objects.create(
        district=district,
        school_year=year,
        collection=FIGURES,
        number=acts.count() + 1,
        act=act,
        person=by,
        by_name=by.name,
        by_role="certifier",
        snapshots=[(one.report, str(one.pk), one.content_hash) for one in stand],
    )
