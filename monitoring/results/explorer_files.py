"""What the gap explorer shows, as tables for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from districts.school_year import SchoolYear
from monitoring.intake.csv_table import Output, write_csv

from .columns import GAP_COLUMNS, Column, percent, rows_of
from .exploration import Choice
from .page_queries.explorer import AtAnEnd, Explored

UNIT_COLUMNS: Mapping[str, Column] = {
    "end": lambda unit: unit.part.band,
    "org_code": lambda unit: (unit.part.school or unit.part.district).org_code,
    "name": lambda unit: unit.part.name,
    "district": lambda unit: unit.part.district.org_code,
    "district_name": lambda unit: unit.part.district.name,
    "share_percent": lambda unit: unit.part.share,
    "numerator": lambda unit: getattr(unit.part.value, "numerator", None),
    "denominator": lambda unit: getattr(unit.part.value, "denominator", None),
    "rate": lambda unit: getattr(unit.part.value, "rate", None),
    "percent": lambda unit: percent(getattr(unit.part.value, "rate", None)),
    "reason": lambda unit: "not_submitted" if unit.part.value is None else unit.part.value.reason or None,
    "adds": lambda unit: unit.adds,
    "adds_points": lambda unit: None if unit.adds is None else round(unit.adds * 100, 2),
    "preliminary": lambda unit: getattr(unit.part.value, "is_preliminary", False),
    "students": lambda unit: unit.part.students,
}


def write_gaps(out: Output, explored: Explored) -> None:
    """The comparison over the years, for every student group and for every measure: each row once."""
    rows = {row.pk: row for row in (*explored.trend, *explored.groups, *explored.measures)}
    write_csv(out, tuple(GAP_COLUMNS), rows_of(rows.values(), GAP_COLUMNS))  # type: ignore[arg-type]


def write_units(out: Output, choice: Choice, units: Iterable[AtAnEnd]) -> None:
    """The units at both ends, in the order of the page."""
    selection = choice.selection
    of = {
        "school_year": str(SchoolYear(selection.year)) if selection.year else None,
        "measure": selection.measure.id,
        "group": selection.group.id,
        "window": choice.window,
        "place": choice.place.key,
    }
    rows = ({**of, **{name: column(unit) for name, column in UNIT_COLUMNS.items()}} for unit in units)
    write_csv(out, (*of, *UNIT_COLUMNS), rows)
