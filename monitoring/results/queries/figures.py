"""Values, as the scope allows: a district sees its own, the state everybody's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES

from ..models import DistrictBand, DistrictValue, Run, SchoolValue, StateValue
from ..models.audience import sees_all_rows


@cache
def headline() -> Q:
    """Each measure in the window it is shown in, and no other."""
    windows: dict[str, list[str]] = {}
    for measure in MEASURES.values():
        windows.setdefault(measure.headline_window, []).append(measure.id)
    shown = Q()
    for window, measures in windows.items():
        shown |= Q(window=window, measure__any_of=measures)
    return shown


def in_window(window: str | None) -> Q:
    """One window for every measure, or each measure's own where none is named."""
    return headline() if window is None else Q(window=window)


class YearsWithResults(NamedTuple):
    """The school years of which there is anything to see, latest first; `start`: where pages begin, None for the
    latest.
    """

    years: tuple[int, ...]
    start: int | None


NOTHING_YET = YearsWithResults((), None)


def years_with_results() -> YearsWithResults:
    """One query. The agency sees every year that any file is of; a district, those in which it or the state has more
    than figures that were not submitted.
    """
    if sees_all_rows():
        kept = Run.objects.values_list("years", flat=True).first()
        return YearsWithResults(_latest_first(kept["files"]), kept["start"]) if kept else NOTHING_YET
    own = {name: ArraySubquery(rows) for name, rows in _own_years().items()}
    found = Run.objects.annotate(**own).values_list("years", *own).first()
    if found is None:
        return NOTHING_YET
    kept, *seen = found
    years = (year for some in (kept["state"], *seen) for year in some)
    return YearsWithResults(_latest_first(years), kept["start_for_districts"])


def _latest_first(years: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(years), reverse=True))


def _own_years() -> dict[str, QuerySet[Any, Any]]:
    """Of a district's scope: the years with something of its own, with students' shares."""
    values = DistrictValue.objects.filter(window="1").exclude(reason__in=(reasons.NOT_SUBMITTED, reasons.NOT_COLLECTED))
    shares = DistrictBand.objects.filter(share__isnull=False)
    found = {"own_years": values, "share_years": shares}
    return {name: rows.order_by().values("school_year").distinct() for name, rows in found.items()}


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
    values: QuerySet[StateValue] = StateValue.objects.filter(in_window(window))
    return values if year is None else values.filter(school_year=year)
