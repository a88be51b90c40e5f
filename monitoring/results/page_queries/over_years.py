"""One measure over the years, side by side, as the scope allows."""

from __future__ import annotations

from dataclasses import dataclass

from districts.models import District, School

from ..models import DistrictValue, SchoolValue, StateValue


@dataclass(frozen=True)
class YearOfValues:
    """One school year of a measure: a school's value, its district's and the state's, where there is a row."""

    school_year: int
    school: SchoolValue | None
    district: DistrictValue | None
    state: StateValue | None


def value_trend_for_its_members(
    measure: str, window: str, *, district: District, school: School | None = None
) -> list[YearOfValues]:
    """A measure of a district, and of one of its schools where named, beside the state; oldest first. Two or three
    queries.
    """
    chosen = {"measure": measure, "window": window}
    state = {row.school_year: row for row in StateValue.objects.filter(**chosen)}
    own = {row.school_year: row for row in DistrictValue.objects.filter(**chosen, district=district)}
    schools = SchoolValue.objects.filter(**chosen, district=district, school=school) if school else ()
    by_school = {row.school_year: row for row in schools}
    return [
        YearOfValues(year, by_school.get(year), own.get(year), state.get(year))
        for year in sorted({*state, *own, *by_school})
    ]
