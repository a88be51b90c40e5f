"""How far the files that were taken reach: who sent each report, year by year. Needs the state's scope."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Func, IntegerField, Q

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
    """`sent`: by school year; none where nobody sent it."""

    source: Source
    report: Report
    sent: dict[int, Sent]

    def of_years(self, years: list[int]) -> list[Sent | None]:
        return [self.sent.get(year) for year in years]


def coverage_for_state() -> list[Coverage]:
    """Every report of every source, also those of which nothing was sent. One query."""
    year = Func(F("school_years"), function="jsonb_array_elements", output_field=IntegerField())
    taken = Upload.objects.filter(state__in=Upload.TAKEN).annotate(year=year).order_by()
    is_agency = Q(district__kind=District.Kind.STATE)
    counted = taken.values("report", "year").annotate(
        districts=Count("district", distinct=True, filter=~is_agency),
        agency=Count("district", distinct=True, filter=is_agency),
    )
    found: dict[str, dict[int, Sent]] = defaultdict(dict)
    for report, school_year, districts, agency in counted.values_list("report", "year", "districts", "agency"):
        found[report][int(school_year)] = Sent(districts, agency > 0)
    return [Coverage(source, report, found.get(report.id, {})) for source in SOURCES for report in source.layouts]


def years_of(coverages: list[Coverage]) -> list[int]:
    """The latest school years of which there is anything, oldest first."""
    return sorted({year for one in coverages for year in one.sent})[-YEARS:]
