"""The work that a state's files ask for, done by workers in processes of their own, topic after topic."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings

from districts.models import Job
from districts.outbox import UNFINISHED
from monitoring.intake.topics import INDEX_TOPIC, PEOPLE_TOPIC, RECOMPUTE_TOPIC

Across = Callable[[str], AbstractContextManager[Any]]  # a scope that reaches all districts, with the reason
TOPICS = {INDEX_TOPIC: "index", PEOPLE_TOPIC: "sums", RECOMPUTE_TOPIC: "values, bands and gaps"}
Took = dict[str, float]


@dataclass(frozen=True)
class Crew:
    """Workers; jobs of one topic are divided among them, as the broker would."""

    workers: list[subprocess.Popen[str]]
    across: Across
    megabytes: dict[str, float]

    def work(self) -> Took:
        """Whatever is promised, until nothing is left: seconds by topic, those of its longest worker; and of the
        processor of all.
        """
        took: Took = defaultdict(float)
        while jobs := self._waiting():
            topic = next(topic for topic in TOPICS if topic in jobs)
            answers = self._shared_out(jobs[topic])
            took[TOPICS[topic]] += max(one["seconds"] for one in answers)
            took["of the processor"] += sum(one["processor"] for one in answers)
            self.megabytes["worker"] = max(self.megabytes["worker"], *(one["megabytes"] for one in answers))
        took["whole"] = sum(took[name] for name in TOPICS.values())
        return dict(took)

    def _waiting(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        with self.across("bench: what is promised"):
            jobs = Job.objects.filter(state__in=UNFINISHED, topic__in=list(TOPICS)).order_by("district_id")
            for topic, pk, district, error in jobs.values_list("topic", "pk", "district_id", "last_error"):
                if error:
                    raise RuntimeError(f"a job of {topic} did not come to an end: {error}")
                found[topic].append((str(pk), district))
        return found

    def _shared_out(self, jobs: list[tuple[str, int]]) -> list[dict[str, float]]:
        parts = [jobs[place :: len(self.workers)] for place in range(len(self.workers))]
        pairs = [(worker, part) for worker, part in zip(self.workers, parts, strict=True) if part]
        for worker, part in pairs:
            _pipe(worker.stdin).write(json.dumps(part) + "\n")
            _pipe(worker.stdin).flush()
        return [json.loads(_answer(worker)) for worker, _ in pairs]


def _answer(worker: subprocess.Popen[str]) -> str:
    line = _pipe(worker.stdout).readline()
    if not line:
        raise RuntimeError("a worker has ended; what it said stands above")
    return line


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("a worker was started without pipes")
    return pipe


@contextmanager
def crew(installation: tuple[str, str], across: Across, *, workers: int = 2) -> Iterator[Crew]:
    command = [sys.executable, "-m", "bench.state_process", *installation]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, cwd=settings.BASE_DIR, **pipes) for _ in range(workers)]
    try:
        yield Crew(started, across, {"worker": 0.0})
    finally:
        for one in started:
            _pipe(one.stdin).close()
            one.wait()
