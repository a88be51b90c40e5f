"""What results are computed from: the current snapshots, the organizations, and the columns that await a decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

import polars as pl

from districts.models import District, School
from districts.models.district import STATE_CODE

from .frames import ORGANIZATIONS
from .stale import ORGANIZATIONS as ORGANIZATIONS_FACT
from .stale import hash_of

# Where several snapshots hold the same figure, the first of these that has it counts; then the agency's before a
# district's own.
REPORT_ORDER = ("school_enrollment", "selected_populations", "class_size", "enrollment_by_race", "enrollment_by_grade")


@dataclass(frozen=True)
class Source:
    """A current snapshot, described."""

    snapshot_id: uuid.UUID
    upload_id: uuid.UUID
    file_name: str
    report: str
    dataset: str
    school_year: int | None
    content_hash: str
    uploaded_at: datetime
    district_id: int
    is_agency: bool

    def description(self) -> dict[str, object]:
        """The columns of StateSource, or of DistrictSource."""
        left_out = {"is_agency", "district_id"} if self.is_agency else {"is_agency"}
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in left_out}

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Smaller comes first: by report, then the agency's, then by content, so that the order of uploads does not
        matter.
        """
        order = REPORT_ORDER.index(self.report) if self.report in REPORT_ORDER else len(REPORT_ORDER)
        return (order, not self.is_agency, self.content_hash)


@dataclass(frozen=True)
class CurrentState:
    """All that results depend on, not yet read from the snapshots' files.

    `organizations` in the columns of ORGANIZATIONS; `ids`: org_code, district_id, school_id; `withheld` in those of
    WITHHELD.
    """

    sources: tuple[Source, ...]
    organizations: pl.DataFrame
    ids: pl.DataFrame
    withheld: pl.DataFrame

    @property
    def years(self) -> set[int]:
        """The school years that any snapshot is of."""
        return {source.school_year for source in self.sources if source.school_year is not None}

    @property
    def facts(self) -> Mapping[str, str]:
        """A hash of what each school year depends on, and one of the organizations, on which all years depend."""
        rows = self.organizations.sort("org_code").rows()
        by_year = {
            str(year): hash_of(
                [
                    *(
                        (s.dataset, s.report, s.is_agency, s.content_hash)
                        for s in self.sources
                        if s.school_year == year
                    ),
                    *self.withheld.filter(pl.col("school_year") == year).rows(),
                ]
            )
            for year in self.years
        }
        return {**by_year, ORGANIZATIONS_FACT: hash_of(rows)}


def read_organizations() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every organization, and the ids of its rows."""
    districts = list(District.objects.values_list("org_code", "id", "opened_year", "closed_year"))
    codes = {district_id: code for code, district_id, *_ in districts}
    schools = list(School.objects.values_list("org_code", "id", "district_id", "level", "opened_year", "closed_year"))
    organizations = [
        *(
            (code, "STATE" if code == STATE_CODE else "DISTRICT", code, "", opened, closed)
            for code, _, opened, closed in districts
        ),
        *((code, "SCHOOL", codes[owner], level, opened, closed) for code, _, owner, level, opened, closed in schools),
    ]
    ids = [
        *((code, district_id, None) for code, district_id, *_ in districts),
        *((code, owner, school_id) for code, school_id, owner, *_ in schools),
    ]
    columns = {"org_code": pl.String, "district_id": pl.Int64, "school_id": pl.Int64}
    return (
        pl.DataFrame(organizations, schema=ORGANIZATIONS, orient="row").sort("org_code"),
        pl.DataFrame(ids, schema=columns, orient="row").sort("org_code"),
    )
