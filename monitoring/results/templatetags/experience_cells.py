"""Cells of tables of students' experiences, written out for the same reason as those of values (cells.py). A rate leads
to the classes behind it; for whom these are closed, to what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from districts.known_addresses import address
from districts.markup import DASH, NOTHING, markup, markup_of_each
from districts.roles import may
from monitoring.analysis import formatting, reasons
from monitoring.analysis.experiences.classes import Category
from monitoring.analysis.experiences.compared import Compared
from monitoring.analysis.experiences.sentences import nothing_words
from monitoring.analysis.experiences.words import WHY_NONE
from monitoring.analysis.measures import MEASURES
from monitoring.results.experience_figures import Line
from monitoring.results.page_queries.experiences import is_told_by_class

from .figures import people, preliminary
from .links import prefix

register = template.Library()
RESTS_ON = "#rests-on"
SIDE = '<td class="num" data-label="{}">{}<span class="n">of {}</span></td>'
BESIDE = '<td class="num" data-label="{}">{}</td>'
CHOSEN, OTHER = '<strong aria-current="true">{}</strong>', '<a href="{}?{}">{}</a>'


@register.simple_tag(takes_context=True)
def experiences_link(context: Context, page: str) -> str:
    """An address of the pages on experiences of the district that is shown."""
    return address(f"{prefix(context)}{page}", {"org_code": context["district"].org_code})


@register.simple_tag(takes_context=True)
def school_experiences_link(context: Context, code: str, page: str = "school-experiences") -> str:
    return address(f"{prefix(context)}{page}", {"org_code": context["district"].org_code, "school_org": code})


@register.simple_tag(takes_context=True)
def classes_link(context: Context, row: Compared) -> str:
    """The classes behind a number, for whom they are open."""
    membership, district = context["request"].membership, context["district"]
    is_whole = row.org_code == district.org_code
    is_told = is_told_by_class(Category(row.category_id))
    if membership.district.is_state or not is_told or (is_whole and not may(membership, "figures.view")):
        return RESTS_ON
    query = context["choice"].query_with(category_id=row.category_id, group_id=row.group_id)
    if is_whole:
        page = address("experience-classes", {"org_code": district.org_code})
    else:
        page = address("school-experience-classes", {"org_code": district.org_code, "school_org": row.org_code})
    return f"{page}?{query}"


@register.simple_tag(takes_context=True)
def line_heading(context: Context, line: Line) -> SafeString:
    """What a line is of: the one that is chosen, or a link to it."""
    told = markup(CHOSEN, line.heading) if line.is_chosen else markup(OTHER, "", line.query, line.heading)
    return markup('<th scope="row">{}</th>', told)


@register.simple_tag(takes_context=True)
def school_heading(context: Context, line: Line) -> SafeString:
    page = school_experiences_link(context, line.row.org_code)
    return markup('<th scope="row">{}</th>', markup(OTHER, page, line.query, line.heading))


@register.simple_tag(takes_context=True)
def experience_cells(
    context: Context, row: Compared, beside: Compared | None = None, of: str = "District"
) -> SafeString:
    """Both rates, the ratio, what the state's rule says, and how many students met any: or why there is none.
    `beside`: of the district, whose ratio stands beside a school's, or `of` the state, beside a district's.
    """
    url, choice = classes_link(context, row), context["choice"]
    return markup(
        '{}{}<td class="num" data-label="Ratio">{}</td>{}<td data-label="By the state’s rule">{}</td>{}',
        _side(context, row, "focal", "Students of the group", url),
        _side(context, row, "reference", "Other students", url),
        _ratio(row, choice.is_weighed),
        NOTHING if beside is None else markup(BESIDE, of, _ratio(beside, choice.is_weighed)),
        _by_the_rule(row),
        _students(row),
    )


@register.simple_tag(takes_context=True)
def listed_experience_cells(context: Context, row: Compared, names: Mapping[str, str]) -> SafeString:
    """A district in the agency's list, which leads to its own page. `names`: by code."""
    query = context["choice"].query
    url = f"{address('state-experiences', {'org_code': row.org_code})}?{query}"
    return markup(
        '<th scope="row"><a href="{}">{}</a><span class="n">{}</span></th>{}{}'
        '<td class="num" data-label="Ratio">{}</td><td data-label="By the state’s rule">{}</td>',
        url,
        names.get(row.org_code, row.org_code),
        row.org_code,
        _side(context, row, "focal", "Students of the group", url),
        _side(context, row, "reference", "Other students", url),
        _ratio(row, context["choice"].is_weighed),
        _by_the_rule(row),
    )


def _side(context: Context, row: Compared, side: str, label: str, url: str) -> SafeString:
    rate, known = getattr(row, f"{side}_rate"), getattr(row, f"{side}_known")
    if rate is None:
        return markup('<td class="num" data-label="{}">{}</td>', label, DASH)
    told = formatting.percent(rate)
    shown = markup('<a class="figure-link" href="{}">{}</a>{}', url, told, preliminary(context["report"]))
    return markup(SIDE, label, shown, people(known or 0))


def _ratio(row: Compared, is_weighed: bool) -> SafeString:
    if row.ratio is None:
        return markup('<span class="why">{}</span>', _why(row))
    told = formatting.ratio(row.ratio)
    if row.ratio_low is not None and row.ratio_high is not None:
        ends = (formatting.ratio(row.ratio_low), formatting.ratio(row.ratio_high))
        return markup('{}<span class="n">{} to {}</span>', told, *ends)
    if is_weighed or row.interval_reason is None:
        return markup("{}", told)
    few = row.interval_reason == reasons.FEW_TEACHERS
    return markup('{}<span class="why">{}</span>', told, "rests on few teachers" if few else "no interval")


def _why(row: Compared) -> str:
    who = "no other student did" if row.focal_having else "nobody did"
    told = {reasons.REFERENCE_ZERO: who, reasons.ZERO_DENOMINATOR: nothing_words(row).short}
    return told.get(row.reason or "", WHY_NONE.get(row.reason or "", "not known"))


def _by_the_rule(row: Compared) -> SafeString:
    if row.is_gap:
        return markup('<span class="tag tag--hold">{}</span>', "Equity gap")
    if row.is_gap is None:
        return markup('<span class="why">not judged</span>') if _is_favorable(row) else DASH
    return markup("{}", "No gap")


def _is_favorable(row: Compared) -> bool:
    return row.ratio is not None and MEASURES[row.category_id].is_favorable


def _students(row: Compared) -> SafeString:
    """Of both sides, how many met any such teacher, and how many did in two years that follow each other."""
    labels: Iterable[tuple[str, str]] = (("met", "Students who met any"), ("twice", "In two or more years in a row"))
    return markup("{}{}", *(_pair(row, what, label) for what, label in labels))


def _pair(row: Compared, what: str, label: str) -> SafeString:
    focal, reference = row.share("focal", what), row.share("reference", what)
    if focal is None or reference is None:
        return markup('<td class="num" data-label="{}">{}</td>', label, DASH)
    told = (formatting.percent(focal), formatting.percent(reference))
    return markup('<td class="num" data-label="{}"><span class="n">{}, others {}</span></td>', label, *told)


@register.simple_tag
def class_cells(one: Mapping[str, Any], names: Mapping[str, str]) -> SafeString:
    """A class behind a number. `names`: of schools, by code."""
    texts = (
        ("School year", formatting.school_year(one["school_year"])),
        ("School", names.get(one["org_code"], one["org_code"])),
        ("Section", one["section_id"]),
        ("Term", one["term"]),
    )
    numbers = (
        ("Such teachers", one["teachers"]),
        ("Students of the group", one["focal"]),
        ("Other students", one["reference"]),
    )
    return markup(
        '<th scope="row">{}</th>{}{}',
        one["course_code"],
        markup_of_each('<td data-label="{}">{}</td>', texts),
        markup_of_each('<td class="num" data-label="{}">{}</td>', ((name, people(number)) for name, number in numbers)),
    )
