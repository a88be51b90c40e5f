"""The measurements: import from an empty database, the pandas script, bare parsing; several rounds in turn, medians."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import polars as pl
from django.core.management import call_command

from . import pandas_script
from .stopwatch import PARTS, seconds_of, watched
from .throwaway import empty_installation

IMPORT = "import"


@dataclass
class Times:
    """Seconds by name, one entry a round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        self.rounds.setdefault(name, []).append(seconds)

    def medians(self) -> dict[str, float]:
        return {name: round(median(seconds), 3) for name, seconds in self.rounds.items()}


def measure(
    folder: Path,
    *,
    rounds: int,
    tell: Callable[[str], None],
    read_levels: Callable[[], dict[str, str]],
) -> Times:
    """All measurements on a folder of reports, once a round. `read_levels`: school levels, for the pandas script."""
    times = Times()
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds} …")
        levels = _import(folder, times, read_levels)
        _others(folder, times, levels)
    return times


def _import(folder: Path, times: Times, read_levels: Callable[[], dict[str, str]]) -> dict[str, str]:
    with empty_installation():
        with watched() as watch:
            whole = seconds_of(lambda: import_reports(folder))
        levels = read_levels()
    for part in PARTS:
        times.add(part, watch.seconds[part])
    times.add("everything else", whole - sum(watch.seconds.values()))
    times.add(IMPORT, whole)
    return levels


def import_reports(folder: Path) -> None:
    call_command("import_profiles", str(folder), stdout=io.StringIO())


def _others(folder: Path, times: Times, levels: dict[str, str]) -> None:
    files = sorted(folder.rglob("*.csv"))
    times.add("bare parsing, Polars", seconds_of(lambda: [pl.read_csv(path, infer_schema=False) for path in files]))
    times.add("bare parsing, csv", seconds_of(lambda: [_count_rows(path) for path in files]))
    if (folder / "1A_1_teacher_data.csv").is_file():
        times.add("pandas script", seconds_of(lambda: pandas_script.compute_gaps(folder, levels)))


def _count_rows(path: Path) -> int:
    with path.open(newline="") as file:
        return sum(1 for _ in csv.reader(file))
