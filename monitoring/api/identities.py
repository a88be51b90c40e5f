"""Ids of values, gaps and collections: made of what names them, so they outlive a recomputation and can be written by
hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from districts.org_code import STATE_CODE
from districts.school_year import show_school_year
from monitoring.api.filtering import YEAR_PATTERN, read_school_year
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.results.models import DistrictGap, DistrictValue, SchoolValue, StateGap, StateValue

_YEAR = YEAR_PATTERN.strip("^$")
_VALUE = re.compile(rf"(?P<organization>[0-9]{{8}})\.(?P<measure>[A-Z0-9_]+)\.(?P<year>{_YEAR})\.(?P<window>[a-z0-9]+)")
COLLECTION_PATTERN = rf"[0-9]{{8}}\.{_YEAR}\.(?:{'|'.join(COLLECTIONS)})"
_COLLECTION = re.compile(rf"(?P<organization>[0-9]{{8}})\.(?P<year>{_YEAR})\.(?P<collection>{'|'.join(COLLECTIONS)})")
_GAP = re.compile(
    r"(?P<method>[A-Z]{1,2})\.(?P<scope>[a-z0-9]+)\.(?P<partition>[A-Za-z0-9]+)\.(?P<group>[a-z_]+)"
    rf"\.(?P<measure>[A-Z0-9_]+)\.(?P<year>{_YEAR})\.(?P<window>[a-z0-9]+)"
)


@dataclass(frozen=True)
class CollectionName:
    """Grain of a collection."""

    organization: str
    school_year: int
    collection: str

    def __str__(self) -> str:
        return f"{self.organization}.{show_school_year(self.school_year)}.{self.collection}"


def read_collection_id(text: str) -> CollectionName | None:
    """From text like 00350000.2024-25.OCT"""
    found = _COLLECTION.fullmatch(text)
    year = read_school_year(found["year"]) if found else None
    if found is None or year is None:
        return None
    return CollectionName(found["organization"], year, found["collection"])


@dataclass(frozen=True)
class ValueName:
    """Grain of a value."""

    organization: str
    measure: str
    school_year: int
    window: str

    @property
    def lookups(self) -> dict[str, str | int]:
        return {"measure": self.measure, "school_year": self.school_year, "window": self.window}


def value_id(row: SchoolValue | DistrictValue | StateValue) -> str:
    """For example 00350000.T_EXP_LT3.2020-21.1"""
    if isinstance(row, StateValue):
        code = STATE_CODE
    else:
        code = row.school.org_code if isinstance(row, SchoolValue) else row.district.org_code
    return value_name(code, row)


def value_name(code: str, row: Any) -> str:
    """Of an organization; `row` has the other parts."""
    return f"{code}.{row.measure}.{show_school_year(row.school_year)}.{row.window}"


def read_value_id(text: str) -> ValueName | None:
    found = _VALUE.fullmatch(text)
    year = read_school_year(found["year"]) if found else None
    if found is None or year is None:
        return None
    return ValueName(found["organization"], found["measure"], year, found["window"])


def gap_id(row: StateGap | DistrictGap) -> str:
    """For example Q.state.state.low_income.T_EXP_LT3.2020-21.1"""
    return gap_name(row)


def gap_name(row: Any) -> str:
    place = f"{row.method}.{row.scope}.{row.partition}.{row.group}"
    return f"{place}.{row.measure}.{show_school_year(row.school_year)}.{row.window}"


def read_gap_id(text: str) -> dict[str, str | int] | None:
    """The columns that name the gap, or None where the text is no such id."""
    found = _GAP.fullmatch(text)
    year = read_school_year(found["year"]) if found else None
    if found is None or year is None:
        return None
    return {**{name: value for name, value in found.groupdict().items() if name != "year"}, "school_year": year}
