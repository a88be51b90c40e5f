"""Gaps, as the scope allows: the state's are for every member's eyes, a district's own for its members and the
state.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from monitoring.analysis.intervals import ENDS

from ..models import DistrictBand, DistrictGap, DistrictValue, SchoolBand, SchoolValue, StateGap
from .figures import in_window

FILES = ("sources", "other_sources", "inputs_hash")  # of which no table of gaps tells anything


def gaps_across_districts_for_ese(year: int, window: str | None = None) -> QuerySet[StateGap]:
    """The comparisons of a year between districts: every measure for every group, in one window or in each measure's
    own. One query.
    """
    wanted = {"school_year": year, "scope": "districts", "method": "D"}
    gaps: QuerySet[StateGap] = StateGap.objects.filter(in_window(window), **wanted)
    return gaps.order_by().defer(*FILES)


class GapsAndBefore(NamedTuple):
    """The statewide comparisons of a year, and the same so many years earlier."""

    gaps: list[StateGap]
    earlier: list[StateGap]

    def before(self, gap: StateGap | None) -> StateGap | None:
        """One of them so many years earlier, where there is a row of it."""
        return next((one for one in self.earlier if gap is not None and _grain(one) == _grain(gap)), None)


def _grain(gap: StateGap) -> tuple[str, ...]:
    return gap.method, gap.scope, gap.partition, gap.window, gap.measure, gap.group


def gaps_and_before_for_members(year: int, window: str | None = None, *, years: int) -> GapsAndBefore:
    """The comparisons of a year between schools across the state, with those of `years` before. One query."""
    wanted = {"school_year__in": (year, year - years), "scope": "state", "method": "Q"}
    found: QuerySet[StateGap] = StateGap.objects.filter(in_window(window), **wanted).order_by().defer(*FILES)
    both: dict[int, list[StateGap]] = {year: [], year - years: []}
    for gap in found:
        both[gap.school_year].append(gap)
    return GapsAndBefore(both[year], both[year - years])


def gaps_by_level_for_ese(year: int, window: str | None = None, *, group: str | None = None) -> QuerySet[StateGap]:
    """The comparisons among schools of one level, for every level; of one group or all. One query."""
    gaps = StateGap.objects.filter(in_window(window), school_year=year, scope="level").order_by().defer(*FILES)
    return gaps if group is None else gaps.filter(group=group)


def gaps_for_api() -> tuple[QuerySet[StateGap], QuerySet[DistrictGap]]:
    """Every comparison in the scope: the state's, and those within districts with their district."""
    own = DistrictGap.objects.select_related("district").order_by(
        "district__org_code", "school_year", "measure", "group", "window"
    )
    return StateGap.objects.order_by("scope", "partition", "school_year", "measure", "group", "window"), own


def values_at_ends(gap: StateGap | DistrictGap) -> QuerySet[SchoolValue] | QuerySet[DistrictValue]:
    """The values of the schools, or districts, that a gap compares, as far as the scope may see them, each with the
    `end` at which it stands; first those with the largest shares.
    """
    is_of_districts = gap.method == "D"
    schools = SchoolValue.objects.select_related("school")
    values: QuerySet[Any] = DistrictValue.objects.all() if is_of_districts else schools
    bands: Any = DistrictBand if is_of_districts else SchoolBand
    unit = {"district": OuterRef("district")} if is_of_districts else {"school": OuterRef("school")}
    place = {"scope": gap.scope} if is_of_districts else {"scope": gap.scope, "partition": gap.partition}
    stands = bands.objects.filter(**place, **unit, group=gap.group, school_year=gap.school_year)
    figure = {name: getattr(gap, name) for name in ("measure", "school_year", "window")}
    own = {"district": gap.district} if isinstance(gap, DistrictGap) else {}
    found = values.filter(**figure, **own).select_related("district")
    ends = found.annotate(end=Subquery(stands.values("band")[:1])).filter(end__in=ENDS)
    return ends.order_by("end", "district__org_code", *([] if is_of_districts else ["school__org_code"]))
