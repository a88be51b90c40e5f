"""Fields that are written out are what Django's templates make of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from equityplan.form_fields import FieldRenderer

CHOICES = [("", "–"), ("a&", "A & <b>"), ("The 'first'", [("1", "one"), (2, "two")]), (10000, mark_safe("<i>3</i>"))]
GIVEN = {"text": "<&\"'", "mail": "x", "number": "12", "day": "2020-01-01", "one": "2", "several": ["2"], "there": "h"}


class EveryKind(forms.Form):
    text = forms.CharField(max_length=5, help_text="In short")
    mail = forms.EmailField(required=False)
    number = forms.IntegerField(min_value=0, max_value=1200)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    one = forms.ChoiceField(choices=CHOICES, widget=forms.Select(attrs={"class": "a", "data-x": True, "hidden": False}))
    several = forms.MultipleChoiceField(choices=CHOICES)
    word = forms.CharField(widget=forms.PasswordInput)
    there = forms.CharField(widget=forms.HiddenInput)
    address = forms.URLField(assume_scheme="https")
    long = forms.CharField(widget=forms.Textarea)
    yes = forms.BooleanField()


@pytest.mark.parametrize("given", [None, {}, GIVEN], ids=["new", "empty", "filled in"])
@pytest.mark.parametrize("initial", [{}, {"text": mark_safe("<b>"), "number": 1234, "day": dt.date(2020, 1, 2)}])
def test_a_field_is_what_the_templates_make_of_it(given: dict[str, object] | None, initial: dict[str, object]) -> None:
    ours, theirs = (EveryKind(given, initial=initial, renderer=kind()) for kind in (FieldRenderer, TemplatesSetting))
    assert {name: str(ours[name]) for name in ours.fields} == {name: str(theirs[name]) for name in theirs.fields}


def test_forms_are_written_out() -> None:
    assert isinstance(EveryKind().renderer, FieldRenderer)
