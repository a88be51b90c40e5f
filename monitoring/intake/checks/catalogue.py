"""Every rule, made from the modules of this folder: the error reports and rule_list read it."""

from __future__ import annotations

import importlib
import pkgutil

import monitoring.intake.checks as folder
from monitoring.intake.checks.rule import Rule


def _load() -> dict[str, Rule]:
    """Every module below this folder's folders that holds a RULE; the others are what rules share."""
    modules = pkgutil.walk_packages(folder.__path__, f"{folder.__name__}.")
    depth = folder.__name__.count(".") + 1
    loaded = [importlib.import_module(module.name) for module in modules if module.name.count(".") > depth]
    rules = sorted((module.RULE for module in loaded if hasattr(module, "RULE")), key=lambda rule: rule.order)
    by_id = {rule.id: rule for rule in rules}
    if len(by_id) < len(rules):
        raise ValueError("two rules have one id")
    return by_id


RULES: dict[str, Rule] = _load()
