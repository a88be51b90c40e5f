"""Numbers that moved, in words."""

from __future__ import annotations

from django import template

from districts.models import School
from monitoring.analysis import formatting, reasons
from monitoring.analysis.bands import LEFT_OUT_PHRASES
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.results.models.moves import MoveFields

register = template.Library()

NONE = "no number"


@register.filter
def moved_from(move: MoveFields) -> str:
    return _shown(move, move.was, move.was_reason)


@register.filter
def moved_to(move: MoveFields) -> str:
    return _shown(move, move.now, move.now_reason)


@register.filter
def moved_by(move: MoveFields) -> str:
    """By how much, with its sign; a dash where there was, or is, no number."""
    if move.by is None:
        return "–"
    if move.is_mean:
        return f"{'+' if move.by > 0 else ''}{formatting.figure(move.by, move.unit)}"
    rate = move.by / 100 if move.kind == MoveFields.Kind.SHARE else move.by
    return f"{'+' if rate > 0 else ''}{formatting.points(rate)}"


def _shown(move: MoveFields, number: float | None, reason: str) -> str:
    if number is None:
        return reasons.PHRASES.get(reason) or LEFT_OUT_PHRASES.get(reason) or NONE
    if move.kind == MoveFields.Kind.GAP:
        return formatting.points(number)
    if move.kind == MoveFields.Kind.SHARE:
        return formatting.share(number)
    return formatting.figure(number, move.unit)


@register.filter
def move_title(move: MoveFields) -> str:
    """What the number is of: 'Turnover', 'Turnover, Low-income students', 'Low-income students'."""
    measure, group = MEASURES.get(move.measure), GROUPS.get(move.group)
    return ", ".join(known.title for known in (measure, group) if known)


@register.filter
def move_place(move: MoveFields) -> str:
    """Where in the state: as a whole, or among what a gap compares."""
    if move.scope == "level":
        return f"schools of one level: {School.Level(move.partition).label.lower()}"
    return {"D": "districts compared", "E": "students in Title I schools compared"}.get(move.method, "the state")
