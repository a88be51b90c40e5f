"""Districts and schools as the current snapshots say."""

from __future__ import annotations

from typing import Any

import polars as pl

from districts.models import District, Region, School
from monitoring.intake.directory import directory_rows
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot
from monitoring.intake.sheet import STATE_CODE

DISTRICT_FIELDS = ("name", "kind", "opened_year", "closed_year")
SCHOOL_FIELDS = ("name", "level", "grades_served", "title1_status", "charter", "opened_year", "closed_year")
NAME_LENGTH, GRADES_LENGTH = 200, 60


def update_directory(*, only_prefix: str | None) -> bool:
    """Create and update districts and schools from all current rows on organizations; whether anything changed.

    `only_prefix`: the four digits a district may touch; None for the agency. Rows are written in bulk, only those that
    differ.
    """
    wanted = directory_rows(_current_rows(only_prefix))
    districts = wanted.filter(pl.col("org_type") == "DISTRICT")
    touched = _write_districts(districts) if only_prefix is None else 0
    touched += _write_schools(wanted.filter(pl.col("org_type") == "SCHOOL"))
    return bool(touched)


def _current_rows(only_prefix: str | None) -> pl.DataFrame:
    """Rows on organizations of all current snapshots: report, is_agency and school_year beside the columns of the
    dataset.
    """
    snapshots = Snapshot.objects.filter(dataset=Snapshot.Dataset.ORGANIZATIONS, superseded_at=None).select_related(
        "district"
    )
    parts = []
    for snapshot in snapshots:
        rows = read_snapshot(snapshot)
        prefix = only_prefix or (None if snapshot.district.is_state else snapshot.district.org_code[:4])
        if prefix:
            rows = rows.filter(pl.col("org_code").str.starts_with(prefix))
        year = pl.lit(snapshot.school_year, dtype=pl.Int16)
        parts.append(
            rows.with_columns(
                school_year=year, report=pl.lit(snapshot.report), is_agency=pl.lit(snapshot.district.is_state)
            )
        )
    return pl.concat(parts, how="diagonal") if parts else pl.DataFrame()


def _write_districts(rows: pl.DataFrame) -> int:
    known = {district.org_code: district for district in District.objects.exclude(org_code=STATE_CODE)}
    regions = _regions(rows)
    fresh: list[District] = []
    changed: list[District] = []
    for row in rows.iter_rows(named=True):
        district = known.get(row["org_code"]) or District(org_code=row["org_code"])
        values = {**_district_values(row), "region_id": regions.get(row["region"]) or district.region_id}
        if _differs(district, values):
            (changed if district.pk else fresh).append(_set(district, values))
    District.objects.bulk_create(fresh, batch_size=1000)
    District.objects.bulk_update(changed, [*DISTRICT_FIELDS, "region"], batch_size=500)
    return len(fresh) + len(changed) + _write_successors(District, rows)


def _write_schools(rows: pl.DataFrame) -> int:
    owners = dict(District.objects.values_list("org_code", "id"))
    prefixes = set(rows["org_code"].str.slice(0, 4).unique())
    on_record = (
        School.objects.all()
        if len(prefixes) > 1
        else School.objects.filter(org_code__startswith=min(prefixes, default=""))
    )
    known = {school.org_code: school for school in on_record}
    fresh: list[School] = []
    changed: list[School] = []
    for row in rows.iter_rows(named=True):
        owner = owners.get(f"{row['org_code'][:4]}0000")
        if owner is None:
            continue  # a district proposes schools; it does not found districts
        school = known.get(row["org_code"]) or School(org_code=row["org_code"], district_id=owner)
        values = _school_values(row)
        if _differs(school, values):
            (changed if school.pk else fresh).append(_set(school, values))
    School.objects.bulk_create(fresh, batch_size=1000)
    School.objects.bulk_update(changed, SCHOOL_FIELDS, batch_size=500)
    return len(fresh) + len(changed) + _write_successors(School, rows)


def _district_values(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": (row["org_name"] or row["org_code"])[:NAME_LENGTH],
        "kind": row["kind"] or District.Kind.DISTRICT,
        "opened_year": row["opened_year"],
        "closed_year": row["closed_year"],
    }


def _school_values(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: row[name] for name in SCHOOL_FIELDS if name != "name"}
    values["grades_served"] = values["grades_served"][:GRADES_LENGTH]
    return {"name": (row["org_name"] or row["org_code"])[:NAME_LENGTH], **values}


def _write_successors(model: type[District] | type[School], rows: pl.DataFrame) -> int:
    """Successors in a second pass, when all rows are there. Own layout only: reports do not name them."""
    named = dict(
        rows.filter(pl.col("successor_org_code").is_not_null()).select("org_code", "successor_org_code").iter_rows()
    )
    if not named:
        return 0
    found = {row.org_code: row for row in model.objects.filter(org_code__in=[*named, *named.values()])}
    changed = []
    for code, successor in named.items():
        row, target = found.get(code), found.get(successor)
        if row and target and row.successor_id != target.pk:
            row.successor_id = target.pk
            changed.append(row)
    model.objects.bulk_update(changed, ["successor"])
    return len(changed)


def _regions(rows: pl.DataFrame) -> dict[str | None, int]:
    names = rows["region"].drop_nulls().unique().sort().to_list()
    return {name: Region.objects.get_or_create(code=name[:20], defaults={"name": name[:120]})[0].pk for name in names}


def _differs(row: District | School, values: dict[str, Any]) -> bool:
    return row._state.adding or any(getattr(row, name) != value for name, value in values.items())


def _set(row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row
