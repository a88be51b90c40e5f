"""Rows of a district's schools with all their measures, written out for the same reason as single cells (cells.py)."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.known_addresses import address
from districts.markup import markup, markup_of_each
from districts.models import District
from monitoring.results.page_queries import SchoolFigure, SchoolLine

from .cells import linked, why_none
from .figures import school_figure
from .links import prefix, school_link

register = template.Library()


@register.simple_tag(takes_context=True)
def school_cells(
    context: Context, line: SchoolLine, values: Iterable[SchoolFigure | None], owner: District, query: str
) -> SafeString:
    """A school's name and, measure by measure, its value that leads to where it comes from, or why there is none."""
    school, page = line.school, f"{prefix(context)}school-value"
    place = {"org_code": owner.org_code, "school_org": school.org_code}
    return markup(
        '<th scope="row"><a href="{}?{}">{}</a><span class="n">{}</span></th>{}',
        school_link(context, owner, school),
        query,
        school.name,
        school.level_title,
        markup_of_each('<td class="num">{}</td>', ((_value(one, page, place),) for one in values)),
    )


def _value(value: SchoolFigure | None, page: str, place: dict[str, str]) -> SafeString:
    if value is None or value.rate is None:
        return why_none(value)
    figure = {"year": value.school_year, "window": value.window, "measure": value.measure}
    return linked(address(page, {**place, **figure}), school_figure(value), value)
