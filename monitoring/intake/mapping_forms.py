"""The forms by which a mapping is made: where its headings are taken from, which holds what, what own codes mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from monitoring.intake.actions.save_mapping import LONGEST_NAME, NAMED
from monitoring.intake.forms import TAKEN
from monitoring.intake.mapping.column_mapping import (
    AT_UPLOAD,
    BLANK,
    FIRST_LINE,
    NOT_APPLICABLE,
    SOURCES,
    ColumnMapping,
    Match,
    has_codes,
    layouts_to_map,
    may_be_one_value,
)
from monitoring.intake.mapping.drafts import Draft
from monitoring.intake.mapping.faults import LONGEST, MOST_CODES, Fault
from monitoring.intake.mapping.likely import likely_code, likely_headings
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

INPUT = {"class": "usa-input", "autocomplete": "off"}
OF_HEADING, OF_SOURCE = "=", ":"  # what a choice begins with
SOURCE_WORDS = {AT_UPLOAD: "Asked for at each upload", FIRST_LINE: "The first line of the file, or a title above"}
MORE_CODES = 3  # empty lines below the codes that are known
MOST_LINES = (
    2 * MOST_CODES + MORE_CODES
)  # those of the mapping and of the file: too many are told of, and none is left out
ONE_OF_THEM = "Choose a file or paste a line of headings: one of the two."
LAYOUT_CHOICES = [("", "Choose a layout"), *((layout.id, layout.title) for layout in layouts_to_map())]


class StartForm(forms.Form):
    """For which layout, and where the headings are taken from."""

    layout = forms.ChoiceField(
        label="What the export holds",
        choices=LAYOUT_CHOICES,
        help_text="The layout that its rows belong to.",
        error_messages={"required": "Choose what the export holds."},
    )
    file = forms.FileField(
        label="One of these files",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text="CSV or XLSX. Its headings are looked at and, where a column may hold codes, which these are. Nothing"
        " of it is kept.",
    )
    line = forms.CharField(
        label="Or its line of headings",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 3}),
        help_text="Copied from the file, with commas, semicolons or tabs between the headings.",
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = [given.get(name) for name in ("file", "line")]
        if all(said) or not any((*said, given.get("upload"))):
            self.add_error("line", ONE_OF_THEM)
        return given


class MatchingForm(forms.Form):
    """Which heading holds which column, or what holds for all rows."""

    name = forms.CharField(
        label="Name of this mapping",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs=INPUT),
        help_text="By which files that were read through it tell it, like “Licenses from our HR system”.",
        error_messages={"required": NAMED},
    )

    def __init__(self, draft: Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.layout = draft, draft.layout
        for column in self.layout.columns:
            self.fields[f"heading_{column.name}"] = forms.ChoiceField(
                label=f"Heading that holds {column.title}",
                required=False,
                choices=_choices(column, draft.headings),
                error_messages={"invalid_choice": "That heading is none of the export: choose again."},
            )
            if may_be_one_value(self.layout, column.name):
                self.fields[f"value_{column.name}"] = _value_field(column)

    def lines(self) -> Iterator[tuple[Column, forms.BoundField, forms.BoundField | None]]:
        """Each column with its fields, as the page shows them."""
        for column in self.layout.columns:
            one_value = f"value_{column.name}"
            yield column, self[f"heading_{column.name}"], self[one_value] if one_value in self.fields else None

    def matches(self) -> list[Match]:
        """What was chosen, without codes."""
        made = []
        for column in self.layout.columns:
            chosen = self.cleaned_data.get(f"heading_{column.name}", "")
            match = Match(
                column.name,
                heading=chosen[1:] if chosen.startswith(OF_HEADING) else "",
                value=self.cleaned_data.get(f"value_{column.name}", ""),
                source=chosen[1:] if chosen.startswith(OF_SOURCE) else "",
            )
            made += [match] if match.heading or match.value or match.source else []
        return made

    def add_faults(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add_error(f"heading_{fault.column}" if fault.column else None, fault.message)


class CodesForm(forms.Form):
    """What own codes stand for. `matches`: those of columns with a list of codes, or of schools, under a heading of the
    export. `schools`: the district's, with their names.
    """

    def __init__(
        self, matches: Iterable[Match], layout: Report, *args: Any, schools: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        coded = [match for match in matches if is_coded(layout, match)]
        self.coded = [(match, with_schools(layout.column(match.column), schools)) for match in coded]
        self.places: dict[str, int] = {}
        for match, column in self.coded:
            given = sum(name.startswith(f"own_{column.name}-") for name in self.data) if self.is_bound else 0
            self.places[column.name] = min(given, MOST_LINES) or len(match.codes) + MORE_CODES
            for place in range(self.places[column.name]):
                own, code = match.codes[place] if place < len(match.codes) else ("", "")
                self._add_line(column, place, own, code)

    def _add_line(self, column: Column, place: int, own: str, code: str) -> None:
        number = f"{column.title}, line {place + 1}"
        text = forms.CharField(required=False, max_length=LONGEST, initial=own, label=f"Your code for {number}")
        text.widget = forms.TextInput(attrs=INPUT)
        self.fields[f"own_{column.name}-{place}"] = text
        self.fields[f"code_{column.name}-{place}"] = forms.ChoiceField(
            required=False,
            choices=[("", "Choose"), *_code_choices(column)],
            initial=code,
            label=f"What it stands for, {number}",
        )

    def sections(self) -> Iterator[tuple[Column, Match, list[tuple[forms.BoundField, forms.BoundField]]]]:
        for match, column in self.coded:
            places = range(self.places[column.name])
            yield (
                column,
                match,
                [(self[f"own_{column.name}-{place}"], self[f"code_{column.name}-{place}"]) for place in places],
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for _, column in self.coded:
            for place in range(self.places[column.name]):
                own, code = (given.get(f"{part}_{column.name}-{place}", "") for part in ("own", "code"))
                if own and not code:
                    self.add_error(
                        f"code_{column.name}-{place}",
                        f"Choose what “{own}” stands for, or empty its field where it is to stay as it is.",
                    )
                elif code and not own:
                    self.add_error(f"own_{column.name}-{place}", f"Write which of your codes stands for {code}.")
        return given

    def codes(self) -> dict[str, list[tuple[str, str]]]:
        """By column, own codes and what they stand for; of what was sent, wrong or right."""
        found: dict[str, list[tuple[str, str]]] = {}
        for _, column in self.coded:
            lines = [
                tuple(self.data.get(f"{part}_{column.name}-{place}", "").strip() for part in ("own", "code"))
                for place in range(self.places[column.name])
            ]
            found[column.name] = [(own, code) for own, code in lines if own or code]
        return found

    def add_faults(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            name = f"own_{fault.column}-0"
            self.add_error(name if name in self.fields else None, fault.message)


def with_schools(column: Column, schools: Mapping[str, str]) -> Column:
    """A column of schools as one of a list of codes, which is the district's."""
    if column.kind is not Kind.ORG_CODE:
        return column
    return dataclasses.replace(column, codes=tuple(schools), meanings=tuple(schools.values()))


def is_coded(layout: Report, match: Match) -> bool:
    """Whether own codes may stand under its heading."""
    return bool(match.heading) and has_codes(layout, match.column)


def first_guess(draft: Draft) -> dict[str, str]:
    """What a new form proposes."""
    found = likely_headings(draft.layout, draft.headings)
    chosen = {f"heading_{column}": f"{OF_HEADING}{heading}" for column, heading in found.items()}
    asked = {name: f"{OF_SOURCE}{AT_UPLOAD}" for name in SOURCES if draft.layout.has(name) and name not in found}
    chosen["name"] = f"{draft.layout.title}, our own export"
    return chosen | {f"heading_{name}": choice for name, choice in asked.items()}


def as_chosen(mapping: ColumnMapping) -> dict[str, str]:
    """A saved mapping as the form shows it."""
    chosen = {"name": mapping.name}
    for match in mapping.matches:
        head = f"{OF_HEADING}{match.heading}" if match.heading else f"{OF_SOURCE}{match.source}" if match.source else ""
        chosen |= {f"heading_{match.column}": head, f"value_{match.column}": match.value}
    return chosen


def with_known_codes(draft: Draft, match: Match, schools: Mapping[str, str]) -> Match:
    """The match with the codes that were translated before and, not translated yet, those seen under its heading that
    are none of the list.
    """
    column = with_schools(draft.layout.column(match.column), schools)
    known = {code.casefold() for code in (*column.codes, NOT_APPLICABLE)}
    codes = dict(draft.codes.get(match.column, []))
    said = {own.casefold() for own in codes}
    seen = [own for own in draft.seen.get(match.heading, []) if own.casefold() not in known | said]
    new = {own: likely_code(column, own) for own in seen}
    return Match(match.column, heading=match.heading, codes=tuple((codes | new).items()))


def _choices(column: Column, headings: Iterable[str]) -> list[tuple[str, str]]:
    elsewhere = [(f"{OF_SOURCE}{source}", SOURCE_WORDS[source]) for source in SOURCES.get(column.name, ())]
    return [("", "Not in the export"), *elsewhere, *((f"{OF_HEADING}{heading}", heading) for heading in headings)]


def _value_field(column: Column) -> forms.Field:
    label = f"One value of {column.title} for all rows"
    if column.codes:
        choices = [("", "None"), *((code, _with_meaning(code, words)) for code, words in column.code_meanings)]
        choices += [] if column.filled else [(NOT_APPLICABLE, "NA: does not apply")]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=forms.TextInput(attrs=INPUT))


def _code_choices(column: Column) -> list[tuple[str, str]]:
    listed = [(code, _with_meaning(code, words)) for code, words in column.code_meanings]
    others = {} if column.filled else {NOT_APPLICABLE: "NA: does not apply", BLANK: "A blank cell: not known"}
    if column.kind is Kind.ORG_CODE:
        others.pop(NOT_APPLICABLE, None)
    return [*listed, *((code, words) for code, words in others.items() if code not in column.codes)]


def _with_meaning(code: str, words: str) -> str:
    return f"{code}: {words}" if words else code


def layout_of(data: Mapping[str, Any]) -> Report | None:
    """The layout that a form names, if a district sends it."""
    named = str(data.get("layout", ""))
    return REPORTS[named] if named in dict(LAYOUT_CHOICES) and named else None
