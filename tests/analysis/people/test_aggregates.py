"""Surveys and exams, which districts report by school."""

from __future__ import annotations

import math

import polars as pl
import pytest

from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.people.aggregates import (
    SURVEYS,
    Answers,
    SurveyMeasure,
    answer_sums,
    exam_scores,
    exam_sums,
    surveys_of_districts,
)
from tests.analysis.people.sent import ONE, OTHER, A, B, C, frame


def answers(org: str, item: str, favourable: int, respondents: int, eligible: int) -> dict[str, object]:
    counts = {"favourable": favourable, "respondents": respondents, "eligible": eligible}
    return {"org_code": org, "item_code": item, **counts}


SURVEY = frame("climate_survey", [answers(A, "x", 6, 10, 20), answers(A, "y", 4, 8, 20), answers(B, "x", 5, 5, 5)])


def shares(rule: Answers) -> dict[str, tuple[float, float]]:
    found = answer_sums(SURVEY, rule).select("org_code", pl.col("numerator", "denominator") / 10_000)
    return {row[0]: row[1:] for row in found.iter_rows()}


def test_satisfaction_is_of_those_who_answered_of_those_asked_or_of_one_item() -> None:
    assert shares(SURVEYS["T_SATIS"]) == {A: (10, 18), B: (5, 5), ONE: (15, 23), "00000000": (15, 23)}
    assert shares(SURVEYS["T_SATIS_ASKED"])[ONE] == (15, 45)
    assert shares(SURVEYS["T_SATIS_RESPONSE"])[A] == (18, 40)
    assert shares(Answers(items=("x",)))[A] == (6, 10)


def test_a_districts_own_row_stands_where_no_school_has_one() -> None:
    rows = frame(
        "climate_survey", [answers(A, "x", 1, 2, 2), answers(ONE, "x", 90, 90, 90), answers(OTHER, "x", 3, 4, 4)]
    )
    sums = (
        surveys_of_districts(rows.with_columns(district=pl.lit(ONE)), 2025)
        .filter(measure_id="T_SATIS")
        .select("org_code", "numerator", "denominator")
    )
    found = {row[0]: row[1:] for row in sums.iter_rows()}
    assert found == {
        A: (10_000, 20_000),
        ONE: (10_000, 20_000),
        OTHER: (30_000, 40_000),
        "00000000": (40_000, 60_000),
    }


def test_answers_are_given_for_the_levels_of_the_definition_alone() -> None:
    for levels in (("school",), ("district", "state")):
        found = surveys_of_districts(
            SURVEY.with_columns(district=pl.lit(ONE)), 2025, [SurveyMeasure("T_SATIS", 2, Answers(), levels)]
        )
        assert set(found["level"]) == set(levels)
        assert set(found["definition_version"]) == {"2"}
    one = Definition("T_SATIS", 2, Answers(), levels=("state",))
    assert one.of_surveys == SurveyMeasure("T_SATIS", 2, Answers(), ("state",))


def exam(org: str, code: str, tested: int, mean: float | None) -> dict[str, object]:
    return {"org_code": org, "exam_code": code, "n_tested": tested, "mean_scaled": mean, "n_passed_first": 0}


def test_scores_are_standard_deviations_from_the_mean_of_each_exam() -> None:
    rows = [exam(A, "m", 1, 230), exam(B, "m", 3, 250), exam(C, "m", 2, 245), exam(A, "e", 2, 70), exam(B, "e", 2, 90)]
    found = {row[1]: row[2:] for row in exam_scores(exam_sums(frame("license_exam", rows))).iter_rows()}
    mean = (230 + 3 * 250 + 2 * 245) / 6
    sd = math.sqrt(((230 - mean) ** 2 + 3 * (250 - mean) ** 2 + 2 * (245 - mean) ** 2) / 6)
    z = {230: (230 - mean) / sd, 250: (250 - mean) / sd, 245: (245 - mean) / sd, "one": ((230 + 750) / 4 - mean) / sd}
    assert found[A] == (pytest.approx(1e4 * (z[230] - 2), abs=2), 30_000)
    assert found[B] == (pytest.approx(1e4 * (3 * z[250] + 2), abs=3), 50_000)
    assert found[ONE] == (pytest.approx(1e4 * 4 * z["one"], abs=4), 80_000)
    assert found[OTHER] == (pytest.approx(1e4 * 2 * z[245], abs=2), 20_000)


def test_an_exam_in_which_all_are_alike_and_one_without_a_mean_count_for_nobody() -> None:
    rows = [exam(A, "m", 7, 233.3), exam(B, "m", 3, 233.3), exam(A, "e", 4, None), exam(A, "f", 0, 12)]
    assert exam_scores(exam_sums(frame("license_exam", rows))).height == 0
