"""Recomputing: from the current snapshots to values, bands and gaps, in one transaction. Called within
`across_districts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import models
from django.utils import timezone

from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District, Job
from districts.outbox import UNFINISHED, enqueue
from monitoring.analysis.audience import AGENCY, DISTRICTS
from monitoring.intake.topics import EXPERIENCES_TOPIC, RECOMPUTE_TOPIC, STATE_EXPERIENCES_TOPIC

from .affected_years import affected_years, years_needed
from .compute import Changed, Computed, code_version, compute_changed, definitions_hash
from .current_inputs import CurrentState, read_current_state
from .known_sums import know_sums, known_sums
from .last_run import compute_what_can_differ, known_run, remember
from .models import (
    Delay,
    DistrictBand,
    DistrictGap,
    DistrictValue,
    Run,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateValue,
)
from .moving import narrow_moves
from .noted_facts import facts_of_districts, note_facts_of_districts
from .noted_sources import note_sources
from .people.rows import drop_unused
from .queries.years_to_see import years_to_see
from .read_inputs import read_frames
from .stale import IN_COMMON, Facts, hash_of, is_stale_everywhere, stale_districts, stale_years
from .tables import Snapshots, table_rows
from .writing import Written, write_years

TABLES: tuple[type[models.Model], ...] = (
    SchoolValue,
    DistrictValue,
    StateValue,
    SchoolBand,
    DistrictBand,
    StateGap,
    DistrictGap,
)
SET_ASIDE = (RECOMPUTE_TOPIC, EXPERIENCES_TOPIC, STATE_EXPERIENCES_TOPIC)
ASKED_FOR, OF_DEFINITIONS = "command", "definition"  # what a run is said to be made for, whoever promised it
# Of these a run may compute the rows of some districts alone.
OF_DISTRICTS = (SchoolValue, DistrictValue, DistrictGap)
OF_STATE = (StateValue, StateGap)  # and of these, some measures alone


def recompute(*, trigger: str, school_years: Iterable[int] = (), anew: bool = False) -> Run | None:
    """Bring all results up to date with the current snapshots, definitions and code; the run that did so, or the
    last one.

    What is out of date is found by comparing what every school year depends on with what it was at the last run, so
    it does not matter who asks, how often or in which order. `school_years` are looked at in any case when `anew` is
    set. Nothing is written where nothing differs. None while there is nothing to compute from.
    """
    wait_for(Lock.RESULTS)
    no_longer_delayed(RECOMPUTE_TOPIC)  # if this succeeds
    started, current, previous = (timezone.now(), read_current_state(), Run.objects.first())
    facts = facts_of(current)
    stale = stale_years(previous.inputs if previous else {}, facts)
    if anew:
        stale |= set(school_years) or current.years
    if not stale:
        return previous
    years = affected_years(stale, known=current.years)
    run = Run(number=previous.number + 1 if previous else 1, previous=previous, trigger=trigger, started_at=started)
    before = previous.inputs if previous else {}
    changed = None if anew else _changed(current, stale, before, facts)
    computed = _computed(previous, current, years, changed, anew=anew)
    written = _write(run, current, years, computed)
    run.measures = _measures_reached(run, computed, written)
    remember(run, current, computed.standing)
    facts = {**facts, IN_COMMON: {**before.get(IN_COMMON, {}), **computed.in_common}}
    run.school_years, run.inputs, run.inputs_hash = years, facts, hash_of(facts.items())
    run.years = years_to_see(int(key) for key in facts if key.isdigit())
    run.definitions_hash, run.code_version = _hash_of_definitions(current, facts), facts["code"]
    run.trigger = _cause(trigger, previous, run)
    _end(run, written)
    note_facts_of_districts(current.of_districts)
    return run


def _measures_reached(run: Run, computed: Computed, written: Mapping[type[models.Model], Written]) -> list[str] | None:
    """Of which measures of the state anything may be another by this run, where nothing is but these and districts' own
    figures; None where anything may be.
    """
    if computed.measures is not None:
        return sorted(computed.measures)
    is_divided_anew = any(written[model].touched for model in (SchoolBand, DistrictBand))
    if computed.only is None or is_divided_anew:
        return None
    standing = [model.objects.as_seen_by(AGENCY, DISTRICTS).filter(run_id=run.id) for model in OF_STATE]
    gone = {measure for model in OF_STATE for measure in written[model].gone}
    return sorted(gone.union(measure for rows in standing for (measure,) in rows.values_list("measure")))


def _end(run: Run, written: Mapping[type[models.Model], Written]) -> None:
    run.counts = {model.__name__: rows.counts for model, rows in written.items()}
    is_same = not any(counts.touched for counts in written.values())
    run.state, run.finished_at = (Run.State.UNCHANGED if is_same else Run.State.DONE, timezone.now())
    run.save(force_insert=True)


def _cause(trigger: str, previous: Run | None, run: Run) -> str:
    """What a run is said to be made for: definitions where these are others, whatever was promised first."""
    is_of_definitions = previous is not None and previous.definitions_hash != run.definitions_hash
    return OF_DEFINITIONS if is_of_definitions and trigger != ASKED_FOR else trigger


def _hash_of_definitions(current: CurrentState, facts: Facts) -> str:
    """One hash over the groupings and the versions of measures' definitions that are or were active."""
    rules = current.definitions.definitions
    told = [(one.id, one.definition_hash, one.first_year, one.last_year, one.state) for one in rules]
    return hash_of([facts["definitions"], *told])


def _computed(
    previous: Run | None, current: CurrentState, years: list[int], changed: Changed | None, *, anew: bool
) -> Computed:
    some = changed and compute_what_can_differ(previous, current, years, changed)
    if some:
        return some
    known = None if anew else known_sums(years)
    computed = compute_changed(read_frames(current, years_needed(years)), years, changed, known)
    if computed.state is not None:
        know_sums(years, computed.state)
    return computed


def _changed(current: CurrentState, stale: set[int], before: Facts, now: Facts) -> Changed | None:
    """Whose own results may be others than the last run has left them; None: everybody's."""
    if is_stale_everywhere(before, now):
        return None
    districts = stale_districts(facts_of_districts(), current.of_districts, stale)
    return None if districts is None else Changed(districts, before.get(IN_COMMON, {}))


def facts_of(current: CurrentState) -> dict[str, Any]:
    """What each school year's results depend on, and what all of them do, as a run keeps it."""
    return {**current.facts, "definitions": definitions_hash(), "code": code_version()}


def no_longer_delayed(*done: str) -> None:
    """Nobody is told of a delay any more if the transaction succeeds, unless a job is set aside of which no beat finds
    otherwise that it is to be done; `done`: topics whose work is done by it.
    """
    if not Job.objects.filter(topic__in={*SET_ASIDE} - {*done}, state=Job.State.QUARANTINED).exists():
        Delay.objects.all().delete()


def set_aside(*, district_id: int, reason: str) -> Delay:
    """A recompute did not come to an end, however often it was tried; `reason`: a code of districts.trouble."""
    now = timezone.now()
    tried: dict[str, Any] = {"tried_at": now, "reason": reason}
    delay, _ = Delay.objects.update_or_create(pk=Delay.ONLY, defaults=tried, create_defaults={**tried, "since": now})
    record(verb="results.delayed", obj=delay, detail={"reason": reason}, by=None, district_id=district_id)
    return delay


def ask_where_stale() -> bool:
    """Promise a recompute where results are out of date and nobody has promised one. Returns whether this call did.

    For what no upload asks for: a recompute that was set aside, new definitions, a new program.
    """
    promised = Job.objects.filter(topic=RECOMPUTE_TOPIC, state__in=UNFINISHED)
    agency, latest = District.objects.filter(kind=District.Kind.STATE).first(), Run.objects.first()
    if agency is None or promised.exists():
        return False
    if not stale_years(latest.inputs if latest else {}, facts_of(read_current_state())):
        return False
    enqueue(topic=RECOMPUTE_TOPIC, key="all", payload={"trigger": "out_of_date"}, district_id=agency.pk)
    return True


def _write(
    run: Run, current: CurrentState, years: list[int], computed: Computed
) -> Mapping[type[models.Model], Written]:
    frames = compute_tables(computed, current)
    only = None if computed.only is None else current.ids_of(computed.only)
    last = known_run(run.previous)
    run.files = note_sources(current, run.number, last.current.snapshots if last else None)
    written = {
        model: write_years(
            model,
            frames[model.__name__],
            years=years,
            key=key_columns(model),
            run_id=run.id,
            districts=only if model in OF_DISTRICTS else None,
            measures=computed.measures if model in OF_STATE else None,
        )
        for model in TABLES
        if model.__name__ in frames
    }
    narrow_moves(years, [model for model in OF_STATE if model in written])
    drop_unused(current.sums)
    return written


def compute_tables(computed: Computed, current: CurrentState) -> dict[str, pl.DataFrame]:
    """The rows of every table of which anything was computed, by model name."""
    sources = current.sources
    snapshots = Snapshots(
        contents={
            **{str(source.id): source.snapshot.content_hash for source in sources},
            **{str(one.id): one.sums.content_hash for one in current.sums},
        },
        agency=frozenset(str(source.id) for source in sources if source.is_agency),
        summed=computed.summed,
    )
    return table_rows(computed.results, ids=current.ids, snapshots=snapshots)


def key_columns(model: type[models.Model]) -> Sequence[str]:
    """The columns that name a row of a results table: those of its one unique constraint.

    >>> key_columns(StateValue)
    ['measure', 'school_year', 'window', 'seen_by']
    """
    unique = next(rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint))
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    return [columns[name] for name in unique.fields]
