"""Figures computed from files of persons: the sums that are stored, and the values that are made of them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from django.db import connection

from districts.models import District
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_district, in_state
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import CertificationEvent
from monitoring.results.current_inputs import read_current_state
from monitoring.results.frames import AGGREGATES
from monitoring.results.models import DistrictValue, PartialSum, SchoolValue, StateValue, SummedFiles
from monitoring.results.people import adding_up
from monitoring.results.people.adding_up import add_up_people
from monitoring.results.people.files import LOOKED_BACK_ON, YearFiles, year_files
from monitoring.results.people.index import index_people, stale_districts
from monitoring.results.queries import provenance_for
from monitoring.results.read_inputs import read_frames
from tests.analysis.people import slow_sums
from tests.analysis.people.random_states import random_state
from tests.analysis.people.sent import ONE, OTHER, A, B, C, State, attended, employed, organization, teaches
from tests.results.kept import keep
from tests.results.people_state import compute_people, keep_dataset, keep_people, sign
from tests.results.stored import contents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
YEAR = 2025
NAMES = ("numerator", "denominator", "known", "missing", "exempt")


def some_state(seed: int) -> State:
    """A district's licenses are one file, whatever the year."""
    state = random_state(random.Random(seed), YEAR)
    for (district, _), files in state.years.items():
        files["license"] = [
            row for (one, _), other in state.years.items() if one == district for row in other.get("license", [])
        ]
    return state


def stored_sums(district: str, year: int) -> dict[tuple[str, str, str, str], slow_sums.Sum]:
    """What the tables hold of the certified files."""
    with across_districts(reason="tests: look"):
        rows = PartialSum.objects.filter(
            district__org_code=district, sums__school_year=year, sums__is_certified=True
        ).exclude(measure_id__startswith="T_SATIS")
        return {
            (one.level, one.org_code, one.measure_id, one.unit): slow_sums.Sum(
                **{name: getattr(one, name) for name in NAMES}, reason=one.reason or None
            )
            for one in rows
        }


def slow_of(state: State, district: str, year: int) -> dict[tuple[str, str, str, str], slow_sums.Sum]:
    active = {one.id for one in shipped_in_force().of_people(year)}
    return {key: one for key, one in slow_sums.all_sums(state, district, year).items() if key[2] in active}


def check(state: State) -> None:
    for (district, year), files in state.years.items():
        if not set(files) - {"license", "evaluation"}:
            continue  # nothing of the year
        found, expected = stored_sums(district, year), slow_of(state, district, year)
        differ = {key for key in found | expected if found.get(key) != expected.get(key)}
        assert {key: (found.get(key), expected.get(key)) for key in differ} == {}, (district, year)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_sums_that_are_stored_are_those_of_the_slow_implementation(seed: int) -> None:
    state = some_state(seed)
    keep_people(state)
    compute_people()
    check(state)


PEOPLE = [f"p{number}" for number in range(1, 11)]


def quiet_state() -> State:
    """Ten teachers at two schools of one district and one of another, who all stay, and are in their tenth year."""
    places = {**dict.fromkeys(PEOPLE[:4], A), **dict.fromkeys(PEOPLE[4:8], B), **dict.fromkeys(PEOPLE[8:], C)}
    state = State()
    for year in (YEAR - 1, YEAR):
        for district, schools in ((ONE, (A, B)), (OTHER, (C,))):
            its = [who for who, school in places.items() if school in schools]
            rows = {
                "work_assignment": [teaches(who, places[who]) for who in its],
                "staff_roster": [employed(who) for who in its],
            }
            state.years[district, year] = rows
    return state


def rate_of(measure: str, org: str = A, *, window: str = "1", year: int = YEAR, district: str = ONE) -> Any:
    """What the district sees: numerator and denominator in people, or the reason."""
    with in_district(District.objects.get(org_code=district).pk):
        of = {"measure": measure, "school_year": year, "window": window}
        model, place = (DistrictValue, {}) if org.endswith("0000") else (SchoolValue, {"school__org_code": org})
        return _told(model.objects.get(**of, **place))


def _told(value: Any) -> Any:
    return value.reason or (float(value.numerator), float(value.denominator))


def test_values_of_schools_and_districts_are_computed_from_their_people() -> None:
    state = quiet_state()
    roster = state.years[ONE, YEAR]["staff_roster"]
    roster[0] = employed(PEOPLE[0], years_prior_teaching=1)
    roster[4] = employed(PEOPLE[4], years_prior_teaching=None)
    keep_people(state)
    compute_people()
    assert rate_of("T_EXP_LT3") == (1.0, 4.0)
    assert rate_of("T_EXP_LT3", B) == "too_many_missing"  # of one in four nothing is known
    assert rate_of("T_EXP_LT3", ONE) == (1.0, 7.0)
    with in_district(District.objects.get(org_code=ONE).pk):
        value = DistrictValue.objects.get(measure="T_EXP_LT3", school_year=YEAR, window="1")
        assert (value.basis, value.people_known, value.people_missing) == ("people", 7, 1)


def test_who_moves_within_the_district_has_left_the_school_and_not_the_district() -> None:
    state = quiet_state()
    state.years[ONE, YEAR]["work_assignment"][0] = teaches(PEOPLE[0], B)
    keep_people(state)
    compute_people()
    assert rate_of("T_TURN") == (1.0, 4.0)
    assert rate_of("T_TURN", B) == (0.0, 4.0)
    assert rate_of("T_TURN", ONE) == (0.0, 8.0)


def test_what_another_district_certifies_of_the_same_people_counts_from_then_on() -> None:
    state = quiet_state()
    gone = PEOPLE[0]
    state.years[ONE, YEAR]["work_assignment"] = state.years[ONE, YEAR]["work_assignment"][1:]
    state.years[ONE, YEAR]["staff_roster"] = state.years[ONE, YEAR]["staff_roster"][1:]
    keep_people(state)
    compute_people()
    ends = ("T_TURN_EXIT", "T_TURN_MOVE")
    before = {end: stored_sums(ONE, YEAR)["district", ONE, end, "HEADCOUNT"].numerator for end in ends}
    hired = [*state.years[OTHER, YEAR]["work_assignment"], teaches(gone, C)]
    keep_dataset("work_assignment", hired, owner=OTHER, year=YEAR)
    compute_people(OTHER)
    uncertified = {end: stored_sums(ONE, YEAR)["district", ONE, end, "HEADCOUNT"].numerator for end in ends}
    sign(OTHER, YEAR)
    compute_people(OTHER)
    after = {end: stored_sums(ONE, YEAR)["district", ONE, end, "HEADCOUNT"].numerator for end in ends}
    assert [before, uncertified, after] == [
        {"T_TURN_EXIT": 10_000, "T_TURN_MOVE": 0},
        {"T_TURN_EXIT": 10_000, "T_TURN_MOVE": 0},
        {"T_TURN_EXIT": 0, "T_TURN_MOVE": 10_000},
    ]


def test_what_is_not_certified_is_the_districts_alone() -> None:
    keep_people(quiet_state(), certified=False)
    compute_people()
    assert rate_of("T_EXP_LT3") == (0.0, 4.0)
    with in_district(District.objects.get(org_code=ONE).pk):
        assert SchoolValue.objects.get(
            measure="T_EXP_LT3", school__org_code=A, school_year=YEAR, window="1"
        ).is_preliminary
    with in_state(District.objects.get(kind="STATE").pk):
        assert not SchoolValue.objects.filter(measure="T_EXP_LT3", rate__isnull=False).exists()
        assert not StateValue.objects.filter(measure="T_EXP_LT3", rate__isnull=False).exists()


@pytest.mark.slow
def test_asked_again_nothing_is_computed_and_from_nothing_it_is_the_same() -> None:
    keep_people(some_state(1))
    compute_people()
    first, sums = contents(everything=True), stored_sums(ONE, YEAR)
    compute_people()
    assert contents(everything=True) == first
    with across_districts(reason="tests: from nothing"):
        SummedFiles.objects.all().delete()
    compute_people()
    assert (contents(everything=True), stored_sums(ONE, YEAR)) == (first, sums)


def test_a_value_is_followed_to_the_rows_of_its_people_inside_the_district_and_nowhere_else() -> None:
    keep_people(quiet_state())
    compute_people()
    own = District.objects.get(org_code=ONE)
    of = {"measure": "T_EXP_LT3", "school_year": YEAR, "window": "1", "school__org_code": B}
    with in_district(own.pk):
        told = provenance_for(SchoolValue.objects.get(**of)).origins
        assert {(one.dataset, one.school_year, one.rows) for one in told} == {
            ("staff_roster", YEAR, (6, 7, 8, 9)),
            ("work_assignment", YEAR, (6, 7, 8, 9)),
        }
    with in_state(District.objects.get(kind="STATE").pk):
        assert {one.rows for one in provenance_for(SchoolValue.objects.get(**of)).origins} == {()}


def test_files_that_count_again_are_added_up_again() -> None:
    keep_people(quiet_state())
    keep_dataset("staff_attendance", [attended(who, 1) for who in PEOPLE[:8]], owner=ONE, year=YEAR)
    compute_people()
    with across_districts(reason="tests: certify as before"):
        acts = list(CertificationEvent.objects.filter(district__org_code=ONE, school_year=YEAR))
    sign(ONE, YEAR, act=Act.WITHDRAW)
    with across_districts(reason="tests: index and add up, and no recompute"):
        own = District.objects.get(org_code=ONE).pk
        index_people(district_ids=[own])
        add_up_people(district_ids=[own])
        for one in acts:
            one.pk, one.number, one._state.adding = None, one.number + 2, True
            one.save()
    compute_people(ONE)
    with in_state(District.objects.get(kind="STATE").pk):
        of = {"measure": "T_EXP_LT3", "school_year": YEAR, "window": "1"}
        seen = DistrictValue.objects.get(district__org_code=ONE, **of)
        assert _told(seen) == (0.0, 8.0)
    with across_districts(reason="tests: look"):
        assert stale_districts() == []


def test_what_is_not_certified_is_computed_by_the_definitions_in_force_too() -> None:
    keep_people(quiet_state(), certified=False)
    compute_people()
    with across_districts(reason="tests: look"):
        state = replace(read_current_state(), definitions=InForce(()))
        frames = read_frames(state, [YEAR])
    assert frames.current is not None
    assert (frames.definitions, frames.current.definitions) == (state.definitions, state.definitions)


def test_a_file_that_a_measure_does_not_read_makes_no_figure_preliminary() -> None:
    keep_people(quiet_state())
    keep_dataset("staff_attendance", [attended(who, 1) for who in PEOPLE[:8]], owner=ONE, year=YEAR)
    compute_people()
    with in_district(District.objects.get(org_code=ONE).pk):
        of = {"school_year": YEAR, "window": "1", "measure__in": ["T_EXP_LT3", "T_TURN", "T_ABS_GT10"]}
        told = dict(DistrictValue.objects.filter(**of).values_list("measure", "is_preliminary"))
        assert told == {"T_EXP_LT3": False, "T_TURN": False, "T_ABS_GT10": True}


@pytest.mark.slow
def test_absences_are_in_nobody_elses_figures_until_the_end_of_their_year_is_certified() -> None:
    keep_people(quiet_state(), certified=False)
    sign(ONE, YEAR, collections=("OCT",))
    event = {"mepid": PEOPLE[0], "event_date": "2024-10-05", "hours": 7.5, "category": "SICK"}
    keep_dataset("staff_absence_event", [event], owner=ONE, year=YEAR)
    compute_people()
    assert rate_of("T_ABS_GT10", ONE) == (0.0, 8.0)
    assert _seen_by_the_agency("T_ABS_GT10") == []
    sign(ONE, YEAR, collections=("EOY",))
    compute_people()
    assert _seen_by_the_agency("T_ABS_GT10") == [0.0]


def _seen_by_the_agency(measure: str) -> list[float]:
    with in_state(District.objects.get(kind="STATE").pk):
        seen = DistrictValue.objects.filter(district__org_code=ONE, measure=measure, rate__isnull=False, window="1")
        return list(seen.values_list("rate", flat=True))


def test_a_closed_school_is_asked_for_nothing() -> None:
    state = quiet_state()
    state.organizations = [organization(B, close_year=YEAR - 1)]
    state.years[ONE, YEAR]["work_assignment"] = [teaches(who, A) for who in PEOPLE[:8]]
    keep_people(state)
    compute_people()
    with in_district(District.objects.get(org_code=ONE).pk):
        value = DistrictValue.objects.get(measure="T_EXP_LT3", school_year=YEAR, window="1")
        assert (value.schools, value.schools_with_figure) == (1, 1)
        closed = SchoolValue.objects.filter(school__org_code=B, school_year=YEAR)
        assert not closed.filter(reason="not_submitted").exists()


def test_a_figure_of_published_and_counted_years_is_followed_to_both() -> None:
    keep_people(quiet_state())
    rows = [
        (YEAR - 1, org, "T_TURN", 10_000, 40_000, "HEADCOUNT", None, "x", at) for at, org in enumerate((A, B, C), 2)
    ]
    keep(pl.DataFrame(rows, schema=AGGREGATES, orient="row"), owner=STATE_CODE, year=YEAR - 1)
    compute_people()
    assert rate_of("T_TURN", window="pooled3") == (1.0, 8.0)
    assert rate_of("T_TURN", ONE, window="pooled3") == (2.0, 16.0)
    with in_district(District.objects.get(org_code=ONE).pk):
        of = {"measure": "T_TURN", "school_year": YEAR, "window": "pooled3"}
        told = provenance_for(SchoolValue.objects.get(school__org_code=A, **of)).origins
        assert {(one.dataset, one.school_year, one.row) for one in told} == {
            ("metric_aggregate", YEAR - 1, 2),
            *((dataset, year, None) for dataset in LOOKED_BACK_ON for year in (YEAR - 1, YEAR)),
        }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_indexing_waits_for_adding_up_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_people(quiet_state())
    compute_people()
    keep_dataset("staff_roster", [employed(who) for who in PEOPLE[:7]], owner=ONE, year=YEAR)
    with across_districts(reason="tests: as another district marks it"):
        own = District.objects.get(org_code=ONE).pk
        SummedFiles.objects.filter(district_id=own).update(is_stale=True, content_hash="x")
    is_at_work = threading.Event()
    real = year_files

    def slowly(district_ids: Collection[int] | None = None, **given: Any) -> list[YearFiles]:
        is_at_work.set()
        time.sleep(1)
        return real(district_ids, **given)

    monkeypatch.setattr(adding_up, "year_files", slowly)
    ends: dict[str, object] = {}

    def run(name: str, job: Callable[..., object]) -> None:
        try:
            with across_districts(reason="tests: a job"):
                ends[name] = job(district_ids=[own])
        finally:
            connection.close()

    adding = threading.Thread(target=run, args=("added up", adding_up.add_up_people))
    adding.start()
    assert is_at_work.wait(60)
    run("indexed", index_people)
    adding.join()
    assert ends == {"added up": 2, "indexed": True}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_after_any_corrections_the_sums_are_those_of_a_computation_from_nothing(seed: int) -> None:
    chance, state = random.Random(seed), some_state(seed)
    keep_people(state)
    compute_people()
    for _ in range(4):
        district, year = chance.choice(sorted(state.years))
        files = state.years[district, year]
        dataset = chance.choice(sorted(set(files) - {"license", "evaluation"}) or ["license"])
        rows = files[dataset]
        files[dataset] = chance.sample(rows, max(1, len(rows) - chance.choice([1, 2])))
        keep_dataset(dataset, files[dataset], owner=district, year=year)
        sign(district, year)
        compute_people(district)
        check(state)
