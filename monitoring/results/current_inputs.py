"""What results are computed from: the snapshots that are current or certified, the organizations, and the columns that
await a decision.

Read in a scope that sees every district.
"""

from __future__ import annotations

import functools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from districts.models import District, School
from districts.org_code import STATE_CODE
from monitoring.analysis import reasons
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.places import STATE
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.queries.certified_rows import certified_figures
from monitoring.intake.reports.catalogue import REPORTS

from .chosen_rows import by_one_definition, of_organizations, of_the_state
from .frames import AGGREGATES, COUNTED, ORGANIZATIONS, SHARES, SHORT, SUMMED, VERSION, WITHHELD, Inputs, Schema
from .people.rows import Instead, SummedSource, counted_rows, rows_of_people, summed_sources
from .stale import ORGANIZATIONS as ORGANIZATIONS_FACT
from .stale import Facts, OfDistricts, hash_of, sha256_of

FIGURE_KINDS = {Snapshot.Dataset.METRIC_AGGREGATE: "metric", Snapshot.Dataset.SCHOOL_ENROLLMENT: "group"}
DATASETS = tuple(FIGURE_KINDS)
SHARED = "school_enrollment"
COUNTS = "metric_aggregate"  # the layout whose rows name a definition's version
STATED: Schema = {"definition_version": pl.String}

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
        return self.snapshot.dataset == SHARED

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

    def ids_of(self, districts: Collection[str]) -> list[int]:
        """The ids of districts, by their codes."""
        named = self.ids.filter(pl.col("org_code").is_in(list(districts)), pl.col("school_id").is_null())
        return named["district_id"].sort().to_list()

    @property
    def facts(self) -> Facts:
        """A hash of what each school year depends on, and one of the organizations, on which all years depend."""
        rows = self.organizations.sort("org_code").rows()
        years = {str(year): hash_of(facts.items()) for year, facts in self.of_districts.items()}
        return {**years, ORGANIZATIONS_FACT: hash_of(rows)}

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
        return {code: hash_of(facts)[:SHORT] for code, facts in sorted(found.items())}


def read_current_state() -> CurrentState:
    """The snapshots that hold figures, with everything else results depend on. Eight queries; nine where a certified
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
    schools = list(School.objects.values_list("org_code", "id", "district_id", "level", *later))
    organizations = [
        *((code, "STATE" if code == STATE_CODE else "DISTRICT", code, "", *rest) for code, _, *rest in districts),
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


def read_frames(state: CurrentState, years: list[int], *, instead: Instead | None = None) -> Inputs:
    """The canonical rows of some school years that are certified, one for each figure: where several files hold it, the
    first by rank; and beside them, where districts have current rows that are not certified, all current ones.
    `instead`: sums of people that are not stored.
    """
    wanted = _ranked(state, years)
    return _frames(state, years, wanted, rows_of_people(_summed(wanted), instead))


def frames_of_some(
    state: CurrentState, years: list[int], people: pl.DataFrame, *, measures: Collection[str] | None = None
) -> Inputs:
    """The same of what files add up to (`people`, in NAMES), of all or of some measures, and of reports of these
    measures; without students. `state`: with the sources that are wanted.
    """
    wanted = [one for one in _ranked(state, years) if isinstance(one, SummedSource) or not one.is_of_students]
    rows = people if measures is None else people.filter(pl.col("measure_id").is_in(list(measures)))
    return _frames(state, years, wanted, counted_rows(rows, _summed(wanted)), measures)


def _summed(sources: Iterable[Source | SummedSource]) -> list[SummedSource]:
    return [one for one in sources if isinstance(one, SummedSource)]


def _ranked(state: CurrentState, years: list[int]) -> list[Source | SummedSource]:
    known: list[Source | SummedSource] = [*state.sources, *state.sums]
    return sorted((one for one in known if one.school_year in years), key=lambda source: source.rank)


def _frames(
    state: CurrentState,
    years: list[int],
    wanted: list[Source | SummedSource],
    counted: pl.DataFrame,
    measures: Collection[str] | None = None,
) -> Inputs:
    """`wanted`: by rank; `counted`: what is computed from persons, of all of them."""
    certified = [one for one in wanted if one.is_certified]
    aggregates, shares, parts = _figures(certified, state.definitions, counted, measures)
    places = state.organizations.select("org_code", "district_code")
    alike = by_one_definition(aggregates, [])
    differ = [one for one in wanted if not (one.is_certified and one.is_current)]
    current = [one for one in wanted if one.is_current]
    return replace(
        _inputs(state, years, aggregates, shares, parts),
        state_aggregates=of_the_state(alike, "metric_id", places),
        state_shares=of_the_state(shares, "group_id", places),
        current=_inputs(state, years, *_figures(current, state.definitions, counted, measures)) if differ else None,
        preliminary=tuple(sorted({one.district_code for one in differ})),
        uncertified=tuple(str(one.id) for one in differ if not one.is_certified),
        sets=tuple(str(one.id) for one in state.sums),
        summed=_contents(counted),
    )


def _contents(counted: pl.DataFrame) -> pl.DataFrame:
    """Of each set of files a hash of what it adds to a measure, in SUMMED."""
    said = [name for name in counted.columns if name not in ("snapshot_id", "row_number", "metric_id")]
    text = pl.concat_str(pl.col(said).cast(pl.String).fill_null(""), separator=",")
    ordered = counted.select("snapshot_id", measure="metric_id", text=text).sort("snapshot_id", "measure", "text")
    together = ordered.group_by("snapshot_id", "measure", maintain_order=True).agg(pl.col("text").str.join("\n"))
    return together.select(*list(SUMMED)[:2], content=pl.col("text").map_elements(sha256_of, return_dtype=pl.String))


def _figures(
    sources: list[Source | SummedSource],
    definitions: InForce,
    counted: pl.DataFrame,
    measures: Collection[str] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows of measures, of all or some, of groups' shares, and of what districts add to the state's measures.
    `counted`: what is computed from persons, also of other sources.
    """
    shares = _rows(sources, SHARED, SHARES)
    reported = _rows(sources, "metric_aggregate", {**AGGREGATES, **STATED})
    if measures is not None:
        reported = reported.filter(pl.col("metric_id").is_in(list(measures)))
    of_people = _placed(counted, sources)
    is_part = pl.col("level") == STATE
    parts, own = of_people.filter(is_part).select(COUNTED.keys()), of_people.filter(~is_part).drop("level")
    groups = shares.filter(pl.col("group_id").is_in([*GROUPS, "all"]))
    return _defined(pl.concat([reported, own], how="diagonal"), definitions), groups, parts


def _defined(rows: pl.DataFrame, definitions: InForce) -> pl.DataFrame:
    """Rows with the `version` of the definition that made them: as computed, as a file of counts states it, or as the
    report was published; without what districts have counted, themselves or by files of persons, by a version that is
    not in force in that year. Such counts were right when they were made, and say something else; persons are being
    added up anew by the one that is.
    """
    key = ["metric_id", "school_year", *STATED]
    named = rows.select(key).unique()
    told = [(*one, *_versions(*one, of=definitions)) for one in named.iter_rows() if one[0] in MEASURES]
    schema = {**named.schema, **VERSION, "in_force": pl.Int16}
    found = pl.DataFrame(told, schema=schema, orient="row")
    counted = pl.col("is_own") & pl.col("definition_version").is_not_null() & pl.col("metric_id").is_in(list(MEASURES))
    is_used = ~counted | (pl.col("version") == pl.col("in_force")).fill_null(False)
    is_anew = ~is_used & pl.col("in_force").is_not_null() & pl.col("people_known").is_not_null()
    known = rows.join(found, on=key, how="left", nulls_equal=True).filter(is_used | is_anew)
    return known.with_columns(
        pl.when(~is_anew).then(pl.col("numerator", "denominator")),
        pl.when(is_anew).then(0).otherwise(pl.col("people_known", "people_missing")).name.keep(),
        missing_reason=pl.when(is_anew).then(pl.lit(reasons.COMPUTED_ANEW)).otherwise("missing_reason"),
    ).drop(*STATED, "in_force")


def _versions(measure: str, year: int, stated: str | None, *, of: InForce) -> tuple[int | None, int | None]:
    """The version that made figures, and the one in force."""
    found = of.of(measure, year)
    in_force = found.version if found else None
    if stated is None:
        return of.published(measure, year).version, in_force
    known = of.version(measure, int(stated)) if stated.isdecimal() and len(stated) < SHORT else None
    return known.version if known else None, in_force


def _placed(counted: pl.DataFrame, sources: list[Source | SummedSource]) -> pl.DataFrame:
    """Those of these sources, with their place among the others as `_rows` has it."""
    summed = {place: one for place, one in enumerate(sources) if isinstance(one, SummedSource)}
    places = {"snapshot_id": [str(one.id) for one in summed.values()], "place": list(summed)}
    of = pl.DataFrame(places, schema={"snapshot_id": pl.String, "place": pl.Int32})
    return counted.join(of, on="snapshot_id").with_columns(is_own=pl.lit(True))


def _inputs(
    state: CurrentState, years: list[int], aggregates: pl.DataFrame, shares: pl.DataFrame, parts: pl.DataFrame
) -> Inputs:
    places = state.organizations.select("org_code", "district_code")
    alike = by_one_definition(aggregates.join(places, on="org_code", how="left"), ["district_code"])
    return Inputs(
        aggregates=of_organizations(alike.drop("district_code"), "metric_id"),
        shares=of_organizations(shares, "group_id"),
        state_parts=parts,
        organizations=state.organizations,
        withheld=state.withheld.filter(pl.col("school_year").is_in(years)),
        present=pl.concat([part.select("school_year", "org_code") for part in (aggregates, shares)]).unique(),
        definitions=state.definitions,
    )


def _rows(sources: list[Source | SummedSource], dataset: str, schema: Schema) -> pl.DataFrame:
    """The rows of every snapshot of a dataset, with the snapshot's id, its place in the order of ranks, and whether a
    district sent them. Files of counts state by which version; reports are as they were published.
    """
    frames = [
        read_snapshot(source.snapshot)
        .rename({"student_group": "group_id"}, strict=False)
        .drop(() if source.snapshot.report == COUNTS else STATED.keys(), strict=False)
        .with_columns(snapshot_id=pl.lit(str(source.id)), place=pl.lit(place), is_own=pl.lit(not source.is_agency))
        for place, source in enumerate(sources)
        if isinstance(source, Source) and source.snapshot.dataset == dataset
    ]
    columns = {**schema, "place": pl.Int32, "is_own": pl.Boolean}
    whole = pl.concat([pl.DataFrame(schema=columns), *frames], how="diagonal_relaxed")
    return whole.select(pl.col(name).cast(dtype) for name, dtype in columns.items())
