"""The results that can be others where some districts' people have other figures of some measures, and all else is as
the last run found it. A pure function: it comes to what computing everything comes to, or says that it cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from monitoring.analysis.people.places import SCHOOL

from .affected_years import years_needed
from .compute_asked import asked_in_years
from .compute_bands import teachers
from .compute_editions import both_editions
from .compute_sights import Divided, InState, of_districts_in_sight, of_the_whole_state
from .compute_sums import Summed, sum_up, sum_up_alone
from .compute_values import submitted_in
from .frames import CERTIFIED, Ground, Inputs

_ROW = ["edition", "school_year", "level", "org_code", "metric_id"]
_AMOUNTS = ("numerator", "denominator", "people_known", "people_missing")
_SAID = ("unit", "missing_reason", "definition_version")


@dataclass(frozen=True)
class Standing:
    """What a run of `years` leaves that is the same as long as nothing but figures of people is another: by edition
    what decides about rows (of organizations' own figures as certified, of the state's, and as files say `now`; None
    where nobody has files of any year they need that are not certified), the years that are `sparse`, how places are
    `divided`, and what is `in_state` of each.
    """

    years: list[int]
    own: Ground
    state: Ground
    now: Ground | None
    sparse: pl.DataFrame
    divided: Divided
    in_state: InState


@dataclass(frozen=True)
class Some:
    """Inputs of the `districts` whose files are others (all measures), and of the `measures` of which anything
    certified is another (all districts; None where there is no such measure).
    """

    districts: frozenset[str]
    measures: frozenset[str]
    of_districts: Inputs
    of_measures: Inputs | None


def ground_of(inputs: Inputs, summed: Summed) -> Ground:
    """What decides about each row of an edition."""
    submitted = submitted_in(summed.sums.districts, inputs)
    return Ground(asked_in_years(inputs), summed.shares, inputs.present, submitted)


def measures_that_differ(before: pl.DataFrame, now: pl.DataFrame) -> frozenset[str] | None:
    """The measures of which any certified amount is another. None where more than amounts differs, in any edition: who
    has figures of what, why not, by which definition, or how many teachers a school has, by which schools are compared.

    In: rows of some districts' sums of people, in the columns of `counted_rows` with `edition`.
    """
    both = before.join(now, on=_ROW, how="full", coalesce=True, suffix="_now")
    same = [pl.col(name).eq_missing(pl.col(f"{name}_now")) for name in _SAID]
    same += [pl.col(name).is_null() == pl.col(f"{name}_now").is_null() for name in _AMOUNTS]
    if not before.height == now.height == both.height or not both.select(pl.all_horizontal(same).all()).item():
        return None
    if not _teachers(before).equals(_teachers(now)):
        return None
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in _AMOUNTS)
    return frozenset(both.filter(differs, edition=CERTIFIED)["metric_id"])


def _teachers(rows: pl.DataFrame) -> pl.DataFrame:
    schools = rows.filter(pl.col("level") == SCHOOL)
    parts = [
        teachers(part).with_columns(edition=pl.lit(name)).sort("school_year", "org_code")
        for (name,), part in sorted(schools.partition_by("edition", as_dict=True).items())
    ]
    return pl.concat(parts, how="vertical") if parts else pl.DataFrame()


def divides_otherwise(standing: Standing, districts: frozenset[str], years: list[int]) -> bool:
    """Whether what is not certified divides these districts' schools otherwise in any of the years than what is, so
    that their bands depend on which of both they see.
    """
    if standing.now is None:
        return False
    of_years = pl.col("school_year").is_in(years)
    both = (one.of_districts(districts).shares.filter(of_years) for one in (standing.own, standing.now))
    own, now = (shares.sort(pl.all()) for shares in both)
    return not own.equals(now)


def compute_some(some: Some, years: list[int], standing: Standing) -> tuple[dict[str, pl.DataFrame], Standing] | None:
    """The results of `years` that can be others, by the names of `Results`: those of these districts, and of the state
    those of these measures; bands stay as they are. With what stands now. None where more can be another.
    """
    results: dict[str, pl.DataFrame] = {}
    in_state = standing.in_state
    if some.of_measures is not None:
        found = _of_measures(some, some.of_measures, years, standing)
        if found is None:
            return None
        results, others = found
        in_state = in_state.with_others(others, some.measures, years)
    results |= _of_districts(some, years, standing, in_state)
    return results, replace(standing, in_state=in_state)


def _of_measures(
    some: Some, inputs: Inputs, years: list[int], standing: Standing
) -> tuple[dict[str, pl.DataFrame], InState] | None:
    needed = years_needed(years)
    ground = standing.state.of_years(needed, years)
    shared = inputs.of_years(needed).across_districts()
    shared = replace(shared, ground=ground, present=ground.present, measures=some.measures)
    state = sum_up(shared, years)
    was = standing.sparse.filter(pl.col("school_year").is_in(needed), pl.col("measure_id").is_in(list(some.measures)))
    if set(was.iter_rows()) != set(state.sparse.select(was.columns).iter_rows()):
        return None
    results = of_the_whole_state(state, standing.divided.of_years(years), shared, inputs.organizations)
    return results, InState(state.sums.schools, state.sums.districts).slim()


def _of_districts(some: Some, years: list[int], standing: Standing, in_state: InState) -> dict[str, pl.DataFrame]:
    needed = years_needed(years)
    inputs = some.of_districts.of_years(needed)
    theirs = in_state.of_places(inputs.organizations)

    def in_sight(inputs: Inputs, ground: Ground) -> dict[str, pl.DataFrame]:
        own = ground.of_years(needed, years).of_districts(some.districts)
        known = replace(inputs, ground=own, present=own.present)
        return of_districts_in_sight(sum_up_alone(known, years), theirs, known)

    results = in_sight(inputs, standing.own)
    if inputs.current:
        now = standing.now or standing.own
        present = now.of_years(needed, years).present
        both = replace(inputs, present=standing.own.of_years(needed, years).present)
        both = replace(both, current=replace(inputs.current, present=present))
        results = both_editions(results, in_sight(inputs.current, now), both)
    results.pop("school_bands")
    return results
