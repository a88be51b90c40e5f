"""Fields that several serializers share, so that a year, an amount or a reason looks the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from districts.school_year import show_school_year
from monitoring.analysis.reasons import PHRASES
from monitoring.api.filtering import CODE_PATTERN, YEAR_PATTERN

UNIT_HELP = (
    "What the amounts count: HEADCOUNT, FTE (full-time equivalents), ANSWERS or DAYS; a unit that ends in _MEAN is an "
    "amount for each: USD_MEAN (dollars), DAYS_MEAN, EVENTS_MEAN, SCORE_MEAN (standard deviations)."
)
YEAR = {"type": "string", "pattern": YEAR_PATTERN, "example": "2020-21"}
CODE = {"type": "string", "pattern": CODE_PATTERN, "example": "00350000"}


@extend_schema_field(YEAR)
class SchoolYearField(serializers.Field[int, int, str, Any]):
    """An ending year, shown as '2020-21'."""

    def to_representation(self, value: int) -> str:
        return show_school_year(value)


@extend_schema_field(CODE)
class OrgCodeField(serializers.CharField):
    """Eight digits, as the state gives them."""


@extend_schema_field({"type": "number", "format": "double"})
class AmountField(serializers.Field[Decimal, Decimal, float, Any]):
    """An exact amount of up to four decimals; a JSON number holds all its digits."""

    def to_representation(self, value: Decimal) -> float:
        return float(value)


class ReasonField(serializers.ChoiceField):
    """A code that says why there is no figure; null where there is one. `phrases`: what each is shown as."""

    def __init__(self, phrases: Mapping[str, str] = PHRASES, **kwargs: Any) -> None:
        words = "; ".join(f"`{code}`: {phrase}" for code, phrase in phrases.items())
        kwargs["help_text"] = f"{kwargs.pop('help_text')} Null where there is one. {words}."
        super().__init__(choices=list(phrases), allow_null=True, **kwargs)

    def to_representation(self, value: str) -> Any:
        return value or None


class ReasonTextField(serializers.CharField):
    """The phrase of a reason, as the pages show it."""

    def __init__(self, phrases: Mapping[str, str] = PHRASES, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)
        self.phrases = phrases

    def to_representation(self, value: str) -> Any:
        return self.phrases.get(value, value) or None


class TextOrNull(serializers.CharField):
    """A text that is null where the table holds an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return str(value) if value else None
