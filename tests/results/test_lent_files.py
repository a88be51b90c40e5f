"""Where a district has no licenses of its own, the agency's stand in: each reads those of its people alone, and they
were sent also where nobody there holds one.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from districts.models import District, Job
from districts.org_code import STATE_CODE
from districts.wall import across_districts
from monitoring.intake.topics import PEOPLE_TOPIC, RECOMPUTE_TOPIC
from monitoring.results.people import lent
from monitoring.results.people.index import stale_districts
from monitoring.results.people.lent import rows_of
from monitoring.results.people.staff_years import Directory
from tests.analysis.people.sent import ONE, OTHER, A, B, C, licensed, organization
from tests.results.people_state import compute_people, keep_dataset, keep_people, open_places
from tests.results.test_people import PEOPLE, YEAR, check, quiet_state, rate_of, some_state, stored_sums

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_one_file_of_everybodys_licenses_gives_what_each_districts_own_would(seed: int) -> None:
    state = some_state(seed)
    everybodys = [row for (_, year), files in state.years.items() if year == YEAR for row in files.get("license", [])]
    everybodys.append(licensed("somebody whom no district reports"))
    sent = {key: {**files, "license": everybodys} for key, files in state.years.items()}
    without = {key: {name: rows for name, rows in files.items() if name != "license"} for key, files in sent.items()}
    keep_dataset_of_agency(replace(state, years=without), everybodys)
    check(replace(state, years=sent))


def keep_dataset_of_agency(state: Any, licenses: list[dict[str, Any]]) -> None:
    open_places(state.organizations)
    keep_dataset("license", licenses, owner=STATE_CODE, year=None)
    keep_people(state)
    compute_people()


def test_a_district_of_whose_people_the_agency_knows_no_license_has_people_without() -> None:
    state = quiet_state()
    keep_dataset_of_agency(state, [licensed(who) for who in PEOPLE[8:]])  # of the other district
    assert (rate_of("T_UNQ_LICENSE"), rate_of("T_UNQ_LICENSE", C, district=OTHER)) == ((4.0, 4.0), (0.0, 2.0))


def test_without_any_file_of_licenses_they_are_not_submitted() -> None:
    keep_people(quiet_state())
    compute_people()
    assert stored_sums(ONE, YEAR)["school", A, "T_UNQ_LICENSE", "HEADCOUNT"].reason == "not_submitted"


def test_a_later_file_of_the_agency_is_read_and_not_the_one_that_is_kept_in_memory() -> None:
    keep_dataset_of_agency(quiet_state(), [licensed(who) for who in PEOPLE])
    before = rate_of("T_UNQ_LICENSE")
    keep_dataset("license", [licensed(who) for who in PEOPLE[1:]], owner=STATE_CODE, year=None)
    compute_people(STATE_CODE)
    assert (before, rate_of("T_UNQ_LICENSE")) == ((0.0, 4.0), (1.0, 4.0))


@pytest.mark.slow
def test_few_files_are_kept_in_memory() -> None:
    keep_dataset_of_agency(quiet_state(), [licensed(who) for who in PEOPLE])
    for number in range(3):
        keep_dataset("license", [licensed(who) for who in PEOPLE[number:]], owner=STATE_CODE, year=None)
        compute_people(STATE_CODE)
    assert len(lent._kept) <= lent.FILES


def test_rows_of_people_are_found_whatever_their_order_and_number() -> None:
    chance = random.Random(1)
    rows = pl.DataFrame({"mepid": sorted(chance.choice("abcdefgh") for _ in range(30)), "number": range(30)})
    for _ in range(20):
        people = [chance.choice([*"acegxyz", None]) for _ in range(chance.randint(0, 6))]
        expected = [number for who, number in rows.rows() if who in people]
        assert rows_of(pl.Series(people, dtype=pl.String), rows)["number"].to_list() == expected


def test_the_directory_of_one_district_says_what_that_of_all_says() -> None:
    heirs = [organization(A, close_year=YEAR - 1, successor_org_code=C), organization(C, successor_org_code=B)]
    open_places([*heirs, organization(OTHER, close_year=YEAR, successor_org_code=ONE)])
    with across_districts(reason="tests: look"):
        whole = {code: Directory().of(code).rows() for code in (ONE, OTHER)}
        single = {code: Directory(code).of(code).rows() for code in (ONE, OTHER)}
    assert single == whole
    assert [code for code, *_ in whole[ONE]] == [ONE, A, B, C]
    assert [code for code, *_ in whole[OTHER]] == [ONE, B, OTHER, C]


def test_however_many_districts_add_up_one_run_is_asked_for() -> None:
    keep_people(quiet_state())
    compute_people()
    agency = District.objects.get(org_code=STATE_CODE)
    with across_districts(reason="tests: look"):
        asked = Job.objects.filter(topic=RECOMPUTE_TOPIC).values_list("district_id", flat=True)
        added = Job.objects.filter(topic=PEOPLE_TOPIC).count()
        assert (list(asked), added, stale_districts()) == ([agency.pk], 2, [])
