"""Rows of the list of all districts' collections. Written out here, since a template takes ten times as long."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe

from districts.known_addresses import address
from districts.markup import NOTHING, markup, markup_of_each
from districts.models import District
from monitoring.intake.certification.standing import Standing, State
from monitoring.intake.queries.collections_for_ese import DistrictLine, Handover

from .intake_links import due_words

register = template.Library()
LATE = mark_safe(' <span class="tag tag--hold">Late</span>')


@register.simple_tag
def collections_row(line: DistrictLine, handovers: Iterable[tuple[Handover, bool]]) -> SafeString:
    """A district and its collections; each with whether the reader can accept it."""
    district = line.district
    cells = ((one.how.collection.title, _cell(district, one, can_accept)) for one, can_accept in handovers)
    return markup(
        '<th scope="row">{}<span class="n">{}</span></th>{}',
        district.name,
        district.org_code,
        markup_of_each('<td data-label="{}">{}</td>', cells),
    )


def _cell(district: District, one: Handover, can_accept: bool) -> SafeString:
    how = one.how
    name = {"org_code": district.org_code, "year": how.year, "collection": how.collection.id}
    return markup(
        '<a href="{}">{}<span class="usa-sr-only">: {} of {}</span></a>{}<span class="n">{}{}</span>{}',
        address("state-collection", name),
        "Not submitted" if how.state is State.OPEN else how.title,
        how.collection.title,
        district.name,
        LATE if how.is_late else NOTHING,
        _how_far(one),
        _due(how),
        _to_accept(district, how) if can_accept else NOTHING,
    )


def _how_far(one: Handover) -> str:
    how = one.how
    if how.window and how.window.until:
        return f"until {format_date(how.window.until, 'M j, Y')}"
    if how.made:
        return format_date(how.made.day, "M j, Y")
    return f"files of {one.came}{f' of {one.needed}' if one.needed else ''} layouts came"


def _due(how: Standing) -> str:
    words = due_words(how)
    return f"; due {format_date(how.dates.certify_by, 'M j, Y')}, {words}" if words else ""


def _to_accept(district: District, how: Standing) -> SafeString:
    number = how.certified.number if how.certified else ""
    return markup(
        '<input type="hidden" name="listed" value="{0}"><span class="usa-checkbox"><input class="usa-checkbox__input"'
        ' type="checkbox" name="chosen" id="accept-{1}-{2}" value="{0}"><label class="usa-checkbox__label"'
        ' for="accept-{1}-{2}">Accept<span class="usa-sr-only">: {3} of {4}</span></label></span>',
        f"{district.org_code}.{how.year}.{how.collection.id}.{number}",
        district.org_code,
        how.collection.id,
        how.collection.title,
        district.name,
    )
