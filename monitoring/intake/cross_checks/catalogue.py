"""Every rule between files, made from the modules of `rules`."""

from __future__ import annotations

import importlib
import pkgutil

import monitoring.intake.cross_checks.rules as folder
from monitoring.intake.cross_checks.rule import WHOLE_ROWS, CrossRule
from monitoring.intake.cross_checks.submission import ALWAYS_READ


def _load() -> dict[str, CrossRule]:
    names = [one.name for one in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}.")]
    rules = [importlib.import_module(name).RULE for name in names]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: (rule.rank, rule.id))}


CROSS_RULES: dict[str, CrossRule] = _load()
CROSS_DATASETS = frozenset(dataset for rule in CROSS_RULES.values() for dataset in rule.needs)
LOOKED_BACK_ON = frozenset(dataset for rule in CROSS_RULES.values() if rule.looks_back for dataset in rule.needs)


def columns_read(dataset: str) -> frozenset[str] | None:
    """The columns of a dataset that any rule reads; None where one reads whole rows."""
    told = [rule.reads[dataset] for rule in CROSS_RULES.values() if dataset in rule.reads]
    return None if WHOLE_ROWS in told else frozenset(ALWAYS_READ).union(*filter(None, told))
