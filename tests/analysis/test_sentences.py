"""Sentences say what the numbers say, and no more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.analysis.formatting import amount, points, ratio, school_year
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.sentences import gap_sentence, trend_sentence, value_sentence

GAP = {
    "school_year": 2021,
    "window": "1",
    "years_used": [2021],
    "focal_schools": 446,
    "focal_missing": 1,
    "focal_rate": 0.24701,
    "reference_schools": 447,
    "reference_missing": 0,
    "reference_rate": 0.12699,
    "difference": 0.12002,
    "difference_low": 0.11049,
    "difference_high": 0.1296,
    "ratio": 1.9451,
    "ratio_reason": None,
    "people_to_close": 2213,
    "reason": None,
    "break_text": None,
}


def said(measure: str = "T_EXP_LT3", **changed: Any) -> str:
    return gap_sentence(SimpleNamespace(**{**GAP, **changed}), MEASURES[measure], GROUPS["low_income"])


def test_a_gap_is_said_with_both_rates_its_interval_its_ratio_and_the_people_to_close() -> None:
    assert said() == (
        "In 2020-21, 24.7% of teachers had taught for less than three years in the 446 schools with the most "
        "low-income students, and 12.7% in the 447 with the fewest: 12.0 points more (95% interval 11.0 to 13.0), "
        "1.95 times the share. With 2,213 fewer such teachers, the first schools would be level."
    )


def test_a_gap_whose_interval_holds_zero_is_not_said_to_exist() -> None:
    assert "do not show that there is a gap" in said(difference=0.01, difference_low=-0.002, difference_high=0.022)
    assert "do not show" not in said()


def test_a_gap_in_favor_of_the_first_schools_is_said_as_less() -> None:
    text = said(difference=-0.021, difference_low=-0.03, difference_high=-0.012, ratio=0.85, people_to_close=0)
    assert "2.1 points less (95% interval −3.0 to −1.2), 0.85 times the share." in text
    assert "level" not in text


def test_pooled_years_are_named() -> None:
    text = said("T_TURN", window="pooled3", years_used=[2019, 2020, 2021])
    assert text.startswith("In 2018-19, 2019-20 and 2020-21 together, 24.7% of teachers were no longer teaching")
    assert "over these years" in text


def test_without_an_interval_the_sentence_says_why() -> None:
    text = said(difference_low=None, difference_high=None)
    assert "12.0 points more, 1.95 times the share. The schools are too few, or too alike, to say how certain" in text


def test_without_a_ratio_the_sentence_says_why() -> None:
    assert "; no ratio, since the reference group had none." in said(ratio=None, ratio_reason="reference_zero")


def test_many_schools_without_figures_and_a_change_of_definition_are_mentioned() -> None:
    text = said(focal_missing=100, break_text="Not comparable with 2019-20: in 2020-21 alone it was 50%.")
    assert text.endswith(
        "100 of these 993 schools have no figure. Not comparable with 2019-20: in 2020-21 alone it was 50%."
    )


def test_where_there_is_no_gap_the_reason_stands_instead() -> None:
    text = said("P_TURN", difference=None, reason="withheld")
    assert text == (
        "In 2020-21 there is no gap to show for principal turnover and low-income students: "
        "withheld until a question about the file's columns is settled."
    )


def test_a_trend_is_not_told_over_a_change_of_definition_or_a_missing_year() -> None:
    rows = [SimpleNamespace(**{**GAP, "school_year": year}) for year in (2019, 2021)]
    assert trend_sentence(rows) == "There is no year before to compare with."
    broken = [SimpleNamespace(**GAP), SimpleNamespace(**{**GAP, "school_year": 2022, "break_text": "Changed."})]
    assert trend_sentence(broken) == "Changed."


@pytest.mark.parametrize(
    ("rate", "reason", "expected"),
    [
        (0.0, None, "In 2020-21, 0.0% of teachers held no teaching license at Abington High."),
        (None, "not_submitted", "Unlicensed teachers at Abington High in 2020-21: not submitted."),
    ],
)
def test_a_value_that_was_not_submitted_is_not_zero(rate: float | None, reason: str | None, expected: str) -> None:
    assert value_sentence(MEASURES["T_UNLICENSED"], 2021, rate, reason, "Abington High") == expected


def test_halves_are_rounded_away_from_zero_and_minus_zero_is_zero() -> None:
    assert (points(0.00125), points(-0.00125), points(-0.0000001), ratio(1.005)) == (
        "0.1 points",
        "−0.1 points",
        "0.0 points",
        "1.01",
    )


def test_amounts_are_shown_in_their_unit() -> None:
    assert (amount(393_000), amount(410_000, "HEADCOUNT"), school_year(2100)) == ("39.3", "41", "2099-00")
