"""Files of districts as people write them, a row a dictionary of plain cells, and the same as snapshots hold them.

None is a blank cell and "NA" says that the column does not apply; numbers are in their own unit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from monitoring.analysis.people.person_index import index_of
from monitoring.analysis.people.staff_year import READS, StaffYear
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import own_layouts
from monitoring.intake.reports.column import Kind

Row = dict[str, Any]
Files = dict[str, list[Row]]
LAYOUTS = {layout.id: layout for layout in own_layouts()}
OF_THE_STATE = ("course_crosswalk", "organizations")
ONE, OTHER = "00010000", "00020000"  # two districts
A, B, C = "00010505", "00010510", "00020505"  # schools: two of the one, one of the other
YEAR = 2025


@dataclass
class State:
    """What districts sent, by district and year, and what the agency keeps."""

    years: dict[tuple[str, int], Files] = field(default_factory=dict)
    organizations: list[Row] = field(default_factory=list)
    course_crosswalk: list[Row] = field(default_factory=list)

    def staff_year(self, district: str, year: int, *, index: pl.DataFrame | None = None) -> StaffYear:
        """As a computation is given it: with the year before, and the index of the whole state."""
        whole = self.index() if index is None else index
        before = self._alone(district, year - 1) if (district, year - 1) in self.years else None
        return self._alone(district, year, before=before, index=whole)

    def index(self) -> pl.DataFrame:
        return pl.concat(index_of(self._alone(*key)) for key in self.years)

    def _alone(self, district: str, year: int, **more: Any) -> StaffYear:
        files = {**self.years.get((district, year), {}), **{name: getattr(self, name) for name in OF_THE_STATE}}
        frames: dict[str, Any] = {name: frame(name, rows) for name, rows in files.items() if rows and name in READS}
        return StaffYear(district, year, **frames, **more)


def frame(dataset: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows in the columns and types of a snapshot. A row's number is its place, from 2, unless it says another."""
    report = LAYOUTS[dataset]
    columns = {column.name: column.kind for column in report.columns}
    made = []
    for number, row in zip(itertools.count(2), rows):
        unknown = set(row) - set(columns) - {"row_number"}
        assert not unknown, f"{dataset} has no {unknown}"
        cells = {name: _cell(kind, row.get(name)) for name, kind in columns.items()}
        if report.dated_by:
            day = cells[report.dated_by]
            cells["school_year"] = day.year + 1 if day.month >= 7 else day.year
        na = [name for name in columns if row.get(name) == "NA"]
        made.append({**cells, "does_not_apply": na, "row_number": row.get("row_number", number)})
    schema = record_schema(report)
    return pl.DataFrame([{name: row[name] for name in schema} for row in made], schema=schema)


def _cell(kind: Kind, cell: Any) -> Any:
    if cell is None or cell == "NA":
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(cell)
    if kind.numeric and kind is not Kind.COUNT:
        return int(Fraction(str(cell)) * 10_000)
    return cell


def teaches(who: str, org: str = A, fte: float = 1, job: str = "2305", **more: Any) -> Row:
    """A row of work assignments: by default a class of mathematics."""
    course = {"course_code": "NA", "section_id": "NA", "term": "NA"} if job in ("1305", "1310") else {}
    row = {"collection": "OCT", "mepid": who, "org_code": org, "job_class": job, "fte": fte, "course_code": "02052"}
    return {**row, "section_id": "1", "term": "FY", "grade_span": "07", **course, **more}


def leads(who: str, org: str = A, fte: float = 1) -> Row:
    return teaches(who, org, fte, job="1305")


def employed(who: str, status: str = "01", **more: Any) -> Row:
    """A row of a roster: in the tenth year, with everything that a teacher should have."""
    row = {"mepid": who, "employment_status": status, "exit_reason": "NA", "years_prior_teaching": 9}
    at_best = {"years_prior_admin": 5, "experience_scope": "MA_PUBLIC", "highest_degree": "MA", "hqt": "Y"}
    return {**row, **at_best, "base_salary": 70_000, "total_salary": 72_000, **more}


def licensed(who: str, field_code: str = "MATH", span: str = "05-08", kind: str = "PROFESSIONAL", **more: Any) -> Row:
    row = {"mepid": who, "license_number": "n", "field_code": field_code, "grade_span": span, "type": kind}
    return {**row, "status": "ACTIVE", "valid_from": "2020-07-01", "valid_to": None, **more}


def attended(who: str, absent: float | None, expected: float = 180, org: str = A, leave: Any = 0) -> Row:
    days = {"days_expected": expected, "days_absent": absent, "days_longterm_leave": leave}
    return {"mepid": who, "org_code": org, **days}


def rated(who: str, overall: str, role: str = "TEACHER", **more: Any) -> Row:
    return {"mepid": who, "educator_role": role, "rating_type": "SUMMATIVE", "overall": overall, **more}


def learned(who: str | None, event: str, aligned: str = "Y", funding: Any = 0, org: str | None = None) -> Row:
    return {"mepid": who, "org_code": org, "event_id": event, "goal_aligned": aligned, "funding_usd": funding}


def organization(code: str, **more: Any) -> Row:
    kind = "DISTRICT" if code.endswith("0000") else "SCHOOL"
    return {"org_code": code, "org_name": code, "org_type": kind, **more}
