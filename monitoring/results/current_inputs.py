"""What results are computed from: the snapshots that are current or certified, the organizations, and the columns that
await a decision.

Read in a scope that sees every district.
"""

from __future__ import annotations

import functools
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from districts.models import District, School
from districts.org_code import STATE_CODE
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force
from monitoring.definitions.queries import in_force
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.queries.certified_rows import certified_figures
from monitoring.intake.reports.catalogue import REPORTS

from .frames import ORGANIZATIONS, SHORT, WITHHELD
from .people.rows import SummedSource, summed_sources
from .stale import ORGANIZATIONS as ORGANIZATIONS_FACT
from .stale import Facts, OfDistricts, hash_of, sha256_of

FIGURE_KINDS = {Snapshot.Dataset.METRIC_AGGREGATE: "metric", Snapshot.Dataset.SCHOOL_ENROLLMENT: "group"}
DATASETS = tuple(FIGURE_KINDS)
OF_STUDENTS = "school_enrollment"

# Where several snapshots hold the same figure, the agency's comes first; of one sender's, the first of these reports.
REPORT_ORDER = (
    "school_enrollment",
    "dese_selected_populations",
    "dese_class_size",
    "dese_enrollment_race",
    "dese_enrollment_grade",
)


@dataclass(frozen=True)
class Source:
    """A snapshot that holds figures of one school year and is current, certified or both; the agency's answers for
    itself. `exchanged`: ids of the figures that rest on columns read as the agency confirmed.
    """

    snapshot: Snapshot
    school_year: int
    is_agency: bool
    is_certified: bool
    exchanged: tuple[str, ...] = ()

    @property
    def id(self) -> uuid.UUID:
        return self.snapshot.id

    @property
    def is_current(self) -> bool:
        return self.snapshot.is_current

    @property
    def is_of_students(self) -> bool:
        return self.snapshot.dataset == OF_STUDENTS

    @property
    def district_code(self) -> str:
        return self.snapshot.district.org_code

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Smaller comes first: the agency's, then by report, then by content; the order of uploads does not matter."""
        report = self.snapshot.report
        order = REPORT_ORDER.index(report) if report in REPORT_ORDER else len(REPORT_ORDER)
        return (not self.is_agency, order, self.snapshot.content_hash)


@dataclass(frozen=True)
class CurrentState:
    """All that results depend on, not yet read from the snapshots' files.

    `sums`: sets of files of persons that were added up. `organizations` in the columns of ORGANIZATIONS; `ids`:
    org_code, district_id, school_id; `withheld` in those of WITHHELD. `definitions`: those in force.
    """

    sources: tuple[Source, ...]
    organizations: pl.DataFrame
    ids: pl.DataFrame
    withheld: pl.DataFrame
    sums: tuple[SummedSource, ...] = ()
    definitions: InForce = field(default_factory=shipped_in_force)

    @property
    def years(self) -> set[int]:
        """The school years that any snapshot is of."""
        return {one.school_year for one in self.sources} | {one.school_year for one in self.sums}

    @functools.cached_property
    def snapshots(self) -> frozenset[uuid.UUID]:
        """The ids of all that is read."""
        return frozenset([*(one.id for one in self.sources), *(key for one in self.sums for key in one.sums.snapshots)])

    def ids_of(self, districts: Collection[str]) -> list[int]:
        """The ids of districts, by their codes."""
        named = self.ids.filter(pl.col("org_code").is_in(list(districts)), pl.col("school_id").is_null())
        return named["district_id"].sort().to_list()

    @property
    def facts(self) -> Facts:
        """A hash of what each school year depends on, and one of the organizations, on which all years depend."""
        years = {str(year): hash_of(facts.items()) for year, facts in self.of_districts.items()}
        return {**years, ORGANIZATIONS_FACT: sha256_of(self.organizations.sort("org_code").write_csv())}

    @functools.cached_property
    def of_districts(self) -> OfDistricts:
        return {year: self._facts_of(year) for year in sorted(self.years)}

    def _facts_of(self, year: int) -> dict[str, str]:
        """By sender: of the agency what may concern any district, the definitions that hold among it."""
        found: dict[str, list[Any]] = defaultdict(list, {STATE_CODE: list(self.definitions.facts(year))})
        for one in self.sources:
            if one.school_year == year:
                snapshot = one.snapshot
                found[one.district_code].append(
                    (
                        *(snapshot.dataset, snapshot.report, snapshot.district_id, snapshot.content_hash),
                        *(one.is_certified, snapshot.is_current),
                    )
                )
        for summed in self.sums:
            if summed.school_year == year:
                found[summed.district_code].append(summed.fact)
        for row in self.withheld.filter(pl.col("school_year") == year).iter_rows():
            found[row[-1]].append(row)
        return {code: _short_hash(tuple(facts)) for code, facts in sorted(found.items())}


@functools.lru_cache(maxsize=1 << 14)
def _short_hash(facts: tuple[Any, ...]) -> str:
    """Most districts' are what they were at the last run."""
    return hash_of(facts)[:SHORT]


def read_current_state() -> CurrentState:
    """The snapshots that hold figures, with everything else results depend on. Nine queries; ten where a certified
    one is not current any more.
    """
    organizations, ids = read_organizations()
    return CurrentState(_sources(), organizations, ids, _withheld(organizations), summed_sources(), in_force())


def _sources() -> tuple[Source, ...]:
    """The current snapshots, and of those that districts have certified the ones that others took the place of."""
    certified, exchanged = certified_figures(), _exchanged()
    figures = Snapshot.objects.filter(dataset__in=DATASETS, school_year__isnull=False)
    found = [*figures.filter(superseded_at=None).select_related("upload", "district").order_by("id")]
    answered_for = {(place, one.report, one.content_hash) for place, rows in certified.items() for one in rows}
    stand = {(one.district_id, one.school_year, one.report, one.content_hash) for one in found}
    earlier = [one.snapshot_id for place, rows in certified.items() for one in rows if (*place, *one[::2]) not in stand]
    if earlier:
        found += figures.filter(id__in=earlier).select_related("upload", "district").order_by("id")
    return tuple(
        Source(
            one,
            one.school_year,
            one.district.is_state,
            one.district.is_state or ((one.district_id, one.school_year), one.report, one.content_hash) in answered_for,
            exchanged.get((one.upload_id, one.school_year, FIGURE_KINDS[one.dataset]), ()),
        )
        for one in found
    )


def _exchanged() -> dict[tuple[uuid.UUID, int, str], tuple[str, ...]]:
    """Per upload, school year and kind: the figures that rest on columns read as the agency confirmed."""
    applied = ColumnProposal.objects.filter(state=ColumnProposal.State.CONFIRMED, is_applied=True)
    found: dict[tuple[uuid.UUID, int, str], tuple[str, ...]] = {}
    for proposal in applied:
        for kind, name in sorted(REPORTS[proposal.report].figures_from(set(proposal.mapping))):
            key = (proposal.upload_id, proposal.school_year, kind)
            found[key] = (*found.get(key, ()), name)
    return found


def _withheld(organizations: pl.DataFrame) -> pl.DataFrame:
    """The figures that columns awaiting a decision would give. A file that is held takes none out meanwhile."""
    districts = organizations.filter(pl.col("org_type") == "DISTRICT")["org_code"].to_list()
    proposed = ColumnProposal.objects.filter(state=ColumnProposal.State.PROPOSED)
    waiting = proposed.exclude(upload__state=Upload.State.HELD).select_related("district")
    rows = [
        (proposal.school_year, kind, name, code)
        for proposal in waiting
        for kind, name in REPORTS[proposal.report].figures_from(set(proposal.mapping))
        for code in (districts if proposal.district.is_state else [proposal.district.org_code])
    ]
    return pl.DataFrame(rows, schema=WITHHELD, orient="row").unique().sort(*WITHHELD)


def read_organizations() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every organization, and the ids of its rows."""
    later = ("opened_year", "closed_year", "successor__org_code")
    districts = list(District.objects.values_list("org_code", "id", *later))
    codes = {district_id: code for code, district_id, *_ in districts}
    schools = list(School.objects.values_list("org_code", "id", "district_id", "level", *later, "title1_status"))
    organizations = [
        *((code, "STATE" if code == STATE_CODE else "DISTRICT", code, "", *rest, "") for code, _, *rest in districts),
        *((code, "SCHOOL", codes[owner], level, *rest) for code, _, owner, level, *rest in schools),
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
