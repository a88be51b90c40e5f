"""What a worker keeps of its last run, so that the next one computes what can be another, and no more, also beside what
others have computed since. A worker that knows nothing, or too little, computes everything and comes to the same. In a
scope that reads all tenants' rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from districts.org_code import STATE_CODE

from .affected_years import years_needed
from .compute import Changed, Computed
from .compute_some import Some, Standing, compute_some, divides_otherwise, measures_that_differ
from .current_inputs import CurrentState, Source
from .frames import CERTIFIED, CURRENT, SUMMED
from .models import Run
from .noted_facts import facts_of_districts
from .people.kept_sums import Kept, what_is_kept
from .people.rows import SummedSource, all_of_these, counted_rows, hashes_of
from .read_inputs import frames_of_some
from .stale import stale_districts

_EDITION = {"snapshot_id": pl.String, "edition": pl.String}


@dataclass(frozen=True)
class LastRun:
    """What the run was computed from, the sums of people among it, and what of it stands."""

    run_id: uuid.UUID
    current: CurrentState
    people: Kept
    standing: Standing


_last: list[LastRun] = []


def remember(run: Run, current: CurrentState, standing: Standing) -> None:
    _last[:] = [LastRun(run.id, current, what_is_kept(), standing)]


def known_run(previous: Run | None) -> LastRun | None:
    """What is kept of the `previous` run, if this worker did it."""
    return next((one for one in _last if previous is not None and one.run_id == previous.id), None)


def compute_what_can_differ(
    previous: Run | None, current: CurrentState, years: list[int], changed: Changed
) -> Computed | None:
    """What of the results of `years` can be another since the `previous` run, where nothing is but what the files of
    the `changed` districts' people add up to. None where more can, or where it is not known.
    """
    last = next(iter(_last), None)
    since = _measures_since(last, previous, years) if last and previous else None
    if last is None or since is None or not set(years) <= set(last.standing.years):
        return None
    districts = changed.districts | _changed_meanwhile(last.current)
    of_years = years_needed(last.standing.years)
    if not _differ_in_people(last.current, current, districts) or divides_otherwise(last.standing, districts, years):
        return None
    if any(one.district_code in districts for one in current.sources if _waits(one) and one.school_year in of_years):
        return None
    people = all_of_these(one for one in current.sums if one.school_year in of_years)
    differ = _measures(last, current, people, districts) if people else None
    if people is None or differ is None:
        return None
    some = _some(current, people, districts, differ | since, years)
    known: list[Source | SummedSource] = [*current.sources, *current.sums]
    is_waiting = any(_waits(one) for one in known if one.school_year in of_years)
    return _computed(some, years, last.standing, changed, is_waiting=is_waiting)


def _waits(one: Source | SummedSource) -> bool:
    """Whether it stands and is not certified, or is certified and stands no more."""
    return not (one.is_certified and one.is_current)


def _measures_since(last: LastRun, previous: Run, years: list[int]) -> frozenset[str] | None:
    """The measures of the state that runs since the last one of this worker have computed. None where any computed
    everything, or years that are not among these, or where that last one came to nothing.
    """
    if last.run_id == previous.id:
        return frozenset()
    number = Run.objects.filter(pk=last.run_id).values_list("number", flat=True).first()
    if number is None:
        return None
    since = Run.objects.filter(number__gt=number).values_list("measures", "school_years")
    if any(measures is None or not set(computed) <= set(years) for measures, computed in since):
        return None
    return frozenset(name for measures, _ in since for name in measures or ())


def _changed_meanwhile(known: CurrentState) -> frozenset[str]:
    """The codes of districts whose files others have read since, of whatever year."""
    noted = facts_of_districts()
    return stale_districts(known.of_districts, noted, known.of_districts.keys() | noted.keys()) or frozenset()


def _computed(some: Some, years: list[int], before: Standing, changed: Changed, *, is_waiting: bool) -> Computed | None:
    found = compute_some(some, years, before)
    if found is None:
        return None
    results, standing = found
    standing = replace(standing, now=(before.now or before.own) if is_waiting else None)
    summed = pl.DataFrame(schema=SUMMED) if some.of_measures is None else some.of_measures.summed
    common = {str(year): _in_common(changed.in_common[str(year)], is_waiting=is_waiting) for year in years}
    return Computed(results, some.districts, common, summed, standing, measures=some.measures)


def _in_common(before: Sequence[str], *, is_waiting: bool) -> list[str]:
    """As it was, for nothing of it can be another; where files wait to be certified that did not, these have in common
    what is certified.
    """
    own, of_state, now = before
    return [own, of_state, (now or own) if is_waiting else ""]


def _differ_in_people(before: CurrentState, now: CurrentState, districts: Collection[str]) -> bool:
    """Whether all but the sums of these districts' people is the same."""

    def rest(state: CurrentState) -> list[object]:
        sources = [(one.id, one.is_certified, one.is_current, one.exchanged) for one in state.sources]
        return [sorted(sources), [one.fact for one in state.sums if one.district_code not in districts]]

    frames = ((before.organizations, now.organizations), (before.withheld, now.withheld))
    years = before.of_districts.keys() | now.of_districts.keys()
    of_agency = [(of.of_districts.get(year, {}).get(STATE_CODE) for of in (before, now)) for year in years]
    return (
        rest(before) == rest(now)
        and all(one.equals(other) for one, other in frames)
        and all(one == other for one, other in of_agency)
    )


def _measures(last: LastRun, current: CurrentState, people: Kept, districts: Collection[str]) -> frozenset[str] | None:
    of_years = years_needed(last.standing.years)

    def rows(state: CurrentState, known: Kept) -> pl.DataFrame | None:
        theirs = [one for one in state.sums if one.district_code in districts and one.school_year in of_years]
        return _by_edition(known.rows, theirs) if theirs and known.holds(hashes_of(theirs)) else None

    before, now = rows(last.current, last.people), rows(current, people)
    return None if before is None or now is None else measures_that_differ(before, now)


def _by_edition(rows: pl.DataFrame, sources: Iterable[SummedSource]) -> pl.DataFrame:
    """Rows of these sets in the columns of `counted_rows`, those that stand and are certified twice, with `edition`."""
    known = list(sources)
    flags = [(str(one.id), name) for one in known for name, stands in _editions(one) if stands]
    named = rows.filter(pl.col("sums_id").is_in([str(one.id) for one in known]))
    return counted_rows(named, known).join(pl.DataFrame(flags, schema=_EDITION, orient="row"), on="snapshot_id")


def _editions(one: SummedSource) -> tuple[tuple[str, bool], ...]:
    return ((CERTIFIED, one.is_certified), (CURRENT, one.is_current))


def _some(
    current: CurrentState, people: Kept, districts: frozenset[str], measures: frozenset[str], years: list[int]
) -> Some:
    needed = years_needed(years)
    sums = tuple(one for one in current.sums if one.district_code in districts)
    is_theirs = pl.col("district_code").is_in(list(districts))
    theirs = replace(current, sums=sums, organizations=current.organizations.filter(is_theirs))
    own = people.rows.filter(pl.col("sums_id").is_in([str(one.id) for one in sums]))
    return Some(
        districts,
        measures,
        of_districts=frames_of_some(theirs, needed, own),
        of_measures=frames_of_some(current, needed, people.rows, measures=measures) if measures else None,
    )
