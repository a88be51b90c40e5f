"""Years that a run keeps are those that each of its readers would count."""

from __future__ import annotations

from collections import Counter

import pytest

from districts.models import District
from districts.wall import in_district, in_state
from monitoring.results.models import Run, StateGap, StateValue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("computed")]


def start() -> int | None:
    """Row by row, of what the scope sees: the latest year with half as many schools as the one with most."""
    schools: Counter[int] = Counter()
    for gap in StateGap.objects.filter(window="1", scope="state"):
        if gap.difference is not None:
            schools[gap.school_year] += gap.focal_schools + gap.reference_schools
    return max((year for year, number in schools.items() if 2 * number >= max(schools.values())), default=None)


def test_a_run_keeps_what_the_agency_and_what_districts_would_count() -> None:
    agency = District.objects.get(kind=District.Kind.STATE)
    other = District.objects.exclude(kind=District.Kind.STATE)[0]
    with in_state(agency.pk):
        run, of_agency = Run.objects.all()[0], start()
    with in_district(other.pk):
        of_districts = start()
        shown = {one.school_year for one in StateValue.objects.filter(window="1") if one.rate is not None}
    assert run.years == {
        "files": sorted(int(key) for key in run.inputs if key.isdigit()),
        "state": sorted(shown),
        "start": of_agency,
        "start_for_districts": of_districts,
    }
    assert of_agency is not None
    assert shown
