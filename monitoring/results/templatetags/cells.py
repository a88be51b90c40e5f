"""Cells of tables that a page has hundreds of. Written out here, since a template takes ten times as long for one."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.markup import NOTHING, markup
from districts.models import District, School
from monitoring.analysis import formatting
from monitoring.analysis.measures import MEASURES
from monitoring.results.models import DistrictValue, SchoolValue, StateValue
from monitoring.results.page_queries import SchoolFigure

from .figures import people, preliminary, reason, school_figure, without_year
from .links import not_in_sum_link, source_link

register = template.Library()
Value = StateValue | DistrictValue | SchoolValue


@register.simple_tag(takes_context=True)
def value_cell(
    context: Context,
    value: Value | None,
    label: str = "",
    owner: District | None = None,
    of_school: School | None = None,
) -> SafeString:
    """A value that leads to where it comes from, or why there is none. `owner` and `of_school`: where it is theirs."""
    return markup('<td class="num" data-label="{}">{}</td>', label, value_and_source(context, value, owner, of_school))


@register.simple_tag(takes_context=True)
def value_and_source(
    context: Context, value: Value | None, owner: District | None = None, of_school: School | None = None
) -> SafeString:
    """What stands in such a cell."""
    if value is None or value.rate is None:
        return why_none(value)
    told = school_figure(value) if isinstance(value, SchoolValue) else formatting.figure(value.rate, value.unit)
    return markup("{}{}", linked(source_link(context, value, owner, of_school), told, value), coverage(context, value))


def linked(url: str, told: str, value: Value | SchoolFigure) -> SafeString:
    """A number that leads to where it comes from, with what is to be known beside it."""
    return markup("{}{}{}", figure_link(url, told), preliminary(value), without_year(value))


def figure_link(url: str, told: str) -> SafeString:
    """The number alone where the page that it comes from is closed to the reader."""
    return markup('<a class="figure-link" href="{}">{}</a>', url, told) if url else markup("{}", told)


def why_none(value: Value | SchoolFigure | None) -> SafeString:
    """Why there is no number."""
    return markup('<span class="why">{}</span>', reason((value and value.reason) or "not_submitted"))


@register.simple_tag(takes_context=True)
def coverage(context: Context, value: Value) -> SafeString:
    """Of how many districts a sum of the state is, where some are not in it; for ESE with a link to those that are
    not.
    """
    if not isinstance(value, StateValue) or value.basis != "pooled" or value.districts_with_figure >= value.districts:
        return NOTHING
    which = f"{people(value.districts_with_figure)} of {people(value.districts)}"
    others = not_in_sum_link(context, value)
    of = f"{MEASURES[value.measure].title}, {formatting.school_year(value.school_year)}"
    link = markup(', <a href="{}">see the others<span class="usa-sr-only">: {}</span></a>', others, of)
    return markup('<span class="n">sum of {} districts{}</span>', which, link if others else NOTHING)
