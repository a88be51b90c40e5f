"""Values: a measure for one organization, in one school year and window."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from monitoring.analysis.measures import MEASURES
from monitoring.api.identities import value_id
from monitoring.api.serializers.fields import (
    UNIT_HELP,
    AmountField,
    OrgCodeField,
    ReasonField,
    ReasonTextField,
    SchoolYearField,
    TextOrNull,
)
from monitoring.results.models import DistrictValue, SchoolValue, StateValue

AnyValue = SchoolValue | DistrictValue | StateValue
SCOPES = {SchoolValue: "school", DistrictValue: "district", StateValue: "state"}


class ValueSerializer(serializers.Serializer[AnyValue]):
    """One row an organization, measure, school year and window. Either `rate`, unrounded, or the `reason` for none."""

    id = serializers.CharField(help_text="Stays the same when results are computed again.")
    scope = serializers.ChoiceField(["school", "district", "state"], help_text="What kind of organization it is about.")
    organization = OrgCodeField(help_text="Code of the organization.")
    name = serializers.CharField(help_text="Name of the organization.")
    district = OrgCodeField(allow_null=True, help_text="Code of the district it belongs to; null for the state.")
    school_year = SchoolYearField(help_text="The year the value is for; a pooled value's last year.")
    measure = serializers.ChoiceField(list(MEASURES), help_text="Id in the catalogue of measures.")
    window = serializers.ChoiceField(["1", "pooled3"], help_text="One year, or the last three years summed.")
    unit = serializers.CharField(help_text=UNIT_HELP)
    numerator = AmountField(allow_null=True, help_text="In the unit, exact to four decimals. Null where not known.")
    denominator = AmountField(allow_null=True, help_text="In the unit, exact to four decimals. Null where not known.")
    rate = serializers.FloatField(
        allow_null=True,
        help_text="numerator / denominator, unrounded: 0 to 1 for shares; an amount where the unit is a mean.",
    )
    reason = ReasonField(help_text="Why there is no rate.")
    reason_text = ReasonTextField(source="reason", help_text="The reason in words.")
    years_used = serializers.ListField(child=SchoolYearField(), help_text="The years that entered, oldest first.")
    basis = serializers.ChoiceField(
        ["pooled", "own", "people"],
        allow_null=True,
        help_text="Of districts and the state: `pooled` sums over schools, `own` was submitted for the whole, `people`"
        " is computed from persons, each of whom counts once.",
    )
    people_known = AmountField(
        allow_null=True, help_text="Of a figure computed from persons: of how many, as heads or FTE, it could be said."
    )
    people_missing = AmountField(allow_null=True, help_text="Of how many it could not; they are in no numerator.")
    schools = serializers.IntegerField(allow_null=True, help_text="Schools that took part; null for a school.")
    schools_with_figure = serializers.IntegerField(allow_null=True, help_text="Those with a figure; null for a school.")
    districts = serializers.IntegerField(
        allow_null=True, help_text="Districts that were to have a figure; null for districts and schools."
    )
    districts_with_figure = serializers.IntegerField(
        allow_null=True, help_text="Those with a figure; a sum of fewer than three is the agency's alone to see."
    )
    is_preliminary = serializers.BooleanField(
        help_text="Whether it rests on files that are not certified; then it is the district's alone to see."
    )
    break_text = TextOrNull(help_text="Why the value does not continue the year before; null where it does.")
    definition_hash = serializers.CharField(help_text="Which definition of the measure it was computed by.")
    run = serializers.UUIDField(source="run_id", help_text="The run that last changed it.")
    provenance = serializers.CharField(help_text="Path of where it comes from: definition, run, files and rows.")

    def to_representation(self, instance: AnyValue) -> dict[str, Any]:
        return dict(super().to_representation(_Row(instance)))  # type: ignore[arg-type]


class EndValueSerializer(ValueSerializer):
    """A value that a gap compares, with the end at which it stands."""

    end = serializers.ChoiceField(
        ["focal", "reference"],
        help_text="With the largest shares of the group, or with the smallest; by method E a Title I school, or none.",
    )


class _Row:
    """A row of any of the three tables under the names of the serializer."""

    def __init__(self, row: AnyValue) -> None:
        self._row = row
        self.scope = SCOPES[type(row)]
        self.id = value_id(row)
        self.organization = self.id.partition(".")[0]
        self.provenance = reverse("api-value-provenance", args=[self.id])
        self.district = getattr(getattr(row, "district", None), "org_code", None)
        self.name = row.school.name if isinstance(row, SchoolValue) else getattr(row, "district", "State").__str__()
        self.basis = getattr(row, "basis", None)
        self.schools = getattr(row, "schools", None)
        self.schools_with_figure = getattr(row, "schools_with_figure", None)
        self.districts = getattr(row, "districts", None)
        self.is_preliminary = getattr(row, "is_preliminary", False)
        self.districts_with_figure = getattr(row, "districts_with_figure", None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)
