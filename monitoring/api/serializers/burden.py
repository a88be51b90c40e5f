"""What collections cost: a district its own, the agency all districts together."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from monitoring.api.serializers.fields import SchoolYearField, TextOrNull
from monitoring.api.serializers.uploads import StrictInput
from monitoring.intake.burden.cost import MOST_MINUTES, Cost
from monitoring.intake.burden.spread import SIZES, CostOfAll, Spread
from monitoring.intake.certification.catalogue import COLLECTIONS


class CostSerializer(serializers.Serializer[Cost]):
    """One row a school year and collection of the district."""

    school_year = SchoolYearField(help_text="Whose files it holds.")
    collection = TextOrNull(help_text="OCT, MAR, EOY or FIG; null for files not recognized or that none asks for.")
    files = serializers.IntegerField(help_text="Files whose check has ended; each counts once.")
    files_refused = serializers.IntegerField(source="refused", help_text="Those of them that were refused.")
    rows = serializers.IntegerField(help_text="Rows of all of these files.")
    errors_mended = serializers.IntegerField(
        source="mended", help_text="Errors of a file that the next one of its layout no longer had."
    )
    warnings_explained = serializers.IntegerField(source="explained", help_text="By rule and layout.")
    people = serializers.IntegerField(help_text="People of the district who took part.")
    first_file_on = serializers.DateField(allow_null=True, help_text="Day on which the first file came.")
    certified_on = serializers.DateField(allow_null=True, help_text="Day of the certification that stands.")
    days = serializers.IntegerField(allow_null=True, help_text="From the one to the other; null before.")
    minutes = serializers.IntegerField(allow_null=True, help_text="The district's own estimate; null: none was given.")


class SpreadSerializer(serializers.Serializer[Spread]):
    """Over so many districts."""

    districts = serializers.IntegerField(help_text="How many.")
    low = serializers.FloatField(help_text="The lower quartile.")
    median = serializers.FloatField(help_text="The median.")
    high = serializers.FloatField(help_text="The upper quartile.")


class CostOfAllSerializer(serializers.Serializer[CostOfAll]):
    """One row a school year, collection and size of district."""

    school_year = SchoolYearField(help_text="Whose files it holds.")
    collection = serializers.ChoiceField(list(COLLECTIONS), help_text="Which collection.")
    size = serializers.ChoiceField(
        list(SIZES), allow_null=True, help_text="How many schools of the district are open; null: of all sizes."
    )
    districts = serializers.IntegerField(help_text="Districts that sent a file of it.")
    files = SpreadSerializer(help_text="Files a district.")
    days = SpreadSerializer(allow_null=True, help_text="From the first file to certification; null: none certified.")
    minutes = SpreadSerializer(allow_null=True, help_text="By districts' own estimate; null: too few answered.")

    def to_representation(self, one: CostOfAll) -> dict[str, Any]:
        told = dict(super().to_representation(one))
        return told | {"size": one.size or None}


class NewEstimateSerializer(StrictInput):
    """How long a collection took the district, all people together."""

    minutes = serializers.IntegerField(
        min_value=1, max_value=MOST_MINUTES, allow_null=True, help_text="Null takes an estimate back."
    )
