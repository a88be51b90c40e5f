"""Where the time of an import goes: the pipeline's own functions, timed from outside, so that the product carries no
clock.
"""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

# part -> the functions it consists of, as (module in which the name is looked up, name). None contains another.
PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "read": (("monitoring.intake.examination", "read_table"),),
    "check": (
        ("monitoring.intake.examination", "find_personal"),
        ("monitoring.intake.examination", "recognize_with"),
        ("monitoring.intake.examination", "open_sheet"),
        ("monitoring.intake.examination", "run_rules"),
        ("monitoring.intake.actions.check_upload", "load_past"),
    ),
    "freeze": (
        ("monitoring.intake.examination", "canonical_frames"),
        ("monitoring.intake.actions.check_upload", "freeze_snapshot"),
        ("monitoring.intake.actions", "update_directory"),
    ),
    "values": (
        ("monitoring.results.actions", "read_current_state"),
        ("monitoring.results.actions", "read_frames"),
        ("monitoring.results.compute_sums", "school_rows"),
        ("monitoring.results.compute_sums", "sums_of_places"),
        ("monitoring.results.compute_sums", "levels_of"),
        ("monitoring.results.compute_sights", "values_of"),
        ("monitoring.results.compute_sights", "with_rows"),
    ),
    "bands": (
        ("monitoring.results.compute_sums", "school_shares"),
        ("monitoring.results.compute", "school_bands"),
        ("monitoring.results.compute", "district_bands"),
        ("monitoring.results.compute", "place_title_one"),
        ("monitoring.results.compute_sights", "school_bands"),
    ),
    "gaps": (
        ("monitoring.results.compute_sights", "compute_gaps"),
        ("monitoring.results.compute_sights", "title_one_gaps"),
    ),
    "write": (("monitoring.results.actions", "table_rows"), ("monitoring.results.actions", "write_years")),
}
DISTRICT_PARTS = {  # the same of a worker that checks a district's files
    "reading, in a process of its own": (("monitoring.intake.examination", "read_table"),),
    "checks of single files": PARTS["check"],
    "storing": (
        ("monitoring.intake.examination", "canonical_frames"),
        ("monitoring.intake.actions.check_upload", "freeze_snapshot"),
    ),
    "checks between files": (("monitoring.intake.tasks", "cross_check"),),
}


class Stopwatch:
    """Seconds by part. A part that is entered while another runs is counted to the outer one alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._is_running = False

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if self._is_running:
                return function(*args, **options)
            self._is_running, start = True, time.perf_counter()
            try:
                return function(*args, **options)
            finally:
                self._is_running = False
                self.seconds[part] += time.perf_counter() - start

        return call


@contextmanager
def watched(parts: Mapping[str, tuple[tuple[str, str], ...]] = PARTS) -> Iterator[Stopwatch]:
    """While open, the functions of these parts are timed."""
    watch = Stopwatch()
    patches = []
    for part, functions in parts.items():
        for module, name in functions:
            original = getattr(importlib.import_module(module), name)
            patches.append(mock.patch(f"{module}.{name}", watch.timed(part, original)))
    for patch in patches:
        patch.start()
    try:
        yield watch
    finally:
        for patch in patches:
            patch.stop()


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def both_of(name: str, work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock on the wall, and of the processor, which others on the machine disturb less."""
    start = time.process_time()
    whole = seconds_of(work)
    return {name: whole, f"{name}, of the processor": time.process_time() - start}
