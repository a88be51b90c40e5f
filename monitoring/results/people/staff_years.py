"""The files of a district's school year as the rules on persons read them. In a scope that reads all tenants' rows."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from districts.models import District, School
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.staff_year import READS, StaffYear
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot

from ..compute import code_version
from ..stale import hash_of
from .files import Files, YearFiles

ALWAYS = ("row_number", "does_not_apply")
ORGANIZATIONS: dict[str, type[pl.DataType]] = {
    "org_code": pl.String,
    "charter": pl.String,
    "close_year": pl.Int16,
    "successor_org_code": pl.String,
}


class Reader:
    """Reads each snapshot once, and of it the columns that are declared."""

    def __init__(self) -> None:
        self.read = cache(_read)

    def staff_year(self, files: YearFiles, organizations: pl.DataFrame) -> StaffYear:
        """With the year before; without the index."""
        frames = self._frames({**files.lent, **files.own})
        before = StaffYear(
            files.district_code, files.school_year - 1, **self._frames(files.before), organizations=organizations
        )
        return StaffYear(
            files.district_code,
            files.school_year,
            **frames,
            organizations=organizations,
            before=before if files.before else None,
        )

    def _frames(self, files: Files) -> dict[str, Any]:
        return {name: self.read(one) for name, one in files.items() if name in READS}


def _read(snapshot: Snapshot) -> pl.DataFrame:
    rows = read_snapshot(snapshot)
    return rows.select(name for name in (*READS[snapshot.dataset], *ALWAYS) if name in rows.columns)


class Directory:
    """What measures of persons read of districts and schools: charters, closings, successors. Two queries."""

    def __init__(self) -> None:
        later = ("closed_year", "successor__org_code")
        districts = District.objects.exclude(kind="STATE").values_list("org_code", "kind", *later)
        rows = [(code, "Y" if kind == "CHARTER" else "N", *rest) for code, kind, *rest in districts]
        schools = School.objects.values_list("org_code", "charter", *later)
        rows += [(code, "Y" if is_charter else "N", *rest) for code, is_charter, *rest in schools]
        self._rows = {row[0]: row for row in sorted(rows)}
        self._own: dict[str, list[str]] = {}
        for code in self._rows:
            self._own.setdefault(code[:4], []).append(code)

    def of(self, district_code: str) -> pl.DataFrame:
        """A district, its schools, and whatever took their place. Grain: org_code."""
        wanted = list(self._own.get(district_code[:4], []))
        for code in wanted:  # grows while it is read
            heir = self._rows[code][3] if code in self._rows else None
            if heir and heir not in wanted:
                wanted.append(heir)
        rows = [self._rows[code] for code in wanted if code in self._rows]
        return pl.DataFrame(rows, schema=ORGANIZATIONS, orient="row").sort("org_code")


def facts_of(organizations: pl.DataFrame, definitions: InForce, school_year: int) -> str:
    """A hash of all that a year's sums depend on beside files and the index: of the definitions those that hold in it
    and count persons or answers.
    """
    rules = [(one.id, one.definition_hash) for one in definitions.in_year(school_year) if one.rule]
    return hash_of([("code", code_version()), *rules, *organizations.rows()])
