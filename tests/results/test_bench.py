"""make bench times functions by name from outside; this keeps the names right and the arithmetic honest."""

from __future__ import annotations

import importlib
import time

import pytest

from bench import report, rounds, stopwatch

FUNCTIONS = [place for functions in stopwatch.PARTS.values() for place in functions]


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_every_timed_function_is_there(module: str, name: str) -> None:
    assert callable(getattr(importlib.import_module(module), name))


def test_a_part_within_a_part_is_counted_once() -> None:
    watch = stopwatch.Stopwatch()
    inner = watch.timed("inner", lambda: time.sleep(0.01))
    watch.timed("outer", inner)()
    assert set(watch.seconds) == {"outer"}


def test_the_report_gives_medians_and_ratios() -> None:
    times = rounds.Times()
    for part in (*stopwatch.PARTS, "import"):
        for seconds in (2.0, 9.0, 4.0):
            times.add(part, seconds)
    times.add("pandas script", 8.0)
    found = report.content(times, {"cores": 2}, rounds=3, is_real=False)
    assert found["seconds"]["read"] == 4.0
    assert found["ratios"] == {"import / pandas script": 0.5, "values, bands and gaps / pandas script": 1.5}
    assert report.as_text(found).splitlines()[0] == "invented state; medians of 3 rounds"
