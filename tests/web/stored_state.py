"""Results in the tables for the standing cast: both districts, and a third with schools enough for quartiles of its
own.

Figures follow a formula, so the same page comes out every time. English learners of the last year are withheld,
Southport's schools sent no turnover, and the out-of-field definition breaks in 2020-21.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import polars as pl
from django.db import models

from districts.models import District, School
from districts.wall import across_districts
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.results.compute import compute_results
from monitoring.results.frames import AGGREGATES, ORGANIZATIONS, SHARES, WITHHELD, Inputs
from monitoring.results.models import (
    DistrictBand,
    DistrictGap,
    DistrictValue,
    Run,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateSource,
    StateValue,
)
from monitoring.results.queries.years_to_see import years_to_see
from monitoring.results.tables import Snapshots, table_rows
from monitoring.results.writing import write_years
from tests.districts.cast import Cast, Tenant, make_tenant
from tests.web.stored_experiences import store_experiences

YEARS = (2019, 2020, 2021, 2022)
LAST = YEARS[-1]
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MEMORIAL = tuple(f"Westbrook School {letter}" for letter in "ABCDEFGHIJ")
TABLES: tuple[type[models.Model], ...] = (
    SchoolValue,
    DistrictValue,
    StateValue,
    SchoolBand,
    DistrictBand,
    StateGap,
    DistrictGap,
)


def snapshot_of(dataset: str, year: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{dataset} {year}")


def store_results(cast: Cast) -> Tenant:
    """Write values, bands and gaps of four years, and reports on experiences; gives the third district."""
    west = make_tenant("00300000", "Westbrook", schools=MEMORIAL, roles=("district_admin",))
    with across_districts(reason="tests: results for the pages"):
        _give_title_one()
        organizations, ids = _organizations()
        districts = ids.filter(pl.col("school_id").is_null())["org_code"]
        columns = [(LAST, "group", "english_learners", district) for district in districts]
        withheld = pl.DataFrame(columns, schema=WITHHELD, orient="row")
        _write(_inputs(organizations, withheld), ids)
        store_experiences(one.district for one in (cast.north, cast.south, west))
    return west


def _give_title_one() -> None:
    """Every other school is a Title I school."""
    schools = list(School.objects.order_by("org_code"))
    for place, school in enumerate(schools):
        school.title1_status = ("SWP", "NONE", "TAS", "ELIG")[place % 4]
    School.objects.bulk_update(schools, ["title1_status"])


def _organizations() -> tuple[pl.DataFrame, pl.DataFrame]:
    districts = [
        (row.org_code, "STATE" if row.is_state else "DISTRICT", row.org_code, "", None, None, None, "", row.pk, None)
        for row in District.objects.all()
    ]
    schools = [
        (
            row.org_code,
            "SCHOOL",
            row.district.org_code,
            row.level,
            None,
            None,
            None,
            row.title1_status,
            row.district_id,
            row.pk,
        )
        for row in School.objects.select_related("district")
    ]
    organizations = pl.DataFrame([row[:8] for row in districts + schools], schema=ORGANIZATIONS, orient="row")
    columns = {"org_code": pl.String, "district_id": pl.Int64, "school_id": pl.Int64}
    return organizations, pl.DataFrame(
        [(row[0], *row[8:]) for row in districts + schools], schema=columns, orient="row"
    )


def _write(inputs: Inputs, ids: pl.DataFrame) -> None:
    sources = [_source(name, year) for year in YEARS for name in ("metric_aggregate", "school_enrollment")]
    names = {str(source.snapshot_id): source.content_hash for source in sources}
    rows = table_rows(
        vars(compute_results(inputs, list(YEARS))),
        ids=ids,
        snapshots=Snapshots(contents=names, agency=frozenset(names)),
    )
    run = _run()
    for table in TABLES:
        unique = next(rule for rule in table._meta.constraints if isinstance(rule, models.UniqueConstraint))
        key = [str(table._meta.get_field(name).column) for name in unique.fields]  # type: ignore[union-attr]
        counts = write_years(table, rows[table.__name__], years=YEARS, key=key, run_id=run.id)
        run.counts[table.__name__] = {"added": counts.added, "changed": 0, "removed": 0, "same": 0}
    run.years = years_to_see(YEARS)
    run.save(force_insert=True)
    StateSource.objects.bulk_create(sources)


def _run() -> Run:
    return Run(
        number=1,
        trigger="upload accepted",
        school_years=list(YEARS),
        inputs={str(year): "x" for year in YEARS},
        inputs_hash="i" * 64,
        definitions_hash="d" * 64,
        code_version="test",
        state=Run.State.DONE,
        started_at=NOON,
        finished_at=NOON,
    )


def _source(dataset: str, year: int) -> StateSource:
    return StateSource(
        snapshot_id=snapshot_of(dataset, year),
        upload_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{dataset} {year}"),
        file_name=f"{dataset}_{year}.csv",
        report=dataset,
        dataset=dataset,
        school_year=year,
        content_hash=uuid.uuid5(uuid.NAMESPACE_DNS, f"{dataset} {year}").hex * 2,
        uploaded_at=NOON,
        first_run=1,
    )


def _inputs(organizations: pl.DataFrame, withheld: pl.DataFrame) -> Inputs:
    schools = [
        row["org_code"] for row in organizations.filter(org_type="SCHOOL").sort("org_code").iter_rows(named=True)
    ]
    aggregates = [row for year in YEARS for place, code in enumerate(schools) for row in _figures(year, place, code)]
    shares = [row for year in YEARS for place, code in enumerate(schools) for row in _students(year, place, code)]
    frame = pl.DataFrame(aggregates, schema=AGGREGATES, orient="row")
    return Inputs(
        aggregates=frame,
        shares=pl.DataFrame(shares, schema=SHARES, orient="row"),
        organizations=organizations,
        withheld=withheld,
        present=frame.select("school_year", "org_code").unique(),
    )


def _figures(year: int, place: int, code: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, measure in enumerate(m for m in MEASURES.values() if m.asked):
        if code.startswith("0020") and measure.id.endswith("_TURN"):
            continue
        people = 1 if measure.role == "PRINCIPAL" else 30 + 2 * place
        counted = (
            (place * 7 + number + year) % 2 if people == 1 else (people * (4 + (place * 5 + number + year) % 14)) // 100
        )
        amounts = (counted * 10_000, people * 10_000)
        rows.append(
            (
                year,
                code,
                measure.id,
                *amounts,
                measure.unit,
                None,
                str(snapshot_of("metric_aggregate", year)),
                place * 6 + number + 2,
            )
        )
    return rows


def _students(year: int, place: int, code: str) -> list[tuple[object, ...]]:
    snapshot = str(snapshot_of("school_enrollment", year))
    rows: list[tuple[object, ...]] = [(year, code, "all", 100.0, 400 + place, None, snapshot, place + 2)]
    for number, group in enumerate(GROUPS):
        if not (group == "english_learners" and year == LAST):
            rows.append(
                (year, code, group, float((place * 11 + number * 17) % 83 + 2), None, None, snapshot, place + 2)
            )
    return rows


def school_of(tenant: Tenant, number: int = 0) -> School:
    return tenant.schools[number]
