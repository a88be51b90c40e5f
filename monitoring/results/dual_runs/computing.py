"""What a definition would give: the results of the years that it changes, computed once as they are and once with it.
Nothing that is in force is touched. In a scope that reads all tenants' rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from monitoring.analysis.definitions.definition import Definition, State
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.definitions.lifecycle import after

from ..affected_years import affected_years, years_needed
from ..compute import compute_results
from ..current_inputs import CurrentState, read_current_state
from ..frames import Results
from ..people.adding_up import sums_of
from ..people.files import YearFiles, year_files
from ..people.rows import NAMES, Instead, SummedSource
from ..people.staff_years import Directory, Reader
from ..read_inputs import read_frames
from .comparison import Comparison, compare, windows_of

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BothWays:
    """Results of the same school years as they are, and as they would be."""

    before: Results
    after: Results


def compute_both_ways(one: Definition, others: tuple[Definition, ...], *, tell: Tell) -> BothWays | None:
    """Results of the years that a definition changes; None where it changes none of which there is any file. `others`:
    the other versions of its measure.
    """
    state = _certified(read_current_state())
    now, then = state.definitions, _with(state.definitions, one, others)
    changed = [year for year in sorted(state.years) if set(now.facts(year)) != set(then.facts(year))]
    years = affected_years(changed, known=state.years)
    if not years:
        return None
    instead = Instead(one.measure_id, frozenset(changed), _sums(one, state, changed, tell))
    tell("computing", 0, 2)
    before = compute_results(read_frames(state, years_needed(years)), years)
    tell("computing", 1, 2)
    frames = read_frames(replace(state, definitions=then), years_needed(years), instead=instead)
    return BothWays(before, compute_results(frames, years))


def compute_comparison(one: Definition, others: tuple[Definition, ...], *, tell: Tell) -> tuple[Comparison, ...]:
    """What a definition would move, in each of the measure's windows."""
    found = compute_both_ways(one, others, tell=tell)
    if found is None:
        return tuple(Comparison(window, (), (), (), ()) for window in windows_of(one.measure_id))
    return compare(one.measure_id, found.before, found.after)


def _certified(state: CurrentState) -> CurrentState:
    """What others than the districts themselves see rests on this alone."""
    sources = tuple(one for one in state.sources if one.is_certified)
    return replace(state, sources=sources, sums=tuple(one for one in state.sums if one.is_certified))


def _with(now: InForce, one: Definition, others: tuple[Definition, ...]) -> InForce:
    """The definitions in force as they are once this one is active."""
    rest = (each for each in now.definitions if each.measure_id != one.measure_id)
    return InForce((*rest, *after(one, others)))


def _sums(one: Definition, state: CurrentState, years: list[int], tell: Tell) -> pl.DataFrame:
    """The sums of the measure by the definition, of all certified files of persons of some years, in NAMES."""
    alone = InForce((one.in_state(State.ACTIVE),))
    wanted = list(_sets(one, state, years))
    directory = Directory()
    parts = [pl.DataFrame(schema=NAMES)]
    for done in range(0, len(wanted), AT_ONCE):
        tell("adding_up", done, len(wanted))
        some = {files.id: source for source, files in wanted[done : done + AT_ONCE]}
        for files, rows in sums_of((files for _, files in wanted[done : done + AT_ONCE]), directory, Reader(), alone):
            told = rows.with_columns(sums_id=pl.lit(str(some[files.id].id)))
            parts.append(told.select(pl.col(name).cast(dtype) for name, dtype in NAMES.items()))
    return pl.concat(parts)


AT_ONCE = 240  # district-years whose files are held in memory together: of districts in a row all their years


def _sets(one: Definition, state: CurrentState, years: list[int]) -> Iterator[tuple[SummedSource, YearFiles]]:
    """The certified files of each district-year beside the set under which their sums are stored."""
    if one.rule is None:
        return
    stored = {(each.district_code, each.school_year): each for each in state.sums}
    reads_ratings = state.definitions.reads_ratings or one.is_of_ratings
    for files in year_files(ratings=reads_ratings):
        place = (files.district_code, files.school_year)
        if files.is_certified and files.school_year in years and place in stored:
            yield stored[place], files
