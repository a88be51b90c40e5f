"""What a district has said of the headings of its own exports."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.api.serializers.fields import TextOrNull
from monitoring.api.serializers.uploads import StrictInput
from monitoring.intake.actions.save_mapping import LONGEST_NAME
from monitoring.intake.mapping.column_mapping import AT_UPLOAD, FIRST_LINE, Match, layouts_to_map
from monitoring.intake.mapping.faults import LONGEST, MOST_CODES
from monitoring.intake.mapping.headings import MOST
from monitoring.intake.models import SavedMapping

LAYOUTS = [layout.id for layout in layouts_to_map()]
OF_COLUMN = "Name of the column, as the layout’s page for programs (`/layouts/<id>.json`) has it, or its usual heading."
OF_SOURCE = (
    "`upload`: a school year or collection that is said with each file; `first_line`: a school year that stands in the "
    "first line of the file, or in a title above the headings."
)
OF_CODES = (
    "Own codes and what each stands for: a code of the list, `NA`, or `(blank)`; of a column of schools the code of "
    "eight digits. Their case does not matter. Where own codes of schools are given, any other code that has not eight "
    "digits is an error of its row (`E-ORG-OWN-CODE`)."
)


class MatchSerializer(serializers.Serializer[Any]):
    """Where the cells of a column come from. One of heading, value and source is not null."""

    column = serializers.CharField(help_text="Name of the column of the layout.")
    heading = TextOrNull(help_text="The heading of the export that holds it.")
    value = TextOrNull(help_text="What holds for all rows.")
    source = TextOrNull(help_text=OF_SOURCE)  # type: ignore[assignment]
    codes = serializers.SerializerMethodField(help_text=OF_CODES)

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_codes(self, match: Match) -> dict[str, str]:
        return dict(match.codes)


class MappingSerializer(serializers.Serializer[SavedMapping]):
    """One version of a mapping."""

    id = serializers.UUIDField(source="mapping", help_text="The same for all versions.")
    version = serializers.IntegerField(help_text="Counts from 1; the latest counts.")
    name = serializers.CharField(help_text="By which files that were read through it tell it.")
    layout = serializers.CharField(help_text="Id of the layout that its files are read as.")
    layout_title = serializers.CharField(help_text="That layout in words.")
    is_retired = serializers.BooleanField(help_text="Whether no file is read through it any more.")
    saved_by = serializers.CharField(source="saved_by_name", help_text="Who saved this version.")
    saved_at = serializers.DateTimeField(help_text="With its offset from UTC.")
    last_used = serializers.DateTimeField(
        allow_null=True, default=None, help_text="When a file came that was last read through any version of it."
    )
    headings = serializers.ListField(child=serializers.CharField(), help_text="All of the export, as far as known.")
    matches = MatchSerializer(source="as_value.matches", many=True, help_text="One a column that is matched.")


class NewMatchSerializer(StrictInput):
    """Where the cells of a column come from: give one of heading, value and source."""

    column = serializers.CharField(max_length=LONGEST, help_text=OF_COLUMN)
    heading = serializers.CharField(default="", allow_blank=True, max_length=LONGEST, help_text="As it stands there.")
    value = serializers.CharField(default="", allow_blank=True, max_length=LONGEST, help_text="For all rows.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        [AT_UPLOAD, FIRST_LINE], default="", allow_blank=True, help_text=OF_SOURCE
    )
    codes = serializers.DictField(child=serializers.CharField(max_length=LONGEST), default=dict, help_text=OF_CODES)

    def validate_codes(self, codes: dict[str, str]) -> dict[str, str]:
        if len(codes) > MOST_CODES or any(len(own) > LONGEST or not own.isprintable() for own in codes):
            raise serializers.ValidationError(f"Give at most {MOST_CODES} codes of {LONGEST} visible characters.")
        return codes


class NewMappingSerializer(StrictInput):
    """A mapping to save."""

    name = serializers.CharField(max_length=LONGEST_NAME, help_text="By which its files tell it.")
    layout = serializers.ChoiceField(LAYOUTS, help_text="What its files are read as.")
    matches = NewMatchSerializer(many=True, help_text="One a column; all that the layout needs.")
    headings = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST),
        max_length=MOST,
        default=list,
        help_text="All of the export, for whoever changes it on its page; the matched ones are enough.",
    )


class NewVersionSerializer(NewMappingSerializer):
    """A mapping as it is to be from now on."""

    version = serializers.IntegerField(min_value=1, help_text="The latest version that you have seen.")
