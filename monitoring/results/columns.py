"""The columns of the command line's tables: stable names, one meaning each. docs/command-line.md is checked against
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from monitoring.analysis.formatting import per_hundred, school_year
from monitoring.analysis.measure import MEAN

from .frames import STATE
from .models import DistrictGap, DistrictValue, SchoolValue, StateGap, StateValue
from .queries import Provenance

Column = Callable[[Any], Any]
SIDES = ("focal", "reference", "all")


def percent(rate: float | None) -> str | None:
    """A rate as percent (a difference as percentage points) with one decimal and no sign, for people who read the
    table.

    >>> percent(0.169), percent(None)
    ('16.9', None)
    """
    return None if rate is None else str(per_hundred(rate))


def _side(side: str) -> dict[str, Column]:
    return {
        f"{side}_schools": lambda gap: getattr(gap, f"{side}_schools"),
        f"{side}_missing": lambda gap: getattr(gap, f"{side}_missing"),
        f"{side}_numerator": lambda gap: getattr(gap, f"{side}_numerator"),
        f"{side}_denominator": lambda gap: getattr(gap, f"{side}_denominator"),
        f"{side}_rate": lambda gap: getattr(gap, f"{side}_rate"),
        f"{side}_percent": lambda gap: percent(getattr(gap, f"{side}_rate")),
        f"{side}_reason": lambda gap: getattr(gap, f"{side}_reason") or None,
    }


def _same(*names: str) -> dict[str, Column]:
    return {name: attrgetter(name) for name in names}


def _years_used(row: Any) -> list[str]:
    return [school_year(year) for year in row.years_used]


GAP_COLUMNS: Mapping[str, Column] = {
    "school_year": lambda gap: school_year(gap.school_year),
    **_same("measure", "group", "window", "method", "scope", "partition"),
    "district": lambda gap: gap.district.org_code if isinstance(gap, DistrictGap) else None,
    **{name: column for side in SIDES for name, column in _side(side).items()},
    "difference": lambda gap: gap.difference,
    "difference_points": lambda gap: percent(gap.difference),
    **_same("difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "people_to_close", "unit"),
    "years_used": _years_used,
    "reason": lambda gap: gap.reason or None,
    "ratio_reason": lambda gap: gap.ratio_reason or None,
    "break": lambda gap: gap.break_text or None,
    "preliminary": lambda gap: getattr(gap, "is_preliminary", False),
    "verdict": lambda gap: gap.verdict or None,
    "interval_reason": lambda gap: gap.interval_reason or None,
    "cut": lambda gap: gap.cut or None,
}


def _organization(value: SchoolValue | DistrictValue | StateValue) -> tuple[str, str, str | None]:
    if isinstance(value, SchoolValue):
        return "school", value.school.org_code, value.school.name
    if isinstance(value, DistrictValue):
        return "district", value.district.org_code, value.district.name
    return "state", STATE, None


VALUE_COLUMNS: Mapping[str, Column] = {
    "school_year": lambda value: school_year(value.school_year),
    "scope": lambda value: _organization(value)[0],
    "org_code": lambda value: _organization(value)[1],
    "name": lambda value: _organization(value)[2],
    **_same("measure", "window", "numerator", "denominator", "rate"),
    "percent": lambda value: None if value.unit.endswith(MEAN) else percent(value.rate),
    "unit": lambda value: value.unit,
    "years_used": _years_used,
    "reason": lambda value: value.reason or None,
    "break": lambda value: value.break_text or None,
    "basis": lambda value: getattr(value, "basis", None),
    **_same("people_known", "people_missing"),
    "schools": lambda value: getattr(value, "schools", None),
    "schools_with_figure": lambda value: getattr(value, "schools_with_figure", None),
    "districts": lambda value: getattr(value, "districts", None),
    "districts_with_figure": lambda value: getattr(value, "districts_with_figure", None),
    "preliminary": lambda value: getattr(value, "is_preliminary", False),
}

ORIGIN_COLUMNS = (
    *("measure", "measure_version", "group", "group_version", "definition_is_current", "run", "computed_at"),
    *("code_version", "file_name", "report", "dataset", "school_year", "row", "is_current"),
    *("upload", "snapshot", "sha256", "is_exchanged", "of_agency", "other_files"),
)


def rows_of(
    results: Iterable[StateGap | DistrictGap | SchoolValue | DistrictValue | StateValue], columns: Mapping[str, Column]
) -> Iterable[dict[str, Any]]:
    """One row per result, in the order of the columns."""
    for result in results:
        yield {name: column(result) for name, column in columns.items()}


def rows_of_provenance(found: Provenance) -> Iterable[dict[str, Any]]:
    """One row per file that the number stands in; one without a file, where all are districts' to see."""
    measure, grouping, counted, run = found.measure, found.grouping, found.group_version, found.run
    head = (
        *((measure.id, found.version) if measure else (None, None)),
        *((grouping.id, counted.number) if grouping and counted else (None, None)),
        *(found.definition_is_current, run.number, run.finished_at.isoformat(), run.code_version),
    )
    if found.others and not found.origins:
        yield {
            **dict.fromkeys(ORIGIN_COLUMNS),
            **dict(zip(ORIGIN_COLUMNS, head, strict=False)),
            "other_files": found.others,
        }
    for origin in found.origins:
        year = None if origin.school_year is None else school_year(origin.school_year)
        row = origin.row if origin.row is not None else origin.rows_told or None
        file = (origin.file_name or None, origin.report, origin.dataset, year, row, origin.is_current)
        ids = (str(origin.upload_id), str(origin.snapshot_id), origin.content_hash, origin.is_exchanged)
        whose = (origin.of_agency, found.others)
        yield dict(zip(ORIGIN_COLUMNS, (*head, *file, *ids, *whose), strict=True))
