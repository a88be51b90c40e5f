"""The worked example in each docstring of the analysis room holds."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import monitoring.analysis

MODULES = [module.name for module in pkgutil.walk_packages(monitoring.analysis.__path__, "monitoring.analysis.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
