"""`python -m bench.state_process DATABASE STORAGE`: a worker that stays, as workers do. It reads lines of JSON, each a
list of jobs ([id, district's key]), does them through the outbox's own door, and answers each line with one: `seconds`
by the clock on the wall, `processor` by that of the process, and `megabytes`, the most that was resident.
"""

from __future__ import annotations

import json
import os
import sys
import time

from bench.district_process import most_resident


def main(database: str, storage: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
    import django

    django.setup()
    from django.test import override_settings

    from bench import throwaway

    throwaway.point_to(database)
    with override_settings(STORAGES=throwaway.local(storage)):
        for line in sys.stdin:
            sys.stdout.write(json.dumps(do(json.loads(line))) + "\n")
            sys.stdout.flush()


def do(jobs: list[tuple[str, int]]) -> dict[str, float]:
    from districts import outbox

    wall, processor = time.perf_counter(), time.process_time()
    for job, district in jobs:  # some are done with others, or another worker has them
        outbox.run(job_id=job, district_id=district)
    ended = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - processor}
    return ended | {"megabytes": most_resident()}


if __name__ == "__main__":
    main(*sys.argv[1:])
