"""Rows of schools or districts behind a number, written out for the same reason as single cells (cells.py)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from districts.markup import DASH, NOTHING, markup, markup_of_each
from districts.models import District
from monitoring.analysis import formatting
from monitoring.analysis.bands import FOCAL, REFERENCE
from monitoring.analysis.methods import Method
from monitoring.results.page_queries.explorer import AtAnEnd
from monitoring.results.page_queries.parts import Part
from monitoring.results.page_queries.state_page import Submission
from monitoring.results.selection import Selection

from .cells import figure_link, why_none
from .figures import left_out, people, preliminary, school_figure, without_year
from .links import district_link, school_link, share_link, source_link

register = template.Library()
SUBMITTED = (  # the columns of the list of districts
    "With figures",
    "Not submitted",
    "Withheld",
    "Too many schools missing",
    "Nobody to count, or too few to publish",
)
NOT_IN_STATE = mark_safe(' <span class="tag tag--note">Not wholly in the state’s</span>')


@register.simple_tag(takes_context=True)
def submission_cells(context: Context, line: Submission, query: str) -> SafeString:
    """A district, and how many of the measures asked for have a figure of it, or why they have none."""
    district, nothing = line.district, "No figures" if line.was_asked else "Nothing asked"
    counts = (line.figures, line.not_submitted, line.withheld, line.incomplete, line.small)
    return markup(
        '<th scope="row"><a href="{}?{}">{}</a>{}</th><td data-label="Kind">{}</td><td data-label="Region">{}</td>{}',
        district_link(context, district),
        query,
        district.name,
        markup(' <span class="tag tag--note">{}</span>', nothing) if line.is_without_figures else NOTHING,
        district.get_kind_display(),
        district.region.name if district.region else "",
        markup_of_each('<td class="num" data-label="{}">{}</td>', zip(SUBMITTED, counts, strict=True)),
    )


@register.simple_tag(takes_context=True)
def unit_cells(
    context: Context, unit: AtAnEnd, selection: Selection, words: Method, within: District | None = None
) -> SafeString:
    """A unit at an end of a comparison: its share, its rate and of how many, and what it adds. `within`: the district
    whose schools are compared.
    """
    part, value = unit.part, unit.part.value
    source = source_link(context, value, part.district, part.school)
    is_known = value is not None and value.rate is not None and value.denominator is not None
    return markup(
        '<th scope="row">{}{}</th><td data-label="{}">{}</td><td class="num" data-label="Share of the group">{}{}</td>'
        '<td class="num" data-label="Rate">{}{}</td><td class="num" data-label="{}">{}</td>'
        '<td class="num" data-label="Adds to the gap">{}</td>',
        _name(context, part, f"?{selection.query}"),
        markup('<span class="n">{}</span>', part.district.name) if part.school and not within else NOTHING,
        *(words.place, _end(part, words)),
        _share(context, part, '<span class="n">{}</span>'),
        _students(part),
        _value(part, source),
        without_year(value) if is_known and value is not None else NOTHING,
        words.behind,
        formatting.amount(value.denominator or 0, selection.measure.unit) if is_known and value is not None else DASH,
        DASH if unit.adds is None else figure_link(source, formatting.fine_points(unit.adds)),
    )


@register.simple_tag(takes_context=True)
def part_cells(context: Context, part: Part, words: Method | None, within: District | None = None) -> SafeString:
    """A school or district behind a number, with its value. `words`: of the ends, where the number compares two;
    `within`: the district that it belongs to.
    """
    return markup(
        '<th scope="row">{}{}{}</th>{}<td class="num" data-label="Value">{}</td>',
        _name(context, part),
        NOT_IN_STATE if not within and part.is_not_in_state else NOTHING,
        markup('<span class="n">{}</span>', part.district.name) if part.school else NOTHING,
        _of_ends(context, part, words) if words else NOTHING,
        _value(part, source_link(context, part.value, part.district, part.school)),
    )


def _of_ends(context: Context, part: Part, words: Method) -> SafeString:
    end = _end(part, words) or f"Takes no part, because {left_out(part.left_out_reason)}"
    share = _share(context, part, "{}")
    return markup('<td data-label="{}">{}</td><td class="num" data-label="Share">{}</td>', words.place, end, share)


def _end(part: Part, words: Method) -> str:
    """Blank for who is at neither."""
    return {FOCAL: words.at_focal, REFERENCE: words.at_reference}.get(part.band, "")


def _students(part: Part) -> SafeString:
    if part.students is None:
        return NOTHING
    told = f"{people(part.students)} {'student' if part.students == 1 else 'students'} on its side"
    return markup('<span class="n">{}</span>', told)


def _name(context: Context, part: Part, query: str = "") -> SafeString:
    url = school_link(context, part.district, part.school) if part.school else district_link(context, part.district)
    return markup('<a href="{}{}">{}</a>', url, query, part.name)


def _share(context: Context, part: Part, unlinked: str) -> SafeString:
    if part.share is None:
        return DASH
    told, url = formatting.share(part.share), share_link(context, part.source)
    return markup("{}{}", figure_link(url, told), preliminary(part.source)) if url else markup(unlinked, told)


def _value(part: Part, source: str) -> SafeString:
    value = part.value
    if value is None or value.rate is None:
        return why_none(value)
    told = school_figure(value) if part.school else formatting.percent(value.rate)  # type: ignore[arg-type]
    return markup("{}{}", figure_link(source, told), preliminary(value))
