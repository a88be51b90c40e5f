"""A mapping that is being made: what the pages of its making hand on from one to the next. Nothing of it is stored."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from monitoring.intake.mapping.faults import LONGEST, MAY_NAME_PERSONS, MOST_CODES, is_forbidden
from monitoring.intake.mapping.headings import MOST
from monitoring.intake.reports.column import header_key
from monitoring.intake.reports.declaration import Report


@dataclasses.dataclass(frozen=True)
class Draft:
    """`seen`: the few codes under a heading of the export; `codes`: by column, own codes and what they stand for, as
    far as that was said; `version`: the one that was looked at, of a mapping that is changed.
    """

    layout: Report
    headings: list[str]
    seen: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    codes: dict[str, list[tuple[str, str]]] = dataclasses.field(default_factory=dict)
    version: int = 0

    @property
    def hidden(self) -> dict[str, str]:
        """As fields of a form."""
        told = {"headings": self.headings, "seen": self.seen, "codes": self.codes}
        return {"layout": self.layout.id, "version": str(self.version)} | {
            name: json.dumps(value, ensure_ascii=False) for name, value in told.items()
        }

    @property
    def refused(self) -> list[str]:
        """The headings with which every file is refused, whatever the mapping says."""
        return [text for text in self.headings if is_forbidden(text) and header_key(text) not in MAY_NAME_PERSONS]


def read_draft(layout: Report, fields: Mapping[str, Any]) -> Draft:
    """What `hidden` handed on. Raises ValueError where somebody else has written it."""
    headings, seen, codes = (json.loads(fields.get(name) or empty) for name, empty in EMPTY.items())
    if not (isinstance(headings, list) and isinstance(seen, dict) and isinstance(codes, dict)):
        raise ValueError("not what this page hands on")
    return Draft(
        layout,
        _texts(headings, MOST),
        {str(heading)[:LONGEST]: _texts(found, MOST_CODES) for heading, found in list(seen.items())[:MOST]},
        {str(column): _pairs(found) for column, found in codes.items() if layout.has(column)},
        int(fields.get("version") or 0),
    )


EMPTY = {"headings": "[]", "seen": "{}", "codes": "{}"}


def _texts(found: Any, most: int) -> list[str]:
    if not isinstance(found, list) or not all(map(_is_short_text, found)):
        raise ValueError("not a list of short texts")
    return found[:most]


def _is_short_text(found: Any) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST and found.isprintable()


def _pairs(found: Any) -> list[tuple[str, str]]:
    if not isinstance(found, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in found):
        raise ValueError("not pairs of codes")
    return [(own, code) for own, code in (_texts(pair, 2) for pair in found[:MOST_CODES])]
