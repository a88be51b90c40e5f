"""Values, as the scope allows: a district sees its own, the state everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import JSONObject

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES

from ..models import DistrictBand, DistrictValue, Run, SchoolValue, StateGap, StateValue
from ..models.audience import sees_all_rows

FULL = 0.5  # share of the schools behind the gaps of the year with most


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
    """The school years of which there is anything to see, latest first; `start`: where pages begin, None for the
    latest.
    """

    years: tuple[int, ...]
    start: int | None


def years_with_results() -> YearsWithResults:
    """One query. The agency sees every year that any file is of; a district, those in which it or the state has more
    than figures that were not submitted.
    """
    run = Run.objects.annotate(behind=ArraySubquery(_behind_each_year()))
    if sees_all_rows():
        found = run.values("behind", "inputs").first()
        years = [] if found is None else [int(key) for key in found["inputs"] if key.isdigit()]
    else:
        named = _years_to_see()
        seen = run.annotate(**{name: ArraySubquery(rows) for name, rows in named.items()})
        found = seen.values("behind", *named).first()
        years = [] if found is None else [year for name in named for year in found[name]]
    return YearsWithResults(tuple(sorted(set(years), reverse=True)), _start(found["behind"] if found else []))


def _behind_each_year() -> QuerySet[StateGap, dict[str, Any]]:
    """By year, how many schools are behind its gaps across the state."""
    gaps = StateGap.objects.filter(window="1", scope="state", difference__isnull=False).order_by()
    behind = JSONObject(year=F("school_year"), schools=Sum(F("focal_schools") + F("reference_schools")))
    return gaps.values("school_year").annotate(behind=behind).values("behind")


def _start(behind: Iterable[Mapping[str, int]]) -> int | None:
    """The latest year with at least half as many schools as the one with most: a year of which few files are there, or
    of few districts, or without students' shares, can be chosen, and is nobody's start page.
    """
    schools = {each["year"]: each["schools"] for each in behind}
    return max((year for year, number in schools.items() if number >= FULL * max(schools.values())), default=None)


def _years_to_see() -> dict[str, QuerySet[Any, Any]]:
    """Of a district's scope: the years with something of its own, with figures of the state, with students' shares."""
    own = DistrictValue.objects.filter(window="1").exclude(reason__in=(reasons.NOT_SUBMITTED, reasons.NOT_COLLECTED))
    state = StateValue.objects.filter(window="1", rate__isnull=False)
    shares = DistrictBand.objects.filter(share__isnull=False)
    found = {"own_years": own, "state_years": state, "share_years": shares}
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
