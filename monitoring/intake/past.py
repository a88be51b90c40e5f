"""What was accepted before, as the checks of a new file need it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from districts.models import District, School
from monitoring.intake.cell_text import SCALE
from monitoring.intake.column_judgment import side_by_side
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import STATE_CODE, Past


@dataclass(frozen=True)
class Known:
    """What is on record for everybody: organizations (org_code, close_year, name), and by report the school years of
    which the agency's files stand.
    """

    organizations: pl.DataFrame
    agency_years: Mapping[str, frozenset[int]]


def read_known() -> Known:
    """In a scope that reads all tenants' rows."""
    current = Snapshot.objects.filter(superseded_at=None, district__org_code=STATE_CODE).exclude(school_year=None)
    years: dict[str, set[int]] = defaultdict(set)
    for report, year in current.values_list("report", "school_year").distinct():
        years[report].add(year)
    return Known(known_organizations(), {report: frozenset(found) for report, found in years.items()})


def load_past(report: Report, *, district_id: int, known: Known, besides: uuid.UUID | None = None) -> Past:
    """The accepted columns of the report by year, the organizations on record, and the counts of students on record.

    `besides`: the upload that is checked; what it gave itself, when it is checked
    again, is no past.
    """
    snapshots = Snapshot.objects.filter(district_id=district_id, report=report.id, superseded_at=None)
    dated = list(snapshots.exclude(upload_id=besides).exclude(school_year=None))
    return Past(
        blocks=_blocks(dated, report),
        known=known.organizations,
        enrolled=_enrolled(dated, report),
        agency_years=_agency_years(report, known),
    )


def _agency_years(report: Report, known: Known) -> frozenset[int]:
    """Of which the agency has sent a figure that this report could give, in whatever report it came."""
    alike = (years for id, years in known.agency_years.items() if report.figures & REPORTS[id].figures)
    return frozenset().union(*alike)


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
    rows = [
        *District.objects.exclude(org_code=STATE_CODE).values_list("org_code", "closed_year", "name"),
        *School.objects.values_list("org_code", "closed_year", "name"),
    ]
    columns = {"org_code": pl.String, "close_year": pl.Int16, "name": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _enrolled(snapshots: list[Snapshot], report: Report) -> pl.DataFrame:
    columns = ["school_year", "org_code", "student_group", "enrolled"]
    if report.dataset != "school_enrollment":
        return Past().enrolled
    frames = [read_snapshot(one).select(columns) for one in snapshots if one.dataset == report.dataset]
    return pl.concat(frames) if frames else Past().enrolled
