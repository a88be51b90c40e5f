"""What a pooled number is pooled from: the schools or districts behind it, each with its own value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from districts.models import District, School
from monitoring.analysis.intervals import ENDS
from monitoring.analysis.title_one import SCOPE

from ..models import DistrictBand, DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateGap, StateValue
from ..models.gaps import GapFields
from ..models.values import BEHIND

SHOWN = (*ENDS, "left_out")  # in this order; those in between are neither end


@dataclass(frozen=True)
class Part:
    """One school or district behind a number. `source`: its place in the comparison, where the number compares two
    ends.
    """

    district: District
    school: School | None
    value: SchoolValue | DistrictValue | None
    source: SchoolBand | DistrictBand | None = None

    @property
    def name(self) -> str:
        return self.school.name if self.school else self.district.name

    @property
    def band(self) -> str:
        return self.source.band if self.source else ""

    @property
    def left_out_reason(self) -> str:
        return self.source.left_out_reason if self.source else ""

    @property
    def is_not_in_state(self) -> bool:
        """Whether the part has a figure, and the state's does not hold it, or not all of it."""
        return self.value is not None and self.value.rate is not None and self.value.is_in_state is False

    @property
    def students(self) -> int | None:
        """Those on the school's side, where students are compared; None elsewhere, and where not known."""
        place = self.source
        return place.enrolled if isinstance(place, SchoolBand) and place.scope == SCOPE else None

    @property
    def share(self) -> float | None:
        return self.source.share if self.source else None


@dataclass(frozen=True)
class Counted:
    """How many schools or districts are behind a number, and how many of them have a figure."""

    units: str
    total: int
    with_figure: int


def parts_for_its_members(result: Any) -> QuerySet[Any]:
    """The rows of which each is one part of `result`, as far as the scope may see, by name. Nothing is read yet."""
    if isinstance(result, StateGap) and result.method == "D":
        bands: QuerySet[Any] = DistrictBand.objects.filter(scope=result.scope).select_related("district")
        return _shown(bands, result).order_by("end", "district__name", "pk")
    if isinstance(result, StateGap | DistrictGap):
        bands = SchoolBand.objects.filter(scope=result.scope, partition=result.partition)
        return _shown(bands, result).select_related("school", "district").order_by("end", "school__name_in_order", "pk")
    if isinstance(result, StateValue | DistrictValue):
        values = SchoolValue.objects.filter(**_figure(result)).select_related("school", "district")
        own = values.filter(district=result.district_id) if isinstance(result, DistrictValue) else values
        return own.defer(*BEHIND).order_by("school__name_in_order", "pk")
    return SchoolValue.objects.none()


def ends_of_its_members(gap: GapFields) -> QuerySet[Any]:
    """Those of them that stand at one of the two ends, by name."""
    return parts_for_its_members(gap).filter(band__in=ENDS)


def _shown(bands: QuerySet[Any], gap: StateGap | DistrictGap) -> QuerySet[Any]:
    end = Case(*(When(band=band, then=place) for place, band in enumerate(SHOWN)))
    return bands.filter(group=gap.group, school_year=gap.school_year, band__in=SHOWN).annotate(end=end)


def _figure(result: Any) -> dict[str, Any]:
    return {"measure": result.measure, "school_year": result.school_year, "window": result.window}


def count_parts(parts: QuerySet[Any], result: Any) -> Counted:
    """One query, and none where there are no parts."""
    has_figure = Count("rate")
    units = "district" if parts.model is DistrictBand else "school"
    if parts.model is not SchoolValue:
        values = DistrictValue if units == "district" else SchoolValue
        known = values.objects.filter(**_figure(result), rate__isnull=False).order_by().values(units)
        has_figure = Count("pk", filter=Q(**{f"{units}__in": known}))
    found = parts.order_by().aggregate(total=Count("pk"), with_figure=has_figure)
    return Counted(units, found["total"], found["with_figure"])


def with_values(rows: Iterable[Any], result: Any) -> list[Part]:
    """A page of those rows, each with its value. One query, and none where the rows are values themselves."""
    found = list(rows)
    if found and isinstance(found[0], SchoolValue):
        return [Part(row.district, row.school, row) for row in found]
    if found and isinstance(found[0], DistrictBand):
        owners = [row.district_id for row in found]
        of_districts = DistrictValue.objects.filter(**_figure(result), district__in=owners).order_by().defer(*BEHIND)
        by_district = {value.district_id: value for value in of_districts}
        return [Part(row.district, None, by_district.get(row.district_id), row) for row in found]
    schools = {"school__in": [row.school_id for row in found], "district__in": {row.district_id for row in found}}
    of_schools = SchoolValue.objects.filter(**_figure(result), **schools).order_by().defer(*BEHIND)
    by_school = {value.school_id: value for value in of_schools}
    return [Part(row.district, row.school, by_school.get(row.school_id), row) for row in found]
