"""Rows of the gap explorer's tables, written out for the same reason as single cells (cells.py)."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.markup import DASH, NOTHING, markup
from monitoring.analysis import formatting
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.methods import Method
from monitoring.results.exploration import Choice
from monitoring.results.models.gaps import GapFields

from .figures import people, without_year
from .gap_cells import gap_difference, gap_rate, interval_note, ratio_of_ends, verdict_note
from .links import source_link

register = template.Library()
CHOSEN, OTHER = '<strong aria-current="true">{}</strong>', '<a href="?{}">{}</a>'


@register.simple_tag(takes_context=True)
def gap_year_cells(context: Context, gap: GapFields, choice: Choice) -> SafeString:
    """A gap of one year: with its interval, the ratio, and what limits it. The year leads to its comparison."""
    year = formatting.school_year(gap.school_year)
    is_chosen = gap.school_year == choice.selection.year
    return markup(
        '<th scope="row" class="nowrap">{}</th><td class="num" data-label="Gap">{}{}{}</td>'
        '<td class="num" data-label="Ratio">{}</td><td>{}{}</td>',
        markup(CHOSEN, year) if is_chosen else markup(OTHER, choice.query_with(year=gap.school_year), year),
        gap_difference(gap, _url(context, gap)),
        interval_note(gap),
        verdict_note(gap),
        DASH if gap.ratio is None and (gap.difference is None or not gap.ratio_reason) else ratio_of_ends(gap),
        gap.break_text,
        without_year(gap),
    )


@register.simple_tag(takes_context=True)
def rate_year_cells(context: Context, gap: GapFields, words: Method) -> SafeString:
    """Both ends of a gap and all units, of one year."""
    url = _url(context, gap)
    return markup(
        '<th scope="row" class="nowrap">{}</th><td class="num" data-label="{}">{}</td>'
        '<td class="num" data-label="{}">{}</td><td class="num" data-label="{}">{}</td><td>{}{}</td>',
        formatting.school_year(gap.school_year),
        *(words.focal, _counted(gap.focal_rate, gap.focal_denominator, url)),
        *(words.reference, _counted(gap.reference_rate, gap.reference_denominator, url)),
        *(words.everything, _counted(gap.all_rate, gap.all_denominator, url)),
        gap.break_text,
        without_year(gap),
    )


@register.simple_tag(takes_context=True)
def beside_cells(context: Context, gap: GapFields, choice: Choice, changes: str) -> SafeString:
    """A comparison among others that differ from the chosen one in a single thing: `changes`, 'group' or 'measure'. Its
    name leads to it.
    """
    name, url, words = getattr(gap, changes), _url(context, gap), choice.place.words
    title = GROUPS[name].title if changes == "group" else MEASURES[name].title
    is_chosen = name == getattr(choice.selection, changes).id
    return markup(
        '<th scope="row">{}{}</th><td class="num" data-label="{}">{}</td>'
        '<td class="num" data-label="{}">{}</td><td class="num" data-label="Gap">{}{}{}</td>'
        '<td class="num" data-label="Ratio">{}</td>',
        markup(CHOSEN, title) if is_chosen else markup(OTHER, choice.query_with(**{changes: name}), title),
        markup('<span class="n">{}</span>', formatting.school_years(gap.years_used))
        if len(gap.years_used) > 1
        else NOTHING,
        *(words.focal, gap_rate(gap.focal_rate, url)),
        *(words.reference, gap_rate(gap.reference_rate, url)),
        gap_difference(gap, url),
        interval_note(gap),
        verdict_note(gap),
        DASH if gap.ratio is None else formatting.ratio(gap.ratio),
    )


def _url(context: Context, gap: GapFields) -> str:
    return source_link(context, gap, context.get("district"))


def _counted(rate: float | None, people_behind: Decimal | None, url: str) -> SafeString:
    if rate is None:
        return DASH
    return markup('{}<span class="n">N={}</span>', gap_rate(rate, url), people(people_behind or 0))
