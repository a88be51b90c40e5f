"""What the state's pages show beside the comparisons: who is left out of them, and whose figures are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from districts.models import District
from monitoring.analysis import reasons
from monitoring.analysis.measures import ASKED

from ..models import DistrictBand, DistrictValue, SchoolBand


def left_out_for_ese(year: int, *, scope: str = "state") -> dict[str, dict[str, int]]:
    """Per group, how many schools (or districts, by scope) take no part in the comparison, by reason. One query."""
    bands = DistrictBand.objects if scope == "districts" else SchoolBand.objects
    rows = (
        bands.filter(school_year=year, scope=scope, band="left_out")
        .order_by()
        .values_list("group", "left_out_reason")
        .annotate(units=Count("id"))
        .order_by("group", "-units", "left_out_reason")
    )
    counts: dict[str, dict[str, int]] = {}
    for group, reason, units in rows:
        counts.setdefault(group, {})[reason] = units
    return counts


def small_districts_for_ese(year: int) -> QuerySet[District]:
    """The districts too small to take part in the comparison across districts, by name. One query."""
    small = DistrictBand.objects.filter(school_year=year, scope="districts", left_out_reason="small_district")
    return District.objects.filter(pk__in=small.values("district_id")).order_by("name")


@dataclass(frozen=True)
class Submission:
    """How many of the measures that every school is asked for have a figure of a district in a school year, and why the
    others have none; those that were not collected in the year are in no number. `small`: nobody to count, or too few
    to be published.
    """

    district: District
    figures: int = 0
    not_submitted: int = 0
    withheld: int = 0
    incomplete: int = 0
    small: int = 0

    @property
    def is_without_figures(self) -> bool:
        return self.figures == 0

    @property
    def was_asked(self) -> bool:
        return self.figures + self.not_submitted + self.withheld + self.incomplete + self.small > 0


def districts_for_ese(
    year: int, *, named: str = "", lacking: tuple[str, str] | None = None, is_without: bool = False
) -> QuerySet[District]:
    """Every district that was open in the year, by name; of these, whose name or code holds `named`, those of which
    nothing is in the state's sum of a measure in a window (`lacking`), and those without any figure (`is_without`).
    """
    found = District.objects.filter(_was_open(year) if lacking is None else _not_in_the_sum(year, *lacking))
    if named:
        found = found.filter(Q(name__icontains=named) | Q(org_code__startswith=named))
    if is_without:
        known = DistrictValue.objects.filter(_asked(year), rate__isnull=False).order_by()
        found = found.exclude(pk__in=known.values("district_id"))
    return found.exclude(kind=District.Kind.STATE).select_related("region").order_by("name", "pk")


def submissions_of(districts: Iterable[District], year: int) -> list[Submission]:
    """What is there of each of these districts, in their order. One query."""
    wanted = list(districts)
    counted = (
        DistrictValue.objects.filter(_asked(year), district__in=[one.pk for one in wanted])
        .order_by()
        .values("district_id")
        .annotate(
            figures=Count("id", filter=Q(rate__isnull=False)),
            not_submitted=Count("id", filter=Q(reason=reasons.NOT_SUBMITTED)),
            withheld=Count("id", filter=Q(reason=reasons.WITHHELD)),
            incomplete=Count("id", filter=Q(reason=reasons.TOO_MANY_MISSING)),
            small=Count("id", filter=Q(reason__in=(reasons.SUPPRESSED, reasons.ZERO_DENOMINATOR))),
        )
    )
    found = {row.pop("district_id"): row for row in counted}
    return [Submission(district, **found.get(district.pk, {})) for district in wanted]


def _asked(year: int) -> Q:
    """The measures that every school is asked for."""
    return Q(school_year=year, window="1", measure__any_of=ASKED)


def _was_open(year: int) -> Q:
    return Q(Q(closed_year=None) | Q(closed_year__gte=year), Q(opened_year=None) | Q(opened_year__lte=year))


def _not_in_the_sum(year: int, measure: str, window: str) -> Q:
    """The districts that StateValue.districts counts and districts_with_figure does not. One of too few schools has no
    figure of its own, and yet is in the sum; one that alone sent figures has some, and yet is not.
    """
    others = DistrictValue.objects.filter(school_year=year, measure=measure, window=window, is_in_state=False)
    return Q(pk__in=others.values("district_id"))
