"""Every rule, made from the modules of this folder: the error reports, the rule page and the JSON list all read it."""

from __future__ import annotations

import importlib
import pkgutil

import monitoring.intake.checks as folder
from monitoring.intake.checks.rule import SEVERITIES, Rule

_NOT_RULES = {
    "catalogue",
    "rule",
    "run",
    "repetition",
    "reachable",
    "supersets",
    "groups",
    "doubts",
}  # what rules share


def _load() -> dict[str, Rule]:
    modules = pkgutil.walk_packages(folder.__path__, f"{folder.__name__}.")
    names = [module.name for module in modules if not module.ispkg and module.name.rpartition(".")[2] not in _NOT_RULES]
    rules = sorted((importlib.import_module(name).RULE for name in names), key=lambda rule: rule.order)
    return {rule.id: rule for rule in rules}


RULES: dict[str, Rule] = _load()


def rule_list() -> list[dict[str, str]]:
    """The machine-readable catalogue: one record a rule, in the order in which rules look."""
    return [
        {
            "id": rule.id,
            "severity": SEVERITIES[rule.severity],
            "title": rule.title,
            "message": rule.message,
            "fix": rule.fix,
            "takes_out": rule.effect.value,
        }
        for rule in RULES.values()
    ]
