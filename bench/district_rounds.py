"""The measurements of district years: the worker, pandas and bare parsing in turn, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings

from .district_pool import PROCESSES, measure_together
from .district_process import files_of
from .district_work import receive_files
from .district_year import LARGEST, TYPICAL, Size, school_codes, write_files
from .throwaway import empty_installation

WARM_UP = Size("warm-up", teachers=40, students=400, places=2_000)
SIZES = (TYPICAL, LARGEST)
OpenDistrict = Callable[[str, list[str]], int]
AS_INSTALLED = f"worker, {PROCESSES} processes"
WARM_UPS = 3  # districts that each process does first: nothing of what is measured is then done for the first time
RATIOS = ("pandas", "bare parsing, Polars")  # to which the worker's time is set
SAME_AS_PANDAS = (  # what both do: the rest of the worker's is a process of its own for reading, and PostgreSQL
    "reading, in the same process",
    "checks of single files",
    "storing",
    "checks between files",
)


def measure_districts(
    *, rounds: int, tell: Callable[[str], None], open_district: OpenDistrict, sizes: Sequence[Size] = SIZES
) -> dict[str, dict[str, Any]]:
    """By size: medians in `seconds`, the largest `megabytes`, and `ratios`: how many times the worker's time.
    `open_district`: makes one with these schools and returns its key.
    """
    found: dict[str, list[dict[str, Any]]] = {size.name: [] for size in sizes}
    with empty_installation() as installation, tempfile.TemporaryDirectory(prefix="eqp-bench-") as work:
        places = Places(Path(work), open_district)
        for number in range(rounds):
            for size in sizes:
                tell(f"district year, {size.name}: round {number + 1} of {rounds} …")
                found[size.name].append(_round(size, places, [*installation]))
    return {name: summary(each) for name, each in found.items()}


class Places:
    """Districts that are opened one after the other, and folders of their names with their files."""

    def __init__(self, work: Path, open_district: OpenDistrict) -> None:
        self.work, self.open_district, self.numbers = work, open_district, count(2000)
        self.known = work / "organizations.csv"  # all that are on record by now
        self.known.write_text("org_code,close_year\n")

    def take(self, size: Size) -> tuple[str, Path]:
        """The key of another district, and its folder."""
        code = f"{next(self.numbers)}0000"
        folder = self.work / code
        folder.mkdir()
        write_files(size, code, folder)
        schools = school_codes(size, code)
        with self.known.open("a") as known:
            known.writelines(f"{one},\n" for one in (code, *schools))
        return str(self.open_district(code, schools)), folder


def _round(size: Size, places: Places, installation: list[str]) -> dict[str, Any]:
    """One measurement of each. Every round is of other districts, whose first files these are."""
    districts, folders = zip(*[places.take(one) for one in (*[WARM_UP] * WARM_UPS, size)], strict=True)
    given = {"worker": [*installation, *districts], "pandas": [str(places.work), str(places.known)], "parsing": []}
    parts = [_process(what, arguments, folders) for what, arguments in given.items()]
    parts.append(_as_installed(size, places, installation))
    return {key: {name: one for part in parts for name, one in part[key].items()} for key in ("seconds", "megabytes")}


def _as_installed(size: Size, places: Places, installation: list[str]) -> dict[str, dict[str, float]]:
    """The same files of another district, by all processes that a worker has, each of which has done its own before."""
    last, folder = places.take(size)
    warm_ups = [[places.take(WARM_UP) for _ in range(WARM_UPS)] for _ in range(PROCESSES)]
    given = [[str(one) for place in (*before, (last, folder)) for one in place] for before in warm_ups]
    receive = partial(receive_files, int(last), files_of(folder))
    seconds, megabytes = measure_together(installation, given, receive)
    return {"seconds": {AS_INSTALLED: seconds}, "megabytes": {f"{AS_INSTALLED}, the larger one": megabytes}}


def _process(what: str, arguments: list[str], folders: Sequence[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.district_process", what, *arguments, *map(str, folders)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def summary(each: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the rounds of one size."""
    seconds = {name: round(median(one["seconds"][name] for one in each), 3) for name in each[0]["seconds"]}
    megabytes = {name: round(max(one["megabytes"][name] for one in each)) for name in each[0]["megabytes"]}
    ratios = {f"{name} / worker": round(seconds[name] / seconds["worker"], 2) for name in RATIOS}
    ratios[f"pandas / {AS_INSTALLED}"] = round(seconds["pandas"] / seconds[AS_INSTALLED], 2)
    seconds["worker, what pandas does as well"] = round(sum(seconds[name] for name in SAME_AS_PANDAS), 3)
    ratios["pandas / the same of the worker"] = round(
        seconds["pandas"] / seconds["worker, what pandas does as well"], 2
    )
    return {"seconds": seconds, "megabytes": megabytes, "ratios": ratios}
