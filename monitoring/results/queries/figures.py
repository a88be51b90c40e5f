"""Values, as the scope allows: a district sees its own, the state everybody's."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Max, Q, QuerySet, Subquery

from monitoring.analysis.measures import MEASURES

from ..models import DistrictValue, Run, SchoolValue, StateValue

FULL = 0.5  # share of the schools of the fullest year


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


class YearsWithResults(NamedTuple):
    """The school years of which there is anything, latest first; `start`: where pages begin, None for the latest."""

    years: tuple[int, ...]
    start: int | None


def years_with_results() -> YearsWithResults:
    """One query. Pages begin with the latest year of which at least half as many schools have figures as of the fullest
    one: while the first files of a new year come in, that year can be chosen, and is nobody's start page.
    """
    figures = StateValue.objects.filter(window="1").order_by()
    fullest = figures.values("window").annotate(schools=Max("schools_with_figure")).values("schools")
    by_year = figures.values("school_year").annotate(schools=Max("schools_with_figure"))
    full = by_year.filter(schools__gte=FULL * Subquery(fullest)).order_by("-school_year")
    run = Run.objects.only("inputs").annotate(start=Subquery(full.values("school_year")[:1])).first()
    if run is None:
        return YearsWithResults((), None)
    years = sorted((int(key) for key in run.inputs if key.isdigit()), reverse=True)
    return YearsWithResults(tuple(years), run.start)


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


def state_values_for_members(year: int | None = None, window: str | None = None) -> QuerySet[StateValue]:
    """The state's values, of one year or all, as far as the scope sees them."""
    values = StateValue.objects.filter(in_window(window))
    return values if year is None else values.filter(school_year=year)
