"""Definitions and what they move, in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.timezone import localdate

from monitoring.analysis import formatting
from monitoring.analysis.definitions.definition import About, Definition, State
from monitoring.analysis.definitions.difference import LEVEL_WORDS, years_in_words
from monitoring.analysis.definitions.lifecycle import ABOUT_WORDS
from monitoring.analysis.measure import Measure
from monitoring.intake.progress import Progress

register = template.Library()

register.filter("years_it_holds", years_in_words)

TAGS = {State.ACTIVE: "ok", State.VALIDATING: "brand", State.PENDING: "hold"}
NONE = "no figure"
STAGES = {"adding_up": "Adding up district-years", "computing": "Computing figures, as they are and as they would be"}


@register.filter
def state_tag(one: Definition) -> str:
    """Which kind of tag a state has; its word says the same."""
    return TAGS.get(one.state, "")


@register.filter
def is_past_its_day(one: Definition) -> bool:
    return one.is_past_its_day(localdate())


@register.filter
def number_of(value: float | None, measure: Measure) -> str:
    return NONE if value is None else formatting.figure(value, measure.unit)


@register.filter
def moved_number(value: float | None, measure: Measure) -> str:
    """By how much a figure moves, in points or in the measure's unit; a dash where none does."""
    if value is None:
        return "–"
    return formatting.figure(value, measure.unit) if measure.is_mean else formatting.points(value)


@register.filter
def gap_of(value: float | None) -> str:
    return "no gap" if value is None else formatting.points(value)


@register.filter
def of_level(level: str) -> str:
    return LEVEL_WORDS.get(level, level).capitalize()


@register.filter
def name_in(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, code)


@register.filter
def about_words(about: str) -> str:
    return ABOUT_WORDS.get(About(about), about) if about else ""


@register.filter
def stage_words(progress: Progress) -> str:
    return STAGES.get(progress.stage, progress.stage)
