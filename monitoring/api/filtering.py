"""Query parameters, declared once: they filter, are refused where they make no sense, and describe themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from districts.models import District
from districts.school_year import SchoolYear
from districts.wall import current_scope
from monitoring.api.problems import FieldError, Refusal

YEAR_PATTERN = r"^[0-9]{4}-[0-9]{2}$"
CODE_PATTERN = r"^[0-9]{8}$"
LONGEST_TEXT = 100
LONGEST_PLACE = 12


class Several(forms.Field):
    """All values given for one parameter, each checked by `clean_one`."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[Any]:
        return [self.clean_one(text) for text in value or ()]

    def clean_one(self, text: str) -> Any:
        raise NotImplementedError


class Words(Several):
    """Words of a closed list."""

    def __init__(self, *, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = tuple(words)

    def clean_one(self, text: str) -> str:
        if text not in self.words:
            raise ValidationError(f"{text[:40]!r} is not known here.")
        return text


class Years(Several):
    """School years, written 2020-21, as ending years."""

    def clean_one(self, text: str) -> int:
        year = read_school_year(text)
        if year is None:
            raise ValidationError(f"{text[:40]!r} is not a school year.")
        return year


class Codes(Several):
    def clean_one(self, text: str) -> str:
        if not is_org_code(text):
            raise ValidationError(f"{text[:40]!r} is not an organization code.")
        return text


class Places(Several):
    def clean_one(self, text: str) -> str:
        if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_PLACE):
            raise ValidationError(f"{text[:40]!r} is neither a school level nor a code.")
        return text


def read_school_year(text: str) -> int | None:
    """The ending year of '2020-21' written exactly so, or None."""
    try:
        year = SchoolYear.parse(text)
    except ValueError:
        return None
    return year.ending if str(year) == text else None


def is_org_code(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdecimal()


class Parameter(django_filters.Filter):
    """A query parameter: what it is matched with, what it means, and what to do about a bad value.

    `schema` describes one value; `several` says that the parameter may be repeated, which asks for any of the values.
    """

    def __init__(
        self, column: str = "", *, means: str, fix: str, schema: Mapping[str, Any], several: bool = False, **field: Any
    ) -> None:
        super().__init__(column, label=means, **field)
        self.means, self.fix, self.schema, self.several = means, fix, schema, several

    def filter(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.field_name}__in": value}) if value else rows

    def describe(self, name: str) -> dict[str, Any]:
        one = {"name": name, "in": "query", "required": False, "description": self.means, "schema": dict(self.schema)}
        if not self.several:
            return one
        many = {"type": "array", "items": dict(self.schema)}
        return one | {"schema": many, "style": "form", "explode": True}


class AnyWord(Parameter):
    """One or several of a closed list of words."""

    field_class = Words

    def __init__(self, column: str, words: Iterable[str], *, means: str) -> None:
        known = list(words)
        super().__init__(
            column,
            means=f"{means} May be repeated.",
            fix=f"Use one of: {', '.join(known)}.",
            schema={"type": "string", "enum": known},
            several=True,
            words=known,
        )


class AnyYear(Parameter):
    field_class = Years

    def __init__(self, column: str = "school_year") -> None:
        super().__init__(
            column,
            means="School year, by both its calendar years: 2020-21. May be repeated.",
            fix="Write a school year like 2020-21.",
            schema={"type": "string", "pattern": YEAR_PATTERN, "example": "2020-21"},
            several=True,
        )


class AnyCode(Parameter):
    """Organization codes; `Tables` know in which column they stand."""

    field_class = Codes

    def __init__(self, means: str, column: str = "") -> None:
        super().__init__(
            column,
            means=f"{means} May be repeated.",
            fix="Use the organization's code of eight digits.",
            schema={"type": "string", "pattern": CODE_PATTERN, "example": "00350000"},
            several=True,
        )

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        return super().filter(rows, value) if self.field_name else rows.of_organizations(value)


class AnyPlace(Parameter):
    """Parts of a scope: short words or codes."""

    field_class = Places

    def __init__(self, column: str, *, means: str) -> None:
        super().__init__(
            column,
            means=f"{means} May be repeated.",
            fix="Use a school level such as ELEM, or a district's code of eight digits.",
            schema={"type": "string", "pattern": f"^[A-Za-z0-9]{{1,{LONGEST_PLACE}}}$", "example": "ELEM"},
            several=True,
        )


class AnyTable(AnyWord):
    """Which of several tables to read."""

    def __init__(self, words: Iterable[str], *, means: str) -> None:
        super().__init__("", words, means=means)

    def filter(self, rows: Any, value: Any) -> Any:
        return rows.only(value) if value else rows


class OwnDistrict(Parameter):
    """Rows of one district. Another tenant's code is answered as if it did not exist: 404."""

    field_class = Codes

    def __init__(self, column: str = "") -> None:
        super().__init__(
            column,
            means="Only rows of this district, by its code. A district that you may not see is answered with 404.",
            fix="Use the district's code of eight digits.",
            schema={"type": "string", "pattern": CODE_PATTERN, "example": "00350000"},
        )

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        code = district_in_sight(value[0]).org_code
        return rows.filter(**{self.field_name: code}) if self.field_name else rows.of_district(code)


class Containing(Parameter):
    """Rows whose text holds this one, in any case."""

    field_class = forms.CharField

    def __init__(self, *columns: str, means: str) -> None:
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"^[^\x00]+$"}
        fix = f"Use a text of 1 to {LONGEST_TEXT} characters."
        super().__init__(columns[0], means=means, fix=fix, schema=schema, max_length=LONGEST_TEXT, strip=False)

    def filter(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.field_name}__icontains": value}) if value else rows


def district_in_sight(org_code: str) -> District:
    """The district with this code, if the scope may see it; otherwise 404, as if there were none."""
    scope = current_scope()
    district = District.objects.filter(org_code=org_code).first()
    if scope is None or district is None or (scope.kind == "district" and scope.district_id != district.pk):
        raise Http404("There is no such district here.")
    return district


class Parameters(django_filters.FilterSet):
    """The parameters of one list. Works on a queryset as on `Tables`."""

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset


class StrictFilters(BaseFilterBackend):
    """Applies the view's `parameters` and refuses values that make no sense."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if not view.parameters.base_filters:
            return queryset
        parameters = view.parameters(request.query_params, queryset, request=request)
        if parameters.is_valid():
            return parameters.qs
        errors = [
            FieldError(name, message, parameters.filters[name].fix)
            for name, messages in parameters.errors.items()
            for message in messages
        ]
        raise Refusal(400, "", errors)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [parameter.describe(name) for name, parameter in view.parameters.base_filters.items()]


def refuse_strange(request: Request, known: Mapping[str, bool]) -> None:
    """Refuse parameters that are unknown, empty, or given twice where one is meant. `known`: name -> may repeat."""
    errors = []
    for name, values in request.query_params.lists():
        if name not in known:
            listed = ", ".join(sorted(known))
            fix = f"Leave it out. Known here: {listed}." if known else "Leave it out; there are no parameters here."
            errors.append(FieldError(name[:80], "There is no such parameter.", fix))
        elif "" in values:
            errors.append(FieldError(name, "The parameter is empty.", "Give it a value or leave it out."))
        elif len(values) > 1 and not known[name]:
            errors.append(FieldError(name, "The parameter is given more than once.", "Give it once."))
    if errors:
        raise Refusal(400, "", errors)
