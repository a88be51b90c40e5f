"""Sentences say what the numbers say, and no more."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.analysis.formatting import per_hundred, percent, points, ratio, share
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.sentences import gap_sentence, trend_sentence, value_sentence
from monitoring.results.columns import percent as on_the_command_line

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
    "interval_reason": None,
    "verdict": "higher",
    "reason": None,
    "break_text": None,
}


def said(measure: str = "T_EXP_LT3", **changed: Any) -> str:
    return gap_sentence(SimpleNamespace(**{**GAP, **changed}), MEASURES[measure], GROUPS["low_income"])


RATES = (
    "In 2020-21, in the 446 schools with the most low-income students, 24.7% of teachers had taught in the state's "
    "public schools for less than three years, compared with 12.7% in the 447 with the fewest: "
)
CLEAR = "That is clearly higher."
CLOSE = "With 2,213 fewer such teachers, both groups of schools would have the same rate."


def test_a_gap_is_said_with_both_rates_its_interval_its_ratio_and_the_people_to_close() -> None:
    assert said() == f"{RATES}12.0 points more (95% interval 11.0 to 13.0), 1.95 times the share. {CLEAR} {CLOSE}"


def test_a_gap_that_is_not_clear_is_not_said_to_exist() -> None:
    rates = f"{RATES}a difference of 1.0 point (95% interval −0.2 to 2.2), a ratio of 1.95."
    told = {
        verdict: said(difference=0.01, difference_low=-0.002, difference_high=0.022, verdict=verdict)
        for verdict in ("same", "cannot_tell", "too_few")
    }
    assert told == {
        "same": f"{rates} The whole interval lies within 2 points: about the same.",
        "cannot_tell": f"{rates} The interval holds zero: whether one is higher than the other, these figures cannot "
        "tell.",
        "too_few": f"{rates} These are too few to say whether there is a gap.",
    }


def test_of_a_clear_difference_within_two_points_it_is_said_that_it_is_small() -> None:
    assert said(difference=0.01, difference_low=0.005, difference_high=0.02) == (
        f"{RATES}1.0 point more (95% interval 0.5 to 2.0), 1.95 times the share. That is clearly higher, though by "
        f"less than 2 points. {CLOSE}"
    )


def test_a_gap_in_favor_of_the_first_schools_is_said_as_less() -> None:
    text = said(
        difference=-0.021, difference_low=-0.03, difference_high=-0.012, ratio=0.85, people_to_close=0, verdict="lower"
    )
    assert text == (f"{RATES}2.1 points less (95% interval −3.0 to −1.2), 0.85 times the share. That is clearly lower.")


def test_turnover_is_said_of_the_teachers_of_the_year_before_and_pooled_years_are_named() -> None:
    assert said("T_TURN", window="pooled3", years_used=[2019, 2020, 2021]) == (
        "In 2018-19 to 2020-21 together, in the 446 schools with the most low-income students, 24.7% of teachers from "
        "the year before no longer taught at the same school, compared with 12.7% in the 447 with the fewest: 12.0 "
        "points more (95% interval 11.0 to 13.0), 1.95 times the share. That is clearly higher. With 2,213 "
        "fewer such teachers over these years, both groups of schools would have the same rate."
    )


def test_without_an_interval_the_sentence_says_why() -> None:
    nothing: dict[str, Any] = {
        "difference_low": None,
        "difference_high": None,
        "interval_reason": "few_units",
        "verdict": "too_few",
    }
    assert said(**nothing) == (
        f"{RATES}a difference of 12.0 points, a ratio of 1.95. These are too few to say whether there is a gap: fewer "
        f"than six schools at one end."
    )


def test_where_districts_may_not_see_the_interval_the_sentence_keeps_its_verdict() -> None:
    hidden: dict[str, Any] = {
        "difference_low": None,
        "difference_high": None,
        "interval_reason": "tells_of_few_districts",
    }
    assert said(**hidden) == (
        f"{RATES}12.0 points more, 1.95 times the share. That is clearly higher. With 2,213 fewer such teachers, both "
        "groups of schools would have the same rate."
    )
    rates = f"{RATES}a difference of 1.0 point, a ratio of 1.95."
    others = ("same", "cannot_tell", "too_few")
    assert {verdict: said(**hidden, difference=0.01, verdict=verdict) for verdict in others} == {
        "same": f"{rates} That is about the same.",
        "cannot_tell": f"{rates} Whether one is higher than the other, these figures cannot tell.",
        "too_few": f"{rates} These are too few to say whether there is a gap.",
    }


def test_without_a_ratio_the_sentence_says_why() -> None:
    assert said(ratio=None, ratio_reason="reference_zero") == (
        f"{RATES}12.0 points more (95% interval 11.0 to 13.0); no ratio, since the reference group had none. {CLEAR} "
        f"{CLOSE}"
    )


def test_many_schools_without_figures_and_a_change_of_definition_are_mentioned() -> None:
    assert said(focal_missing=100, break_text="Not comparable with 2019-20: in 2020-21 alone it was 50%.") == (
        f"{RATES}12.0 points more (95% interval 11.0 to 13.0), 1.95 times the share. {CLEAR} {CLOSE} 100 of these 993 "
        "schools have no figure. Not comparable with 2019-20: in 2020-21 alone it was 50%."
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
    assert trend_sentence(rows[1:]) == "There is no year before to compare with."
    broken = [SimpleNamespace(**GAP), SimpleNamespace(**{**GAP, "school_year": 2022, "break_text": "Changed."})]
    assert trend_sentence(broken) == "Changed."


def test_the_trend_of_pooled_years_names_both_windows_and_what_they_share() -> None:
    windows = {2020: (0.11, [2018, 2019, 2020]), 2021: (0.125, [2019, 2020, 2021])}
    rows = [
        SimpleNamespace(**{**GAP, "school_year": year, "difference": difference, "years_used": years})
        for year, (difference, years) in windows.items()
    ]
    assert trend_sentence(rows) == (
        "The difference was 11.0 points for 2017-18 to 2019-20 and 12.5 points for 2018-19 to 2020-21; both include "
        "2018-19 and 2019-20."
    )


def test_a_value_is_said_of_its_place_and_not_of_a_career() -> None:
    assert value_sentence(MEASURES["T_EXP_LT3"], [2021], 0.169, "at Abington High") == (
        "At Abington High in 2020-21, 16.9% of teachers had taught in the state's public schools for less than three "
        "years."
    )


def test_a_reason_that_nobody_has_defined_is_refused() -> None:
    with pytest.raises(KeyError, match="lost"):
        said(difference=None, reason="lost")


def test_a_value_of_several_years_is_said_of_all_of_them() -> None:
    assert value_sentence(MEASURES["T_UNLICENSED"], [2019, 2020, 2021], 0.0, "in the state") == (
        "In the state in 2018-19 to 2020-21 together, 0.0% of teachers held no teaching license."
    )


def test_halves_are_rounded_away_from_zero_and_minus_zero_is_zero() -> None:
    assert (points(0.00125), points(-0.00125), points(-0.0000001), ratio(1.005)) == (
        "0.1 points",
        "−0.1 points",
        "0.0 points",
        "1.01",
    )


def test_every_exact_half_of_a_count_is_rounded_up_on_pages_and_on_the_command_line_alike() -> None:
    halves = [(n, d) for d in range(1, 3001) if 2000 % d == 0 or d % 16 == 0 for n in range(d) if 2000 * n % d == 0]
    halves = [(n, d) for n, d in halves if (2000 * n // d) % 2 == 1]
    expected = [Fraction(1000 * n, d) + Fraction(1, 2) for n, d in halves]
    assert len(halves) > 1000
    assert [percent(n / d) for n, d in halves] == [f"{int(tenths) // 10}.{int(tenths) % 10}%" for tenths in expected]
    assert [on_the_command_line(n / d) for n, d in halves] == [percent(n / d).removesuffix("%") for n, d in halves]
    assert [share(100 * n / d) for n, d in halves] == [percent(n / d) for n, d in halves]


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_a_rate_is_shown_as_its_exact_fraction_is_rounded(numerator: int, denominator: int) -> None:
    exact = int(Fraction(1000 * numerator, denominator) + Fraction(1, 2))
    assert per_hundred(numerator / denominator) == Decimal(exact) / 10
