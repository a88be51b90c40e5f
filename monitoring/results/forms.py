"""Forms on definitions: a draft with the parameters of its kind of rule, a step with a reason or a day, evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.timezone import localdate

from districts.school_year import SchoolYear, show_school_year
from monitoring.analysis.definitions.definition import ALWAYS, LEVELS, WORDS, About, Definition
from monitoring.analysis.definitions.difference import LEVEL_WORDS
from monitoring.analysis.definitions.kinds import KINDS, read_rule, rule_of
from monitoring.analysis.definitions.lifecycle import ABOUT_WORDS, SAY_WHY, WHICH_LEVELS
from monitoring.analysis.definitions.parameters import Parameter

INPUT, SELECT = {"class": "usa-input"}, {"class": "usa-select"}
AREA = {"class": "usa-textarea", "rows": 3}
LONGEST = 2000
LONGEST_TITLE = 120
RULE = "rule_"  # begins the names of fields of parameters


class SchoolYearField(forms.CharField):
    """A school year like 2025-26, kept by its ending year; empty: no bound."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return int(SchoolYear.parse(text)) if text else None
        except ValueError:
            raise forms.ValidationError("Write the school year like 2025-26, or leave it empty.") from None


class WordsField(forms.CharField):
    """Words that others will read: spaces and signs that nobody sees are none."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not any(one.isalnum() for one in text):
            raise forms.ValidationError(self.error_messages["required"])
        return text


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, help_text=help_text, error_messages={"required": "Name the day."}
    )


def _several(label: str, choices: Iterable[tuple[str, str]], missing: str = "Choose at least one.") -> Any:
    widget = forms.CheckboxSelectMultiple()
    errors = {"required": missing}
    return forms.MultipleChoiceField(label=label, choices=list(choices), widget=widget, error_messages=errors)


def _field_of(one: Parameter) -> forms.Field:
    """How a parameter is asked for; whether it is sound, the kind of rule says (`read_rule`)."""
    said: dict[str, Any] = {"label": one.title, "required": False, "help_text": one.hint}
    choices = list(getattr(one, "choices", {}).items())
    if one.form == "choice":
        return forms.ChoiceField(**said, choices=choices, widget=forms.Select(attrs=SELECT))
    if one.form == "choices":
        field: forms.Field = _several(one.title, choices)
        field.required = False
        return field
    if one.form == "number":
        words = getattr(one, "words", "{}").format("…")
        help_text = one.hint or f"As in “{words}”."
        return forms.CharField(
            **{**said, "help_text": help_text}, widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"})
        )
    return forms.CharField(**said, widget=forms.TextInput(attrs=INPUT))


def _asked(one: Parameter) -> forms.Field:
    """With the mark that it may be left out where it may."""
    field: Any = _field_of(one)
    field.is_conditional = not getattr(one, "optional", False)
    return field


class DraftForm(forms.Form):
    """A version of a measure's definition: the parameters of a kind of rule, years, levels, words, review, reasons."""

    first_year = SchoolYearField(
        label="Holds from",
        required=False,
        widget=forms.TextInput(attrs=INPUT),
        help_text="School year like 2025-26. Empty: from the first year there is.",
    )
    last_year = SchoolYearField(
        label="Holds until", required=False, widget=forms.TextInput(attrs=INPUT), help_text="Empty: without end."
    )
    levels = _several("Given for", [(level, LEVEL_WORDS[level].capitalize()) for level in LEVELS])
    review_date = _day("To be reviewed by")
    rationale = WordsField(
        label="Why this version",
        widget=forms.Textarea(attrs=AREA),
        max_length=LONGEST,
        help_text="What it is for, and where it comes from. Everybody reads it, once it is active or promised.",
        error_messages={"required": "Say why, in a few words: others will read it."},
    )

    def __init__(self, *args: Any, measure: str, kind: str, start: Definition | None = None, **kwargs: Any) -> None:
        """`start`: the version that the fields begin with."""
        begin = start if start and _kind(start) == kind else None
        if start is not None:
            kwargs.setdefault("initial", _initial(start, begin))
        super().__init__(*args, **kwargs)
        self.measure, self.kind, self.start = measure, kind, start
        rest = dict(self.fields) if kind else {name: one for name, one in self.fields.items() if name != "levels"}
        self.fields.clear()
        for one in KINDS[kind].parameters if kind else ():
            self.fields[f"{RULE}{one.name}"] = _asked(one)
        self.fields.update(rest)
        for name, title in WORDS.items():
            self.fields[f"words_{name}"] = forms.CharField(
                label=f"{title}, where it differs from the measure’s own", required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={**AREA, "rows": 2}),
            )  # fmt: skip
        self.rule: dict[str, Any] | None = None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.kind:
            given = {
                name.removeprefix(RULE): found.get(name, self.data.get(name))
                for name in self.fields
                if name.startswith(RULE)
            }
            self.rule, faults = read_rule(self.measure, self.kind, given)
            for fault in faults:
                name = f"{RULE}{fault.parameter}"
                if name not in self.errors:
                    self.add_error(name if fault.parameter else None, fault.text)
        first, last = found.get("first_year"), found.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", "It ends before it begins.")
        if self.kind and found.get("levels") and not set(ALWAYS) <= set(found["levels"]):
            self.add_error("levels", WHICH_LEVELS)
        return found

    def clean_review_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["review_date"]
        if day <= localdate():
            raise forms.ValidationError("Name a day that is still to come.")
        return day

    def content(self, version: int = 0) -> Definition:
        """The definition that was typed."""
        said = self.cleaned_data
        own = {name: said[f"words_{name}"].strip() for name in WORDS}
        base = Definition(self.measure, version, rule_of(self.rule), said["first_year"], said["last_year"])
        return replace(
            base,
            levels=tuple(level for level in LEVELS if level in said.get("levels", LEVELS)),
            words=tuple(sorted((name, text) for name, text in own.items() if text)),
            review_date=said["review_date"],
            rationale=said["rationale"],
        )


def _kind(one: Definition) -> str:
    return str(one.rule.as_data["kind"]) if one.rule else ""


def _initial(start: Definition, same_kind: Definition | None) -> dict[str, Any]:
    years = {name: getattr(start, name) for name in ("first_year", "last_year")}
    shown: dict[str, Any] = {name: show_school_year(year) if year else "" for name, year in years.items()}
    shown |= {"levels": list(start.levels), "rationale": start.rationale, "review_date": start.review_date}
    shown |= {f"words_{name}": text for name, text in start.words}
    if same_kind and same_kind.rule:
        data: Mapping[str, Any] = same_kind.rule.as_data
        shown |= {f"{RULE}{one.name}": one.show(data[one.name]) for one in KINDS[data["kind"]].parameters}
    return shown


class StepForm(forms.Form):
    """What is given with a step: a reason, a day, or nothing."""

    reason = WordsField(
        label="Why", widget=forms.Textarea(attrs=AREA), max_length=LONGEST, error_messages={"required": SAY_WHY}
    )
    due = _day("Due by")

    def __init__(self, *args: Any, asks: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "due"):
            if name != asks:
                del self.fields[name]


class EvidenceForm(forms.Form):
    """What was found about ratings."""

    about = forms.ChoiceField(
        label="It shows",
        choices=[(one.value, ABOUT_WORDS[one].removeprefix("that ").capitalize()) for one in About],
        widget=forms.Select(attrs=SELECT),
    )
    day = _day("Of")
    text = WordsField(
        label="What was found, by whom, and where it can be read",
        widget=forms.Textarea(attrs=AREA),
        max_length=LONGEST,
        error_messages={"required": "Say what was found, by whom, and where it can be read."},
    )
