"""What results are computed from, read: the canonical rows of the files that count, one for each figure. In a scope
that sees every district.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.places import STATE
from monitoring.intake.files import read_snapshot

from .chosen_rows import by_one_definition, of_organizations, of_the_state
from .current_inputs import OF_STUDENTS, CurrentState, Source
from .frames import AGGREGATES, COUNTED, PRELIMINARY, SHARES, SHORT, SUMMED, VERSION, Inputs, Schema
from .people.rows import Instead, SummedSource, counted_rows, rows_of_people
from .stale import sha256_of

COUNTS = "metric_aggregate"  # the layout whose rows name a definition's version
STATED: Schema = {"definition_version": pl.String}


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
        preliminary=_places_of(differ),
        uncertified=tuple(str(one.id) for one in differ if not one.is_certified),
        sets=tuple(str(one.id) for one in state.sums),
        summed=_contents(counted),
    )


def _places_of(sources: Iterable[Source | SummedSource]) -> pl.DataFrame:
    """Whose they are and of which years, in PRELIMINARY."""
    places = sorted({(one.district_code, one.school_year) for one in sources})
    return pl.DataFrame(places, schema=PRELIMINARY, orient="row")


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
    shares = _rows(sources, OF_STUDENTS, SHARES)
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
