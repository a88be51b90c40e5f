"""Where a gap or a change comes from is said in numbers that add up as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.analysis.decomposition_words import (
    Change,
    gap_change_sentence,
    gap_parts_sentence,
    rate_change_sentence,
)
from monitoring.analysis.formatting import parts_per_hundred, per_hundred
from monitoring.analysis.reasons import PHRASES

NAMES = ("between_districts", "between_schools", "within_schools")
YEARS = (2020, 2021)
NUMBER = re.compile(r"\u2212?\d+\.\d")


def said(*parts: float) -> str:
    return gap_parts_sentence(sum(parts), dict(zip(NAMES, parts, strict=True)))


def test_parts_of_a_gap_are_said_in_one_sentence() -> None:
    assert said(0.029, 0.010, 0.003) == (
        "Of a gap of 4.2 points, 2.9 lie between districts, 1.0 between schools of one district and 0.3 within schools."
    )
    assert said(0.01, 0.0, 0.0) == (
        "Of a gap of 1.0 point, 1.0 lies between districts, 0.0 between schools of one district and 0.0 within schools."
    )


def test_parts_of_the_other_sign_work_against_the_gap() -> None:
    assert said(0.05, -0.01, 0.002) == (
        "Of a gap of 4.2 points, 5.0 lie between districts and 0.2 within schools; 1.0 between schools of one district "
        "works against the gap."
    )
    assert said(-0.006, 0.05, -0.002) == (
        "Of a gap of 4.2 points, 5.0 lie between schools of one district; 0.6 between districts and 0.2 within schools "
        "work against the gap."
    )


def test_of_a_group_that_has_less_it_is_said_by_how_much() -> None:
    assert said(-0.029, -0.02, 0.007) == (
        "Of the 4.2 points by which the group's rate is lower, 2.9 lie between districts and 2.0 between schools of "
        "one district; 0.7 within schools work against it."
    )


def test_a_gap_of_none_may_be_of_parts_that_offset_each_other() -> None:
    assert said(0.0001, 0.0002, 0.0001) == "There is no gap at one decimal, nor a part of one."
    assert said(0.01, 0.006, -0.016) == (
        "There is no gap at one decimal: 1.0 point between districts and 0.6 between schools of one district are "
        "offset by 1.6 within schools."
    )
    assert said(0.01, 0.0, -0.01) == (
        "There is no gap at one decimal: 1.0 point between districts is offset by 1.0 within schools."
    )


def test_of_one_district_and_of_classes_only_the_parts_there_are_are_said() -> None:
    assert gap_parts_sentence(0.03, {"between_schools": 0.02, "within_schools": 0.01}) == (
        "Of a gap of 3.0 points, 2.0 lie between schools and 1.0 within schools."
    )
    classes = {"between_schools": 0.01, "between_classes": 0.02, "within_classes": 0.0}
    assert gap_parts_sentence(0.03, classes) == (
        "Of a gap of 3.0 points, 1.0 lies between schools, 2.0 between classes of one school and 0.0 within classes."
    )


def test_without_a_gap_the_reason_is_said() -> None:
    nothing = dict.fromkeys(NAMES)
    assert gap_parts_sentence(None, nothing, PHRASES["one_side"]) == (
        "There is no gap to split: all students compared are on one side."
    )
    row = {f"focal_{name}": None for name in ("after", "rate_effect", "mix_effect", "in_one_year")}
    change = Change.of({**row, "focal_before": 0.1, "focal_reason": "too_few_years"}, "focal", YEARS)
    assert rate_change_sentence(change, "low-income students") == (
        "There is no change of the rate of low-income students to show from 2019-20 to 2020-21: in one of these years "
        "there is nobody to compare."
    )


def test_a_change_of_a_rate_is_said_with_both_ends_and_its_parts() -> None:
    fall = Change(YEARS, 0.23, 0.2, -0.025, 0.005, -0.01, None)
    assert rate_change_sentence(fall, "all other students", "districts") == (
        "From 2019-20 to 2020-21 the rate of all other students fell from 23.0% to 20.0%. Of these 3.0 points, 2.5 lie "
        "in the rates of the same districts and 1.0 in districts with such students in only one of the two years; 0.5 "
        "in how these students are spread over districts work against the fall."
    )
    assert rate_change_sentence(Change(YEARS, 0.2, 0.21, 0.01, 0.0, 0.0, None), "low-income students") == (
        "From 2019-20 to 2020-21 the rate of low-income students rose from 20.0% to 21.0%. Of this 1.0 point, 1.0 lies "
        "in the rates of the same schools and 0.0 in how these students are spread over schools."
    )


def test_a_change_of_a_gap_is_that_of_both_gaps_as_they_are_printed() -> None:
    """4.24 and 4.36 points are 0.12 apart; printed they are 4.2 and 4.4."""
    row = {"gap_before": 0.0424, "gap_after": 0.0436, "gap_rate_effect": 0.0006, "gap_mix_effect": 0.0006}
    change = Change.of({**row, "gap_in_one_year": 0.0, "reason": None}, "gap", YEARS)
    assert gap_change_sentence(change) == (
        "From 2019-20 to 2020-21 the gap rose from 4.2 to 4.4 points. Of these 0.2 points, 0.1 lie in the rates of the "
        "same schools and 0.1 in how students of both groups are spread over schools."
    )
    same = Change(YEARS, 0.042, 0.042, 0.01, -0.02, 0.01, None)
    assert gap_change_sentence(same) == (
        "From 2019-20 to 2020-21 the gap stayed at 4.2 points, to one decimal: 1.0 point in the rates of the same "
        "schools and 1.0 in schools with such students in only one of the two years are offset by 2.0 in how students "
        "of both groups are spread over schools."
    )


small = st.one_of(
    st.sampled_from([0.0, 0.0005, -0.0005, 0.001, 0.042, -0.0004]),
    st.floats(-0.002, 0.002),
    st.floats(-0.3, 0.3),
)


@given(st.lists(small, min_size=1, max_size=6))
def test_parts_shown_add_up_to_the_whole_shown_and_are_within_a_tenth_of_what_they_are(parts: list[float]) -> None:
    whole = per_hundred(sum(parts))
    shown = parts_per_hundred(parts, whole)
    assert sum(shown) == whole
    pairs = sorted(zip(parts, shown, strict=True))
    assert all(abs(float(one) - part * 100) < 0.1 + 1e-9 for part, one in pairs)
    assert all(one == 0 or (one > 0) == (part > 0) for part, one in pairs)
    assert [one for _, one in pairs] == sorted(shown)
    rounded = [per_hundred(part) for part in parts]
    if sum(rounded) == whole and all(abs(part * 2000 - round(part * 2000)) > 1e-6 for part in parts):
        assert shown == rounded


@given(st.lists(small, min_size=1, max_size=6), st.floats(-0.5, 0.5))
def test_parts_add_up_to_a_change_of_two_printed_rates(parts: list[float], before: float) -> None:
    whole = per_hundred(before + sum(parts)) - per_hundred(before)
    assert sum(parts_per_hundred(parts, whole)) == whole


def test_a_change_across_zero_is_that_of_both_printed_ends() -> None:
    """4.25 points print as 4.3 on either side of zero: 8.5 points as 8.6."""
    rise, fall = (
        Change(YEARS, -0.0425, 0.0425, 0.085, 0.0, 0.0, None),
        Change(YEARS, 0.0425, -0.0425, -0.085, 0, 0, None),
    )
    parts = "8.6 lie in the rates of the same schools and 0.0 in how students of both groups are spread over schools."
    when = "From 2019-20 to 2020-21 the gap (below zero the group is better off)"
    assert gap_change_sentence(rise) == f"{when} rose from \u22124.3 to 4.3 points. Of these 8.6 points, {parts}"
    assert gap_change_sentence(fall) == f"{when} fell from 4.3 to \u22124.3 points. Of these 8.6 points, {parts}"
    whole = per_hundred(0.0955) - per_hundred(-0.0435)
    assert parts_per_hundred([0.139 / 3] * 3, whole) == [Decimal("4.7"), Decimal("4.7"), Decimal("4.6")]


half_tenths = st.integers(-400, 400).map(lambda number: number / 2000)
divisions = st.sampled_from([(1, 1, 1), (3, 6, -2), (2, 2, 3), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (-7, 14, 0)])


@given(half_tenths, half_tenths, divisions)
def test_parts_add_up_between_ends_on_half_tenths_of_either_sign(
    before: float, after: float, division: tuple[int, ...]
) -> None:
    parts = [(after - before) * part / sum(division) for part in division]
    whole = per_hundred(after) - per_hundred(before)
    shown = parts_per_hundred(parts, whole)
    assert sum(shown) == whole
    pairs = sorted(zip(parts, shown, strict=True))
    assert all(abs(float(one) - part * 100) < 0.1 + 1e-6 for part, one in pairs)
    assert all(one == 0 or (one > 0) == (part > 0) for part, one in pairs)
    assert [one for _, one in pairs] == sorted(shown)


def test_the_noise_of_floating_point_is_no_other_whole() -> None:
    assert parts_per_hundred([0.00099999999999, 0.0], Decimal("0.2")) == [Decimal("0.2"), Decimal("0.0")]
    assert parts_per_hundred([0.042, -1e-17], Decimal("4.2")) == [Decimal("4.2"), Decimal("0.0")]


def test_parts_of_another_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        parts_per_hundred([0.01, 0.02], Decimal("3.2"))


def numbers(text: str) -> list[Decimal]:
    return [Decimal(number.replace("\u2212", "-")) for number in NUMBER.findall(text)]


@given(st.lists(small, min_size=3, max_size=3))
def test_the_numbers_of_a_sentence_add_up(parts: Sequence[float]) -> None:
    sentence = said(*parts)
    along, _, against = sentence.partition(";")
    whole, *others = numbers(along) or [Decimal(0)]
    if "no gap at one decimal" in sentence:
        more, _, less = sentence.partition("offset by")
        assert sum(numbers(more)) == sum(numbers(less))
        assert per_hundred(sum(parts)) == 0
        return
    assert whole == abs(per_hundred(sum(parts)))
    assert sum(others) - sum(numbers(against)) == whole
    assert len(others) + len(numbers(against)) == 3
    assert ("is lower" in sentence) == (sum(parts) < 0)


@given(st.lists(small, min_size=3, max_size=3), st.floats(0, 1))
def test_the_numbers_of_a_change_add_up(parts: Sequence[float], before: float) -> None:
    rate_effect, mix_effect, in_one_year = parts
    change = Change(YEARS, before, before + sum(parts), rate_effect, mix_effect, in_one_year, None)
    sentence = gap_change_sentence(change)
    if "stayed" in sentence:
        more, _, less = sentence.partition(": ")[2].partition("offset by")
        assert sum(numbers(more)) == sum(numbers(less))
        return
    along, _, against = sentence.partition(";")
    first, last, whole, *others = numbers(along)
    assert last - first == (whole if "rose" in sentence else -whole)
    assert sum(others) - sum(numbers(against)) == whole
