"""Collections: what a district hands over three times a year, and the acts of those who hand it over and accept it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.api.collections import Handed, HandedWhole, totals
from monitoring.api.identities import CollectionName
from monitoring.api.serializers.fields import OrgCodeField, SchoolYearField, TextOrNull
from monitoring.api.serializers.uploads import StrictInput
from monitoring.intake.certification.catalogue import COLLECTIONS, LAYOUTS, WARNED_OF
from monitoring.intake.certification.facts import Act
from monitoring.intake.certification.standing import State
from monitoring.intake.certification.steps import lock_words, next_steps
from monitoring.intake.forms import I_CERTIFY, LONGEST, about_nobody
from monitoring.intake.rule_list import RULE_TITLES

NOT_TO_THE_AGENCY = "Null to the agency."


class CollectionSerializer(serializers.Serializer[Any]):
    """One row a district, school year and collection."""

    id = serializers.CharField(help_text="District, school year and collection, joined with dots.")
    address = serializers.CharField(help_text="Path of all that is told of it.")
    district = OrgCodeField(help_text="Whose collection it is.")
    name = serializers.CharField(help_text="That district's name.")
    school_year = SchoolYearField(help_text="Whose files it holds.")
    collection = serializers.ChoiceField(
        list(COLLECTIONS), help_text="October, March, the end of the year, or aggregate figures."
    )
    state = serializers.ChoiceField(
        [one.value for one in State],
        help_text="How far it is. `open`, `transmitted` and `validated` follow from the files, and `superseded` from "
        "other rows than were certified; the agency reads what people did, so `open` until it is submitted.",
    )
    state_title = serializers.CharField(help_text="The state in words.")
    is_preliminary = serializers.BooleanField(help_text="Whether no certification of what its files say stands.")
    opens = serializers.DateField(help_text="The first day on which it can be submitted.")
    certify_by = serializers.DateField(help_text="The day by which it is due.")
    edits_until = serializers.DateField(help_text="The last day on which the district itself can withdraw it.")
    days_left = serializers.IntegerField(help_text="Until it is due; below zero once that day has passed.")
    is_late = serializers.BooleanField(help_text="Whether it was due and is not certified.")
    since = serializers.DateField(allow_null=True, help_text="Day of the last act; null before the first.")
    certified_on = serializers.DateField(allow_null=True, help_text="Day of the certification that stands.")
    window_until = serializers.DateField(allow_null=True, help_text="Last day of the edit window that is open.")
    layouts_needed = serializers.IntegerField(help_text="How many layouts it needs.")
    layouts_came = serializers.IntegerField(help_text="Of how many of these a file was taken.")
    errors = serializers.IntegerField(  # type: ignore[assignment]
        allow_null=True, help_text=f"Errors in its files, and between them. {NOT_TO_THE_AGENCY}"
    )
    warnings = serializers.IntegerField(allow_null=True, help_text=f"Warnings, likewise. {NOT_TO_THE_AGENCY}")
    unexplained = serializers.IntegerField(
        allow_null=True, help_text=f"Those that nobody has explained yet. {NOT_TO_THE_AGENCY}"
    )

    def to_representation(self, one: Handed) -> dict[str, Any]:
        return dict(super().to_representation(_row(one)))


def _row(one: Handed) -> dict[str, Any]:
    how = one.how
    name = str(CollectionName(one.org_code, one.school_year, one.collection))
    told: dict[str, Any] = {"id": name, "address": reverse("api-collection", args=[name]), "district": one.org_code}
    told |= {"name": one.district.name, "school_year": how.year, "collection": one.collection}
    told |= {"state": one.state, "state_title": how.title, "is_preliminary": how.is_preliminary}
    told |= {day: getattr(how.dates, day) for day in ("opens", "certify_by", "edits_until")}
    told |= {"days_left": how.days_left, "is_late": how.is_late, "since": how.made.day if how.made else None}
    told |= {"certified_on": how.certified.day if how.certified else None}
    told |= {"window_until": how.window.until if how.window else None}
    return told | {"layouts_needed": len(how.collection.required), "layouts_came": one.came} | _counts(one)


def _counts(one: Handed) -> dict[str, int | None]:
    if one.how.facts is None:
        return {"errors": None, "warnings": None, "unexplained": None}
    facts = one.how.facts
    errors = sum(file.errors for file in facts.files) + totals(facts.cross_errors)
    return {"errors": errors, "warnings": totals(facts.warnings), "unexplained": totals(facts.unexplained)}


class StepSerializer(serializers.Serializer[Any]):
    """What is to be done next."""

    who = serializers.CharField(help_text="Who does it.")
    what = serializers.CharField(help_text="What.")
    about = TextOrNull(help_text="Why, where there is more to say.")
    text = serializers.CharField(source="*", help_text="All of it in a sentence.")


class CollectionFileSerializer(serializers.Serializer[Any]):
    """A layout that belongs to the collection, and what of it is in force."""

    layout = serializers.ChoiceField(LAYOUTS, help_text="Id of the layout, at /layouts/.")
    is_needed = serializers.BooleanField(source="is_required", help_text="Whether it is not whole without it.")
    upload = serializers.UUIDField(source="file.upload", default=None, allow_null=True, help_text="Null: not sent.")
    file_name = serializers.CharField(source="file.file_name", default=None, allow_null=True, help_text="As sent.")
    rows = serializers.IntegerField(source="file.rows", default=None, allow_null=True, help_text="In force.")
    errors = serializers.IntegerField(source="file.errors", default=None, allow_null=True, help_text="In that file.")  # type: ignore[assignment]
    is_passed_on = serializers.BooleanField(
        source="file.is_passed_on", default=False, help_text="Whether a later collection of the year decides about it."
    )


class RowsOfActSerializer(serializers.Serializer[Any]):
    """Rows that stood when the act was done."""

    layout = serializers.CharField(help_text="Of this layout.")
    snapshot = serializers.UUIDField(help_text="As uploads name them.")
    sha256 = serializers.CharField(help_text="Of the frozen bytes.")

    def to_representation(self, row: Any) -> dict[str, Any]:
        return dict(super().to_representation(dict(zip(self.fields, row, strict=True))))


class BesideSerializer(serializers.Serializer[Any]):
    """Rows of all years that stand beside collections and belong to none, like licenses."""

    layout = serializers.CharField(help_text="Of this layout.")
    of_agency = serializers.BooleanField(source="is_of_agency", help_text="Whether the agency's stand in.")
    rows = serializers.IntegerField(allow_null=True, help_text="How many; of a district's null to the agency.")
    since = serializers.DateField(help_text="Since when they are in force.")


class ActSerializer(serializers.Serializer[Any]):
    """What a person did with the collection."""

    act = serializers.ChoiceField([one.value for one in Act], help_text="What.")
    at = serializers.DateTimeField(help_text="When, with its offset from UTC.")
    by = serializers.CharField(source="by_name", help_text="Who.")
    role = serializers.CharField(source="role_title", help_text="In which role.")
    reason = TextOrNull(help_text="Why; null where the act needs no reason.")
    until = serializers.DateField(allow_null=True, help_text="Of an edit window, its last day.")
    rows = RowsOfActSerializer(source="snapshots", many=True, help_text="What it was about.")
    beside = RowsOfActSerializer(many=True, help_text="What stood beside these rows: of all years, like licenses.")


class ReminderSerializer(serializers.Serializer[Any]):
    """A mail to the district's data stewards and certifiers on what was still missing."""

    title = serializers.CharField(help_text="Which: so long before it was due, after that, or by hand.")
    certify_by = serializers.DateField(help_text="The day by which it was due then.")
    at = serializers.DateTimeField(help_text="When it was asked for, with its offset from UTC.")
    by = TextOrNull(source="by_name", help_text="Who sent it by hand; null of one that was sent by itself.")
    note = TextOrNull(help_text="A word of theirs.")
    sent_at = serializers.DateTimeField(allow_null=True, help_text="When it went out; null while it waits.")
    people = serializers.IntegerField(help_text="To how many; 0 where nothing was missing any more.")
    unreached = serializers.IntegerField(help_text="To how many more it was to go, whom no mail reached.")


class OneCollectionSerializer(CollectionSerializer):
    """A collection with its files, its history, and what is next."""

    lock = TextOrNull(help_text="Why its files are not taken now, by whose act, and what to do; null where they are.")
    next_steps = StepSerializer(many=True, help_text="What is to be done, in order; none where all is done.")
    acts = serializers.ListField(
        child=serializers.ChoiceField([one.value for one in Act]), help_text="Which acts are the reader's to do now."
    )
    missing = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text=f"Needed layouts not submitted. {NOT_TO_THE_AGENCY}"
    )
    files = CollectionFileSerializer(many=True, allow_null=True, help_text=f"Its layouts. {NOT_TO_THE_AGENCY}")
    beside = BesideSerializer(
        many=True,
        allow_null=True,
        help_text=f"What stands beside it, and is certified with it as it stands then. {NOT_TO_THE_AGENCY}",
    )
    newer_beside = BesideSerializer(
        many=True,
        help_text="What came beside it since it was certified: it counts once the collection is certified again.",
    )
    held = serializers.ListField(
        child=serializers.UUIDField(), allow_null=True, help_text=f"Uploads that wait for a word. {NOT_TO_THE_AGENCY}"
    )
    put_off = serializers.ListField(
        child=serializers.UUIDField(),
        allow_null=True,
        help_text="Uploads in force that another year contradicts, and that are checked anew once their rows are open "
        f"to changes. {NOT_TO_THE_AGENCY}",
    )
    fingerprint = serializers.CharField(
        allow_null=True,
        help_text="Of what a certifier signs: the rows in force, those beside them, the last word on each warning, and "
        f"the acts so far. It goes with the certification. {NOT_TO_THE_AGENCY}",
    )
    history = ActSerializer(many=True, help_text="Who did what when and why, latest first.")
    reminders = ReminderSerializer(many=True, help_text="Which went out when, latest first.")
    warnings_address = serializers.CharField(help_text="Path of its warnings and how they are explained.")
    findings_address = serializers.CharField(help_text="Path of what its files say against each other.")

    def to_representation(self, one: HandedWhole) -> dict[str, Any]:  # type: ignore[override]
        how, row = one.handed.how, _row(one.handed)
        told = {
            "lock": lock_words(how),
            "next_steps": next_steps(how),
            "acts": [act.value for act in one.acts],
            "missing": how.facts.missing(how.collection) if how.facts else None,
            "files": one.lines,
            "beside": how.facts.beside if how.facts else None,
            "newer_beside": one.newer,
            "held": None if one.held is None else [upload.pk for upload in one.held],
            "put_off": None if one.put_off is None else [upload.pk for upload in one.put_off],
            "fingerprint": one.fingerprint,
            "history": one.history,
            "reminders": one.reminders,
            "warnings_address": reverse("api-collection-warnings", args=[row["id"]]),
            "findings_address": reverse("api-collection-findings", args=[row["id"]]),
        }
        return dict(serializers.Serializer.to_representation(self, row | told))


class ExplanationSerializer(serializers.Serializer[Any]):
    """What a person said about a warning."""

    text = serializers.CharField(help_text="Why it is as it is.")
    total = serializers.IntegerField(help_text="How many there were then; others later ask for a new word.")
    by = serializers.CharField(source="by_name", help_text="Who said it.")
    role = serializers.CharField(source="role_title", help_text="In which role.")
    at = serializers.DateTimeField(help_text="When, with its offset from UTC.")


class WarningSerializer(serializers.Serializer[Any]):
    """What a rule warns of in a layout's rows in force."""

    layout = serializers.ChoiceField(WARNED_OF, help_text="In whose rows.")
    rule = serializers.CharField(source="rule_id", help_text="Id in the catalogue of rules, at /rules/.")
    title = serializers.CharField(help_text="The rule in words.")
    total = serializers.IntegerField(allow_null=True, help_text=f"How many times. {NOT_TO_THE_AGENCY}")
    is_explained = serializers.BooleanField(
        allow_null=True, help_text=f"Whether the last word is about these very ones. {NOT_TO_THE_AGENCY}"
    )
    fingerprint = serializers.CharField(
        allow_null=True, help_text=f"Of what is found. It goes with its explanation. {NOT_TO_THE_AGENCY}"
    )
    explanations = ExplanationSerializer(many=True, help_text="Latest first; to the agency the latest one.")


@extend_schema_field(
    {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}
)
class Words(serializers.CharField):
    """A text that others will read: not blank, and nothing in it by which a person is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, validators=[about_nobody], **kwargs)


class NewExplanationSerializer(StrictInput):
    """Why a rule's warnings are as they are."""

    layout = serializers.ChoiceField(WARNED_OF, help_text="In whose rows the warnings are.")
    rule = serializers.ChoiceField(list(RULE_TITLES), source="rule_id", help_text="The rule that warns.")
    text = Words(help_text="It goes with the collection as its data note. Name no person.")
    fingerprint = serializers.CharField(
        max_length=64,
        required=False,
        source="looked_at",
        help_text="The warning's, as it was when it was looked at. Without it the words are about whatever is found.",
    )


class CertificationSerializer(StrictInput):
    """A signature in words."""

    words = serializers.ChoiceField([I_CERTIFY], help_text="What a certifier writes on the page.")
    fingerprint = serializers.CharField(max_length=64, help_text="The collection's, as it was when it was looked at.")


class ReasonSerializer(StrictInput):
    """Why something is taken or given back."""

    reason = Words(help_text="It stays in the history, for the district and the agency to read.")


class NewReminderSerializer(StrictInput):
    """A reminder by hand."""

    note = Words(required=False, help_text="It goes with the mail, under your name. Name no person.")


class EditWindowSerializer(ReasonSerializer):
    """How long, and why, a certified collection is open to edits."""

    until = serializers.DateField(help_text="The last day.")
