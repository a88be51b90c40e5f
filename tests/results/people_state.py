"""Files of persons as accepted snapshots: what intake would have stored, made directly."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import polars as pl

from districts import outbox
from districts.models import District, School
from districts.org_code import STATE_CODE
from districts.wall import across_districts
from monitoring.intake.actions import note_stand_ins
from monitoring.intake.actions.ask_for_results import ask_for_people
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.facts import Act
from monitoring.intake.files import keep_snapshot
from monitoring.intake.models import CertificationEvent, Snapshot, Upload
from monitoring.intake.queries.beside import stand_beside
from tests.analysis.people.sent import ONE, OTHER, A, B, C, Row, State, frame
from tests.results.kept import certifying_person

NOT_OF_A_YEAR = ("license", "course_crosswalk")
SCHOOLS = {A: ONE, B: ONE, C: OTHER}


def open_places(organizations: Iterable[Row]) -> None:
    """Two districts and three schools, as the rows on organizations say."""
    said = {row["org_code"]: row for row in organizations}
    with across_districts(reason="tests: organizations"):
        District.objects.get_or_create(org_code=STATE_CODE, defaults={"name": "Agency", "kind": "STATE"})
        for code in (ONE, OTHER):
            kind = "CHARTER" if said.get(code, {}).get("charter") == "Y" else "DISTRICT"
            closed = {"closed_year": said.get(code, {}).get("close_year")}
            District.objects.get_or_create(org_code=code, defaults={"name": code, "kind": kind, **closed})
        for code, district in SCHOOLS.items():
            row = said.get(code, {})
            its = {"charter": row.get("charter") == "Y", "closed_year": row.get("close_year"), "name": code}
            owner = District.objects.get(org_code=district)
            School.objects.get_or_create(org_code=code, district=owner, defaults=its)
        for model in (District, School):
            of = {one.org_code: one for one in model._default_manager.all()}
            for code in set(of) & set(said):
                heir = of.get(said[code].get("successor_org_code") or "")
                model._default_manager.filter(pk=of[code].pk).update(successor=heir)


def keep_people(state: State, *, certified: bool = True) -> None:
    """Every file that the districts sent, the crosswalk of the agency, and, unless it is still to come, all of it
    certified.
    """
    open_places(state.organizations)
    if state.course_crosswalk:
        keep_dataset("course_crosswalk", state.course_crosswalk, owner=STATE_CODE, year=None)
    for (district, year), files in state.years.items():
        for dataset, rows in files.items():
            keep_dataset(dataset, rows, owner=district, year=year)
        if certified:
            sign(district, year)


def keep_dataset(dataset: str, rows: list[Row], *, owner: str, year: int | None) -> None:
    """Rows in the place of what stands of the owner, dataset, year and collection; licenses are of no year."""
    made = frame(dataset, rows)
    if "collection" in made.columns:
        for (collection,), part in made.partition_by("collection", as_dict=True).items():
            _keep(dataset, part, owner=owner, year=year, collection=str(collection))
    else:
        _keep(dataset, made, owner=owner, year=None if dataset in NOT_OF_A_YEAR else year, collection="")


def _keep(dataset: str, rows: pl.DataFrame, *, owner: str, year: int | None, collection: str) -> None:
    written = io.BytesIO()
    rows.write_parquet(written)
    with across_districts(reason="tests: keep a snapshot"):
        district = District.objects.get(org_code=owner)
        kept = keep_snapshot(written.getvalue(), district_id=district.pk)
        about = {"content_hash": kept.content_hash, "stored_name": kept.stored_name, "size": kept.size}
        place: dict[str, Any] = {"district": district, "dataset": dataset, "report": dataset}
        place |= {"school_year": year, "collection": collection}
        named = {"file_name": f"{dataset} {year}.csv", "sent_by_name": "Test", "state": "accepted"}
        upload = Upload.objects.create(district=district, **named, **about)
        Snapshot.objects.filter(superseded_at=None, **place).update(superseded_at=upload.received_at)
        Snapshot.objects.create(upload=upload, stands_since=upload.received_at, rows=rows.height, **place, **about)
        if district.is_state:
            note_stand_ins()


def sign(district: str, year: int, *, act: Act = Act.CERTIFY, collections: Iterable[str] = ("OCT", "EOY")) -> None:
    """An act on October's and the year's end's files of a district, as they stand."""
    by = certifying_person()
    with across_districts(reason="tests: certify"):
        owner = District.objects.get(org_code=district)
        stand = Snapshot.objects.filter(district=owner, school_year=year, superseded_at=None)
        of_all_years = Snapshot.objects.filter(district=owner, school_year=None, superseded_at=None)
        beside = stand_beside(of_all_years, Upload.objects.filter(district=owner))
        for collection in collections:
            acts = CertificationEvent.objects.filter(district=owner, school_year=year, collection=collection)
            layouts = [one for one in stand if one.dataset in COLLECTIONS[collection].layouts]
            rows = [one for one in layouts if one.collection in ("", collection)]
            signed = {"person": by, "by_name": by.name, "by_role": "certifier", "act": act}
            CertificationEvent.objects.create(
                district=owner,
                school_year=year,
                collection=collection,
                number=acts.count() + 1,
                snapshots=[(one.report, str(one.pk), one.content_hash) for one in rows],
                beside=[(one.layout, one.snapshot, one.content_hash) for one in beside],
                **signed,
            )


def compute_people(*districts: str) -> None:
    """What an upload or a certification of these districts asks for, done until nothing is left to do."""
    with across_districts(reason="tests: ask"):
        for code in districts or (ONE, OTHER):
            ask_for_people(District.objects.get(org_code=code).pk)
    outbox.run_waiting()
