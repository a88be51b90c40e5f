"""Reads: how many queries each takes, and what the scope they are called in lets them find."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from districts.models import District, School
from districts.wall import across_districts, in_district, in_state
from monitoring.analysis import reasons
from monitoring.analysis.measures import ASKED
from monitoring.results import queries
from monitoring.results.models import DistrictGap, DistrictValue, SchoolValue, StateGap, StateValue
from monitoring.results.not_submitted import NotSubmitted
from monitoring.results.page_queries import (
    district_page_for_its_members,
    districts_for_ese,
    school_page_for_its_members,
    submissions_of,
)

OF_ONE = {
    SchoolValue: ("district", "school", "measure", "edition"),
    DistrictValue: ("district", "measure", "edition"),
    StateValue: ("measure", "seen_by"),
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("computed")]


def cost(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def missing(district: District) -> NotSubmitted:
    return district_page_for_its_members(district, 2022).schools.missing


def district_with_own_file() -> District:
    """A district that sent a file of its own, so that both kinds of source lie behind its numbers."""
    with across_districts(reason="tests: look"):
        codes = [code for code in District.objects.values_list("org_code", flat=True) if code != "00000000"]
        for code in codes:
            found = SchoolValue.objects.filter(district__org_code=code, window="1", rate__isnull=False)
            owners = {tuple(origin.of_agency for origin in queries.provenance_for(value).origins) for value in found}
            if owners == {(True,), (False,)}:
                return District.objects.get(org_code=code)
    raise AssertionError("no district of the small state sent a file of its own")


def test_every_read_takes_a_fixed_number_of_queries() -> None:
    with across_districts(reason="tests: look"):
        district, gap = District.objects.get(org_code="00010000"), StateGap.objects.exclude(sources=[])[0]
        value = SchoolValue.objects.exclude(sources=[]).select_related("school")[0]
        assert cost(queries.years_with_results) == 1
        assert cost(lambda: list(queries.gaps_across_districts_for_ese(2022))) == 1
        assert cost(lambda: list(queries.gaps_by_level_for_ese(2022, group="low_income"))) == 1
        assert cost(lambda: list(queries.state_values_for_members(2022))) == 1
        assert cost(lambda: [row.school.name for row in queries.school_values_for_api()]) == 1
        assert cost(lambda: [row.district.name for row in queries.district_values_for_api()]) == 1
        assert cost(lambda: [list(rows) for rows in queries.gaps_for_api()]) == 2
        assert cost(lambda: district_page_for_its_members(district, 2022)) == 6
        assert cost(lambda: school_page_for_its_members(value.school, 2022)) == 4
        assert cost(lambda: queries.provenance_for(gap)) == 3
        assert cost(lambda: queries.provenance_for(value)) == 3


def test_of_a_sum_of_years_the_mean_of_their_rates_is_told_beside_it() -> None:
    apart = 0
    with across_districts(reason="tests: look"):
        for model in (SchoolValue, DistrictValue, StateValue):
            for value in model.objects.filter(window="pooled3", rate__isnull=False):
                same = {name: getattr(value, name) for name in OF_ONE[model]}
                found = [model.objects.get(**same, school_year=year, window="1") for year in value.years_used]
                rates = [one.rate for one in found if one.rate is not None]
                mean = statistics.fmean(rates) if len(rates) == len(found) else None
                assert queries.provenance_for(value).mean_rate == (mean and pytest.approx(mean, rel=1e-12))
                apart += mean is not None and abs(mean - value.rate) > 0.005
        assert {queries.provenance_for(one).mean_rate for one in StateValue.objects.filter(window="1")} == {None}
    assert apart > 0


def test_a_district_finds_its_own_values_and_gaps_and_the_state_finds_everybodys() -> None:
    with across_districts(reason="tests: look"):
        district, agency = DistrictGap.objects.all()[0].district, District.objects.get(org_code="00000000")
        everybody = DistrictValue.objects.count()
    with in_district(district.pk):
        assert {value.district_id for value in queries.district_values_for_api()} == {district.pk}
        assert {value.district_id for value in queries.school_values_for_api()} == {district.pk}
        assert {gap.district_id for gap in queries.gaps_for_api()[1]} == {district.pk}
        assert queries.gaps_for_api()[0].exists()
    with in_state(agency.pk):
        assert queries.district_values_for_api().count() == everybody


def test_a_district_can_follow_its_numbers_to_the_agencys_files_and_its_own() -> None:
    district = district_with_own_file()
    with in_district(district.pk):
        values = SchoolValue.objects.filter(window="1", rate__isnull=False)
        owners = {origin.of_agency for value in values for origin in queries.provenance_for(value).origins}
    assert owners == {True, False}


def test_the_files_of_other_districts_behind_a_number_of_the_state_are_counted_and_not_named() -> None:
    district = district_with_own_file()
    with across_districts(reason="tests: comparisons, though few schools stand behind them"):
        gaps = list(StateGap.objects.filter(difference__isnull=False, scope="state", window="1"))
    with in_district(district.pk):
        found = [queries.provenance_for(gap) for gap in gaps]
    assert found
    assert {origin.of_agency for one in found for origin in one.origins} == {True}
    assert max(one.others for one in found) > 1


def test_closed_districts_are_asked_for_nothing_and_silent_ones_for_everything() -> None:
    with across_districts(reason="tests: look"):
        last, before, long_ago = (submissions_of(districts_for_ese(year), year) for year in (2022, 2021, 2013))
        silent = [list(districts_for_ese(year, is_without=True)) for year in (2022, 2021, 2013)]
    told = [[one.district for one in found if one.is_without_figures] for found in (last, before, long_ago)]
    assert silent == told
    assert {(one.is_without_figures, one.was_asked) for one in long_ago} == {(True, False)}
    closed = District.objects.get(closed_year=2021)
    assert closed in {one.district for one in before}
    assert closed not in {one.district for one in last}
    asked = {one.figures + one.not_submitted + one.withheld + one.incomplete + one.small for one in last}
    assert asked == {len(ASKED)}


def test_what_is_not_submitted_is_listed_with_its_school() -> None:
    with across_districts(reason="tests: look"):
        silent = SchoolValue.objects.filter(reason=reasons.NOT_SUBMITTED, school_year=2022)
        expected = {(value.school_id, value.measure) for value in silent if value.window == "1"}
        by_schools = silent.values("district").annotate(schools=Count("school", distinct=True))
        district = District.objects.get(pk=by_schools.order_by("-schools", "district")[0]["district"])
        own = set(School.objects.filter(district=district).values_list("pk", flat=True))
        values = SchoolValue.objects.filter(school_year=2022, window="1")
        school = silent.filter(district=district)[0].school_id
        values.filter(school=school, reason="").update(rate=None, reason=reasons.SUPPRESSED)
        sent = set(values.exclude(reason=reasons.NOT_SUBMITTED).values_list("school_id", flat=True))
        told = missing(district)
        listed = told.schools
    assert {(one.school.pk, measure.id) for one in listed for measure in one.measures} == {
        one for one in expected if one[0] in own
    }
    assert len(listed) > 1
    assert {one.school.pk for one in listed if one.has_others} == {one.school.pk for one in listed} & sent
    assert (told.without_any, told.without_some) == (
        len({one.school.pk for one in listed} - sent),
        len({one.school.pk for one in listed} & sent),
    )
    assert sum(number for _, number in told.measures) == sum(len(one.measures) for one in listed if one.has_others)


def test_the_districts_not_in_a_sum_of_the_state_are_those_that_its_counts_leave() -> None:
    with across_districts(reason="tests: look"):
        sums = StateValue.objects.filter(school_year=2022, basis="pooled")
        left = {(one.measure, one.window): one.districts - one.districts_with_figure for one in sums}
        found = {which: districts_for_ese(2022, lacking=which).count() for which in left}
    assert found == left
    assert set(left.values()) > {0}
