"""Uploads, what the checks found in them, and proposals that wait for a person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from districts.school_year import SchoolYear
from districts.wall import current_scope
from monitoring.api.problems import invalid
from monitoring.api.serializers.fields import OrgCodeField, SchoolYearField, TextOrNull
from monitoring.intake.certification.catalogue import IN_FILES
from monitoring.intake.models import ColumnProposal, SavedMapping, Snapshot, Upload
from monitoring.intake.progress import STAGES
from monitoring.intake.queries.uploads import Overtaken, UploadStatus, overtaken_of, report_title

SEVERITIES = ("E", "W", "I")


class StrictInput(serializers.Serializer[Any]):
    """A body whose every field is known."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            for name in sorted(set(data) - set(self.fields) - {"csrfmiddlewaretoken"}):
                raise invalid(name[:80], "There is no such field.", f"Leave it out. Known: {', '.join(self.fields)}.")
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.BINARY)
class FilePart(serializers.FileField):
    """A part of a form that holds a file."""


class NewUploadSerializer(StrictInput):
    """A file to send in. What is wrong with its content is for the checks to say, not for this form."""

    file = FilePart(
        allow_empty_file=True, write_only=True, help_text="CSV or XLSX; recognized by its headers, not by its name."
    )
    ask_first = serializers.ChoiceField(
        choices=["true", "false"],
        default="true",
        allow_blank=True,  # as a form sends what was not answered
        help_text="Whether a file that changes anything of what stands is held (`why_held`: `asked`) until its "
        "difference was looked at (`changes/`) and it is confirmed (`confirmation/`) or left (`leaving/`). Without it, "
        "or with nothing in it, it is. With `false` the file is taken at once, unless much would be gone or others. A "
        "file in whose place nothing stands is taken either way.",
    )
    school_year = serializers.CharField(
        default="",
        allow_blank=True,
        help_text="Like 2024-25, both years: of an export of your own, whose mapping asks for it. Else leave it out.",
    )
    collection = serializers.ChoiceField(
        choices=list(IN_FILES), default="", allow_blank=True, help_text="Likewise, where the mapping asks for it."
    )

    def validate_school_year(self, text: str) -> int | None:
        try:
            return int(SchoolYear.parse_both(text)) if text else None
        except ValueError:
            raise serializers.ValidationError("Write both years of the school year, like 2024-25.") from None


class ReadThroughSerializer(serializers.Serializer[SavedMapping]):
    """The mapping of its sender's own through which a file was read."""

    mapping = serializers.UUIDField(help_text="Id of the mapping.")
    name = serializers.CharField(help_text="Its name then.")
    version = serializers.IntegerField(help_text="The version, which stays with the file.")


# What a district's upload tells the agency. That a file came; not who sent it, nor what is in it.
OPEN_TO_THE_STATE = {
    *("id", "state", "is_overtaken", "has_ended", "district", "received_at", "report", "report_title", "school_years"),
}


class UploadSerializer(serializers.Serializer[Upload]):
    """One row a file that was sent. Counts are numbers of findings and of data rows. Of an upload of another tenant the
    agency sees some fields, the others are null.
    """

    id = serializers.UUIDField(help_text="Given on receipt.")
    status = serializers.SerializerMethodField(help_text="Path to ask how far it is.")
    state = serializers.ChoiceField(
        Upload.State.values, help_text="What became of it so far; of what is `held` nothing is in force."
    )
    why_held = TextOrNull(
        help_text="Of a `held` upload: `columns` wait for a decision, `much` of the earlier figures would be gone or "
        "others, its collection is `locked`, for it was handed over, or its sender `asked` to see first what it "
        "changes; else null."
    )
    is_overtaken = serializers.SerializerMethodField(
        help_text="Of a `held` upload, whether newer ones were taken of all its school years: it waits for nobody any "
        "more. Else false."
    )
    has_ended = serializers.BooleanField(
        help_text="Whether the checks are over; not while a decision on its columns is yet to be carried out."
    )
    district = OrgCodeField(source="district.org_code", help_text="Whose upload it is.")
    file_name = serializers.CharField(allow_null=True, help_text="As it was sent.")
    size = serializers.IntegerField(allow_null=True, help_text="Bytes.")
    sha256 = serializers.CharField(source="content_hash", allow_null=True, help_text="Of the file's bytes.")
    sent_by = serializers.CharField(source="sent_by_name", allow_null=True, help_text="Who sent it.")
    is_typed = serializers.BooleanField(
        allow_null=True, help_text="Whether its rows were typed in on a page, and the file made of them."
    )
    received_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    checked_at = serializers.DateTimeField(allow_null=True, help_text="With its offset from UTC; null while it waits.")
    report = TextOrNull(help_text="Id of the report it was recognized as; null where it was not, or not yet.")
    report_title = serializers.SerializerMethodField(help_text="That report in words; empty where there is none.")
    read_through = ReadThroughSerializer(
        source="column_mapping",
        allow_null=True,
        help_text="The mapping of the sender's own through which it was read; null where it was known by itself.",
    )
    school_years = serializers.ListField(
        child=SchoolYearField(), help_text="The years whose rows were accepted, or are held."
    )
    rows = serializers.IntegerField(allow_null=True, help_text="Data rows below the header.")
    rows_accepted = serializers.IntegerField(
        allow_null=True, help_text="Those that were not refused or set aside; of a held file none."
    )
    errors = serializers.IntegerField(allow_null=True, help_text="Findings that keep rows, columns or the file out.")  # type: ignore[assignment]
    warnings = serializers.IntegerField(allow_null=True, help_text="Findings to look at.")
    infos = serializers.IntegerField(allow_null=True, help_text="Findings that are only told.")
    findings = serializers.SerializerMethodField(help_text="Path of the findings.")

    def to_representation(self, upload: Upload) -> dict[str, Any]:
        told, scope = dict(super().to_representation(upload)), current_scope()
        is_own = scope is not None and scope.district_id == upload.district_id
        return told if is_own else {name: value if name in OPEN_TO_THE_STATE else None for name, value in told.items()}

    def get_status(self, upload: Upload) -> str | None:
        return reverse("api-upload", args=[upload.pk])

    def get_findings(self, upload: Upload) -> str | None:
        return reverse("api-upload-findings", args=[upload.pk])

    def get_is_overtaken(self, upload: Upload) -> bool:
        """Of uploads from elsewhere than a list, asked one by one; no query unless the upload is held."""
        if hasattr(upload, "is_overtaken"):
            return bool(upload.is_overtaken)
        overtaken = overtaken_of(upload)
        return overtaken is not None and overtaken.is_whole

    def get_report_title(self, upload: Upload) -> str:
        return report_title(upload.report)


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a check has come."""

    stage = serializers.ChoiceField(STAGES, help_text="What it is at.")
    done = serializers.IntegerField(help_text="Steps done: rules that have looked, kinds of rows that are stored.")
    total = serializers.IntegerField(help_text="Steps in all; reading is one.")


class SnapshotSerializer(serializers.Serializer[Snapshot]):
    """What was accepted of a file, frozen: the rows of one dataset and school year."""

    id = serializers.UUIDField(help_text="Named by the provenance of values and gaps.")
    dataset = serializers.ChoiceField(Snapshot.Dataset.values, help_text="Which kind of rows.")
    school_year = SchoolYearField(allow_null=True, help_text="Null where the rows are of no one year.")
    collection = TextOrNull(help_text="OCT, MAR or EOY; null where the rows are of no collection.")
    rows = serializers.IntegerField(help_text="How many rows.")
    sha256 = serializers.CharField(source="content_hash", help_text="Of the frozen bytes.")
    is_current = serializers.BooleanField(help_text="False where later rows took its place.")
    superseded_by = serializers.UUIDField(
        source="superseded_by.upload_id",
        default=None,
        allow_null=True,
        help_text="The upload they came in; null where it is current.",
    )


class UploadStatusSerializer(UploadSerializer):
    """An upload with how far its check is, and what was taken from it."""

    progress = ProgressSerializer(allow_null=True, help_text="Null before and after the check.")
    reason = TextOrNull(help_text="Why it was set aside, if it was.")
    overtaken_by = serializers.UUIDField(
        allow_null=True, help_text="Of a held upload all of whose years stand in newer ones: the last of these."
    )
    snapshots = SnapshotSerializer(many=True, help_text="What was accepted.")
    proposals = serializers.ListField(child=serializers.UUIDField(), help_text="Proposals made for its columns.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        status: UploadStatus = instance["status"]
        overtaken: Overtaken | None = instance["overtaken"]
        status.upload.is_overtaken = overtaken is not None and overtaken.is_whole  # type: ignore[attr-defined]
        told = dict(UploadSerializer(status.upload).data)
        return told | {
            "state": status.state,
            "has_ended": status.has_ended,
            "progress": status.progress and ProgressSerializer(status.progress).data,
            "reason": status.reason or None,
            "overtaken_by": str(overtaken.by.pk) if overtaken and overtaken.is_whole else None,
            "snapshots": SnapshotSerializer(instance["snapshots"], many=True).data,
            "proposals": [str(proposal) for proposal in instance["proposals"]],
        }


class FindingSerializer(serializers.Serializer[Any]):
    """One place that a rule found; the columns of the CSV and of the command line."""

    rule_id = serializers.CharField(help_text="Id in the catalogue of rules, at /rules/.")
    severity = serializers.ChoiceField(SEVERITIES, help_text="E error, W warning, I information.")
    file = serializers.CharField(help_text="Name of the file.")
    row = serializers.IntegerField(allow_null=True, help_text="Row of the file, from 1; null where it is the whole.")
    column = serializers.CharField(allow_null=True, help_text="Header of the column as it stands in the file.")
    school_year = serializers.CharField(allow_null=True, help_text="Like 2020-21; null where it is none in particular.")
    value = serializers.CharField(allow_null=True, help_text="What stands there.")
    message = serializers.CharField(help_text="What is wrong.")
    how_to_fix = serializers.CharField(help_text="What to do about it.")
    total = serializers.IntegerField(help_text="How many places the rule found; the first hundred are told one by one.")


class ProposalSerializer(serializers.Serializer[ColumnProposal]):
    """That in one school year of an upload columns stand in each other's place. Until it is decided they stay out, and
    the upload is held where figures stand that they would take the place of.
    """

    id = serializers.UUIDField(help_text="Given when proposed.")
    state = serializers.ChoiceField(ColumnProposal.State.values, help_text="`withdrawn`: overtaken by a newer file.")
    district = OrgCodeField(source="district.org_code", help_text="Whose upload it is, and who decides.")
    upload = serializers.UUIDField(source="upload_id", help_text="The upload concerned.")
    file_name = serializers.CharField(source="upload.file_name", help_text="Its file's name.")
    report = serializers.CharField(help_text="Id of the report.")
    school_year = SchoolYearField(help_text="The year whose columns are meant.")
    columns = serializers.DictField(
        source="titles",
        child=serializers.CharField(),
        help_text="Header in the file -> header of what the column holds.",
    )
    evidence = serializers.CharField(help_text="Why, in numbers.")
    proposed_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="With its offset from UTC; null while it waits.")
    decided_by = TextOrNull(source="decided_by_name", help_text="Who decided; null while it waits.")


class DecisionSerializer(StrictInput):
    """What a person says to a proposal."""

    decision = serializers.ChoiceField(["confirm", "decline"], help_text="Confirm: read the columns as proposed.")
