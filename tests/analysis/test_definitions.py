"""Definitions as data: what they say, how two differ, which holds when, and what may become of one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.analysis.definitions.definition import About, Definition, Evidence, State
from monitoring.analysis.definitions.difference import difference, rule_in_words
from monitoring.analysis.definitions.in_force import InForce, shipped_in_force
from monitoring.analysis.definitions.kinds import KINDS, kinds_for, read_rule, rule_of
from monitoring.analysis.definitions.lifecycle import MOVES, DualRun, Facts, Step, after, consequences, refusals
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.absence import DaysAbsent
from monitoring.analysis.people.catalogue import CATALOGUE
from monitoring.analysis.people.ratings import Rated
from monitoring.analysis.people.rule import KINDS as RULES
from monitoring.analysis.people.turnover import Turnover

GOLDEN = Path(__file__).parents[1] / "golden" / "definition_hashes.json"
TODAY, LATER = dt.date(2026, 3, 2), dt.date(2027, 6, 30)
TEN = Definition("T_ABS_GT10", 1, DaysAbsent(more_than=10), state=State.ACTIVE, was_active=True)
TWELVE = Definition("T_ABS_GT10", 2, DaysAbsent(more_than=12), first_year=2026, state=State.VALIDATING,
                    review_date=LATER)  # fmt: skip
SOUND = Facts((TEN,), wrote_it=False, dual_run=DualRun.CURRENT, today=TODAY, reason="why", due=LATER)


def codes(step: Step, one: Definition, facts: Facts) -> list[str]:
    return [each.code for each in refusals(step, one, facts)]


def test_hashes_of_what_was_shipped_once_stay_as_they_are() -> None:
    """A stored value names its definition by this hash: whoever changes a shipped version makes another one instead."""
    assert {one.id: one.definition_hash for one in shipped()} == json.loads(GOLDEN.read_text())


@pytest.mark.parametrize(
    "other",
    [
        {"adverse": "lower"},
        {"headline_window": "1"},
        {"windows": ("1",)},
        {"unit": "SCORE_MEAN"},
        {"gap": False},
    ],
)
def test_what_changes_the_reading_of_a_figure_is_another_definition(
    other: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = replace(TEN).definition_hash
    assert replace(TEN, rationale="Why.", last_year=2020).definition_hash == before
    monkeypatch.setitem(MEASURES, "T_ABS_GT10", replace(MEASURES["T_ABS_GT10"], **other))
    assert replace(TEN).definition_hash != before


def test_how_figures_are_rounded_is_part_of_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    before = replace(TEN).definition_hash
    monkeypatch.setattr("monitoring.analysis.definitions.definition.decimals", lambda unit: 0)
    assert replace(TEN).definition_hash != before


def test_a_definition_says_the_same_after_it_was_kept_as_json() -> None:
    for one in shipped():
        kept = rule_of(json.loads(json.dumps(one.rule.as_data))) if one.rule else None
        assert replace(one, rule=kept).definition_hash == one.definition_hash


def test_every_measure_has_a_definition_and_every_rule_its_own() -> None:
    assert {one.measure_id for one in shipped()} == MEASURES.keys()
    computed = {(one.measure_id, one.version) for one in shipped() if one.of_people}
    assert computed == {(one.id, one.version) for one in CATALOGUE}


def test_ratings_wait_for_evidence_and_exam_scores_for_the_addendum() -> None:
    of_ratings = {one.measure_id for one in shipped() if one.is_of_ratings}
    assert of_ratings == {one.measure_id for one in shipped() if one.state is State.DRAFT}
    assert len(of_ratings) == 8
    assert [(one.id, one.due) for one in shipped() if one.due] == [("T_EXAM.1", dt.date(2015, 8, 31))]
    assert [one.placeholder.id for one in shipped() if one.placeholder] == ["T_UNQ"] * 8


def test_of_each_measure_one_version_at_most_holds_in_a_year() -> None:
    for year in range(2010, 2031):
        names = [one.measure_id for one in shipped_in_force().in_year(year)]
        assert len(names) == len(set(names))
    assert [shipped_in_force().shown("T_UNQ", year).version for year in (2016, 2017)] == [1, 2]


def test_breaks_of_what_is_shipped_are_those_of_the_measures() -> None:
    for name, one in MEASURES.items():
        for year in range(2010, 2026):
            window = range(year - 2, year + 1)  # and versionless ones of all years
            found = shipped_in_force().breaks(name, year, [None] * 4)
            assert [each for each in found if each.year in window] == [
                each for each in one.breaks if each.year in window
            ]


PUBLISHED_BY_ONE = InForce((replace(TEN, last_year=2025), replace(TWELVE, state=State.ACTIVE, was_active=True)))


@pytest.mark.parametrize(
    ("versions", "years"),
    [
        ([2, 1, 1, None], [2026]),  # computed by another rule from 2025-26 on
        ([1, 1, 1, None], []),  # published all along: the new rule made none of them
        ([None, None, None, None], [2026]),  # as in force
        ([1, None, 1, None], []),
        ([2, 2, 1, None], [2025]),  # computed before its rule was in force, as by a file that names its version
        ([1, 2, 1, None], [2025, 2026]),
    ],
)
def test_a_series_breaks_where_figures_were_made_by_different_definitions(versions: Any, years: list[int]) -> None:
    assert [one.year for one in PUBLISHED_BY_ONE.breaks("T_ABS_GT10", 2026, versions)] == years


def test_a_measure_is_told_in_the_words_of_the_definition_that_made_a_figure() -> None:
    words = (("formula", "absent / expected"), ("title", "Another"))
    held = InForce((replace(TEN, last_year=2025), replace(TWELVE, state=State.ACTIVE, words=words)))
    old, new = (SimpleNamespace(measure="T_ABS_GT10", school_year=2026, definition_hash=one.definition_hash[:16])
                for one in held.definitions)  # fmt: skip
    own = MEASURES["T_ABS_GT10"]
    assert held.worded(old) == own
    assert held.worded(new) == replace(own, formula="absent / expected")  # a title heads figures of several versions
    assert held.worded(SimpleNamespace(**{**vars(old), "definition_hash": ""})) == held.worded(new)  # as in force


def test_a_catalogue_shows_the_last_version_in_force_and_where_each_begins() -> None:
    entry = PUBLISHED_BY_ONE.entry(PUBLISHED_BY_ONE.newest("T_ABS_GT10"))
    assert (entry.definition.version, [(one.year, one.version) for one in entry.breaks]) == (2, [(2026, 2)])
    nothing = InForce(())
    assert nothing.newest("T_UNQ").version == 2
    known = shipped_in_force()
    for name, one in MEASURES.items():
        assert known.entry(known.newest(name)).breaks == one.breaks


def test_what_was_published_is_by_what_the_program_ships_whatever_rule_computes() -> None:
    assert [PUBLISHED_BY_ONE.published("T_ABS_GT10", year).version for year in (2025, 2026)] == [1, 1]
    assert [PUBLISHED_BY_ONE.shown("T_ABS_GT10", year).version for year in (2025, 2026)] == [1, 2]
    assert InForce(()).published("T_EVAL_HIGH", 2026).key == ("T_EVAL_HIGH", 1)
    assert InForce(()).of("T_EVAL_HIGH", 2026) is None


def test_where_figures_are_taken_as_published_another_version_says_how_they_are_published() -> None:
    anew = Definition("PPE", 2, first_year=2026, state=State.ACTIVE, was_active=True)
    held = InForce((*(one for one in shipped() if one.measure_id == "PPE"), anew))
    held = InForce(after(anew, held.definitions[:1]))
    assert [held.published("PPE", year).version for year in (2025, 2026)] == [1, 2]
    assert [one.year for one in held.breaks("PPE", 2026, [2, 1, 1, None])] == [2026]


def test_a_version_after_another_is_a_break_that_says_what_differs() -> None:
    found = InForce(after(TWELVE, (TEN,)))
    (change,) = found.breaks("T_ABS_GT10", 2026, [None] * 4)
    assert (change.year, change.version) == (2026, 2)
    assert change.text == (
        "from 2025-26 version 2 of the definition holds (absent on: more than 12 days, where it was more than 10 days)"
    )
    assert [found.shown("T_ABS_GT10", year).version for year in (2025, 2026)] == [1, 2]
    assert found.facts(2025) == InForce((TEN,)).facts(2025)
    assert found.facts(2026) != InForce((TEN,)).facts(2026)


def test_only_active_ones_are_in_force() -> None:
    for state in State:
        held = InForce((replace(TEN, state=state, due=None),)).of("T_ABS_GT10", 2020)
        assert (held is not None) == (state is State.ACTIVE)


def test_two_versions_differ_in_every_field_that_differs_and_in_no_other() -> None:
    other = replace(
        TEN, version=2, rule=DaysAbsent(more_than=12, with_leave=False), first_year=2026, levels=("state",),
        words=(("formula", "absent / expected"),), review_date=LATER, rationale="A law.",
    )  # fmt: skip
    said = [(one.title, one.before, one.after) for one in difference(TEN, other)]
    assert said == [
        ("Absent on", "more than 10 days", "more than 12 days"),
        ("Long-term leave", "counts as absence", "is left aside"),
        ("Formula", MEASURES["T_ABS_GT10"].formula, "absent / expected"),
        ("Given for", "schools, districts, the state", "the state"),
        ("Holds in", "all school years", "from 2025-26 on"),
        ("Review", "–", "June 30, 2027"),
        ("Rationale", "–", "A law."),
    ]
    assert difference(TEN, TEN) == ()


def test_another_kind_of_rule_is_told_as_such() -> None:
    of_experience = next(one for one in shipped() if one.id == "T_EXP_LT3.1")
    (change,) = difference(of_experience, replace(of_experience, rule=None))
    assert (change.before, change.after) == ("people in their first years", "as they are published")


def test_every_kind_has_words_for_all_its_parameters() -> None:
    assert KINDS.keys() == RULES.keys() | {"Answers"}
    for one in shipped():
        if one.rule:
            names = {each.name for each in KINDS[one.rule.as_data["kind"]].parameters}
            assert names == one.rule.as_data.keys() - {"kind"}
        assert rule_in_words(one)


def test_what_a_form_shows_of_a_rule_is_read_as_the_same_rule() -> None:
    for one in shipped():
        if one.rule:
            data = one.rule.as_data
            shown = {each.name: each.show(data[each.name]) for each in KINDS[data["kind"]].parameters}
            found, faults = read_rule(one.measure_id, data["kind"], shown)
            assert faults == ()
            read = rule_of(found)
            assert read is not None
            kept = {name: sorted(value) if isinstance(value, list) else value for name, value in data.items()}
            assert {k: sorted(v) if isinstance(v, list) else v for k, v in read.as_data.items()} == kept


GOOD: dict[str, Any] = {"more_than": "12", "at_least": "", "expected_at_least": "90", "with_leave": "yes",
                        "minutes_a_day": "450", "days_a_year": "180"}  # fmt: skip
BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"more_than": "many"}, ["more_than"]),
    ({"more_than": "-1"}, ["more_than"]),
    ({"more_than": "1" * 400}, ["more_than"]),
    ({"more_than": "٣٦٧"}, ["more_than"]),
    ({"with_leave": "perhaps"}, ["with_leave"]),
    ({"expected_at_least": "", "days_a_year": "0"}, ["expected_at_least", "days_a_year"]),
    ({"at_least": "10"}, [""]),
    ({"more_than": ""}, [""]),
    ({"minutes_a_day": ["450"]}, ["minutes_a_day"]),
]


@pytest.mark.parametrize(("given", "where"), BAD)
def test_what_cannot_be_a_rule_is_told_at_its_parameter(given: dict[str, Any], where: list[str]) -> None:
    found, faults = read_rule("T_ABS_GT10", "DaysAbsent", {**GOOD, **given})
    assert found is None
    assert [one.parameter for one in faults] == where
    assert all(one.text for one in faults)


def test_a_sound_rule_is_read() -> None:
    found, faults = read_rule("T_ABS_GT10", "DaysAbsent", GOOD)
    assert faults == ()
    assert rule_of(found) == DaysAbsent(more_than=12, expected_at_least=90)


@pytest.mark.parametrize(
    ("typed", "years"),
    [("2020-21: 50", [[2021, 50]]), (" 2021-22:60% ; 2020-21: 50 ", [[2021, 50], [2022, 60]]), ("", [])],
)
def test_shares_of_single_years_are_read(typed: str, years: list[list[int]]) -> None:
    found, _ = read_rule("T_OOF_80", "OutOfField", {"in_field_percent": "80", "of_years": typed})
    assert found is None or found["of_years"] == years


@pytest.mark.parametrize("typed", ["2020: 50", "2020-22: 50", "2020-21: 0", "2020-21: 50; 2020-21: 60", "x", "2020-21"])
def test_shares_of_no_year_are_refused(typed: str) -> None:
    found, faults = read_rule("T_OOF", "OutOfField", {"in_field_percent": "80", "of_years": typed})
    assert (found, [one.parameter for one in faults]) == (None, ["of_years"])


def test_kinds_to_choose_from_give_figures_in_the_measures_unit() -> None:
    assert list(kinds_for("T_ABS_RATE")) == ["AbsenceRate"]
    assert list(kinds_for("T_SATIS")) == ["Answers"]
    assert kinds_for("PPE") == {}
    _, faults = read_rule("PPE", "Salary", {})
    assert [one.parameter for one in faults] == ["kind"]


def test_steps_lead_from_the_states_that_they_are_for_and_from_no_other() -> None:
    """Every step from every state: a slow list beside the table of moves."""
    allowed = {
        ("put_forward", "draft"), ("send_back", "validating"), ("put_off", "draft"), ("take_up", "pending"),
        ("activate", "validating"), ("activate", "retired"), ("retire", "active"), ("withdraw", "draft"),
    }  # fmt: skip
    for step, state in product(Step, State):
        one = replace(TWELVE, state=state)
        assert ("state" not in codes(step, one, SOUND)) == ((step.value, state.value) in allowed), (step, state)
    assert set(MOVES) == set(Step)


def test_what_keeps_a_version_from_being_activated_is_all_told_at_once() -> None:
    bare = replace(TWELVE, review_date=None)
    assert codes(Step.ACTIVATE, bare, Facts((TEN,), wrote_it=True, today=TODAY)) == [
        "same_person",
        "review",
        "dual_run",
    ]
    assert codes(Step.ACTIVATE, TWELVE, SOUND) == []
    for standing in (DualRun.NONE, DualRun.RUNNING, DualRun.OUTDATED):
        assert codes(Step.ACTIVATE, TWELVE, replace(SOUND, dual_run=standing)) == ["dual_run"]
    assert codes(Step.ACTIVATE, replace(TWELVE, review_date=TODAY), SOUND) == ["review"]


def test_a_version_is_given_for_what_is_computed_and_says_what_it_counts() -> None:
    draft = replace(TWELVE, state=State.DRAFT, author="Ann", words=(("formula", "more than 12 / all"),))
    of: list[tuple[dict[str, Any], list[str]]] = [
        ({}, []),
        ({"levels": ("district", "state")}, []),
        *[({"levels": levels}, ["levels"]) for levels in (("state",), ("school",), ("district",), ("school", "state"))],
        ({"words": ()}, ["words"]),
        ({"words": (), "rule": TEN.rule}, []),
        ({"words": (("why", "Another reason."),)}, ["words"]),
    ]
    for other, expected in of:
        assert codes(Step.PUT_FORWARD, replace(draft, **other), Facts((TEN,))) == expected


def test_what_is_published_needs_no_dual_run() -> None:
    published = Definition("PPE", 2, review_date=LATER, state=State.VALIDATING)
    assert codes(Step.ACTIVATE, published, Facts(today=TODAY)) == []


def test_ratings_need_evidence_of_each_kind() -> None:
    one = replace(TWELVE, measure_id="T_EVAL_LOW", rule=Rated(ratings=("U",)))
    assert codes(Step.ACTIVATE, one, replace(SOUND, others=())) == [
        "evidence_fidelity",
        "evidence_fairness",
        "evidence_trust",
    ]
    known = tuple(Evidence(about, "A study.", TODAY, "Ann") for about in About)
    assert codes(Step.ACTIVATE, replace(one, evidence=known), replace(SOUND, others=())) == []
    assert codes(Step.ACTIVATE, replace(one, evidence=known[:2]), replace(SOUND, others=())) == ["evidence_trust"]


def test_reasons_and_days_are_asked_for() -> None:
    draft, nothing = replace(TWELVE, state=State.DRAFT), Facts(today=TODAY)
    assert codes(Step.PUT_OFF, draft, nothing) == ["due"]
    assert codes(Step.PUT_OFF, draft, replace(nothing, due=TODAY)) == ["due"]
    assert codes(Step.PUT_OFF, draft, SOUND) == []
    assert codes(Step.PUT_OFF, draft, replace(SOUND, wrote_it=True)) == ["same_person"]
    assert codes(Step.SEND_BACK, TWELVE, replace(nothing, reason="  ")) == ["reason"]
    assert codes(Step.RETIRE, TEN, nothing) == ["reason"]
    assert codes(Step.WITHDRAW, draft, nothing) == ["reason"]
    assert codes(Step.WITHDRAW, draft, replace(SOUND, is_shipped=True)) == ["shipped"]


YEARS = [(None, None), (None, 2020), (2015, None), (2015, 2020), (2018, 2022), (2021, None), (2016, 2018)]


@pytest.mark.parametrize(("old", "new"), list(product(YEARS, YEARS)))
def test_after_an_activation_no_year_has_two_versions_and_none_is_lost(old: Any, new: Any) -> None:
    """Year by year, beside the rule on years: what held before and holds no more is held by the new one."""
    one, two = (replace(each, first_year=years[0], last_year=years[1]) for each, years in ((TEN, old), (TWELVE, new)))
    if "overlap" in codes(Step.ACTIVATE, two, replace(SOUND, others=(one,))):
        beyond = [year for year in range(2000, 2040) if one.holds_in(year) and not two.holds_in(year)]
        assert beyond
        assert max(beyond) > (two.last_year or 0) > 0
        return
    found = after(two, (one,))
    for year in range(2000, 2040):
        held = [each.version for each in found if each.state is State.ACTIVE and each.holds_in(year)]
        assert held == ([2] if two.holds_in(year) else [1] if one.holds_in(year) else []), year


def test_a_version_in_the_midst_of_another_is_refused_and_says_what_to_do() -> None:
    inside = replace(TWELVE, first_year=2018, last_year=2020)
    (why,) = refusals(Step.ACTIVATE, inside, SOUND)
    assert why.text == (
        "Version 1 is active: all school years. The years of both overlap. Begin later than it does, and end no "
        "earlier, or retire it first."
    )


def test_what_an_activation_does_to_others_is_said_before() -> None:
    assert [one.text for one in consequences(TWELVE, [TEN])] == ["Version 1 then ends with 2024-25."]
    whole = replace(TWELVE, first_year=None)
    assert [one.text for one in consequences(whole, [TEN])] == ["Version 1 then is retired."]
    assert consequences(TWELVE, [replace(TEN, last_year=2025), replace(TEN, state=State.RETIRED)]) == ()


def test_ratings_are_counted_by_rules_of_ratings_alone() -> None:
    of_ratings, others = kinds_for("T_EVAL_LOW"), kinds_for("T_EXP_LT3")
    assert {*of_ratings} == {"Rated", "Evaluated"}
    assert {"Rated", "Evaluated"}.isdisjoint(others)
    of_low_rated = next(one for one in shipped() if one.id == "T_TURN_LOW.1")
    assert replace(of_low_rated, rule=Turnover()).is_of_ratings
