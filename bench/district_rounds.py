"""The measurements of district years: the worker, pandas and bare parsing in turn, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings

from .district_year import LARGEST, TYPICAL, Size, school_codes, write_files
from .throwaway import empty_installation

WARM_UP = Size("warm-up", teachers=40, students=400, places=2_000)
SIZES = (TYPICAL, LARGEST)
OpenDistrict = Callable[[str, list[str]], int]
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
    with empty_installation() as (database, storage), tempfile.TemporaryDirectory(prefix="eqp-bench-") as work:
        for number in range(rounds):
            for place, size in enumerate(sizes):
                tell(f"district year, {size.name}: round {number + 1} of {rounds} …")
                code = f"{2000 + (WARM_UPS + 1) * (number * len(sizes) + place):04}0000"
                found[size.name].append(_round(size, code, Path(work), [database, storage], open_district))
    return {name: summary(each) for name, each in found.items()}


def _round(size: Size, code: str, work: Path, installation: list[str], open_district: OpenDistrict) -> dict[str, Any]:
    """One measurement of each. Every round is of another district, whose first files these are."""
    sizes = {f"{int(code[:4]) + more:04}0000": WARM_UP for more in range(1, WARM_UPS + 1)} | {code: size}
    for name, of in sizes.items():
        (work / name).mkdir()
        write_files(of, name, work / name)
    districts = [str(open_district(name, school_codes(of, name))) for name, of in sizes.items()]
    given = {"worker": [*installation, *districts], "pandas": [str(work)], "parsing": []}
    parts = [_process(what, arguments, [work / name for name in sizes]) for what, arguments in given.items()]
    return {key: {name: one for part in parts for name, one in part[key].items()} for key in ("seconds", "megabytes")}


def _process(what: str, arguments: list[str], folders: list[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.district_process", what, *arguments, *map(str, folders)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def summary(each: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the rounds of one size."""
    seconds = {name: round(median(one["seconds"][name] for one in each), 3) for name in each[0]["seconds"]}
    megabytes = {name: round(max(one["megabytes"][name] for one in each)) for name in each[0]["megabytes"]}
    ratios = {f"{name} / worker": round(seconds[name] / seconds["worker"], 2) for name in RATIOS}
    seconds["worker, what pandas does as well"] = round(sum(seconds[name] for name in SAME_AS_PANDAS), 3)
    ratios["pandas / the same of the worker"] = round(
        seconds["pandas"] / seconds["worker, what pandas does as well"], 2
    )
    return {"seconds": seconds, "megabytes": megabytes, "ratios": ratios}
