"""The ledger as tables with stable columns: for downloads and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from districts.school_year import show_school_year
from monitoring.intake.burden.cost import Cost
from monitoring.intake.burden.spread import ALL_SIZES, CostOfAll, Spread
from monitoring.intake.burden.uses import ColumnUses

COST_COLUMNS = (
    "school_year",
    "collection",
    "files",
    "files_refused",
    "rows",
    "errors_mended",
    "warnings_explained",
    "people",
    "first_file_on",
    "certified_on",
    "days",
    "minutes",
)
QUARTILES = ("low", "median", "high")
STATE_COLUMNS = (
    "school_year",
    "collection",
    "schools_of_district",
    "districts",
    *(f"files_{name}" for name in QUARTILES),
    "districts_certified",
    *(f"days_{name}" for name in QUARTILES),
    "districts_with_minutes",
    *(f"minutes_{name}" for name in QUARTILES),
)


def cost_rows(costs: Iterable[Cost]) -> Iterator[dict[str, Any]]:
    """One row a school year and collection of a district."""
    for one in costs:
        yield {
            "school_year": show_school_year(one.school_year),
            "collection": one.collection or None,
            "files": one.files,
            "files_refused": one.refused,
            "rows": one.rows,
            "errors_mended": one.mended,
            "warnings_explained": one.explained,
            "people": one.people,
            "first_file_on": one.first_file_on.isoformat() if one.first_file_on else None,
            "certified_on": one.certified_on.isoformat() if one.certified_on else None,
            "days": one.days,
            "minutes": one.minutes,
        }


def state_rows(costs: Iterable[CostOfAll]) -> Iterator[dict[str, Any]]:
    """One row a collection and size of district."""
    for one in costs:
        yield {
            "school_year": show_school_year(one.school_year),
            "collection": one.collection,
            "schools_of_district": one.size if one.size != ALL_SIZES else None,
            "districts": one.districts,
            **_quartiles("files", one.files),
            "districts_certified": one.days.districts if one.days else 0,
            **_quartiles("days", one.days),
            "districts_with_minutes": one.minutes.districts if one.minutes else None,
            **_quartiles("minutes", one.minutes),
        }


USE_COLUMNS = ("layout", "column", "is_key", "kind", "use", "title", "asked_for")


def use_rows(columns: Iterable[ColumnUses]) -> Iterator[dict[str, Any]]:
    """One row a column and use; a column without a use has one row, which says why it is asked."""
    for one in columns:
        named = {"layout": one.layout.id, "column": one.column.name, "is_key": one.is_key}
        for use in one.uses:
            yield {**named, "kind": use.kind.value, "use": use.id, "title": use.title, "asked_for": None}
        if not one.uses:
            yield {**named, "kind": None, "use": None, "title": None, "asked_for": one.column.asked_for or None}


def _quartiles(what: str, spread: Spread | None) -> dict[str, float | None]:
    return {f"{what}_{name}": getattr(spread, name) if spread else None for name in QUARTILES}
