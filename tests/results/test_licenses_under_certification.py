"""Licenses are of all years and belong to no collection: a year's figures, as others see them, are of those that stood
when the year was certified last. A newer file is the district's own to see until it is certified again.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from districts.models import District
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.certification.facts import Act
from monitoring.results.models import DistrictValue, SummedFiles
from monitoring.results.people.files import year_files
from monitoring.results.people.index import stale_districts
from tests.analysis.people.sent import ONE, A, B, licensed, teaches
from tests.results.people_state import compute_people, keep_dataset, keep_people, open_places, sign
from tests.results.stored import contents
from tests.results.test_people import PEOPLE, YEAR, quiet_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
MEASURE = "T_UNQ_LICENSE"


def licenses(holders: Iterable[str], owner: str = ONE) -> None:
    keep_dataset("license", [licensed(who) for who in holders], owner=owner, year=None)


def figures(measure: str = MEASURE, year: int = YEAR, window: str = "1") -> tuple[Any, Any, bool]:
    """How many of the district's eight teachers are without a license: as the agency sees it, as the district does, and
    whether that is marked as preliminary. A reason where there is none.
    """
    of = {"measure": measure, "school_year": year, "window": window, "district__org_code": ONE}
    with in_state(District.objects.get(org_code=STATE_CODE).pk):
        seen = DistrictValue.objects.get(**of)
    with in_district(District.objects.get(org_code=ONE).pk):
        own = DistrictValue.objects.get(**of)
    told = [one.reason or int(one.numerator or 0) for one in (seen, own)]
    return told[0], told[1], own.is_preliminary


def state_with_licenses(holders: Iterable[str], owner: str = ONE) -> None:
    state = quiet_state()
    open_places(state.organizations)
    licenses(holders, owner)
    keep_people(state)
    compute_people()


def test_a_newer_file_changes_no_figure_that_others_see_until_the_year_is_certified_again() -> None:
    state_with_licenses(PEOPLE[:7])
    assert figures() == (1, 1, False)
    licenses(PEOPLE[:5])
    compute_people(ONE)
    assert [figures(year=year) for year in (YEAR - 1, YEAR)] == [(1, 3, True)] * 2
    sign(ONE, YEAR, collections=["EOY"])
    compute_people(ONE)
    assert [figures(year=year) for year in (YEAR - 1, YEAR)] == [(1, 3, True), (3, 3, False)]


@pytest.mark.slow
def test_a_sum_of_several_years_takes_each_with_the_licenses_that_it_was_certified_with() -> None:
    state_with_licenses(PEOPLE[:7])
    licenses(PEOPLE[:5])
    sign(ONE, YEAR)
    compute_people(ONE)
    assert figures(window="pooled3") == (1 + 3, 3 + 3, True)


@pytest.mark.slow
def test_with_what_the_agency_lends_it_is_the_same() -> None:
    state_with_licenses(PEOPLE[:7], STATE_CODE)
    licenses(PEOPLE[:5], STATE_CODE)
    compute_people(STATE_CODE)
    assert figures() == (1, 3, True)
    licenses(PEOPLE[:6])  # from now on the district has licenses of its own
    compute_people(ONE)
    assert figures() == (1, 2, True)
    sign(ONE, YEAR)
    compute_people(ONE)
    assert (figures(), figures(year=YEAR - 1)) == ((2, 2, False), (1, 2, True))


@pytest.mark.slow
def test_which_license_a_course_asks_for_is_as_it_was_when_the_year_was_certified() -> None:
    state = quiet_state()
    for year in (YEAR - 1, YEAR):
        places = zip(PEOPLE[:8], [A] * 4 + [B] * 4, strict=True)
        state.years[ONE, year]["work_assignment"] = [teaches(who, at, course_code="X") for who, at in places]
    open_places(state.organizations)
    licenses(PEOPLE[:8])

    def asks(field: str) -> None:
        rows = [{"course_code": "X", "grade": "ALL", "field_codes": field}]
        keep_dataset("course_crosswalk", rows, owner=STATE_CODE, year=None)

    asks("MATH")
    keep_people(state)
    compute_people()
    assert figures("T_OOF") == (0, 0, False)
    asks("ART")
    compute_people(STATE_CODE)
    assert figures("T_OOF") == (0, 8, True)


@pytest.mark.slow
def test_licenses_that_came_after_the_certification_are_nobody_elses_yet() -> None:
    keep_people(quiet_state())
    licenses(PEOPLE[:7])
    compute_people()
    assert figures() == ("not_certified", 1, True)


@pytest.mark.slow
def test_a_certification_that_is_taken_back_leaves_the_licenses_of_the_one_before() -> None:
    state_with_licenses(PEOPLE[:7])
    licenses(PEOPLE[:5])
    sign(ONE, YEAR, collections=["EOY"])
    sign(ONE, YEAR, act=Act.WITHDRAW, collections=["EOY"])
    compute_people(ONE)
    assert figures() == (1, 3, True)


@pytest.mark.slow
def test_with_march_when_students_alone_are_counted_no_newer_licenses_count() -> None:
    state_with_licenses(PEOPLE[:7])
    licenses(PEOPLE[:5])
    sign(ONE, YEAR, collections=["MAR"])
    compute_people(ONE)
    assert figures() == (1, 3, True)


@pytest.mark.slow
def test_licenses_that_were_sent_again_as_they_were_change_nothing() -> None:
    state_with_licenses(PEOPLE[:7])
    licenses(PEOPLE[:5])
    licenses(PEOPLE[:7])
    compute_people(ONE)
    assert figures() == (1, 1, False)
    with across_districts(reason="tests: look"):
        sets = SummedFiles.objects.filter(district__org_code=ONE, is_certified=True)
        assert (sets.count(), sets.filter(is_current=True).count(), stale_districts()) == (2, 2, [])


@pytest.mark.slow
def test_the_files_of_districts_are_found_with_three_reads(django_assert_num_queries: Any) -> None:
    state_with_licenses(PEOPLE[:7])
    licenses(PEOPLE[:5])
    with across_districts(reason="tests: look"), django_assert_num_queries(3):
        assert len(year_files()) == 2 * 2 + 2  # of each year as certified and as it stands; of the other district, once


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_whatever_came_and_was_certified_meanwhile_the_figures_are_those_of_a_computation_from_nothing(
    seed: int,
) -> None:
    """And they are, of every year, of the licenses that stood when it was certified last."""
    chance = random.Random(seed)
    owner, stands, signed = ONE, 7, dict.fromkeys((YEAR - 1, YEAR), 7)
    state_with_licenses(PEOPLE[:stands])
    for _ in range(6):
        if chance.random() < 0.6:
            stands = chance.randint(2, 8)
            licenses(PEOPLE[:stands], owner)
        else:
            year = chance.choice([YEAR - 1, YEAR])
            signed[year] = stands
            sign(ONE, year, collections=[chance.choice(["OCT", "EOY"])])
        compute_people(ONE)
        for year in signed:
            assert figures(year=year) == (8 - signed[year], 8 - stands, signed[year] != stands)
    stepwise = contents(everything=True)
    with across_districts(reason="tests: from nothing"):
        SummedFiles.objects.all().delete()
    compute_people()
    assert contents(everything=True) == stepwise
