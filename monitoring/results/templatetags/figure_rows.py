"""Rows of a measure of one place beside those that it is part of, written out for the same reason as single cells
(cells.py).
"""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.markup import NOTHING, markup
from districts.models import District, School
from monitoring.analysis import formatting
from monitoring.analysis.measure import Measure
from monitoring.analysis.notes import DIRECTIONS
from monitoring.results.models import DistrictValue, SchoolValue
from monitoring.results.page_queries.district_page import BesideState
from monitoring.results.page_queries.school_page import SchoolFigure

from .cells import value_and_source, value_cell
from .figures import people
from .links import measure_link

register = template.Library()


@register.simple_tag(takes_context=True)
def beside_state_cells(context: Context, line: BesideState, owner: District, name: str, query: str) -> SafeString:
    """A measure of a district beside the state's. `name`: of the column; `query`: what else was chosen."""
    measure, own = line.measure, line.own
    link = '<a class="small turn-to" href="?{}&amp;measure={}#trend">'
    turn = f'{link}over the years<span class="usa-sr-only">: {{}}</span></a>'
    return markup(
        '<th scope="row"><a href="{}">{}</a> {}{}</th><td class="num" data-label="{}">{}{}{}</td>{}{}',
        measure_link(context, measure.id),
        measure.title,
        markup(turn, query, measure.id, measure.title),
        _years(own),
        name,
        value_and_source(context, own, owner),
        counted(own, measure),
        schools_in_it(own),
        value_cell(context, line.state, "State"),
        _direction(measure, own),
    )


@register.simple_tag(takes_context=True)
def school_figure_cells(context: Context, line: SchoolFigure, owner: District, of_school: School) -> SafeString:
    """A measure of a school beside its district's and the state's."""
    measure, own = line.measure, line.own
    return markup(
        '<th scope="row"><a href="{}">{}</a>{}</th><td class="num" data-label="School">{}{}</td>{}{}{}',
        measure_link(context, measure.id),
        measure.title,
        _years(own),
        value_and_source(context, own, owner, of_school),
        NOTHING if measure.role == "PRINCIPAL" else counted(own, measure),
        value_cell(context, line.district, "District", owner),
        value_cell(context, line.state, "State"),
        _direction(measure, own),
    )


def _years(own: SchoolValue | DistrictValue | None) -> SafeString:
    """Of a figure of several years, which."""
    if own is None or len(own.years_used) < 2:
        return NOTHING
    return markup('<span class="n">{}</span>', formatting.school_years(own.years_used))


def counted(own: SchoolValue | DistrictValue | None, measure: Measure) -> SafeString:
    """Of a share, how many of how many."""
    if own is None or own.rate is None or own.numerator is None or own.denominator is None or measure.is_mean:
        return NOTHING
    amounts = (formatting.amount(own.numerator, measure.unit), formatting.amount(own.denominator, measure.unit))
    return markup('<span class="n">({} of {})</span>', *amounts)


def schools_in_it(own: DistrictValue | None) -> SafeString:
    """Of a sum over some of a district's schools, how many."""
    if own is None or own.rate is None or own.basis != "pooled" or own.schools_with_figure >= own.schools:
        return NOTHING
    told = (people(own.schools_with_figure), people(own.schools))
    return markup('<span class="n">sum of {} of {} schools</span>', *told)


def _direction(measure: Measure, own: SchoolValue | DistrictValue | None) -> SafeString:
    cell = '<td data-label="Direction" class="small">{}{}</td>'
    broken = markup('<span class="n">{}</span>', own.break_text) if own and own.break_text else NOTHING
    return markup(cell, DIRECTIONS[measure.adverse], broken)
