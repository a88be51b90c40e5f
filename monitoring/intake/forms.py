"""The form by which files come in, and the one that picks among those that came."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from districts.school_year import FIRST, LAST, SchoolYear, show_school_year
from monitoring.intake.burden.cost import MOST_MINUTES
from monitoring.intake.certification.catalogue import COLLECTIONS, IN_FILES
from monitoring.intake.models import Upload
from monitoring.intake.personal_text import personal_in
from monitoring.intake.queries.uploads import OVERTAKEN
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.upload_handler import SealedFile

TAKEN = ".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


CHOSEN = re.compile(rf"[0-9]{{8}}\.([0-9]{{4}})\.({'|'.join(COLLECTIONS)})\.[0-9]{{1,6}}")
ALL = ("", "All")
FILTER = forms.Select(attrs={"class": "usa-select"})
REPORT_CHOICES = sorted(((report.id, report.title) for report in REPORTS.values()), key=lambda choice: choice[1])
STATE_CHOICES = [ALL, *Upload.State.choices, (OVERTAKEN, "Overtaken by a newer file")]


YEARS_TO_SAY = 10
SAID = {"school_year": "School year of these files", "collection": "Collection of these files"}


class FilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; cleaned to a list."""

    def clean(self, data: Any, initial: Any = None) -> list[SealedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class UploadForm(forms.Form):
    """Which files to send. Whether they are any good is for the checks to say, not for the form."""

    file = FilesField(
        label="Files",
        allow_empty_file=True,  # which is for the checks to say as well; it would keep the others out
        widget=FilesInput(attrs={"accept": TAKEN}),
        error_messages={"required": "Choose at least one file."},
    )
    ask_first = forms.BooleanField(
        label="Show me what it changes before it is taken",
        initial=True,
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input", "aria-describedby": "ask-first-hint"}),
    )

    def __init__(self, *args: Any, asked: Collection[str] = (), **kwargs: Any) -> None:
        """`asked`: what the district's own mappings ask for with a file."""
        super().__init__(*args, **kwargs)
        self.asked = [name for name in ("school_year", "collection") if name in asked]
        running = int(SchoolYear.running(timezone.localdate()))
        choices: dict[str, list[Any]] = {
            "school_year": [(year, show_school_year(year)) for year in range(running, running - YEARS_TO_SAY, -1)],
            "collection": list(IN_FILES.items()),
        }
        for name in self.asked:
            self.fields[name] = forms.TypedChoiceField(
                label=SAID[name],
                required=False,
                choices=[("", "The file says it"), *choices[name]],
                coerce=int if name == "school_year" else str,
                empty_value=None if name == "school_year" else "",
                help_text="Only for an export of your own whose mapping asks for it.",
            )

    def said(self) -> dict[str, Any]:
        """What was said beside the files."""
        return {name: self.cleaned_data[name] for name in self.asked}

    def said_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]


class TakeForm(forms.Form):
    """That a held file is to be taken. `checked`: the check whose findings the sender has seen."""

    checked = forms.DateTimeField(required=False)


class UploadFilter(forms.Form):
    """Which of the districts' files to show."""

    district = forms.CharField(label="District", required=False, widget=forms.TextInput(attrs={"class": "usa-input"}))
    report = forms.ChoiceField(label="Report", required=False, widget=FILTER, choices=[ALL, *REPORT_CHOICES])
    state = forms.ChoiceField(label="State", required=False, widget=FILTER, choices=STATE_CHOICES)


TEXT = forms.Textarea(attrs={"class": "usa-textarea", "rows": 3})
LONGEST = 2000  # characters of a reason or an explanation
I_CERTIFY = "I certify"


def day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "usa-input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": "Name the day."})


def about_nobody(text: str) -> None:
    """What others will read holds nothing by which a person is known."""
    if what := personal_in(text):
        raise forms.ValidationError(f"Leave out {what}: others will read this, and no person may be known by it.")


def words(label: str, help_text: str = "") -> forms.CharField:
    required = {"required": "Say why, in a few words: others will read it."}
    return forms.CharField(
        label=label,
        widget=TEXT,
        max_length=LONGEST,
        help_text=help_text,
        error_messages=required,
        validators=[about_nobody],
    )


class NothingMore(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """Why something is taken or given back."""

    reason = words("Why", "It stays in the history, for the district and ESE to read.")


class AcceptForm(forms.Form):
    """`certification`: the number of the one that was looked at."""

    certification = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReturnForm(ReasonForm, AcceptForm):
    """Why that one is given back."""


class ResolutionForm(forms.Form):
    """Why ESE takes numbers as they are. `numbers`: those that it has seen."""

    numbers = forms.CharField(widget=forms.HiddenInput, required=False)
    note = words("Why", "For ESE to read: the districts learn only that it is taken as it is.")


class ExplanationForm(forms.Form):
    """Why a rule's warnings are as they are, as they were looked at."""

    layout = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    rule_id = forms.CharField(widget=forms.HiddenInput, max_length=40)
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    text = words("Why this is so", "It goes with the collection as its data note. Name no person.")


def time_taken(label: str, help_text: str) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "usa-input usa-input--small", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=widget,
        error_messages={"invalid": "Write minutes as a whole number, or leave it blank."},
    )


class EstimateForm(forms.Form):
    """How long a collection took the district."""

    minutes = time_taken("Minutes, of all people together", "About. Leave it blank to take your estimate back.")


class CertifyForm(forms.Form):
    """A signature in words, under what was looked at; and once, if they like, how long it took. `is_asked`: whether
    that is asked.
    """

    words = forms.CharField(
        label=f"To sign, write “{I_CERTIFY}”",
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "off"}),
        error_messages={"required": f"Write “{I_CERTIFY}” to sign."},
    )

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)

    minutes = time_taken(
        "About how many minutes did this collection take your district, all people together?",
        "Only if you like: it helps to see what collections cost, and what could be asked less. ESE sees it together"
        " with other districts’ alone. You can change it, or leave it out, later.",
    )

    def __init__(self, *args: Any, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["minutes"]

    def clean_words(self) -> str:
        said: str = self.cleaned_data["words"]
        if said.strip().strip('“”".').casefold() != I_CERTIFY.casefold():
            raise forms.ValidationError(f"Write “{I_CERTIFY}” to sign; nothing was certified.")
        return said


def _is_collection(word: str) -> bool:
    found = CHOSEN.fullmatch(word)
    return found is not None and FIRST <= int(found[1]) <= LAST


class ChosenForm(forms.Form):
    """Several collections of districts, each as '00350000.2025.OCT.2', with the number of the certification that was
    listed: those that were ticked, or all.
    """

    chosen = forms.TypedMultipleChoiceField(required=False)
    listed = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name in ("chosen", "listed"):
            field = self.fields[name]
            given = [word for word in data.getlist(name) if _is_collection(word)]
            field.choices = [(word, word) for word in given]  # type: ignore[attr-defined]
        self.is_all = bool(data.get("all"))

    @property
    def named(self) -> list[tuple[str, int, str, int]]:
        """Code of the district, school year, collection and number of the certification, each once."""
        words = dict.fromkeys(self.cleaned_data["listed" if self.is_all else "chosen"])
        parts = (word.split(".") for word in words)
        return [(code, int(year), collection, int(number)) for code, year, collection, number in parts]


class WindowForm(forms.Form):
    """How long, and why, a certified collection is open to edits."""

    until = day("Last day")
    reason = words("Why", "The district reads it, and it stays in the history.")


class ReminderForm(forms.Form):
    """A reminder by hand, with a word of one's own or without."""

    note = forms.CharField(
        label="A word of your own",
        widget=TEXT,
        max_length=LONGEST,
        required=False,
        validators=[about_nobody],
        help_text="It goes with the mail, under your name, and stays in the history. Name no person.",
    )


class ChoiceForm(forms.Form):
    """Whether reminders are sent by themselves."""

    is_on = forms.TypedChoiceField(choices=[("on", "On"), ("off", "Off")], coerce=lambda word: word == "on")


class DatesForm(forms.Form):
    """The dates of a collection of a school year."""

    opens = day("Opens")
    certify_by = day("To be certified by")
    edits_until = day("Can be withdrawn until")
    reason = words("Why they change", "All districts read it.")


class YearForm(forms.Form):
    """Which school year to show."""

    year = forms.TypedChoiceField(label="School year", required=False, widget=FILTER, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, show_school_year(year)) for year in years]  # type: ignore[attr-defined]


class CollectionFilter(YearForm):
    """Which districts' collections to show."""

    STATES = (
        ALL,
        ("to_accept", "To be accepted"),
        ("not_submitted", "Not submitted"),
        ("late", "Past the deadline"),
        ("submitted", "Submitted"),
        ("edit_window", "Edit window open"),
        ("accepted", "Accepted"),
    )

    state = forms.ChoiceField(label="Any collection that is", required=False, widget=FILTER, choices=STATES)
    district = forms.CharField(
        label="Name or code", required=False, widget=forms.TextInput(attrs={"class": "usa-input"})
    )
