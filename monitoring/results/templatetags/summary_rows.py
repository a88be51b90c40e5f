"""Rows of the table of a district's page in brief, written out for the same reason as single cells (cells.py)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.markup import NOTHING, markup, markup_of_each
from districts.models import District
from monitoring.analysis import formatting
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.picture.words import change_words
from monitoring.results.picture import GapBeside, Line, PlaceShown

from .cells import figure_link, value_and_source, value_cell
from .figure_rows import counted, schools_in_it
from .figures import preliminary
from .gap_cells import comparison_cells, gap_difference, verdict_note
from .links import measure_link, source_link

register = template.Library()


@register.simple_tag(takes_context=True)
def summary_cells(context: Context, line: Line, owner: District) -> SafeString:
    """A measure of a district: its figure, the state's, the earlier one, and the gap for each group of students."""
    measure = line.told.measure
    return markup(
        '<th scope="row"><a href="{}">{}</a>{}</th><td class="num" data-label="District">{}{}{}</td>{}'
        '<td class="num" data-label="Before">{}</td>{}',
        measure_link(context, measure.id),
        measure.title,
        _years(line),
        value_and_source(context, line.own, owner),
        counted(line.own, measure),
        schools_in_it(line.own),
        value_cell(context, line.state, "State"),
        _before(context, line, owner),
        _gaps(context, line, owner),
    )


@register.simple_tag(takes_context=True)
def place_cells(context: Context, place: PlaceShown, owner: District) -> SafeString:
    """A gap to look at first as the explorer's tables have it, with the students it is of and what it was before."""
    gap, before, group = place.gap, place.before, GROUPS[place.gap.group]
    then = markup('<span class="why">{}</span>', place.told.why_not)
    if before is not None:
        shown = gap_difference(before, source_link(context, before, owner))
        then = markup('{}<span class="n">{}</span>', shown, formatting.school_years(before.years_used))
    compared = comparison_cells(context, gap, (), group, "places")
    return markup('{}<td>{}</td><td class="num">{}</td>', compared, group.title, then)


def _years(line: Line) -> SafeString:
    """Of a figure of several years, which."""
    if line.own is None or len(line.own.years_used) < 2:
        return NOTHING
    return markup('<span class="n">{}</span>', formatting.school_years(line.own.years_used))


def _before(context: Context, line: Line, owner: District) -> SafeString:
    """The earlier figure, when it was, and how much lower or higher the present one is."""
    own, before = line.own, line.before
    if own is None or own.rate is None or before is None or before.rate is None:
        return markup('<span class="why">{}</span>', line.told.why_not or "nothing to compare")
    then = markup(
        "{}{}", figure_link(source_link(context, before, owner), formatting.percent(before.rate)), preliminary(before)
    )
    told = f"{formatting.school_years(before.years_used)}; now {change_words(own.rate, before.rate)}"
    return markup('{}<span class="n">{}</span>', then, told)


def _gaps(context: Context, line: Line, owner: District) -> SafeString:
    cell = '<td class="num" data-label="{}">{}</td>'
    return markup_of_each(
        cell,
        (
            (f"Gap, {group.students}", _gap(context, beside, owner, line))
            for group, beside in zip(GROUPS.values(), line.gaps, strict=True)
        ),
    )


def _gap(context: Context, beside: GapBeside, owner: District, line: Line) -> SafeString:
    if not line.told.measure.gap:
        return markup('<span class="why">not compared</span>')
    return markup("{}{}", _own_gap(context, beside, owner), _gap_of_state(context, beside))


def _own_gap(context: Context, beside: GapBeside, owner: District) -> SafeString:
    if beside.own is None:
        return markup('<span class="why">no comparison</span>')
    shown = gap_difference(beside.own, source_link(context, beside.own, owner))
    return markup("{}{}", shown, verdict_note(beside.own))


def _gap_of_state(context: Context, beside: GapBeside) -> SafeString:
    """Small beside it, the gap between schools across the state."""
    if beside.state is None or beside.state.difference is None:
        return NOTHING
    url = source_link(context, beside.state)
    return markup('<span class="n">state: {}</span>', figure_link(url, formatting.points(beside.state.difference)))
