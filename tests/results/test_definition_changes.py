"""A change of definition: what it would move is told before, and is just what moves when it is active; what does not
use it stays; and what comes of it is what a computation from nothing gives.
"""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from django.db.models import Q

from districts import outbox
from districts.models import District, Job, Membership
from districts.outbox import UNFINISHED
from districts.wall import across_districts, in_district, in_state
from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.definitions.lifecycle import Step
from monitoring.analysis.people.absence import DaysAbsent
from monitoring.analysis.people.experience import Experience
from monitoring.definitions.actions import NotPossible
from monitoring.definitions.queries import definitions_of, histories_for_ese
from monitoring.results import actions
from monitoring.results.definition_steps import take_step
from monitoring.results.dual_runs.asking import ask_for_dual_run
from monitoring.results.dual_runs.comparison import Comparison, comparisons_of
from monitoring.results.dual_runs.computing import compute_both_ways
from monitoring.results.frames import Results
from monitoring.results.models import (
    DistrictValue,
    DualRun,
    PartialSum,
    Run,
    SchoolValue,
    StateGap,
    StateValue,
    SummedFiles,
)
from monitoring.results.queries import provenance_for
from tests.analysis.people.sent import ONE, A, State, employed
from tests.definitions.analysts import analyst, drafted, like
from tests.results.people_state import compute_people, keep_people
from tests.results.stored import contents
from tests.results.test_people import YEAR, quiet_state, rate_of, some_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
FOUR = Experience(below=4, scope="MA_PUBLIC")
SEEN = Q(edition="certified") | Q(is_preliminary=False)
Figures = dict[tuple[Any, ...], Any]


@pytest.fixture
def people() -> tuple[Membership, Membership]:
    return analyst("Ann"), analyst("Ben")


def put_forward(content: Definition, by: Membership) -> int:
    version = drafted(content, by=by).version
    with in_state(by.district_id):
        take_step(measure=content.measure_id, version=version, step=Step.PUT_FORWARD, by=by)
    return version


def dual_run(measure: str, version: int, by: Membership) -> DualRun:
    with in_state(by.district_id):
        asked = ask_for_dual_run(measure=measure, version=version, by=by)
    outbox.run_waiting()
    with in_state(by.district_id):
        return DualRun.objects.get(pk=asked.pk)


def retire(measure: str, version: int, by: Membership) -> None:
    with in_state(by.district_id):
        take_step(measure=measure, version=version, step=Step.RETIRE, reason="Too wide.", by=by)
    outbox.run_waiting()


def activate(measure: str, version: int, by: Membership) -> None:
    with in_state(by.district_id):
        take_step(measure=measure, version=version, step=Step.ACTIVATE, by=by)
    outbox.run_waiting()


def both_ways(measure: str, version: int) -> tuple[Results, Results]:
    with across_districts(reason="tests: try"):
        known = definitions_of(histories_for_ese(measure))
        one = next(each for each in known if each.version == version)
        others = tuple(each for each in known if each.version != version)
        found = compute_both_ways(one, others, tell=lambda stage, done, total: None)
    assert found is not None
    return found.before, found.after


def in_frames(results: Results, years: set[int]) -> Figures:
    """Every value and every gap across the state, as computed, by what it is of."""
    found: Figures = {}
    key: tuple[Any, ...]
    for frame, name in ((results.school_values, "org_code"), (results.district_values, "org_code")):
        for row in frame.iter_rows(named=True):
            key = (row[name], row["measure_id"], row["school_year"], row["window"])
            found[key] = (row["rate"], row["reason"], row["break_text"], row["definition_hash"])
    for row in results.state_values.iter_rows(named=True):
        key = ("state", row["seen_by"], row["measure_id"], row["school_year"], row["window"])
        found[key] = (row["rate"], row["reason"], row["break_text"], row["definition_hash"])
    for row in results.state_gaps.iter_rows(named=True):
        key = ("gap", *(row[part] for part in ("seen_by", "method", "scope", "partition", "measure_id", "group_id")))
        found[(*key, row["school_year"], row["window"])] = (
            row["difference"],
            row["reason"] or "",
            row["break_text"] or "",
        )
    return {key: value for key, value in found.items() if set(key) & years}


def in_tables(years: set[int]) -> Figures:
    """The same, as it is stored for others' eyes than the district's own."""
    found: Figures = {}
    key: tuple[Any, ...]
    with across_districts(reason="tests: read"):
        for value in SchoolValue.objects.filter(SEEN).select_related("school"):
            key = (value.school.org_code, value.measure, value.school_year, value.window)
            found[key] = (value.rate, value.reason, value.break_text, value.definition_hash)
        for of in DistrictValue.objects.filter(SEEN).select_related("district"):
            key = (of.district.org_code, of.measure, of.school_year, of.window)
            found[key] = (of.rate, of.reason, of.break_text, of.definition_hash)
        for one in StateValue.objects.all():
            key = ("state", one.seen_by, one.measure, one.school_year, one.window)
            found[key] = (one.rate, one.reason, one.break_text, one.definition_hash)
        for gap in StateGap.objects.all():
            key = ("gap", gap.seen_by, gap.method, gap.scope, gap.partition, gap.measure, gap.group)
            found[(*key, gap.school_year, gap.window)] = (gap.difference, gap.reason, gap.break_text)
    return {key: value for key, value in found.items() if set(key) & years}


def same_where_both_are(computed: Figures, stored: Figures) -> None:
    """The agency's rows among the state's are the only ones that its scope reads."""
    computed = {key: value for key, value in computed.items() if "districts" not in key}
    assert computed.keys() == stored.keys()
    assert {key: (value, stored[key]) for key, value in computed.items() if value != stored[key]} == {}


@pytest.mark.parametrize("seed", [None, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 4, 5))])
def test_a_dual_run_shows_just_what_activation_then_gives(
    seed: int | None, people: tuple[Membership, Membership]
) -> None:
    ann, ben = people
    keep_people(some_state(seed) if seed else varied_state())
    compute_people()
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR), ann)
    before, after = both_ways("T_EXP_LT3", version)
    years = set(before.school_values["school_year"])
    same_where_both_are(in_frames(before, years), in_tables(years))
    asked = dual_run("T_EXP_LT3", version, ann)
    same_where_both_are(in_frames(before, years), in_tables(years))  # nothing in force was touched
    with in_state(ann.district_id):
        take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)
    nobody_is_told_that_nothing_was_sent(years)
    outbox.run_waiting()
    same_where_both_are(in_frames(after, years), in_tables(years))
    found = comparisons_of(asked.comparison)
    assert [one.window for one in found] == ["1", "pooled3"]
    assert {one.level for one in found[0].levels} >= {"school", "district"}
    with across_districts(reason="tests: look"):
        latest, between, first = Run.objects.all()
    assert [one.trigger for one in (latest, between, first)] == ["people", "definition", "people"]
    assert latest.definitions_hash == between.definitions_hash != first.definitions_hash
    for told in found:
        check_comparison(told, in_frames(before, years), in_frames(after, years))
        assert seed or any(one.moved for one in told.levels)


def nobody_is_told_that_nothing_was_sent(years: set[int]) -> None:
    """Between an activation and the last district's sums a run may come."""
    before = in_tables(years)
    with across_districts(reason="tests: a run between"):
        actions.recompute(trigger="test")
    now = in_tables(years)
    shown = {key for key, (figure, *_) in before.items() if figure is not None and "gap" not in key}
    assert shown <= now.keys()
    assert {now[key][1] for key in shown if now[key][0] is None and key[-1] == "1"} == {"computed_anew"}


def varied_state() -> State:
    """Of the quiet state's ten, each has taught a year longer than the one before."""
    state = quiet_state()
    for (_, year), files in state.years.items():
        who = [row["mepid"] for row in files["staff_roster"]]
        files["staff_roster"] = [employed(one, years_prior_teaching=int(one[1:]) - (year < YEAR)) for one in who]
    return state


def check_comparison(told: Comparison, before: Figures, after: Figures) -> None:
    """Counted by hand, figure by figure, from both sets of figures."""
    keys = [key for key in before.keys() | after.keys() if key[1] == "T_EXP_LT3" and key[-1] == told.window]
    for level in told.levels:
        if level.level == "state":
            continue
        of = [
            key
            for key in keys
            if key[2] == level.school_year and key[0].endswith("0000") == (level.level == "district")
        ]
        pairs = [tuple(side[key][0] if key in side else None for side in (before, after)) for key in of]
        moves = [abs(now - was) for was, now in pairs if was is not None and now is not None and was != now]
        assert level.figures == sum(pair != (None, None) for pair in pairs)
        assert (level.moved, level.largest) == (len(moves), max(moves, default=None))
        assert level.median == pytest.approx(statistics.median(moves)) if moves else level.median is None
        assert level.came == sum(was is None and now is not None for was, now in pairs)
        assert level.went == sum(was is not None and now is None for was, now in pairs)


@pytest.mark.slow
def test_the_districts_that_move_most_come_first_each_with_its_year(people: tuple[Membership, Membership]) -> None:
    ann, _ = people
    state = quiet_state()
    for number in range(3):  # of the first district's eight, three are in their fourth year
        state.years[ONE, YEAR]["staff_roster"][number] = employed(f"p{number + 1}", years_prior_teaching=3)
    keep_people(state)
    compute_people()
    told, _ = comparisons_of(dual_run("T_EXP_LT3", put_forward(like("T_EXP_LT3.1", rule=FOUR), ann), ann).comparison)
    assert [(one.of, one.school_year, one.before, one.after) for one in told.districts] == [(ONE, YEAR, 0.0, 0.375)]
    assert not told.moves_nothing


def run_count() -> int:
    with across_districts(reason="tests: look"):
        return Run.objects.count()


def summed() -> dict[tuple[str, int], tuple[str, str]]:
    with across_districts(reason="tests: look"):
        rows = SummedFiles.objects.filter(is_certified=True).select_related("district")
        return {(one.district.org_code, one.school_year): (one.facts_hash, one.content_hash) for one in rows}


@pytest.mark.slow
def test_activation_computes_anew_the_years_in_which_it_holds_and_no_other(
    people: tuple[Membership, Membership],
) -> None:
    ann, ben = people
    keep_people(some_state(1))
    compute_people()
    sums, before = summed(), contents(everything=True)
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR, first_year=YEAR), ann)
    dual_run("T_EXP_LT3", version, ann)
    assert (summed(), contents(everything=True)) == (sums, before)
    runs = run_count()
    with in_state(ann.district_id):
        take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)
    with across_districts(reason="tests: look"):
        waiting = list(Job.objects.filter(state__in=UNFINISHED).values_list("topic", flat=True))
    assert sorted(waiting) == ["results.experiences", "results.index_people"]
    outbox.run_waiting()
    now = summed()
    assert {key for key in now if now[key][0] != sums[key][0]} == {key for key in sums if key[1] == YEAR}
    with across_districts(reason="tests: look"):
        later = Run.objects.filter(number__gt=runs)
        assert {year for run in later for year in run.school_years} == {YEAR}
        touched = set(
            SchoolValue.objects.filter(run__in=[run.pk for run in later]).values_list("measure", "school_year")
        )
        versions = set(
            PartialSum.objects.filter(measure_id="T_EXP_LT3").values_list("sums__school_year", "definition_version")
        )
    assert touched == {("T_EXP_LT3", YEAR)}
    assert {version for year, version in versions if year == YEAR} == {"2"}
    assert {version for year, version in versions if year < YEAR} <= {"1"}


@pytest.mark.slow
def test_what_comes_of_a_change_is_what_a_computation_from_nothing_gives(
    people: tuple[Membership, Membership],
) -> None:
    ann, ben = people
    keep_people(some_state(1))
    compute_people()
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR, first_year=YEAR), ann)
    dual_run("T_EXP_LT3", version, ann)
    activate("T_EXP_LT3", version, ben)
    step_by_step = contents()
    with across_districts(reason="tests: from nothing"):
        for model in (*actions.TABLES, PartialSum):
            rows: Any = model
            rows._default_manager.all().delete()
        SummedFiles.objects.update(is_stale=True, content_hash="")
    compute_people()
    with across_districts(reason="tests: from nothing"):
        actions.recompute(trigger="test", anew=True)
    assert contents() == step_by_step


@pytest.mark.slow
def test_a_version_that_is_retired_and_comes_back_gives_the_same_bytes(people: tuple[Membership, Membership]) -> None:
    ann, ben = people
    keep_people(some_state(1))
    compute_people()
    first = contents()
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR), ann)
    dual_run("T_EXP_LT3", version, ann)
    activate("T_EXP_LT3", version, ben)
    second = contents()
    assert second != first
    retire("T_EXP_LT3", version, ann)
    assert contents() == first  # the one before holds again
    retire("T_EXP_LT3", 1, ann)
    with across_districts(reason="tests: look"):
        assert not SchoolValue.objects.filter(measure="T_EXP_LT3", rate__isnull=False).exists()
    for again, expected in ((1, first), (version, second)):
        dual_run("T_EXP_LT3", again, ann)
        activate("T_EXP_LT3", again, ben)
        assert contents() == expected


@pytest.mark.slow
def test_results_name_the_version_that_they_were_computed_by(people: tuple[Membership, Membership]) -> None:
    ann, ben = people
    keep_people(quiet_state())
    compute_people()
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR, first_year=YEAR), ann)
    dual_run("T_EXP_LT3", version, ann)
    activate("T_EXP_LT3", version, ben)
    with in_district(District.objects.get(org_code=ONE).pk):
        found = {
            year: provenance_for(DistrictValue.objects.get(measure="T_EXP_LT3", school_year=year, window="1"))
            for year in (YEAR - 1, YEAR)
        }
        value = DistrictValue.objects.get(measure="T_EXP_LT3", school_year=YEAR, window="1")
    told = {year: one.definition.version for year, one in found.items() if one.definition}
    assert told == {YEAR - 1: 1, YEAR: 2}
    assert all(one.definition_is_current for one in found.values())
    assert value.break_text == (
        "Not comparable with 2023-24: from 2024-25 version 2 of the definition holds (completed years: fewer than 4,"
        " where it was fewer than 3)."
    )


@pytest.mark.slow
def test_a_dual_run_is_asked_for_once_and_is_of_use_while_files_and_definitions_stay(
    people: tuple[Membership, Membership],
) -> None:
    ann, ben = people
    state = quiet_state()
    keep_people(state)
    compute_people()
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR), ann)
    with in_state(ann.district_id):
        with pytest.raises(NotPossible, match="no dual run yet"):
            take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)
        first = ask_for_dual_run(measure="T_EXP_LT3", version=version, by=ann)
        assert ask_for_dual_run(measure="T_EXP_LT3", version=version, by=ben).pk == first.pk
        with pytest.raises(NotPossible, match="not done yet"):
            take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)
    outbox.run_waiting()
    state.years[ONE, YEAR]["staff_roster"][0] = employed("p1", years_prior_teaching=3)
    keep_people(state)
    compute_people()
    with in_state(ann.district_id), pytest.raises(NotPossible, match="no longer those in force"):
        take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)
    dual_run("T_EXP_LT3", version, ann)
    activate("T_EXP_LT3", version, ben)
    assert rate_of("T_EXP_LT3") == (1.0, 4.0)
    assert rate_of("T_EXP_LT3", A) == (1.0, 4.0)


def test_what_is_active_published_or_of_ratings_without_evidence_is_not_tried(
    people: tuple[Membership, Membership],
) -> None:
    ann, _ = people
    drafted(like("PPE.1"), by=ann)
    for measure, version, codes in (
        ("T_TURN", 1, ["state"]),
        ("PPE", 2, ["rule"]),
        ("T_EVAL_LOW", 1, ["evidence_fidelity", "evidence_fairness", "evidence_trust"]),
    ):
        with in_state(ann.district_id), pytest.raises(NotPossible) as why:
            ask_for_dual_run(measure=measure, version=version, by=ann)
        assert [one.code for one in why.value.refusals] == codes


def test_a_dual_run_that_does_not_end_says_so(people: tuple[Membership, Membership], monkeypatch: Any) -> None:
    ann, ben = people
    version = put_forward(like("T_EXP_LT3.1", rule=FOUR), ann)
    monkeypatch.setattr("monitoring.results.dual_runs.asking.compute_comparison", lambda *_, **__: 1 / 0)
    given_up = dual_run("T_EXP_LT3", version, ann)
    assert (given_up.state, given_up.why) == ("given_up", given_up.why)
    assert given_up.reason
    with in_state(ann.district_id), pytest.raises(NotPossible, match="no dual run yet"):
        take_step(measure="T_EXP_LT3", version=version, step=Step.ACTIVATE, by=ben)


def test_without_any_file_a_dual_run_moves_nothing(people: tuple[Membership, Membership]) -> None:
    ann, _ = people
    version = put_forward(like("T_ABS_GT10.1", rule=DaysAbsent(more_than=12)), ann)
    assert comparisons_of(dual_run("T_ABS_GT10", version, ann).comparison) == (
        Comparison("pooled3", (), (), (), ()),
        Comparison("1", (), (), (), ()),
    )
