"""The files of a district's school year as the rules on persons read them. In a scope that reads all tenants' rows."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import cache, reduce
from operator import or_
from typing import Any

import polars as pl
from django.db.models import F, Q

from districts.models import District, School
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.staff_year import READS, StaffYear
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import Snapshot

from ..compute import code_version
from ..stale import hash_of
from .files import Files, YearFiles
from .lent import kept, rows_of

ALWAYS = ("row_number", "does_not_apply")
OWN = 4  # first digits of the codes of a district and its schools
Organization = tuple[str, str, int | None, str | None]  # in the columns of ORGANIZATIONS
ORGANIZATIONS: dict[str, type[pl.DataType]] = {
    "org_code": pl.String,
    "charter": pl.String,
    "close_year": pl.Int16,
    "successor_org_code": pl.String,
}


class Reader:
    """Reads each snapshot once, and of it the columns that are declared; with `datasets`, these only."""

    def __init__(self, datasets: Container[str] = tuple(READS)) -> None:
        self.datasets, self.read = datasets, cache(_read)

    def staff_year(self, files: YearFiles, organizations: pl.DataFrame) -> StaffYear:
        """With the year before; without the index. Of what the agency lends the rows of those who work there."""
        own, lent = self._frames(files.own), self._frames(files.lent, _read_lent)
        people = own["work_assignment"]["mepid"] if "work_assignment" in own else pl.Series(dtype=pl.String)
        its: dict[str, Any] = {
            name: rows_of(people, rows) if "mepid" in rows.columns else rows for name, rows in lent.items()
        }
        before = StaffYear(
            files.district_code, files.school_year - 1, **self._frames(files.before), organizations=organizations
        )
        return StaffYear(
            files.district_code,
            files.school_year,
            **own,
            **its,
            organizations=organizations,
            before=before if files.before else None,
            lent=frozenset(lent),
        )

    def _frames(self, files: Files, read: Callable[[Snapshot], pl.DataFrame] | None = None) -> dict[str, Any]:
        names = [name for name in files if name in self.datasets]
        return {name: (read or self.read)(files[name]) for name in names}


def _read_lent(snapshot: Snapshot) -> pl.DataFrame:
    return kept(snapshot.pk, lambda: _read(snapshot))


def _read(snapshot: Snapshot) -> pl.DataFrame:
    names = (*READS[snapshot.dataset], *ALWAYS)
    rows = read_snapshot(snapshot, columns=names)
    return rows.select(name for name in names if name in rows.columns)


class Directory:
    """What measures of persons read of districts and schools: charters, closings, successors; of all districts, or of
    some (`only`) with whatever took the place of anything there. One query; of some districts one more for each step to
    another district.
    """

    def __init__(self, *only: str) -> None:
        self._is_whole = not only
        self._rows: dict[str, Organization] = {}
        self._own: dict[str, list[str]] = {}
        self._read(reduce(or_, (Q(org_code__startswith=one[:OWN]) for one in only), Q()))

    def of(self, district_code: str) -> pl.DataFrame:
        """A district, its schools, and whatever took their place. Grain: org_code."""
        found: dict[str, Organization] = {}
        wanted = set(self._own.get(district_code[:OWN], []))
        while wanted:
            if not self._is_whole and (unread := wanted - self._rows.keys()):
                self._read(Q(org_code__in=unread))
            found |= {code: self._rows[code] for code in wanted if code in self._rows}
            heirs = {found[code][3] for code in wanted & found.keys()}
            wanted = {code for code in heirs if code} - found.keys()
        rows = [found[code] for code in sorted(found)]
        return pl.DataFrame(rows, schema=ORGANIZATIONS, orient="row")

    def _read(self, which: Q) -> None:
        later = ("closed_year", "successor__org_code")
        districts = District.objects.exclude(kind="STATE").filter(which).annotate(is_charter=Q(kind="CHARTER"))
        schools = School.objects.filter(which).annotate(is_charter=F("charter"))
        both = [one.order_by().values_list("org_code", "is_charter", *later) for one in (schools, districts)]
        found = both[0].union(both[1], all=True)
        rows = [(code, "Y" if is_charter else "N", *rest) for code, is_charter, *rest in found]
        for row in rows:
            self._rows[row[0]] = row
            self._own.setdefault(row[0][:OWN], []).append(row[0])


def facts_of(organizations: pl.DataFrame, definitions: InForce, school_year: int) -> str:
    """A hash of all that a year's sums depend on beside files and the index: of the definitions those that hold in it
    and count persons or answers.
    """
    rules = [(one.id, one.definition_hash) for one in definitions.in_year(school_year) if one.rule]
    return hash_of([("code", code_version()), *rules, *organizations.rows()])
