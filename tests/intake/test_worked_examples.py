"""The examples in the docstrings of intake hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import monitoring.intake as room

MODULES = [
    module.name
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    if not module.ispkg and not module.name.endswith("reading.child") and ".migrations." not in module.name
]


def test_every_worked_example_holds() -> None:
    results = {name: doctest.testmod(importlib.import_module(name)) for name in MODULES}
    assert {name: result.failed for name, result in results.items() if result.failed} == {}
    assert sum(result.attempted for result in results.values()) >= 10


def test_every_module_says_what_it_is() -> None:
    assert [name for name in MODULES if not importlib.import_module(name).__doc__] == []
