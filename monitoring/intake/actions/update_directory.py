"""Districts and schools as the current snapshots say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast

import polars as pl
from django.db import connection
from django.db.models import Q
from psycopg import Cursor

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District
from monitoring.intake.actions.ask_for_results import ask_for_results
from monitoring.intake.cross_checks.submission import narrowed
from monitoring.intake.directory import DIRECTORY, directory_rows
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot, Upload

NAME_LENGTH, GRADES_LENGTH, REGION_CODE, REGION_NAME = 200, 60, 20, 120

STAGE = """
CREATE TEMPORARY TABLE stage_directory (
    org_code text, org_type text, name text, kind text, level text, grades_served text, title1_status text,
    charter boolean, region text, region_name text, opened_year smallint, closed_year smallint, successor text
) ON COMMIT DROP
"""
COPY = "COPY stage_directory FROM STDIN (FORMAT csv)"
REGIONS = """
INSERT INTO districts_region AS old (code, name) SELECT DISTINCT ON (region) region, region_name FROM stage_directory
WHERE org_type = 'DISTRICT' AND region IS NOT NULL ORDER BY region, region_name
ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE old.name <> excluded.name
"""
DISTRICTS_CHANGED = """
UPDATE districts_district old SET name = new.name, kind = new.kind, opened_year = new.opened_year,
    closed_year = new.closed_year, region_id = region.id
FROM stage_directory new LEFT JOIN districts_region region ON region.code = new.region
WHERE new.org_type = 'DISTRICT' AND old.org_code = new.org_code
    AND (old.name, old.kind, old.opened_year, old.closed_year, old.region_id) IS DISTINCT FROM
        (new.name, new.kind, new.opened_year, new.closed_year, region.id)
"""
# A district that no file names any more keeps its name, for figures refer to it, and no region.
REGIONS_CLEARED = """
UPDATE districts_district old SET region_id = NULL
WHERE %(tenant)s::int IS NULL AND old.region_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM stage_directory new WHERE new.org_code = old.org_code AND new.org_type = 'DISTRICT')
"""
DISTRICTS_ADDED = """
INSERT INTO districts_district (org_code, name, kind, opened_year, closed_year, region_id)
SELECT new.org_code, new.name, new.kind, new.opened_year, new.closed_year, region.id
FROM stage_directory new LEFT JOIN districts_region region ON region.code = new.region
WHERE new.org_type = 'DISTRICT'
    AND NOT EXISTS (SELECT FROM districts_district old WHERE old.org_code = new.org_code)
ORDER BY new.org_code
"""
SCHOOLS_CHANGED = """
UPDATE districts_school old SET name = new.name, level = new.level, grades_served = new.grades_served,
    title1_status = new.title1_status, charter = new.charter, opened_year = new.opened_year,
    closed_year = new.closed_year
FROM stage_directory new
WHERE new.org_type = 'SCHOOL' AND old.org_code = new.org_code
    AND (old.name, old.level, old.grades_served, old.title1_status, old.charter, old.opened_year, old.closed_year)
        IS DISTINCT FROM (new.name, new.level, new.grades_served, new.title1_status, new.charter, new.opened_year,
        new.closed_year)
"""
SCHOOLS_ADDED = """
INSERT INTO districts_school
    (district_id, org_code, name, level, grades_served, title1_status, charter, opened_year, closed_year)
SELECT owner.id, new.org_code, new.name, new.level, new.grades_served, new.title1_status, new.charter, new.opened_year,
    new.closed_year
FROM stage_directory new JOIN districts_district owner ON owner.org_code = left(new.org_code, 4) || '0000'
WHERE new.org_type = 'SCHOOL' AND NOT EXISTS (SELECT FROM districts_school old WHERE old.org_code = new.org_code)
ORDER BY new.org_code
"""
# Where no file names a school any more, its successor goes too, if the uploader may touch it ({mine}).
SUCCESSORS = """
UPDATE {table} old SET successor_id = target.id
FROM {table} named LEFT JOIN stage_directory new ON new.org_code = named.org_code AND new.org_type = '{org_type}'
    LEFT JOIN {table} target ON target.org_code = new.successor
WHERE old.id = named.id AND (new.org_code IS NOT NULL OR {mine}) AND old.successor_id IS DISTINCT FROM target.id
"""
ALL = "%(tenant)s::int IS NULL"
STEPS = {
    "regions": REGIONS,
    "regions_cleared": REGIONS_CLEARED,
    "districts_changed": DISTRICTS_CHANGED,
    "districts_added": DISTRICTS_ADDED,
    "schools_changed": SCHOOLS_CHANGED,
    "schools_added": SCHOOLS_ADDED,
    "district_successors": SUCCESSORS.format(table="districts_district", org_type="DISTRICT", mine=ALL),
    "school_successors": SUCCESSORS.format(
        table="districts_school", org_type="SCHOOL", mine=f"{ALL} OR old.district_id = %(tenant)s"
    ),
}


@dataclass(frozen=True)
class Changes:
    """How many rows of the directory were added and changed."""

    regions: int
    regions_cleared: int
    districts_changed: int
    districts_added: int
    schools_changed: int
    schools_added: int
    district_successors: int
    school_successors: int


def update_directory(*, upload: Upload) -> Changes:
    """Bring districts and schools to what the current rows on organizations say, after an upload that brought some.

    An upload of the agency touches the whole directory; one of a district its own schools, and of these only what the
    agency has not named. Only rows that differ are written; results are asked for where any did. Call within
    `across_districts`.
    """
    wait_for(Lock.SNAPSHOTS, upload.district_id)  # first, as a check does
    wait_for(Lock.DIRECTORY)
    tenant = upload.district
    rows = directory_rows(_current_rows(tenant))
    if tenant.is_state:
        changes = _write(_as_stored(rows), None)
    else:
        changes = _write(_as_stored(rows.filter(_own_schools(tenant))), tenant.pk)
    if any(asdict(changes).values()):
        record(verb="directory.updated", obj=upload, detail=asdict(changes), by=None)
        ask_for_results(upload.district_id)
    return changes


def _current_rows(tenant: District) -> pl.DataFrame:
    """Rows on organizations from the agency's current snapshots, all of them, since a roster begins and ends with the
    state's; and from the districts' own: for the agency of all, else of the tenant. report, is_agency and school_year
    beside the columns of the dataset.
    """
    current = Snapshot.objects.filter(dataset=Snapshot.Dataset.ORGANIZATIONS, superseded_at=None)
    if not tenant.is_state:
        current = current.filter(Q(district=tenant) | Q(district__kind=District.Kind.STATE))
    parts = [
        _may_say(_seen(one), one.district).with_columns(
            school_year=pl.lit(one.school_year, dtype=pl.Int16),
            report=pl.lit(one.report),
            is_agency=pl.lit(one.district.is_state),
        )
        for one in current.select_related("district")
    ]
    return pl.concat(parts, how="diagonal") if parts else pl.DataFrame()


def _seen(one: Snapshot) -> pl.DataFrame:
    """What the directory reads of the rows."""
    return narrowed({one.dataset: read_snapshot(one)}, DIRECTORY.reads)[one.dataset]


def _may_say(rows: pl.DataFrame, owner: District) -> pl.DataFrame:
    """Of a tenant's rows: all of the agency's, a district's on its own schools."""
    return rows if owner.is_state else rows.filter(_own_schools(owner))


def _own_schools(owner: District) -> pl.Expr:
    return (pl.col("org_type") == "SCHOOL") & pl.col("org_code").str.starts_with(owner.org_code[:4])


def _as_stored(rows: pl.DataFrame) -> pl.DataFrame:
    """In the order and with the lengths of the stage's columns."""
    return rows.select(
        "org_code",
        "org_type",
        pl.col("org_name").fill_null(pl.col("org_code")).str.slice(0, NAME_LENGTH),
        pl.col("kind").fill_null(District.Kind.DISTRICT.value),
        "level",
        pl.col("grades_served").str.slice(0, GRADES_LENGTH),
        "title1_status",
        "charter",
        pl.col("region").str.slice(0, REGION_CODE),
        pl.col("region").str.slice(0, REGION_NAME).alias("region_name"),
        "opened_year",
        "closed_year",
        "successor_org_code",
    )


def _write(rows: pl.DataFrame, tenant: int | None) -> Changes:
    """COPY into a temporary table, since tables under row-level security refuse it; then only what differs. `tenant`:
    the district whose schools may be touched; None for all.
    """
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cast(Cursor[Any], cursor.cursor).copy(COPY) as copy:
            copy.write(rows.write_csv(include_header=False))
        for name, statement in STEPS.items():
            cursor.execute(statement, {"tenant": tenant})
            counts[name] = cursor.rowcount
        cursor.execute("DROP TABLE stage_directory")
    return Changes(**counts)
