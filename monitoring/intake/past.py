"""What was accepted before, as the checks of a new file need it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from districts.models import District, School
from districts.org_code import STATE_CODE
from monitoring.definitions.queries import in_force
from monitoring.intake.cell_text import SCALE
from monitoring.intake.column_judgment import side_by_side
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Past

ReadAgency = Callable[[Report], dict[int, pl.DataFrame]]  # years of a report, as Past.blocks
NAMES_VERSIONS = "metric_aggregate"  # the layout whose rows say by which version they were counted
Years = Mapping[str, frozenset[int]]  # by report


@dataclass(frozen=True)
class Known:
    """What is on record for everybody: organizations (org_code, close_year, name); and how one reads of which school
    years the agency's files stand, and a report of them, both of which take a scope that reads all tenants'.
    """

    organizations: pl.DataFrame
    read_years: Callable[[], Years]
    read_agency: ReadAgency


def read_agency_years() -> Years:
    """The school years of which the agency's files stand; in a scope that reads all tenants' rows."""
    years: dict[str, set[int]] = defaultdict(set)
    for report, year in _of_the_agency().values_list("report", "school_year").distinct():
        years[report].add(int(year or 0))
    return {report: frozenset(found) for report, found in years.items()}


def read_agency(report: Report) -> dict[int, pl.DataFrame]:
    """What the agency sent in a report, as Past.blocks; in a scope that reads all tenants' rows."""
    return _blocks(list(_of_the_agency().filter(report=report.id)), report)


def _of_the_agency() -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(superseded_at=None, district__org_code=STATE_CODE).exclude(school_year=None)


def load_past(report: Report, *, district: District, known: Known, besides: uuid.UUID | None = None) -> Past:
    """The accepted columns of the report by year, the agency's beside them, the organizations on record, and the counts
    of students on record.

    `besides`: the upload that is checked; what it gave itself, when it is checked
    again, is no past.
    """
    snapshots = Snapshot.objects.filter(district_id=district.pk, report=report.id, superseded_at=None)
    dated = list(snapshots.exclude(upload_id=besides).exclude(school_year=None)) if report.looks_back else []
    years = known.read_years() if report.judged or report.figures else {}
    return Past(
        blocks=_blocks(dated, report),
        agency_blocks=_agency_blocks(report, district, known, years),
        known=known.organizations,
        enrolled=_enrolled(dated, report),
        records=_records(dated, report),
        agency_years=_agency_years(report, years),
        definitions=in_force() if report.id == NAMES_VERSIONS else Past().definitions,
    )


def _agency_years(report: Report, years: Years) -> frozenset[int]:
    """Of which the agency has sent a figure that this report could give, in whatever report it came."""
    alike = (its for id, its in years.items() if report.figures & REPORTS[id].figures)
    return frozenset().union(*alike)


def _agency_blocks(report: Report, district: District, known: Known, years: Years) -> dict[int, pl.DataFrame]:
    if district.org_code == STATE_CODE or not years.get(report.id):
        return {}
    its = pl.col("org_code").str.starts_with(district.org_code[:4])
    blocks = {year: block.filter(its) for year, block in known.read_agency(report).items()}
    return {year: block for year, block in blocks.items() if block.height}


def _blocks(snapshots: list[Snapshot], report: Report) -> dict[int, pl.DataFrame]:
    if not report.judged:
        return {}
    if report.long:
        frames = [read_snapshot(snapshot) for snapshot in snapshots if snapshot.dataset == report.dataset]
        return side_by_side(pl.concat(frames), report)[0] if frames else {}
    blocks = {}
    for snapshot in snapshots:
        if snapshot.dataset == Snapshot.Dataset.REPORT_COLUMNS:
            amounts = read_snapshot(snapshot).drop("school_year")
            blocks[int(snapshot.school_year or 0)] = amounts.with_columns(pl.exclude("org_code") / SCALE)
    return blocks


def known_organizations() -> pl.DataFrame:
    """org_code, close_year and name of every district and school on record; in a scope that reads all of them."""
    told = ("org_code", "closed_year", "name")
    rows = [
        *District.objects.exclude(org_code=STATE_CODE).order_by().values_list(*told),
        *School.objects.order_by().values_list(*told),
    ]
    columns = {"org_code": pl.String, "close_year": pl.Int16, "name": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _records(snapshots: list[Snapshot], report: Report) -> dict[str, pl.DataFrame]:
    frames = [read_snapshot(one) for one in snapshots] if report.follows else []
    return {report.id: pl.concat(frames)} if frames else {}


def _enrolled(snapshots: list[Snapshot], report: Report) -> pl.DataFrame:
    columns = ["school_year", "org_code", "student_group", "enrolled"]
    if report.dataset != "school_enrollment":
        return Past().enrolled
    frames = [read_snapshot(one).select(columns) for one in snapshots if one.dataset == report.dataset]
    return pl.concat(frames) if frames else Past().enrolled
