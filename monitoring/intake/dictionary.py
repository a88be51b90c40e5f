"""A layout for programs: its columns and rules, made from its declaration. Pure."""

from __future__ import annotations

from typing import Any

from monitoring.intake.blank_files import form_of
from monitoring.intake.burden.uses import ColumnUses, uses_of
from monitoring.intake.reports.declaration import Report
from monitoring.intake.rule_list import rule_list


def dictionary(layout: Report) -> dict[str, Any]:
    """What the page of a layout says, as one JSON object."""
    return {
        "id": layout.id,
        "number": layout.number,
        "title": layout.title,
        "definition": layout.definition,
        "key": [layout.column(name).title for name in _key(layout)],
        "columns": [_column(one) for one in uses_of(layout)],
        "rules": rule_list(layout.id),
    }


def _key(layout: Report) -> list[str]:
    return [name for name in ("school_year", "org_code", *layout.key) if layout.has(name)]


def _column(one: ColumnUses) -> dict[str, Any]:
    column = one.column
    return {
        "name": column.title,
        "other_names": list(column.headers[1:]),
        "definition": column.definition,
        "kind": column.kind.value,
        "form": form_of(column),
        "codes": [{"code": code, "meaning": words} for code, words in column.code_meanings],
        "required": column.required,
        "filled": column.filled,
        "personal": column.kind.personal,
        "kept": column.kept,
        "example": column.example_cell,
        "uses": [{"kind": use.kind.value, "id": use.id, "title": use.title} for use in one.uses],
        "asked_for": column.asked_for or None,
    }
