"""A saved mapping as a value: which heading of a district's own export holds which column of a layout. Pure."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.reports.column import Kind, header_key
from monitoring.intake.reports.declaration import Report

AT_UPLOAD, FIRST_LINE = "upload", "first_line"
SOURCES = {  # what may come from elsewhere than a column, and from where
    "school_year": (AT_UPLOAD, FIRST_LINE),
    "collection": (AT_UPLOAD,),
}
BLANK, NOT_APPLICABLE = "(blank)", "NA"  # what an own code may stand for beside the codes of the list
FEWEST = 2  # headings; by a single one nearly any file would be known


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """Where the cells of a column come from: from under a heading, where `codes` are own codes and what they stand for;
    from one `value` for all rows; or, as `source` says, from what its sender says with the file or from its first line.
    """

    column: str
    heading: str = ""
    value: str = ""
    source: str = ""
    codes: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class ColumnMapping:
    """One version of a mapping. `id`: of the row that holds it, if one does."""

    layout: str
    matches: tuple[Match, ...]
    name: str = ""
    version: int = 0
    id: int | None = None

    @property
    def report(self) -> Report:
        return REPORTS[self.layout]

    @property
    def with_version(self) -> str:
        return f"“{self.name}”, version {self.version}"

    @functools.cached_property
    def headings(self) -> dict[str, str]:
        """By column, the heading that holds it."""
        return {match.column: match.heading for match in self.matches if match.heading}

    @functools.cached_property
    def heading_keys(self) -> frozenset[str]:
        """The headings as they are compared: a file that has them all fits."""
        return frozenset(map(header_key, self.headings.values()))

    def codes_of(self, column: str) -> dict[str, str]:
        """Own codes of a column and what they stand for; none where its cells are taken as they are."""
        return {own: code for match in self.matches if match.column == column for own, code in match.codes}

    def asks(self) -> list[str]:
        """The columns that are asked for with each file."""
        return [match.column for match in self.matches if match.source == AT_UPLOAD]


@dataclasses.dataclass(frozen=True)
class OwnColumns:
    """What a district has said about its own exports: its mappings in force, and, of the file in question, the school
    year (ending year) and the collection that its sender named.
    """

    mappings: tuple[ColumnMapping, ...] = ()
    school_year: int | None = None
    collection: str = ""


NOTHING_SAID = OwnColumns()


def layouts_to_map() -> list[Report]:
    """The layouts that a district sends."""
    return [layout for layout in own_layouts() if not layout.agency_only]


def may_be_one_value(layout: Report, column: str) -> bool:
    """Whether one value may hold for all rows: never for a number or an id, which each row has of its own."""
    kind = layout.column(column).kind
    return not (kind.numeric or kind.personal)


def has_codes(layout: Report, column: str) -> bool:
    """Whether own codes can be translated: those of a list, and those of schools."""
    return layout.column(column).kind in (Kind.CODE, Kind.ORG_CODE)


def as_stored(matches: Iterable[Match]) -> list[dict[str, Any]]:
    """The matches as JSON: of each what it says, and nothing else. Codes in their order, which an object has not."""
    told = [dataclasses.asdict(match) | {"codes": [list(pair) for pair in match.codes]} for match in matches]
    return [{name: value for name, value in one.items() if value} for one in told]


def read_matches(stored: Iterable[Mapping[str, Any]]) -> tuple[Match, ...]:
    """What `as_stored` made.

    >>> read_matches(as_stored([Match("type", "Lic Status", codes=(("P", "PROFESSIONAL"),))]))
    (Match(column='type', heading='Lic Status', value='', source='', codes=(('P', 'PROFESSIONAL'),)),)
    """
    return tuple(Match(**{**one, "codes": tuple((own, code) for own, code in one.get("codes", ()))}) for one in stored)
