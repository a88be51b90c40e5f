"""What the agency's pages of runs show: all runs, what is under way, and what one run made different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from districts.locks import Held, Lock, look_at
from districts.models import Job
from districts.trouble import sentence_of
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from ..models import Delay, DistrictMove, Run, StateMove, SummedFiles
from ..models.moves import MoveFields
from ..queries import delay_for_ese, runs_for_ese

USUAL = 20  # runs by which it is told how long one takes
VALUES = ("SchoolValue", "DistrictValue", "StateValue")
GAPS = ("StateGap", "DistrictGap")
TOUCHED = ("added", "changed", "removed")


@dataclass(frozen=True)
class Told:
    """A run as a line of the list. `values` and `gaps`: how many rows it added, changed or removed."""

    run: Run

    @property
    def seconds(self) -> float:
        return (self.run.finished_at - self.run.started_at).total_seconds()

    @property
    def values(self) -> int:
        return _touched(self.run.counts, VALUES)

    @property
    def gaps(self) -> int:
        return _touched(self.run.counts, GAPS)


def _touched(counts: Mapping[str, Mapping[str, int]], tables: Sequence[str]) -> int:
    return sum(counts[table][kind] for table in tables if table in counts for kind in TOUCHED)


@dataclass(frozen=True)
class Work:
    """The agency's own jobs of one kind: how many wait, run, and were given up, and why."""

    topic: str
    waiting: int
    running: int
    given_up: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class UnderWay:
    """What is to be computed now. `recompute`: whether a run is under way, and how many wait for it; `usual`: seconds
    that the last ones took, by their median. `stale`: of how many districts the sums of persons that count in the state
    are out of date. Districts' own jobs are theirs, and not in `work`.
    """

    recompute: Held
    usual: float | None
    stale: int
    work: tuple[Work, ...]
    delay: Delay | None

    @property
    def is_busy(self) -> bool:
        return self.recompute.is_held or self.stale > 0 or any(one.waiting or one.running for one in self.work)


def under_way_for_ese() -> UnderWay:
    """Five queries."""
    times = runs_for_ese().values_list("started_at", "finished_at")[:USUAL]
    took = [(finished - started).total_seconds() for started, finished in times]
    stale = SummedFiles.objects.filter(is_stale=True, is_certified=True).aggregate(
        districts=Count("district", distinct=True)
    )
    return UnderWay(
        recompute=look_at(Lock.RESULTS),
        usual=median(took) if took else None,
        stale=stale["districts"],
        work=_work(),
        delay=delay_for_ese(),
    )


def _work() -> tuple[Work, ...]:
    """By kind, of jobs that have not come to their end."""
    left = Job.objects.exclude(state=Job.State.DONE).order_by("topic", "state", "last_error")
    rows = list(left.values_list("topic", "state", "last_error").annotate(Count("pk")))
    found = []
    for topic in dict.fromkeys(row[0] for row in rows):
        counts = {state: sum(row[3] for row in rows if row[:2] == (topic, state)) for state in Job.State.values}
        why = [sentence_of(row[2]) for row in rows if row[:2] == (topic, Job.State.QUARANTINED)]
        waiting = counts[Job.State.WAITING] + counts[Job.State.SENT]
        found.append(
            Work(topic, waiting, counts[Job.State.RUNNING], counts[Job.State.QUARANTINED], tuple(filter(None, why)))
        )
    return tuple(found)


@dataclass(frozen=True)
class Moved:
    """How many numbers of one kind and measure (of shares: one group) are others since a run, by level."""

    kind: str
    name: str  # id of a measure, or of a group
    state: int
    districts: int
    schools: int

    @property
    def title(self) -> str:
        known = MEASURES.get(self.name) or GROUPS.get(self.name)
        return known.title if known else self.name

    @property
    def kind_title(self) -> str:
        return str(MoveFields.Kind(self.kind).label)


def moved_by_measure(run: Run) -> list[Moved]:
    """By kind and measure, in the order of the catalogues. Two queries."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    state: QuerySet[StateMove] = StateMove.objects.filter(run=run).order_by()
    for kind, measure, count in state.values_list("kind", "measure").annotate(Count("pk")):
        found.setdefault((kind, measure), {})["state"] = count
    own: QuerySet[Any] = DistrictMove.objects.filter(run=run).order_by().annotate(is_district=Q(school=None))
    columns = ("kind", "measure", "group", "is_district")
    for kind, measure, group, is_district, count in own.values_list(*columns).annotate(Count("pk")):
        levels = found.setdefault((kind, measure or group), {})
        name = "districts" if is_district else "schools"
        levels[name] = levels.get(name, 0) + count
    kinds, names = list(MoveFields.Kind.values), [*MEASURES, *GROUPS]
    ordered = sorted(found, key=lambda key: (kinds.index(key[0]), names.index(key[1]) if key[1] in names else 0))
    return [
        Moved(kind, name, *(found[kind, name].get(level, 0) for level in ("state", "districts", "schools")))
        for kind, name in ordered
    ]
