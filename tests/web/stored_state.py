"""Results in the tables for the standing cast: both districts, and a third with schools enough for quartiles of its
own.

Figures follow a formula, so the same page comes out every time. English learners of the last year are withheld,
Southport's schools sent no turnover, and the out-of-field definition breaks in 2020-21.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import polars as pl

from districts.models import School
from districts.wall import across_districts
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.results import actions
from monitoring.results.current_inputs import CurrentState, Source, read_organizations
from monitoring.results.frames import AGGREGATES, SHARES, WITHHELD, Inputs
from monitoring.results.models import Run
from monitoring.results.writing import write_years
from tests.districts.cast import Cast, Tenant, make_tenant

YEARS = (2019, 2020, 2021, 2022)
LAST = YEARS[-1]
MEMORIAL = tuple(f"Westbrook School {letter}" for letter in "ABCDEFGHIJ")


def snapshot_of(dataset: str, year: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{dataset} {year}")


def store_results(cast: Cast) -> Tenant:
    """Write values, bands and gaps of four years; gives the third district."""
    west = make_tenant("00300000", "Westbrook", schools=MEMORIAL, roles=("district_admin",))
    with across_districts(reason="tests: results for the pages"):
        organizations, ids = read_organizations()
        sources = tuple(
            _source(name, year, cast.agency.id) for year in YEARS for name in ("metric_aggregate", "school_enrollment")
        )
        withheld = pl.DataFrame([(LAST, "group", "english_learners")], schema=WITHHELD, orient="row")
        current = CurrentState(sources=sources, organizations=organizations, ids=ids, withheld=withheld)
        _write(_inputs(organizations, withheld), current)
    return west


def _write(inputs: Inputs, current: CurrentState) -> None:
    now = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    run = Run(
        number=1,
        trigger="upload accepted",
        started_at=now,
        finished_at=now,
        school_years=list(YEARS),
        state=Run.State.DONE,
    )
    run.inputs, run.inputs_hash, run.definitions_hash, run.code_version = (
        {str(year): "x" for year in YEARS},
        "i" * 64,
        "d" * 64,
        "test",
    )
    actions._note_sources(current, run.number)
    for model, frame in actions.compute_tables(inputs, current, list(YEARS)).items():
        table = next(found for found in actions.TABLES if found.__name__ == model)
        counts = write_years(table, frame, years=YEARS, key=actions.key_columns(table), run_id=run.id)
        run.counts[model] = {"added": counts.added, "changed": 0, "removed": 0, "same": 0}
    run.save(force_insert=True)


def _source(dataset: str, year: int, agency: int) -> Source:
    return Source(
        snapshot_id=snapshot_of(dataset, year),
        upload_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{dataset} {year}"),
        file_name=f"{dataset}_{year}.csv",
        report=dataset,
        dataset=dataset,
        school_year=year,
        content_hash=uuid.uuid5(uuid.NAMESPACE_DNS, f"{dataset} {year}").hex * 2,
        uploaded_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        district_id=agency,
        is_agency=True,
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
    for number, measure in enumerate(m for m in MEASURES.values() if m.gap):
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
