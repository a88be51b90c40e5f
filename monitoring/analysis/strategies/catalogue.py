"""What is said of a strategy, and the strategies that the program ships: the plan's four key ones, and optional ones.

Sources: S1, Four Key Strategies Highlighted, Next Steps for Districts; requirements R11 to R19, R44.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from monitoring.analysis.measures import MEASURES

SHIPPED = Path(__file__).parent / "strategies.toml"
SHIPPED_RESOURCES = SHIPPED.with_name("resources.toml")


class Tier(StrEnum):
    """Key strategies are the plan's own; two or more of them open the way to the learning network."""

    KEY = "key"
    OPTIONAL = "optional"

    @property
    def label(self) -> str:
        return {"key": "Key strategy", "optional": "Optional strategy"}[self.value]


LOCI = {
    "pipeline": "How educators are prepared and recruited",
    "district": "The district",
    "school": "The school",
    "classroom": "The classroom",
}
OBJECTIVES = {
    "educator_quality": "Improve educator quality",
    "achievement_gaps": "Close achievement gaps",
    "hiring": "Enhance hiring practices",
    "diverse_learners": "Meet the needs of diverse learners",
    "recruiting": "Recruit qualified new educators",
    "turnover": "Decrease turnover",
}
OFFICES = {
    "oee": "Office of Educator Effectiveness",
    "epp": "Educator Preparation",
    "licensure": "Educator Licensure",
    "rasp": "Resource Allocation Strategy and Planning",
    "special_education": "Special Education Planning and Policy",
    "language": "Language Acquisition",
    "odst": "Office of District and School Turnaround",
    "dsac": "District and School Assistance Centers",
    "grants": "Federal Grants",
}


@dataclass(frozen=True)
class Words:
    """One version of a strategy. `loci`, `objectives`, `offices`: ids above; `measures`: those in which it is expected
    to show, ids of the catalogue of measures; `outcomes`: what else it is expected to lead to, of educators'
    preparation too. `challenges`: likely ones of putting it into practice; `unintended`: consequences nobody wants.
    """

    title: str
    summary: str
    body: str
    loci: tuple[str, ...]
    objectives: tuple[str, ...]
    offices: tuple[str, ...]
    measures: tuple[str, ...]
    outcomes: str
    challenges: str
    unintended: str


LISTS = ("loci", "objectives", "offices", "measures")
KNOWN: Mapping[str, Mapping[str, object]] = {
    "loci": LOCI,
    "objectives": OBJECTIVES,
    "offices": OFFICES,
    "measures": MEASURES,
}


@dataclass(frozen=True)
class Shipped:
    """A strategy as the program ships it. `id` stays, whatever is said of it later."""

    id: str
    tier: Tier
    words: Words


def shipped_strategies() -> tuple[Shipped, ...]:
    """In the order in which they are shown, key ones first. Raises ValueError where the file says what is not known."""
    return tuple(_shipped(one) for one in tomllib.loads(SHIPPED.read_text("utf-8"))["strategy"])


def _shipped(entry: Mapping[str, Any]) -> Shipped:
    given = {one.name: entry[one.name] for one in fields(Words)}
    given |= {name: tuple(given[name]) for name in LISTS} | {"body": given["body"].strip()}
    words = Words(**given)
    if unknown := unknown_ids(words):
        raise ValueError(f"{entry['id']}: {', '.join(unknown)} is not known.")
    return Shipped(entry["id"], Tier(entry["tier"]), words)


def unknown_ids(words: Words) -> list[str]:
    """Those in its lists that stand for nothing."""
    return [one for name, known in KNOWN.items() for one in getattr(words, name) if one not in known]


@dataclass(frozen=True)
class Help:
    """A resource. `kind`: guide, tool, training, data or contact; `strategies`: for which ones, for all where there is
    none.
    """

    title: str
    kind: str
    summary: str
    link: str
    offices: tuple[str, ...]
    strategies: tuple[str, ...]


def shipped_resources() -> tuple[Help, ...]:
    entries = tomllib.loads(SHIPPED_RESOURCES.read_text("utf-8"))["resource"]
    lists = ({name: tuple(entry[name]) for name in ("offices", "strategies")} for entry in entries)
    return tuple(Help(**{**entry, **given}) for entry, given in zip(entries, lists, strict=True))
