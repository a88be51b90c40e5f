"""Options of what to look at. Written out here, since a template takes ten times as long for the hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from districts.markup import NOTHING, markup_of_each
from monitoring.analysis import formatting
from monitoring.analysis.measure import Measure
from monitoring.results.experience_choice import ExperienceChoice
from monitoring.results.exploration import Choice
from monitoring.results.selection import Selection

register = template.Library()
IS_CHOSEN = mark_safe(" selected")
INDENT = "\u2003"  # before a part or variant of the measure above
Option = tuple[object, object]  # its value, and the words for it


def _options(offered: Iterable[Option], chosen: object) -> SafeString:
    lines = ((value, IS_CHOSEN if value == chosen else NOTHING, words) for value, words in offered)
    return markup_of_each('<option value="{}"{}>{}</option>', lines)


def _groups(offered: Iterable[tuple[str, Iterable[Option]]], chosen: object) -> SafeString:
    lines = ((title, _options(options, chosen)) for title, options in offered)
    return markup_of_each('<optgroup label="{}">{}</optgroup>', lines)


@register.simple_tag
def year_options(selection: Selection) -> SafeString:
    years = [formatting.school_year(year) for year in selection.years]
    return _options(((year, year) for year in years), formatting.school_year(selection.year) if selection.year else "")


@register.simple_tag
def measure_options(selection: Selection) -> SafeString:
    kinds = ((kind, map(_of_measure, measures)) for kind, measures in selection.measures_by_kind)
    return _groups(kinds, selection.measure.id)


def _of_measure(measure: Measure) -> Option:
    return measure.id, f"{INDENT}{measure.title}" if measure.under else measure.title


@register.simple_tag
def group_options(selection: Selection) -> SafeString:
    return _options(((group.id, group.title) for group in selection.groups), selection.group.id)


@register.simple_tag
def window_options(selection: Selection) -> SafeString:
    return _options(selection.windows.items(), selection.window)


@register.simple_tag
def place_options(choice: Choice) -> SafeString:
    kinds = ((kind, ((place.key, place.title) for place in places)) for kind, places in choice.places_by_kind)
    return _groups(kinds, choice.place.key)


@register.simple_tag
def experience_options(choice: ExperienceChoice, name: str) -> SafeString:
    return _options(choice.options(name), choice.chosen(name))
