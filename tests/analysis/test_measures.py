"""The catalogue in readers' words agrees with the rules that compute: ids, units, roles, windows, versions."""

from __future__ import annotations

import pytest

from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import ASKED, GAP_MEASURES, MEASURES, first_the_main_ones
from monitoring.analysis.people.aggregates import ANSWERS, SCORE, SURVEYS
from monitoring.analysis.people.catalogue import CATALOGUE, PeopleMeasure

PUBLISHED = {"T_UNLICENSED", "T_WAIVER_PROV", "PPE"}  # by the state alone, from no file of persons
ASKED_OF_EVERY_SCHOOL = ("T_EXP_LT3", "T_UNLICENSED", "T_WAIVER_PROV", "T_OOF_80", "T_TURN", "P_TURN")
POOLED_FIRST = {"T_TURN", "P_TURN", "T_ABS_GT10", "P_ABS_GT10", "T_ABS_AVG", "T_ABS_RATE", "T_EXAM"}
every = pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)


def units_of_rules() -> dict[str, tuple[str, ...]]:
    of_persons = {one.id: one.rule.units for one in CATALOGUE}
    return {**of_persons, **dict.fromkeys(SURVEYS, (ANSWERS,)), "T_EXAM": (SCORE,)}


def test_every_rule_has_its_words_and_every_measure_that_is_not_published_has_its_rule() -> None:
    assert MEASURES.keys() == units_of_rules().keys() | PUBLISHED
    assert list(MEASURES) == [measure.id for measure in MEASURES.values()]


def test_the_unit_is_one_that_the_rule_gives() -> None:
    units = units_of_rules()
    assert [one.id for one in MEASURES.values() if one.id in units and one.unit not in units[one.id]] == []


def test_whom_a_measure_counts_is_whom_its_rule_judges() -> None:
    assert {one.id: one.role for one in CATALOGUE} == {one.id: MEASURES[one.id].role for one in CATALOGUE}


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: f"{one.id}-{one.version}")
def test_the_version_of_a_year_is_that_of_the_rule_that_applies_to_it(one: PeopleMeasure) -> None:
    for year in (one.first_year, one.last_year, None if one.first_year or one.last_year else 2020):
        assert year is None or shipped_in_force().shown(one.id, year).version == one.version


def test_a_break_says_where_another_version_begins() -> None:
    several = {one.measure_id for one in shipped() if one.version > 1}
    changed = [one for one in MEASURES.values() if one.id in several]
    assert [one.id for one in changed] == ["T_UNQ", "T_UNQ_STRICT"]
    assert [(one.year, one.version) for measure in changed for one in measure.breaks] == [(2017, 2)] * 2


@every
def test_the_window_shown_first_is_that_of_the_plan(measure: Measure) -> None:
    """Turnover and absence are three-year averages (S2:11, S2:15), as are their parts; ten days or more is not."""
    pooled = {one for one in MEASURES if one in POOLED_FIRST or MEASURES[one].under in POOLED_FIRST}
    pooled -= {"T_ABS_GE10", "T_ABS_GE10_NOLEAVE"}
    assert measure.headline_window == ("pooled3" if measure.id in pooled else "1")
    assert measure.headline_window in measure.windows


@every
def test_a_measure_is_compared_or_says_why_it_is_not(measure: Measure) -> None:
    assert measure.gap == (measure.no_gap_reason is None)
    assert not (measure.gap and measure.adverse == "none")
    assert not (measure.gap and measure.is_mean)


@every
def test_means_complete_no_sentence_about_a_share(measure: Measure) -> None:
    assert (measure.predicate is None) == measure.is_mean


def test_ratings_are_shown_and_never_compared() -> None:
    of_ratings = [one for one in MEASURES if "EVAL" in one or one in ("T_TURN_LOW", "T_TURN_HIGH")]
    assert len(of_ratings) == 8
    assert not set(of_ratings) & set(GAP_MEASURES)


def test_what_is_asked_of_every_school_is_what_the_state_publishes_by_school() -> None:
    assert ASKED == ASKED_OF_EVERY_SCHOOL
    assert all(MEASURES[name].gap for name in ASKED)


def test_a_part_or_variant_stands_under_a_main_measure_of_the_same_role() -> None:
    for one in MEASURES.values():
        if one.under is not None:
            assert (MEASURES[one.under].under, MEASURES[one.under].role) == (None, one.role)
    assert {one.id: one.under for one in MEASURES.values() if one.id in ("T_OOF", "T_EXP_LT1", "P_EXP_LT4")} == {
        "T_OOF": "T_OOF_80", "T_EXP_LT1": "T_EXP_LT3", "P_EXP_LT4": "P_EXP_LT3",
    }  # fmt: skip


def test_no_two_measures_are_called_alike() -> None:
    for name in ("title", "short_title"):
        assert len({getattr(one, name) for one in MEASURES.values()}) == len(MEASURES)


def test_a_list_of_all_loses_and_doubles_none() -> None:
    ordered = first_the_main_ones(MEASURES.values())
    assert sorted(one.id for one in ordered) == sorted(MEASURES)
