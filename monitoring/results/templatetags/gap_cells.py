"""Cells of tables of gaps, written out here for the same reason as those of values (cells.py). Where a cell leads to
where its gap comes from, it does so for whom that page is open.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from districts.markup import DASH, NOTHING, markup, markup_of_each
from monitoring.analysis import formatting
from monitoring.analysis.groups import Grouping
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.tables import table
from monitoring.results import gap_table
from monitoring.results.models.gaps import GapFields

from .cells import figure_link
from .figures import people, preliminary, reason, verdict_words, without_year
from .links import cell_link, measure_link, source_link

register = template.Library()
SOURCE = '<a class="source" href="{}">Source<span class="usa-sr-only">: {}</span></a>'
NOT_CLEAR = mark_safe('<span aria-hidden="true">–</span><span class="usa-sr-only">not clear that there is a gap</span>')


@register.simple_tag
def marks(numbers: Iterable[int], notes: str) -> SafeString:
    """The numbers of a table's notes, each a link to its note."""
    mark = '<sup class="mark"><a href="#{0}-note-{1}" aria-label="Note {1}">{1}</a></sup>'
    return markup_of_each(mark, ((notes, number) for number in numbers))


@register.simple_tag(takes_context=True)
def gap_cells(context: Context, row: gap_table.Row, notes: str) -> SafeString:
    """The cells of a row of the gap table."""
    return markup_of_each("{}", ((_cell(context, row, cell, notes),) for cell in row.cells))


def _cell(context: Context, row: gap_table.Row, cell: gap_table.Cell, notes: str) -> SafeString:
    if cell.gap is not None and cell.difference is not None:
        shown = (figure_link(_url(context, cell.gap), formatting.points(cell.difference)), preliminary(cell.gap))
        noted = (marks(cell.marks, notes), verdict_note(cell.gap))
        return markup('<td class="num">{}{}{}{}</td>', *shown, *noted)
    if cell.gap is not None and cell.rate is not None:
        shown = (figure_link(_url(context, cell.gap), formatting.percent(cell.rate)), preliminary(cell.gap))
        return markup('<td class="num">{}{}<span class="n">(N={})</span></td>', *shown, people(cell.people or 0))
    why = reason(cell.reason)
    if row.side in ("gap", "all"):
        return markup('<td class="num"><span class="why">{}</span></td>', why)
    unseen = '<td class="num"><span aria-hidden="true">–</span><span class="usa-sr-only">{}</span></td>'
    return markup(unseen, why)


def _url(context: Context, gap: GapFields) -> str:
    return source_link(context, gap, context.get("district"))


@register.simple_tag
def gap_rate(rate: float | None, url: str = "") -> SafeString:
    """The rate of one end of a gap."""
    return DASH if rate is None else figure_link(url, formatting.percent(rate))


@register.simple_tag
def gap_difference(gap: GapFields, url: str = "") -> SafeString:
    """The difference of a gap, or why there is none."""
    if gap.difference is None:
        return markup('<span class="why">{}</span>{}', reason(gap.reason), preliminary(gap))
    return markup("{}{}", figure_link(url, formatting.points(gap.difference)), preliminary(gap))


@register.filter
def interval_note(gap: GapFields) -> SafeString:
    """How far a difference could differ by chance, or why that is not said."""
    if gap.difference_low is not None and gap.difference_high is not None:
        ends = (formatting.points(gap.difference_low), formatting.points(gap.difference_high))
        return markup('<span class="n">{} to {}</span>', *ends)
    why = gap.why_no_interval
    return markup('<span class="why">no interval: {}</span>', why) if why else NOTHING


@register.filter
def verdict_note(gap: GapFields) -> SafeString:
    """What may be said of a gap, in words; nothing where there is no difference."""
    return markup('<span class="n">{}</span>', verdict_words(gap)) if gap.verdict else NOTHING


@register.filter
def ratio_of_ends(gap: GapFields) -> SafeString:
    """The ratio of both ends with its interval, or why there is none."""
    if gap.ratio is None:
        return markup('<span class="why">{}</span>', reason(gap.ratio_reason))
    told = formatting.ratio(gap.ratio)
    if gap.ratio_low is None or gap.ratio_high is None:
        return markup("{}", told)
    ends = (formatting.ratio(gap.ratio_low), formatting.ratio(gap.ratio_high))
    return markup('{}<span class="n">{} to {}</span>', told, *ends)


@register.simple_tag(takes_context=True)
def comparison_cells(
    context: Context, gap: GapFields, numbers: Iterable[int], group: Grouping, notes: str, units: str = ""
) -> SafeString:
    """A comparison as a row: its measure, both rates, the difference, the ratio, how many people would close it, or why
    there is none; and where it comes from.
    """
    measure, url = MEASURES[gap.measure], _url(context, gap)
    return markup(
        '<th scope="row"><a href="{}">{}</a><span class="n">{}</span></th>{}<td>{}</td>',
        measure_link(context, measure.id),
        measure.title,
        formatting.school_years(gap.years_used) if gap.years_used else "",
        _compared(gap, url, marks(numbers, notes), units or "schools"),
        markup(SOURCE, url, f"{measure.title}, {group.title}"),
    )


def _compared(gap: GapFields, url: str, noted: SafeString, units: str) -> SafeString:
    if gap.difference is None:
        why = reason(gap.reason)
        return markup('<td colspan="5"><span class="why">{}</span></td>', why[:1].upper() + why[1:])
    end = '<td class="num">{}<span class="n">{} {}</span></td>'
    return markup(
        '{}{}<td class="num"><strong>{}</strong>{}{}{}</td><td class="num">{}</td><td class="num">{}</td>',
        markup(end, gap_rate(gap.focal_rate, url), people(gap.focal_schools), units),
        markup(end, gap_rate(gap.reference_rate, url), people(gap.reference_schools), units),
        gap_difference(gap, url),
        noted,
        interval_note(gap),
        verdict_note(gap),
        ratio_of_ends(gap),
        _people_to_close(gap, '{}<span class="n">{}</span>'),
    )


def _people_to_close(gap: GapFields, told: str) -> SafeString:
    """In the place of the people a dash, where it is not clear that there is a gap."""
    if not gap.shows_a_gap:
        return NOT_CLEAR
    return markup(told, people(gap.people_to_close or 0), MEASURES[gap.measure].people)


@register.simple_tag(takes_context=True)
def level_cells(context: Context, gaps: Iterable[GapFields | None]) -> SafeString:
    """The gaps of one school level, a cell each, with all that is said of them."""
    return markup_of_each('<td class="num">{}</td>', ((_of_level(context, gap),) for gap in gaps))


def _of_level(context: Context, gap: GapFields | None) -> SafeString:
    if gap is None or gap.difference is None:
        return markup('<span class="why">{}</span>', reason(gap.reason if gap else "not_submitted"))
    ratio = reason(gap.ratio_reason) if gap.ratio is None else f"ratio {formatting.ratio(gap.ratio)}"
    return markup(
        '{}{}{}{}<span class="n">{}</span><span class="n">{}</span>',
        figure_link(source_link(context, gap), formatting.points(gap.difference)),
        without_year(gap),
        interval_note(gap),
        verdict_note(gap),
        ratio,
        _people_to_close(gap, "{} {} to close it"),
    )


@register.simple_tag(takes_context=True)
def plan_cells(context: Context, row: table.Row, notes: str) -> SafeString:
    """The cells of a row of one of the plan's tables."""
    return markup_of_each('<td class="num">{}</td>', ((_of_plan(context, cell, notes),) for cell in row.cells))


def _of_plan(context: Context, cell: table.Cell, notes: str) -> SafeString:
    url = cell_link(context, cell)
    if not url:
        return markup('<span class="why">{}</span>', cell.text)
    beneath = markup('<span class="n">{}</span>', cell.beneath) if cell.beneath else NOTHING
    return markup("{}{}{}", figure_link(url, cell.value), marks(cell.marks, notes), beneath)
