"""Forms about causes of gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES, MEASURES
from monitoring.analysis.strategies.catalogue import OBJECTIVES
from monitoring.analysis.strategies.causes import LISTS, CauseWords, Confidence, EvidenceKind
from monitoring.intake.forms import day
from monitoring.results.selection import DIMENSIONS

from .actions import Item, OwnCause, Thought
from .forms import INPUT, NONE, SELECT, line, one_of, several, text
from .models import Cause, CauseVersion, NamedCause
from .models.cause import LONGEST_CAUSE

Choices = Sequence[tuple[str, str]]
OWN = "own"
HOLDS = [("yes", "It feeds it"), ("no", "It does not, or does not any more")]


def select(label: str, choices: Sequence[Any], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose one."},
    )


class Dated(forms.Form):
    """From a day on that has come."""

    since = day("Since when")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = localdate()

    def clean_since(self) -> dt.date:
        since: dt.date = self.cleaned_data["since"]
        if since > localdate():
            raise forms.ValidationError("Name a day that has come.")
        return since


class StudyForm(forms.Form):
    """A gap to look into."""

    measure = select("Measure", [NONE, *((one, MEASURES[one].title) for one in GAP_MEASURES)])
    group = select(
        "Between schools with the most and the fewest", [NONE, *((one.id, one.students) for one in GROUPS.values())]
    )
    objectives = several("District objectives that closing it would serve", OBJECTIVES.items())


class ThoughtForm(Dated):
    """How sure the district is of a cause. `seen`: the number of the last claim that was looked at."""

    confidence = one_of("How sure you are", [(one.value, one.label) for one in Confidence])
    text = text("Why you think so", "Say what, not who.")
    strategies = several("Strategies that you see as answers", [], "Beside those that the library links with it.")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("what", "title", "about", "confidence", "text", "strategies", "since", "kept_here")

    def __init__(self, *args: Any, strategies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategies"].choices = strategies  # type: ignore[attr-defined]

    def thought(self) -> Thought:
        given = self.cleaned_data
        return Thought(Confidence(given["confidence"]), given["since"], given["text"], tuple(given["strategies"]))


class NameCauseForm(ThoughtForm):
    """A cause of the library, one that was named for another gap, or one in own words. `claimed`: ids of those that
    were named for this gap.
    """

    what = select("Cause", [])
    title = line("Its name, in your own words", LONGEST_CAUSE, "Only for a cause of your own.", required=False)
    about = text("What it is", "Only for a cause of your own.", rows=2)
    kept_here = forms.BooleanField(
        label="Do not let the state agency count it",
        help_text="It counts how many districts look into each cause of its library, and reads nothing else of this.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        library: Sequence[CauseVersion],
        named: Sequence[NamedCause],
        claimed: Collection[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        taken = {one.cause_id for one in named}
        titles: dict[int | None, str] = {one.cause_id: one.title for one in library}
        named = [one for one in named if one.pk not in claimed]
        self.known: dict[str, Cause | NamedCause] = {str(one.number): one for one in named}
        fresh = [one for one in library if one.cause_id not in taken]
        self.known |= {one.cause.key: one.cause for one in fresh}
        groups = {
            "Named for a gap already": [(str(one.number), one.title or titles[one.cause_id]) for one in named],
            "Of the library": [(one.cause.key, one.title) for one in fresh],
            "Your own": [(OWN, "One in your own words, below")],
        }
        shown = [NONE, *((label, options) for label, options in groups.items() if options)]
        self.fields["what"].choices = shown  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == OWN and not cleaned.get("title"):
            self.add_error("title", "Give it a name.")
        if cleaned.get("what") not in (None, OWN) and cleaned.get("title"):
            self.add_error("title", "Leave this blank, or choose “One in your own words”.")
        return cleaned

    def cause(self) -> Cause | NamedCause | OwnCause:
        given = self.cleaned_data
        if given["what"] == OWN:
            return OwnCause(given["title"], given["about"])
        return self.known[given["what"]]


class EvidenceForm(forms.Form):
    """What is known, of one of the three kinds."""

    kind = one_of("Where it comes from", [(one.value, one.label) for one in EvidenceKind])
    text = text("What it says", "Say what, not who.", required=True)
    link = forms.URLField(
        label="Where it can be read",
        help_text="An address that begins with https://, if it is on the web.",
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT),
    )
    against = forms.BooleanField(label="It speaks against this cause", required=False)
    day = day("Of which day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = localdate()

    def clean_day(self) -> dt.date:
        of: dt.date = self.cleaned_data["day"]
        if of > localdate():
            raise forms.ValidationError("Name a day that has come.")
        return of

    def item(self) -> Item:
        given = self.cleaned_data
        kind = EvidenceKind(given["kind"])
        return Item(kind, given["day"], given["text"], given["link"], given["against"])


class LinkForm(Dated):
    """One cause feeds another."""

    begin = select("This cause", [])
    end = select("feeds this one", [])
    holds = one_of("Does it", HOLDS)
    text = text("How", "In a few words.", rows=2)
    field_order = ("begin", "holds", "end", "text", "since")

    def __init__(self, *args: Any, causes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begin", "end"):
            self.fields[name].choices = [NONE, *causes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("begin") and cleaned.get("begin") == cleaned.get("end"):
            self.add_error("end", "A cause does not feed itself: name two.")
        return cleaned


class CauseForm(forms.Form):
    """A version of a cause of the library. `seen`: the version that was opened."""

    title = line("Title", LONGEST_CAUSE)
    why = text("What is another than before, why, and who was asked", required=True)
    text = text("What it is", required=True)
    dimensions = several("Dimensions of measures in which it shows", DIMENSIONS.items(), required=True)
    leads_to = several("Causes that it feeds", [], "In a circle, too.")
    strategies = several("Strategies that address it", [])
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "text", "dimensions", "leads_to", "strategies", "why")

    def __init__(self, *args: Any, causes: Choices, strategies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leads_to"].choices = causes  # type: ignore[attr-defined]
        self.fields["strategies"].choices = strategies  # type: ignore[attr-defined]

    def words(self) -> CauseWords:
        given = self.cleaned_data
        return CauseWords(given["title"], given["text"], **{name: tuple(given[name]) for name in LISTS})
