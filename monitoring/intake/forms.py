"""The form by which files come in, and the one that picks among those that came."""

from __future__ import annotations

from typing import Any

from django import forms

from monitoring.intake.models import Upload
from monitoring.intake.queries import OVERTAKEN
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.upload_handler import SealedFile

TAKEN = ".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


ALL = ("", "All")
FILTER = forms.Select(attrs={"class": "usa-select"})
REPORT_CHOICES = sorted(((report.id, report.title) for report in REPORTS.values()), key=lambda choice: choice[1])
STATE_CHOICES = [ALL, *Upload.State.choices, (OVERTAKEN, "Overtaken by a newer file")]


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


class UploadFilter(forms.Form):
    """Which of the districts' files to show."""

    district = forms.CharField(label="District", required=False, widget=forms.TextInput(attrs={"class": "usa-input"}))
    report = forms.ChoiceField(label="Report", required=False, widget=FILTER, choices=[ALL, *REPORT_CHOICES])
    state = forms.ChoiceField(label="State", required=False, widget=FILTER, choices=STATE_CHOICES)
