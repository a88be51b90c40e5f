"""Where nothing but figures of some districts' people is another, a run computes what these reach, and no more; the
tables are those of a computation of everything.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from bench.state_frames import Frozen
from bench.state_installed import certify, keep_year, send_again
from districts import outbox
from districts.models import District, Job
from districts.wall import in_district
from monitoring.intake.actions.ask_for_results import ask_for_people
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot
from monitoring.results import actions, known_sums, last_run
from monitoring.results.compute_some import measures_that_differ
from monitoring.results.current_inputs import Source, read_current_state
from monitoring.results.models import DistrictGap, DistrictValue, Run, SchoolBand, SchoolValue, StateGap
from monitoring.results.people import kept_sums
from monitoring.results.people.rows import SummedSource
from tests.results.installed_state import across, install_state
from tests.results.kept import certifying_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
EXPERIENCE = {"T_EXP_LT1", "T_EXP_LE1", "T_EXP_LT3", "T_EXP_LT4"}
MEMORIES: tuple[list[Any], ...] = (last_run._last, known_sums._last, kept_sums._last)
Seen = list[tuple[set[str], set[str]] | None]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Of each run the districts and the state's measures that it computed; None: everything."""
    found: Seen = []
    real = last_run.compute_what_can_differ

    def looked_at(*given: Any) -> Any:
        computed = real(*given)
        found.append((set(computed.only or ()), set(computed.measures or ())) if computed else None)
        return computed

    monkeypatch.setattr(actions, "compute_what_can_differ", looked_at)
    return found


def owners() -> list[District]:
    with across("tests: who sends"):
        return list(District.objects.exclude(kind="STATE").order_by("org_code"))


def other_years_of_experience(rows: pl.DataFrame, *, people: int = 3) -> pl.DataFrame:
    is_new = pl.col("years_prior_teaching") == 0
    said = pl.when(pl.int_range(pl.len()) < people).then(pl.when(is_new).then(9).otherwise(0))
    return rows.with_columns(said.otherwise("years_prior_teaching").alias("years_prior_teaching"))


def correct(owner: District, year: int, dataset: str, rows: pl.DataFrame) -> None:
    grain = Grain(dataset, year)
    with across("tests: a correction"):
        send_again(owner.pk, grain, rows)
        ask_for_people(owner.pk)
    do_it()


def do_it() -> None:
    outbox.run_waiting()
    with across("tests: nothing is left"):
        assert not Job.objects.filter(state__in=outbox.UNFINISHED).exists()


def rows_of(owner: District, year: int, dataset: str) -> pl.DataFrame:
    with across("tests: what stands"):
        return read_snapshot(
            Snapshot.objects.get(district=owner, dataset=dataset, school_year=year, superseded_at=None)
        )


def sign(owner: District, year: int) -> None:
    by = certifying_person()
    with across("tests: certified"):
        certify([owner.pk], year, by=by)
        ask_for_people(owner.pk)
    do_it()


def preliminary_windows(owner: District) -> set[tuple[int, int]]:
    """The first and the last school year of the windows in which the district sees preliminary rows."""
    with in_district(owner.pk):
        marked = [model.objects.filter(is_preliminary=True) for model in (SchoolValue, DistrictValue, DistrictGap)]
        windows = {each for rows in marked for each in rows.values_list("school_year", "window")}
        windows |= {
            (year, "1") for year in SchoolBand.objects.filter(is_preliminary=True).values_list("school_year", flat=True)
        }
    return {(year if window == "1" else year - 2, year) for year, window in windows}


def years_that_wait(owner: District) -> set[int]:
    with across("tests: what is not certified"):
        state = read_current_state()
    known: list[Source | SummedSource] = [*state.sources, *state.sums]
    return {
        one.school_year
        for one in known
        if one.district_code == owner.org_code and not (one.is_certified and one.is_current)
    }


def assert_what_is_preliminary_rests_on_what_waits() -> None:
    for owner in owners():
        waiting = years_that_wait(owner)
        assert [pair for pair in preliminary_windows(owner) if not waiting & set(range(pair[0], pair[1] + 1))] == []


def assert_it_is_what_a_computation_of_everything_gives() -> None:
    with across("tests: from nothing"):
        run = actions.recompute(trigger="test", anew=True)
        assert run is not None
        assert (run.state, run.counts if run.state != Run.State.UNCHANGED else {}) == (Run.State.UNCHANGED, {})


def hashes_of_gaps() -> dict[str, set[str]]:
    """By measure what gaps of the state rest on."""
    found: dict[str, set[str]] = {}
    with across("tests: what gaps rest on"):
        for measure, content in StateGap.objects.values_list("measure", "inputs_hash"):
            found.setdefault(measure, set()).add(content)
    return found


def test_a_correction_of_experience_reaches_its_measures_and_its_district(seen: Seen) -> None:
    _, years = install_state(4, years=1)
    year, owner = max(years), owners()[1]
    before = hashes_of_gaps()
    seen.clear()
    correct(owner, year, "staff_roster", other_years_of_experience(rows_of(owner, year, "staff_roster")))
    assert hashes_of_gaps() == before
    sign(owner, year)
    now = hashes_of_gaps()
    assert {measure for measure, contents in now.items() if contents != before[measure]} == EXPERIENCE
    assert seen == [({owner.org_code}, set()), ({owner.org_code}, EXPERIENCE)]
    assert_it_is_what_a_computation_of_everything_gives()


class Workers:
    """Two workers, each with what it keeps in memory: `turn` is whose memory this process has."""

    def __init__(self) -> None:
        self.kept: list[list[list[Any]]] = [[[] for _ in MEMORIES] for _ in range(2)]
        self.turn = 0

    def take_turns(self, turn: int) -> None:
        if turn == self.turn:
            return
        self.kept[self.turn] = [list(memory) for memory in MEMORIES]
        for memory, mine in zip(MEMORIES, self.kept[turn], strict=True):
            memory[:] = mine
        self.turn = turn


@pytest.mark.slow
def test_it_does_not_matter_which_worker_did_the_runs_between(seen: Seen) -> None:
    _, years = install_state(3, years=1)
    year, owner, workers = max(years), owners()[0], Workers()
    correct(owner, year, "staff_roster", other_years_of_experience(rows_of(owner, year, "staff_roster")))
    seen.clear()
    workers.take_turns(1)
    sign(owner, year)  # knows nothing
    for turn in (0, 1, 0, 0, 1):
        workers.take_turns(turn)
        another = owners()[turn]
        correct(another, year, "staff_roster", other_years_of_experience(rows_of(another, year, "staff_roster")))
        sign(another, year)
    assert [one is None for one in seen] == [True, *([False] * 10)]
    assert_it_is_what_a_computation_of_everything_gives()


@pytest.mark.slow
def test_a_run_that_came_to_nothing_is_none(seen: Seen) -> None:
    _, years = install_state(3, years=1)
    year, owner = max(years), owners()[0]
    last_run._last[0] = replace(last_run._last[0], run_id=uuid.uuid4())
    seen.clear()
    correct(owner, year, "staff_roster", other_years_of_experience(rows_of(owner, year, "staff_roster")))
    assert seen == [None]
    assert_it_is_what_a_computation_of_everything_gives()


def with_its_own_enrolment(owner: District, year: int) -> None:
    """In the place of the agency's, and not certified."""
    with across("tests: enrolment"):
        agencys = Snapshot.objects.get(dataset="school_enrollment", school_year=year, superseded_at=None)
        its = read_snapshot(agencys).filter(pl.col("org_code").str.starts_with(owner.org_code[:4]))
        Snapshot.objects.filter(pk=agencys.pk).update(superseded_at=timezone.now())
        keep_year([Frozen(Grain("school_enrollment", year), its.with_columns(district=pl.lit(owner.org_code)))])
        actions.recompute(trigger="test")


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "is_divided"), [(0, False), (1, False), (2, False), (3, True), (4, True), (5, True)])
def test_after_any_corrections_the_tables_are_those_of_a_computation_of_everything(
    seed: int, is_divided: bool, seen: Seen
) -> None:
    """Of late years and old ones. `is_divided`: where in the latest a district's own enrolment waits for its certifier,
    and the agency has none.
    """
    chance, workers = random.Random(seed), Workers()
    _, years = install_state(5, years=5)
    sending, oldest, latest = owners(), min(years), max(years)
    corrected = [latest, latest, latest - 1, oldest]
    if is_divided:
        with_its_own_enrolment(chance.choice(sending), latest)
        corrected = [oldest, oldest, oldest + 1, latest]
    seen.clear()
    for _ in range(4):
        for _ in range(chance.randint(2, 4)):
            workers.take_turns(chance.choice([workers.turn, workers.turn, 0, 1]))
            owner, year = chance.choice(sending), chance.choice(corrected)
            act = chance.choice(["experience", "experience", "days", "fewer", "certified"])
            if act == "certified":
                sign(owner, year)
                continue
            dataset = "staff_attendance" if act == "days" else "staff_roster"
            rows = rows_of(owner, year, dataset)
            if act == "experience":
                mixed = rows.sample(fraction=1, shuffle=True, seed=chance.randint(0, 99))
                rows = other_years_of_experience(mixed, people=chance.randint(1, 6))
            elif act == "days":
                rows = rows.with_columns(pl.col("days_absent") + chance.choice([5_000, 40_000]))
            else:
                rows = rows.head(rows.height - chance.randint(1, 3))
            correct(owner, year, dataset, rows)
            if chance.random() < 0.5:
                sign(owner, year)
        assert_it_is_what_a_computation_of_everything_gives()
        assert_what_is_preliminary_rests_on_what_waits()
    assert any(one is not None for one in seen)


def more_days(owner: District, year: int) -> None:
    days = pl.col("days_absent") + 20_000
    correct(owner, year, "staff_attendance", rows_of(owner, year, "staff_attendance").with_columns(days))


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1])
def test_where_enrolment_waits_that_divides_schools_otherwise_everything_is_computed(place: int, seen: Seen) -> None:
    """That of the district itself, and that of another."""
    _, years = install_state(4, years=1)
    year, owner = max(years), owners()[1]
    with_its_own_enrolment(owners()[place], year)
    more_days(owner, year)
    assert_it_is_what_a_computation_of_everything_gives()
    sign(owner, year)
    assert_it_is_what_a_computation_of_everything_gives()
    assert seen[-2:] == [None, None]


@pytest.mark.slow
def test_a_year_that_nobody_has_certified_is_not_forgotten_by_runs_of_others(seen: Seen) -> None:
    _, years = install_state(4, years=5, waiting=1)
    oldest, latest, (first, second, *_) = min(years), max(years), owners()
    with across("tests: a run of all years"):
        actions.recompute(trigger="test", anew=True)
    seen.clear()
    correct(second, latest, "staff_roster", other_years_of_experience(rows_of(second, latest, "staff_roster")))
    sign(second, latest)
    more_days(first, oldest)
    assert [one is not None for one in seen] == [True, True, False]
    assert_it_is_what_a_computation_of_everything_gives()


@pytest.mark.slow
def test_a_correction_of_an_old_year_makes_nothing_preliminary_that_does_not_rest_on_it() -> None:
    """Nor where another's enrolment waits in a later year, by which every school would have bands."""
    _, years = install_state(4, years=4)
    oldest, latest, (first, second, *_) = min(years), max(years), owners()
    with_its_own_enrolment(first, latest)
    more_days(second, oldest)
    assert_it_is_what_a_computation_of_everything_gives()
    assert preliminary_windows(second) == {(oldest, oldest), (oldest - 1, oldest + 1), (oldest, oldest + 2)}
    sign(second, oldest)
    assert preliminary_windows(second) == set()
    assert_it_is_what_a_computation_of_everything_gives()


SUM: dict[str, Any] = {
    "edition": "certified",
    "school_year": 2026,
    "level": "school",
    "org_code": "00010001",
    "metric_id": "T_EXP_LT1",
    "numerator": 20_000,
    "denominator": 200_000,
    "people_known": 20,
    "people_missing": 0,
    "unit": "FTE",
    "missing_reason": None,
    "definition_version": "1",
}


def differ(*now: dict[str, Any], before: tuple[dict[str, Any], ...] = (SUM,)) -> set[str] | None:
    """Beside one sum of people."""
    types = pl.DataFrame([SUM]).schema | {"missing_reason": pl.String()}
    found = measures_that_differ(*(pl.DataFrame(list(rows), schema=types) for rows in (before, now)))
    return None if found is None else set(found)


def test_another_amount_is_another_figure_of_its_measure_and_nothing_else_is_told() -> None:
    assert differ(SUM) == set()
    assert differ(SUM | {"numerator": 30_000}) == {"T_EXP_LT1"}
    assert differ(SUM | {"people_missing": 1}) == {"T_EXP_LT1"}


def test_of_the_state_nothing_is_another_by_what_nobody_has_certified() -> None:
    current = SUM | {"edition": "current"}
    assert differ(SUM, current | {"numerator": 30_000}, before=(SUM, current)) == set()


@pytest.mark.parametrize(
    "another",
    [
        {"denominator": 210_000},  # teachers, by whom schools take part in comparisons
        {"numerator": None},
        {"missing_reason": "suppressed"},
        {"definition_version": "2"},
        {"org_code": "00010002"},
        {"metric_id": "T_EXP_LE1"},
        {"school_year": 2025},
        {"edition": "current"},
    ],
)
def test_where_more_than_amounts_is_another_it_may_reach_anything(another: dict[str, Any]) -> None:
    assert differ(SUM | another) is None


def test_a_sum_more_or_less_may_reach_anything() -> None:
    assert differ() is None
    assert differ(SUM, SUM | {"metric_id": "T_EXP_LE1"}) is None
