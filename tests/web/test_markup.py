"""HTML that is made by hand is what Django would make of the same parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from districts.markup import markup, markup_of_each

PARTS = ["a < b & 'c' > \"d\"", "{} %s", "", None, 0, 1.5, Decimal("1.50"), mark_safe("<i>is safe</i>"), "–\u2003é"]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_escaped_as_django_does(part: object) -> None:
    form = '<a href="{}">{}</a>'
    assert markup(form, part, part) == format_html(form, part, part)
    assert markup("{}", markup(form, part, part)) == format_html(form, part, part)


def test_rows_are_joined_as_django_does() -> None:
    rows = [(one, other) for one, other in zip(PARTS, reversed(PARTS), strict=True)]
    assert markup_of_each("<li>{}{}</li>", rows) == format_html_join("", "<li>{}{}</li>", rows)
