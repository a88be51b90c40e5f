"""What was accepted before, as the checks of a new file need it."""

from __future__ import annotations

import polars as pl

from districts.models import District, School
from monitoring.intake.cell_text import SCALE
from monitoring.intake.column_judgment import side_by_side
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import STATE_CODE, Past


def load_past(upload: Upload, report: Report) -> Past:
    """The accepted columns of the report by year, the organizations on record, and the counts of students on record.

    What the upload itself gave before, when it is checked again, is no past.
    """
    return Past(blocks=_blocks(upload, report), known=_known(), enrolled=_enrolled(upload, report))


def _current(upload: Upload, report: Report, dataset: str) -> list[Snapshot]:
    own = Snapshot.objects.filter(district_id=upload.district_id, report=report.id, dataset=dataset, superseded_at=None)
    return list(own.exclude(upload=upload).exclude(school_year=None))


def _blocks(upload: Upload, report: Report) -> dict[int, pl.DataFrame]:
    if not report.judged:
        return {}
    if report.long:
        frames = [read_snapshot(snapshot) for snapshot in _current(upload, report, str(report.dataset))]
        return side_by_side(pl.concat(frames), report)[0] if frames else {}
    blocks = {}
    for snapshot in _current(upload, report, Snapshot.Dataset.REPORT_COLUMNS):
        amounts = read_snapshot(snapshot).drop("school_year")
        blocks[int(snapshot.school_year or 0)] = amounts.with_columns(pl.exclude("org_code") / SCALE)
    return blocks


def _known() -> pl.DataFrame:
    rows = [
        *District.objects.exclude(org_code=STATE_CODE).values_list("org_code", "closed_year"),
        *School.objects.values_list("org_code", "closed_year"),
    ]
    return pl.DataFrame(rows, schema={"org_code": pl.String, "close_year": pl.Int16}, orient="row")


def _enrolled(upload: Upload, report: Report) -> pl.DataFrame:
    columns = ["school_year", "org_code", "student_group", "enrolled"]
    if report.dataset != "school_enrollment":
        return Past().enrolled
    frames = [read_snapshot(snapshot).select(columns) for snapshot in _current(upload, report, report.dataset)]
    return pl.concat(frames) if frames else Past().enrolled
