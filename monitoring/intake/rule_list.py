"""The rules for people and programs: those within a file, and those between the files of a district. Pure."""

from __future__ import annotations

from typing import Any

from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import SEVERITIES
from monitoring.intake.cross_checks.catalogue import CROSS_RULES

RULE_TITLES = {id: rule.title for id, rule in RULES.items()} | {id: rule.title for id, rule in CROSS_RULES.items()}


def rule_list(layout: str = "") -> list[dict[str, Any]]:
    """One record a rule, in the order in which rules look; of one layout, those that look at its rows alone, and those
    that tell its rows by other files. `between`: the layouts without which a rule says nothing, where it looks at
    several files; `looks_back`: also at those of the year before.
    """
    within: list[dict[str, Any]] = [
        {
            "id": rule.id,
            "severity": SEVERITIES[rule.severity],
            "title": rule.title,
            "message": rule.message,
            "fix": rule.fix,
            "takes_out": rule.effect.value,
            "layout": rule.layout,
            "between": [],
            "looks_back": False,
        }
        for rule in RULES.values()
    ]
    return [rule for rule in [*within, *_between()] if not layout or rule["layout"] == layout]


def _between() -> list[dict[str, Any]]:
    return [
        {
            "id": rule.id,
            "severity": SEVERITIES[rule.severity],
            "title": rule.title,
            "message": rule.message,
            "fix": rule.fix,
            "takes_out": "none",
            "layout": rule.dataset,
            "between": list(rule.needs),
            "looks_back": rule.looks_back,
        }
        for rule in CROSS_RULES.values()
    ]
