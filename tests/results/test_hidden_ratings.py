"""Ratings that the rules hide are in no value of anybody's, once their definitions are active."""

from __future__ import annotations

from typing import Any

import pytest

from districts.wall import across_districts
from monitoring.definitions.models import StoredDefinition
from monitoring.results.models import DistrictValue, PartialSum, SchoolValue, StateValue
from tests.analysis.people.sent import ONE, YEAR, A, B, Row, rated
from tests.analysis.people.test_suppression import of_ratings
from tests.results.people_state import compute_people, keep_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files"), pytest.mark.slow]


def values(at_a: str, at_b: str, *others: Row) -> dict[str, Any]:
    """The rate of those rated lower, or the reason, by school, district and state."""
    with across_districts(reason="tests: as if there were evidence"):
        StoredDefinition.objects.filter(measure="T_EVAL_LOW").update(state="active", was_active=True)
    keep_people(of_ratings(at_a, at_b, *others))
    compute_people()
    of = {"measure": "T_EVAL_LOW", "school_year": YEAR}
    with across_districts(reason="tests: look"):
        found: dict[str, Any] = {
            one.school.org_code: one for one in SchoolValue.objects.filter(**of).select_related("school")
        }
        found |= {one.district.org_code: one for one in DistrictValue.objects.filter(**of).select_related("district")}
        if of_state := StateValue.objects.filter(**of).first():
            found["state"] = of_state
        for one in found.values():
            assert one.rate is not None or (one.numerator, one.denominator, one.people_known) == (None, None, None)
        return {place: one.rate if one.rate is not None else one.reason for place, one in found.items()}


def test_a_school_of_few_is_hidden_and_its_district_counts_everybody() -> None:
    found = values("PPNN", "PPPPEENU")
    assert (found[A], found[B], found[ONE]) == ("suppressed", 0.25, 4 / 12)


def test_a_district_that_is_hidden_is_not_told_by_the_sum_of_its_schools() -> None:
    other = rated("lee", "U", "OTHER_ADMIN", org_code=None)  # of the district's office
    found = values("PPPPEENN", "PPPPEENU", other)
    assert (found[A], found[B], found[ONE]) == (0.25, 0.25, "suppressed")
    assert found.get("state") in (None, "suppressed", "not_submitted", "too_many_missing")
    with across_districts(reason="tests: look"):
        part = PartialSum.objects.get(measure_id="T_EVAL_LOW", level="district", org_code=ONE, unit="HEADCOUNT")
        assert (part.numerator, part.denominator, part.known, part.reason) == (None, None, 0, "suppressed")
