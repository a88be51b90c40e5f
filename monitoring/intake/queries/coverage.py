"""How far the files that were taken reach: who sent each report, year by year. Needs the state's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet

from districts.models import District
from monitoring.intake.models import Upload
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sources import SOURCES, Source

YEARS = 6  # school years shown; more would not fit beside each other


@dataclass(frozen=True)
class Sent:
    """Who sent a report of a school year: how many districts, and whether the agency did."""

    districts: int
    by_agency: bool


@dataclass(frozen=True)
class Coverage:
    """`sent`: by school year; none where nobody sent it. `of_all_years`: of files whose rows tell no year."""

    source: Source
    report: Report
    sent: dict[int, Sent]
    of_all_years: Sent | None = None

    def of_years(self, years: list[int]) -> list[Sent | None]:
        return [self.sent.get(year) for year in years]


def coverage_for_state() -> list[Coverage]:
    """Every report of every source, also those of which nothing was sent. Two queries."""
    year = Func(F("school_years"), function="jsonb_array_elements", output_field=IntegerField())
    taken = Upload.objects.filter(state__in=Upload.TAKEN).order_by()
    found: dict[str, dict[int, Sent]] = defaultdict(dict)
    for report, districts, agency, school_year in _senders(taken.annotate(year=year), "year"):
        found[report][int(school_year)] = Sent(districts, agency > 0)
    of_all = {
        report: Sent(districts, agency > 0) for report, districts, agency in _senders(taken.filter(school_years=[]))
    }
    return [
        Coverage(source, report, found.get(report.id, {}), of_all.get(report.id))
        for source in SOURCES
        for report in source.layouts
    ]


def _senders(uploads: QuerySet[Upload], *by: str) -> Iterable[tuple[Any, ...]]:
    """By report: how many districts sent one, how many times the agency counts among them, and what it is of."""
    is_agency = Q(district__kind=District.Kind.STATE)
    counted = uploads.values("report", *by).annotate(
        districts=Count("district", distinct=True, filter=~is_agency),
        agency=Count("district", distinct=True, filter=is_agency),
    )
    return counted.values_list("report", "districts", "agency", *by)


def years_of(coverages: list[Coverage]) -> list[int]:
    """The latest school years of which there is anything, oldest first."""
    return sorted({year for one in coverages for year in one.sent})[-YEARS:]
