"""Where a number comes from: its definition, its run, the files and rows it stands in."""

from __future__ import annotations

from django.urls import reverse
from rest_framework import serializers

from monitoring.api.serializers.catalogue import GroupSerializer, MeasureSerializer
from monitoring.api.serializers.fields import SchoolYearField, TextOrNull
from monitoring.api.serializers.runs import RunSerializer
from monitoring.results.queries import Origin, Provenance


class OriginSerializer(serializers.Serializer[Origin]):
    """One file, or one row of a file, that the number stands in."""

    snapshot = serializers.UUIDField(source="snapshot_id", help_text="The immutable form of the accepted file.")
    upload = serializers.UUIDField(source="upload_id", help_text="The upload it came with.")
    file_name = TextOrNull(help_text="As it was sent; of a district's file null to the agency.")
    report = serializers.CharField(help_text="Which report it was recognized as.")
    dataset = serializers.CharField(help_text="Which kind of rows it holds.")
    school_year = SchoolYearField(allow_null=True, help_text="The year of its rows; null where it holds several.")
    uploaded_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    content_hash = serializers.CharField(help_text="sha256 of the snapshot.")
    of_agency = serializers.BooleanField(help_text="Whether the state agency sent it in.")
    row = serializers.IntegerField(
        allow_null=True, help_text="Row of the file, from 1; null where it is several, and to the agency."
    )
    rows = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Rows that the number was computed from, where it is of persons or of answers; told inside their "
        "district alone. Of the agency's licenses none.",
    )
    is_current = serializers.BooleanField(help_text="False where a later upload took its place since.")
    is_exchanged = serializers.BooleanField(
        help_text="True where its columns were read as the state agency confirmed, not as they were named."
    )


class ProvenanceSerializer(serializers.Serializer[Provenance]):
    """Everything needed to compute the number again."""

    measure = MeasureSerializer(source="entry", allow_null=True, help_text="The definition that made it.")
    group = GroupSerializer(source="grouping", allow_null=True, help_text="The group's definition; null for a value.")
    version = serializers.IntegerField(
        allow_null=True, help_text="Of the measure's definition in its school year; null for a share."
    )
    definition_hash = serializers.CharField(help_text="Which definition made it.")
    definition_is_current = serializers.BooleanField(help_text="False where the definition changed since.")
    run = RunSerializer(help_text="The run that last changed the number.")
    origins = OriginSerializer(many=True, help_text="The files it stands in, as far as you may see them.")
    other_files = serializers.IntegerField(source="others", help_text="Further files that are other districts' to see.")
    mean_rate = serializers.FloatField(
        allow_null=True,
        help_text="Of a value that sums several years: the mean of their rates, unrounded. Null where one has none.",
    )
    is_damaged = serializers.BooleanField(
        help_text="True where a stored file of persons cannot be read, so that their rows are not told."
    )


class GapProvenanceSerializer(ProvenanceSerializer):
    """The same of a gap, with the way to the values that it compares."""

    values = serializers.SerializerMethodField(
        help_text="Path of the values at both ends, each with its own provenance, down to the rows of files."
    )

    def get_values(self, found: Provenance) -> str:
        return reverse("api-gap-values", args=[self.context["view"].kwargs["id"]])
