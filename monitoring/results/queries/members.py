"""What one member may see of the values and runs, beyond what the scope already keeps away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from districts.models import Membership
from districts.roles import sees_only_one_school

from ..models import Delay, DistrictValue, Run, SchoolValue, StateValue


@dataclass(frozen=True)
class ValuesInSight:
    """Values of the state, of districts and of schools, each in a fixed order that an index holds."""

    state: QuerySet[StateValue]
    districts: QuerySet[DistrictValue]
    schools: QuerySet[SchoolValue]


def values_for(membership: Membership) -> ValuesInSight:
    """All values in the scope; for a school leader, of the own school, beside the district's and the state's."""
    schools = SchoolValue.objects.select_related("school", "district").order_by(
        "district_id", "school_id", "measure", "school_year", "window"
    )
    if sees_only_one_school(membership):
        schools = schools.filter(school_id=membership.school_id)
    districts = DistrictValue.objects.select_related("district").order_by(
        "district_id", "measure", "school_year", "window"
    )
    return ValuesInSight(StateValue.objects.order_by("measure", "school_year", "window"), districts, schools)


def runs_for_ese() -> QuerySet[Run]:
    """Every run, latest first."""
    return Run.objects.defer("inputs").order_by("-number")


def delay_for_ese() -> Delay | None:
    """Since when and why results are not up to date; None where they are, or will be in a moment."""
    return Delay.objects.first()
