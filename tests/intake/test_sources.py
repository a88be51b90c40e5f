"""The registry of sources names every kind of file once, and its coverage is what was taken."""

from __future__ import annotations

from collections import Counter
from typing import Any

from districts.wall import across_districts, in_state
from monitoring.intake.models import Upload
from monitoring.intake.queries.coverage import Sent, coverage_for_state, years_of
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.sources import SOURCES, registry
from tests.districts.cast import Cast, Tenant


def test_every_report_belongs_to_one_source() -> None:
    assert Counter(name for source in SOURCES for name in source.reports) == Counter(list(REPORTS))


def test_every_source_says_all_that_a_registry_must() -> None:
    silent = [(one["id"], name) for one in registry() for name, told in one.items() if told in ("", [])]
    assert silent == []


def sent(tenant: Tenant, report: str, years: list[int], state: str = "accepted") -> None:
    named: dict[str, Any] = {"file_name": "x.csv", "size": 1, "stored_name": "uploads/x", "sent_by_name": "x"}
    with across_districts(reason="tests: files that were taken"):
        Upload.objects.create(
            district=tenant.district, content_hash="0" * 64, report=report, school_years=years, state=state, **named
        )


def test_coverage_counts_districts_by_report_and_year_and_the_agency_apart(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    sent(cast.north, "staff_roster", [2024, 2025])
    sent(cast.north, "staff_roster", [2025], "accepted_in_part")
    sent(cast.south, "staff_roster", [2025])
    sent(cast.south, "staff_roster", [2024], "refused")
    sent(cast.agency, "license", [2025])
    sent(cast.north, "engagement", [])
    sent(cast.south, "engagement", [], "refused")
    sent(cast.agency, "course_crosswalk", [])
    with in_state(cast.agency.id), django_assert_num_queries(2):
        found = {one.report.id: one for one in coverage_for_state()}
    assert found.keys() == REPORTS.keys()
    assert {name: one.sent for name, one in found.items() if one.sent} == {
        "staff_roster": {2024: Sent(1, False), 2025: Sent(2, False)},
        "license": {2025: Sent(0, True)},
    }
    assert {name: one.of_all_years for name, one in found.items() if one.of_all_years} == {
        "engagement": Sent(1, False),
        "course_crosswalk": Sent(0, True),
    }
    assert years_of(list(found.values())) == [2024, 2025]
