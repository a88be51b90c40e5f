"""`python -m bench.district_process WHAT ARGUMENTS FOLDER…`: one measurement in a process of its own, so that what it
keeps in memory is its own. Of the folders, each named by its district's code, the last is measured, and those before it
warm up.

WHAT: `worker DATABASE STORAGE DISTRICT…`, one for each folder: what a worker does with the files of a district year;
`pandas KEPT KNOWN`, a file of the organizations on record; `parsing`.
Prints a line of JSON: `seconds` by name, and `megabytes`, the most that was resident.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import polars as pl

from bench.stopwatch import DISTRICT_PARTS, both_of, seconds_of, watched

Seconds = dict[str, float]


def main(what: str, arguments: list[str]) -> dict[str, object]:
    first = {"worker": 2 + (len(arguments) - 2) // 2, "pandas": 2, "parsing": 0}[what]
    given, folders = arguments[:first], [Path(name) for name in arguments[first:]]
    seconds, more = {"worker": _worker, "pandas": _pandas, "parsing": _parsing}[what](given, folders)
    return {"seconds": seconds, "megabytes": {what: most_resident(), **more}}


def files_of(folder: Path) -> list[Path]:
    from bench.district_year import LAYOUTS

    return [folder / f"{layout}.csv" for layout in LAYOUTS]


def _worker(given: list[str], folders: list[Path]) -> tuple[Seconds, dict[str, float]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
    import django

    django.setup()
    from django.test import override_settings

    from bench import throwaway
    from bench.district_work import check_files, receive_files, refuse_unsound
    from monitoring.intake.reading import door

    database, storage, *districts = given
    throwaway.point_to(database)
    with override_settings(STORAGES=throwaway.local(storage)):
        for folder, district in zip(folders, map(int, districts), strict=True):
            receive_files(district, files_of(folder))
            with watched(DISTRICT_PARTS) as watch, ReaderWatched(door) as most:
                whole = both_of("worker", lambda: check_files(district))  # noqa: B023
            refuse_unsound(district)
    rest = whole["worker"] - sum(watch.seconds.values())
    return {**watch.seconds, "everything else": rest, **whole}, {"reading process": most() / 2**20}


class ReaderWatched:
    """The most that a reading process was seen to have resident, as its parent sees it."""

    def __init__(self, door: object) -> None:
        self.look, self.most = door._resident_bytes, 0.0  # type: ignore[attr-defined]
        self.patch = mock.patch.object(door, "_resident_bytes", self._looked)

    def _looked(self, pid: int) -> float:
        seen = self.look(pid)
        self.most = max(self.most, seen)
        return float(seen)

    def __enter__(self) -> Callable[[], float]:
        self.patch.start()
        return lambda: self.most

    def __exit__(self, *failure: object) -> None:
        self.patch.stop()


def _pandas(given: list[str], folders: list[Path]) -> tuple[Seconds, dict[str, float]]:
    from bench.pandas_district import check_district, read_district

    kept, known = map(Path, given)

    def check(folder: Path) -> None:
        if found := check_district(files_of(folder), read_district(folder.name, known), kept):
            raise RuntimeError(f"{folder.name}: pandas found {found} in files in which there is nothing to mend")

    for folder in folders[:-1]:
        check(folder)
    return both_of("pandas", lambda: check(folders[-1])), {}


def _parsing(given: list[str], folders: list[Path]) -> tuple[Seconds, dict[str, float]]:
    import io

    from monitoring.intake.reading.child import read
    from monitoring.intake.reading.limits import DEFAULT

    for folder in folders:
        files = files_of(folder)
        bare = seconds_of(lambda: [pl.read_csv(path, infer_schema=False) for path in files])  # noqa: B023
        ours = seconds_of(lambda: [read(io.BytesIO(path.read_bytes()), DEFAULT) for path in files])  # noqa: B023
    return {"bare parsing, Polars": bare, "reading, in the same process": ours}, {}


def most_resident() -> float:
    """Megabytes. Of this process alone: what rusage tells begins with the parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2:])) + "\n")
