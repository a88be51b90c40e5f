"""Which school years there are to see, as each run keeps it for pages that would else count it at every request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.db.models import F, Sum

from monitoring.analysis.audience import AGENCY, DISTRICTS

from ..models import StateGap, StateValue

FULL = 0.5  # share of the schools behind the gaps of the year with most


class YearsToSee(TypedDict):
    """`files`: school years that any file is of; `state`: those of which districts see figures of the state; where
    pages begin for the agency (`start`) and for districts (`start_for_districts`), None for the latest.
    """

    files: list[int]
    state: list[int]
    start: int | None
    start_for_districts: int | None


def years_to_see(files: Iterable[int]) -> YearsToSee:
    """Of what stands at the end of a run. Three queries, in a scope that reads all rows."""
    seen = StateValue.objects.as_seen_by(DISTRICTS).filter(window="1", rate__isnull=False).order_by()
    return YearsToSee(
        files=sorted(files),
        state=sorted(seen.values_list("school_year", flat=True).distinct()),
        start=_start(_behind_each_year(AGENCY)),
        start_for_districts=_start(_behind_each_year(DISTRICTS)),
    )


def _behind_each_year(audience: str) -> dict[int, int]:
    """By year, how many schools are behind its gaps across the state, as far as an audience sees them."""
    gaps = StateGap.objects.as_seen_by(audience).filter(window="1", scope="state", difference__isnull=False).order_by()
    schools = Sum(F("focal_schools") + F("reference_schools"))
    return dict(gaps.values_list("school_year").annotate(schools=schools))


def _start(behind: Mapping[int, int]) -> int | None:
    """The latest year with at least half as many schools as the one with most: a year of which few files are there, or
    of few districts, or without students' shares, can be chosen, and is nobody's start page.

    >>> _start({2021: 80, 2022: 100, 2023: 10})
    2022
    """
    return max((year for year, number in behind.items() if number >= FULL * max(behind.values())), default=None)
