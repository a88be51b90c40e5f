"""Forms of this room. What others than the district may read holds nothing by which a person is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate

from districts.models import School
from districts.school_year import SchoolYear, show_school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.strategies.adoption import FIRST, MOVES, Stage
from monitoring.analysis.strategies.catalogue import LOCI, OBJECTIVES, OFFICES, Help, Words
from monitoring.intake.forms import about_nobody, day

from .actions import Entry, Terms, refuse_file
from .actions.keep_evidence import TAKEN
from .models import AdoptionStep, EvaluationSupport, Milestone, Progress, Resource
from .models.adoption import LONGEST_LEAD
from .models.strategy import LONGEST_TITLE
from .not_possible import NotPossible

INPUT, SELECT = {"class": "usa-input"}, {"class": "usa-select"}
AREA = {"class": "usa-textarea", "rows": 3}
SMALL = {"class": "usa-input usa-input--small", "inputmode": "numeric"}
LONGEST = 4000
YEARS_AHEAD = 8
NONE = ("", "–")


class Typed(forms.CharField):
    """Several lines, which end as stored ones do, whatever a browser makes of them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python("\n".join(value.splitlines()) if isinstance(value, str) else value)


def text(label: str, help_text: str = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    return Typed(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={**AREA, "rows": rows}),
        validators=[about_nobody],
    )


def line(label: str, longest: int, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=forms.TextInput(attrs=INPUT),
        validators=[about_nobody],
    )


def several(label: str, choices: Iterable[tuple[str, str]], help_text: str = "", *, required: bool = False) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        help_text=help_text,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )


def one_of(label: str, choices: Sequence[tuple[Any, str]], help_text: str = "", *, required: bool = True) -> Any:
    """A few choices, all in sight."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        help_text=help_text,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )


def amount(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.NumberInput(attrs=SMALL),
        error_messages={"invalid": "Write a whole number, or leave it blank."},
    )


class WordsForm(forms.Form):
    """What a strategy says."""

    title = line("Title", LONGEST_TITLE)
    summary = text("In a sentence or two", required=True, rows=2)
    body = text("What is done", "A line that begins with “- ” is an item of a list.", rows=8)
    loci = several("Where it works", LOCI.items(), required=True)
    objectives = several("Objectives it serves", OBJECTIVES.items())
    measures = several("Measures in which it is expected to show", [(one, MEASURES[one].title) for one in GAP_MEASURES])
    outcomes = text("What else it is expected to lead to")
    challenges = text("Likely challenges of putting it into practice")
    unintended = text("Consequences that nobody wants")

    def words(self) -> Words:
        given = {name: value for name, value in self.cleaned_data.items() if name in Words.__dataclass_fields__}
        lists = {name: tuple(given.get(name, ())) for name in ("loci", "objectives", "offices", "measures")}
        return Words(**given | lists)


class CatalogueForm(WordsForm):
    """A version of a strategy of the catalogue. `seen`: the version that was opened."""

    offices = several("Offices that own it", OFFICES.items(), required=True)
    why = text("What is another than before, why, and who was asked", required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm(forms.Form):
    """A further version of the plan's text. `seen`: the text that was opened."""

    title = line("Title", 200)
    body = Typed(
        label="Text",
        help_text="A line that begins with “## ” is a heading, with “- ” an item of a list.",
        max_length=100_000,
        widget=forms.Textarea(attrs={**AREA, "rows": 24}),
    )
    why = text("What is another than before, and why", required=True)
    consulted = text("Who was asked", "Groups of people, and no names.", required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OwnStrategyForm(WordsForm):
    why = text("What is another than before, and why")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TermsForm(forms.Form):
    """From which day on, and what is meant to be done."""

    stage = one_of("How far you are", [])
    since = day("Since when")
    schools = several("Schools", [], "Choose none if it is for the whole district.")
    lead = line("Who leads it", LONGEST_LEAD, "An office or a role, and no name.", required=False)
    objectives = several("District objectives it serves", OBJECTIVES.items())
    measure = forms.ChoiceField(
        label="The gap it aims at: measure",
        required=False,
        choices=[NONE, *((one, MEASURES[one].title) for one in GAP_MEASURES)],
        widget=forms.Select(attrs=SELECT),
    )
    group = forms.ChoiceField(
        label="The gap it aims at: between schools with the most and the fewest",
        required=False,
        choices=[NONE, *((one.id, one.students) for one in GROUPS.values())],
        widget=forms.Select(attrs=SELECT),
    )
    change = forms.DecimalField(
        label="By how much it is expected to get smaller",
        help_text="In percentage points, like 2.5; for an average, in its own units.",
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        widget=forms.NumberInput(attrs={**SMALL, "inputmode": "decimal", "step": "any"}),
    )
    by_year = forms.TypedChoiceField(
        label="By which school year", required=False, coerce=int, empty_value=None, widget=forms.Select(attrs=SELECT)
    )
    dollars = amount("Cost, in dollars a year")
    hours = amount("Time, in hours of work a year", "Of all people together, about.")
    is_pilot = forms.BooleanField(label="It is a pilot, together with the state agency", required=False)

    def __init__(self, *args: Any, stages: Sequence[Stage] = FIRST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = localdate()
        running = int(SchoolYear.running(today))
        schools = School.objects.order_by("name_in_order").values_list("org_code", "name")
        choices: dict[str, list[tuple[Any, str]]] = {
            "stage": [(one.value, one.label) for one in stages],
            "schools": list(schools),
            "by_year": [NONE, *((year, show_school_year(year)) for year in range(running, running + YEARS_AHEAD))],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.fields["since"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        measure, group = cleaned.get("measure"), cleaned.get("group")
        if bool(measure) != bool(group):
            self.add_error(
                "group" if measure else "measure", "A gap has a measure and a group: choose both, or neither."
            )
        if cleaned.get("change") is not None and not measure:
            self.add_error("measure", "Say which gap is expected to get smaller.")
        return cleaned

    def clean_since(self) -> dt.date:
        since: dt.date = self.cleaned_data["since"]
        if since > localdate():
            raise forms.ValidationError("Name a day that has come: a step is recorded when it is taken.")
        return since

    def terms(self) -> Terms:
        given = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        return Terms(**given | {name: tuple(given[name]) for name in ("schools", "objectives")})


class StepForm(TermsForm):
    """Another step of what was taken up. `seen`: the number of the last step that was looked at."""

    reason = text("Why, where it is paused or ended", "Who looks at it in three years will want to know.")
    unintended = text("What came of it that nobody wanted, if anything")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: AdoptionStep, **kwargs: Any) -> None:
        stage = Stage(now.stage)
        super().__init__(*args, stages=(stage, *MOVES[stage]), **kwargs)


class ProgressForm(forms.Form):
    """Two minutes: how it goes, and a sentence if one likes."""

    status = one_of("How it goes", Progress.Status.choices)
    fidelity = one_of(
        "How far what is done is what was meant", [*Progress.Fidelity.choices, ("", "Cannot say")], required=False
    )
    text = text("What has happened", "Say what, not who.", rows=3)
    risk = forms.ChoiceField(
        label="Risk that it will not work out",
        required=False,
        choices=[NONE, *Progress.Risk.choices],
        widget=forms.Select(attrs=SELECT),
    )
    milestone = forms.TypedChoiceField(
        label="A milestone that is settled with this", required=False, widget=forms.Select(attrs=SELECT)
    )
    outcome = forms.ChoiceField(
        label="How it is settled",
        required=False,
        choices=[NONE, *Progress.Outcome.choices],
        widget=forms.Select(attrs=SELECT),
    )
    day = day("Of which day")
    kept_here = forms.BooleanField(
        label="Keep this entry within the district",
        help_text="Else the state agency reads it, beside what other districts say, to see what helps.",
        required=False,
    )

    file = forms.FileField(
        label="A file that shows it",
        help_text="The district’s alone: the state agency never opens it. No pupil’s or teacher’s data, please.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "usa-file-input", "accept": ",".join(TAKEN)}),
    )

    def __init__(self, *args: Any, milestones: Sequence[Milestone] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {str(one.number): one for one in milestones}
        choices = [NONE, *((number, one.title) for number, one in self.by_number.items())]
        self.fields["milestone"].choices = choices  # type: ignore[attr-defined]
        self.fields["day"].initial = localdate()
        if not milestones:
            del self.fields["milestone"], self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("milestone")) != bool(cleaned.get("outcome")):
            self.add_error("outcome", "Choose a milestone and how it is settled: both, or neither.")
        return cleaned

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            try:
                refuse_file(file.name, file.size)
            except NotPossible as why:
                raise forms.ValidationError(str(why)) from None
        return file

    def entry(self) -> Entry:
        given = self.cleaned_data
        return Entry(
            day=given["day"],
            status=given["status"],
            fidelity=int(given["fidelity"]) if given["fidelity"] else None,
            risk=given["risk"],
            text=given["text"],
            milestone=self.by_number.get(given.get("milestone") or ""),
            outcome=given.get("outcome", ""),
            kept_here=given["kept_here"],
        )


class MilestoneForm(forms.Form):
    title = line("Milestone", 120, "What will be there then.")
    due = day("By when")


class ResourceForm(forms.Form):
    """A resource of the library."""

    title = line("Title", LONGEST_TITLE)
    kind = one_of("What it is", Resource.Kind.choices)
    summary = text("What it is good for", required=True)
    link = forms.URLField(
        label="Where it is",
        help_text="An address that begins with https://, if it is on the web.",
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT),
    )
    offices = several("Offices that own it", OFFICES.items(), required=True)
    strategies = several("Strategies it is for", [], "Choose none if it is of use for all.")
    is_retired = forms.BooleanField(label="Show it no more", required=False)

    def __init__(self, *args: Any, strategies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategies"].choices = strategies  # type: ignore[attr-defined]

    def content(self) -> Help:
        given = {name: self.cleaned_data[name] for name in Help.__dataclass_fields__}
        return Help(**given | {name: tuple(given[name]) for name in ("offices", "strategies")})


class SupportForm(forms.Form):
    """How the agency has supported a district's evaluation system. The district reads it."""

    day = day("Of which day")
    kind = one_of("What was done", EvaluationSupport.Kind.choices)
    office = forms.ChoiceField(
        label="Which office did it", choices=[*OFFICES.items()], widget=forms.Select(attrs=SELECT), initial="oee"
    )
    people = amount("How many of the district’s people took part", "Their number alone.")
    text = text("In a few words", "The district reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = localdate()
