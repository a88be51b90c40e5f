"""`python -m bench.district_pool DATABASE STORAGE DISTRICT FOLDER…`: one of the processes that a worker is installed
with; a district's id and its files in turn. It checks all districts but the last by itself, as a worker has that runs
for a minute, and says that it is ready; the last, whose files have been received by then, it checks together with the
others as soon as it hears a line. Each line that it writes is JSON: the megabytes that were resident at most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from django.conf import settings

PROCESSES = 2  # as the worker of `make run` has
PAUSE = 0.001  # seconds, while others do what is left

Process = subprocess.Popen[str]


def measure_together(
    installation: Sequence[str], places: Sequence[Sequence[str]], receive: Callable[[], None]
) -> tuple[float, float]:
    """Seconds until what `receive` receives is done by as many processes as `places` has, and the megabytes of the
    largest.
    """
    command = [sys.executable, "-m", "bench.district_pool", *installation]
    with ExitStack() as stack:
        processes = [stack.enter_context(_started([*command, *one])) for one in places]
        for process in processes:
            _hear(process)
        receive()
        start = time.perf_counter()
        for process in processes:
            print("go", file=process.stdin, flush=True)
        megabytes = [_hear(process) for process in processes]
        return time.perf_counter() - start, max(megabytes)


def _started(command: list[str]) -> Process:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, **pipes)  # type: ignore[call-overload]


def _hear(process: Process) -> float:
    return float(json.loads(cast(IO[str], process.stdout).readline()))


def _say(megabytes: float) -> None:
    sys.stdout.write(f"{json.dumps(megabytes)}\n")
    sys.stdout.flush()


def main(database: str, storage: str, *places: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
    import django

    django.setup()
    from django.test import override_settings

    from bench import throwaway
    from bench.district_process import files_of, most_resident
    from bench.district_work import check_files, check_together, receive_files, refuse_unsound

    *warm_ups, (last, _) = zip(map(int, places[::2]), map(Path, places[1::2]), strict=True)
    throwaway.point_to(database)
    with override_settings(STORAGES=throwaway.local(storage)):
        for district, folder in warm_ups:
            receive_files(district, files_of(folder))
            check_files(district)
        _say(most_resident())
        sys.stdin.readline()
        check_together(last, pause=PAUSE)
        _say(most_resident())
        refuse_unsound(last)


if __name__ == "__main__":
    main(*sys.argv[1:])
