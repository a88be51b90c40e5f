"""Values, as the scope allows: a district sees its own, the state everybody's."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from monitoring.analysis.measures import MEASURES

from ..models import DistrictValue, Run, SchoolValue, StateValue


def headline() -> Q:
    """Each measure in the window it is shown in, and no other."""
    windows: dict[str, list[str]] = {}
    for measure in MEASURES.values():
        windows.setdefault(measure.headline_window, []).append(measure.id)
    shown = Q()
    for window, measures in windows.items():
        shown |= Q(window=window, measure__in=measures)
    return shown


def in_window(window: str | None) -> Q:
    """One window for every measure, or each measure's own where none is named."""
    return headline() if window is None else Q(window=window)


def years_with_results() -> list[int]:
    """The school years of which there is anything, latest first. One query."""
    run = Run.objects.only("inputs").first()
    return sorted((int(key) for key in run.inputs if key.isdigit()), reverse=True) if run else []


def school_values_for_api() -> QuerySet[SchoolValue]:
    """Every school's values in the scope, with the school."""
    values: QuerySet[SchoolValue] = SchoolValue.objects.select_related("school", "district").order_by(
        "school__org_code", "measure", "school_year", "window"
    )
    return values


def district_values_for_api() -> QuerySet[DistrictValue]:
    """Every district's values in the scope, with the district."""
    values: QuerySet[DistrictValue] = DistrictValue.objects.select_related("district").order_by(
        "district__org_code", "measure", "school_year", "window"
    )
    return values


def state_values_for_ese(year: int | None = None, window: str | None = None) -> QuerySet[StateValue]:
    """The state's values, of one year or all; these are for every member's eyes."""
    values = StateValue.objects.filter(in_window(window))
    return values if year is None else values.filter(school_year=year)
