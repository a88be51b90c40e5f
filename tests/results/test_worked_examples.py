"""The examples in the docstrings of the room's pure modules hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "monitoring.results.actions",
    "monitoring.results.affected_years",
    "monitoring.results.columns",
    "monitoring.results.compute_bands",
    "monitoring.results.compute_districts",
    "monitoring.results.stale",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_module_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert (found.failed, found.attempted > 0) == (0, True)
