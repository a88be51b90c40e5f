"""What a district's page in brief says, by rule, and no more."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.analysis.measures import MEASURES
from monitoring.analysis.picture.dimensions import BESIDE, DIMENSIONS, LEADERS, SHOWN, STATE_A, WHERE_TO_LOOK
from monitoring.analysis.picture.earlier import CHANGED, NO_EARLIER, SHARED, earliest_comparable, why_not_compared
from monitoring.analysis.picture.places import (
    EACH_SCHOOL,
    MOST,
    Place,
    clearness,
    place_sentence,
    places_to_look,
    schools_sentence,
    where_sentence,
)
from monitoring.analysis.picture.words import (
    BY_CHANCE,
    GapTold,
    Told,
    beside_state_sentence,
    between_schools_sentences,
    gaps_over_years_sentences,
    line_sentence,
    nothing_sentence,
    over_years_sentences,
)
from tests.analysis.test_lead import gap as gap_with_rates
from tests.analysis.test_lead import unknown_gap

LICENSE, FIELD, RATED = MEASURES["T_UNLICENSED"], MEASURES["T_OOF_80"], MEASURES["T_EVAL_LOW"]


def gap(**fields: Any) -> Any:
    return gap_with_rates(**{"focal_schools": 4, "reference_schools": 5, "unit": "FTE", **fields})


def value(rate: float | None = 0.1, year: int = 2022, **fields: Any) -> Any:
    usual = {"measure": "T_UNLICENSED", "school_year": year, "years_used": [year] if rate is not None else []}
    usual |= {"reason": "" if rate is not None else "not_submitted", "definition_hash": "a", "break_text": ""}
    return SimpleNamespace(rate=rate, **{**usual, **fields})


# The three dimensions


def test_each_dimension_shows_measures_of_its_own_and_none_is_shown_twice() -> None:
    assert {one.id: {MEASURES[name].dimension for name in one.measures} for one in DIMENSIONS} == {
        "experience": {"experience"},
        "preparation": {"preparation"},
        "effectiveness": {"effectiveness"},
    }
    assert len(set(SHOWN)) == len(SHOWN)
    assert {len(one.measures) in (2, 3, 4) for one in DIMENSIONS} == {True}
    assert {MEASURES[name].dimension for name in BESIDE} == {"conditions"}
    assert BESIDE[0] == "T_TURN"


def test_every_question_names_the_text_and_the_words_that_it_asks_about() -> None:
    asked = [*WHERE_TO_LOOK, *(one for dimension in DIMENSIONS for one in dimension.questions)]
    assert [one.text for one in asked if not one.text.endswith("?")] == []
    assert {one.source.startswith((LEADERS, STATE_A)) and bool(one.said) for one in asked} == {True}
    assert {len(one.questions) for one in DIMENSIONS} == {2}


# Where to look first


def test_places_come_in_the_order_of_how_clear_they_are_and_not_of_how_large() -> None:
    large = gap(measure="T_TURN", difference=0.30, half=0.29)
    small = gap(measure="T_OOF_80", difference=0.04, half=0.01)
    middle = gap(measure="T_EXP_LT3", difference=0.10, half=0.05)
    assert [place.gap for place in places_to_look([large, small, middle])] == [small, middle, large]


def test_a_gap_that_is_not_clear_or_is_a_part_of_another_measure_is_no_place() -> None:
    unsure, lower = gap(difference=0.2, half=0.3), gap(measure="T_OOF_80", difference=0.1, verdict="lower")
    part = gap(measure="T_OOF")
    assert places_to_look([unsure, lower, part]) == ()


def test_a_measure_is_one_place_with_the_other_groups_named_and_there_are_three_at_most() -> None:
    measures = ("T_UNLICENSED", "T_OOF_80", "T_EXP_LT3", "T_TURN")
    clear = [gap(measure=one, difference=0.1, half=0.01 * (place + 1)) for place, one in enumerate(measures)]
    again = gap(difference=0.1, half=0.05, group="low_income")
    places = places_to_look([*clear, again])
    assert [(place.gap.measure, place.also) for place in places] == [
        ("T_UNLICENSED", ("low_income",)),
        ("T_OOF_80", ()),
        ("T_EXP_LT3", ()),
    ]
    assert len(places) == MOST


def test_places_are_those_that_picking_the_clearest_one_after_another_gives() -> None:
    draw = random.Random(1)
    names = [name for name in SHOWN if MEASURES[name].gap]
    for _ in range(50):
        gaps = [
            gap(
                measure=draw.choice(names),
                group=group,
                difference=draw.uniform(-0.1, 0.3),
                half=draw.uniform(0.01, 0.2),
            )
            for group in ("low_income", "students_of_color", "english_learners")
            for _ in range(3)
        ]
        left = [one for one in gaps if one.difference_low > 0 and MEASURES[one.measure].under is None]
        picked: list[Any] = []
        while left and len(picked) < MOST:
            best = left[0]
            for one in left:
                if one.difference * (best.difference - best.difference_low) > best.difference * (
                    one.difference - one.difference_low
                ):
                    best = one
            picked.append(best)
            left = [one for one in left if one.measure != best.measure]
        assert [place.gap for place in places_to_look(gaps)] == picked


def test_the_order_of_places_does_not_depend_on_that_of_rows() -> None:
    gaps = [
        gap(measure=name, group=group)
        for name in ("T_TURN", "T_OOF_80")
        for group in ("low_income", "english_learners")
    ]
    assert places_to_look(gaps) == places_to_look(gaps[::-1])
    assert clearness(gap(difference=0.1, half=0.0)) == float("inf")


def test_a_place_is_told_with_both_rates_and_its_interval() -> None:
    place = Place(gap(difference=0.08, half=0.03), ("low_income", "english_learners"))
    assert place_sentence(place, LICENSE) == (
        "Unlicensed teachers in the 4 schools with the most students of color: 18.0% against 10.0% in the 5 with the "
        "fewest, 8.0 points more (95% interval 5.0 to 11.0), in 2021-22. The same is clear for low-income students and "
        "English learners."
    )


def test_nothing_standing_out_too_few_and_nothing_to_compare_are_told_apart() -> None:
    few = gap(verdict="too_few", difference_low=None, difference_high=None)
    unsure = gap(difference=0.01, half=0.02)
    waits = unknown_gap(reason="withheld")
    told = [
        where_sentence(gaps, ()).removesuffix(f" {EACH_SCHOOL}")
        for gaps in ([], [few, few], [few, unsure], [unsure, unsure, waits])
    ]
    assert told == [
        "There is nothing to compare between its own schools: that takes four of them with known shares of students.",
        "Too few to say: none of 2 comparisons has enough people to tell.",
        "Nothing stands out: none of 1 comparison shows a gap that is clearly above zero.",
        "Nothing stands out: none of 2 comparisons shows a gap that is clearly above zero. Comparisons left out until "
        "a decision on the columns of a file: 1.",
    ]


@pytest.mark.parametrize(
    ("compared", "by_chance"), [(1, "less than one"), (20, "less than one"), (40, "about 1"), (100, "about 2")]
)
def test_how_many_comparisons_would_stand_out_by_chance_is_told(compared: int, by_chance: str) -> None:
    gaps = [gap() for _ in range(compared)]
    of = "one comparison" if compared == 1 else f"{compared} comparisons"
    assert where_sentence(gaps, places_to_look(gaps)) == (
        "These gaps are the clearest in the figures, which are not always the largest. "
        f"Of the {of} made, {by_chance} would stand out by chance alone."
    )


def test_schools_that_are_not_known_are_not_spoken_of() -> None:
    assert schools_sentence([]) == ""
    assert schools_sentence(["A", "B", "C"]) == "These are A, B and C."


# Who gets which teachers


def test_a_figure_of_several_years_and_one_without_the_states_say_so() -> None:
    lines = [Told(LICENSE, value(0.2), None), Told(FIELD, value(0.3, years_used=[2020, 2022]), value(0.1))]
    assert beside_state_sentence(lines, "Ashby", 2022) == (
        "In Ashby in 2021-22: 20.0% of teachers held no teaching license (no figure for the state); 30.0% of teachers "
        "taught out of field (2019-20 and 2021-22, 10.0% in the state)."
    )
    assert beside_state_sentence([Told(LICENSE, value(None), value())], "Ashby", 2022) == (
        "There are no figures of Ashby for 2021-22."
    )


def test_between_schools_only_clear_differences_are_named() -> None:
    gaps = [
        gap(group="low_income", measure="T_TURN"),
        gap(group="low_income", measure="T_EXP_LT3"),
        gap(group="low_income", measure="T_OOF_80", verdict="lower"),
        gap(group="low_income", verdict="cannot_tell"),
        gap(group="low_income", measure="T_OOF", verdict="higher"),
        gap(group="students_of_color", verdict="same"),
        gap(group="english_learners", verdict="too_few"),
        gap(group="students_with_disabilities", measure="T_SATIS"),
    ]
    assert between_schools_sentences(gaps) == [
        "In its schools with the most low-income students, clearly higher than in those with the fewest: inexperienced "
        "teachers and teacher turnover; clearly lower: out-of-field teachers; not clear: 1 more.",
        "In its schools with the most students with disabilities, clearly lower than in those with the fewest: "
        f"{MEASURES['T_SATIS'].title[0].lower()}{MEASURES['T_SATIS'].title[1:]}.",
        "Between its schools no difference is clear for students of color.",
        "For English learners there are too few people to say.",
    ]
    assert between_schools_sentences([]) == []


# Is it getting better


def test_better_and_worse_are_said_of_more_than_two_points_and_by_the_measures_own_direction() -> None:
    lines = [
        Told(LICENSE, value(0.10), None, before=value(0.15, 2019)),
        Told(FIELD, value(0.10), None, before=value(0.05, 2019)),
        Told(MEASURES["T_EVAL_HIGH"], value(0.10), None, before=value(0.15, 2019)),
        Told(MEASURES["T_TURN"], value(0.10), None, before=value(0.12, 2019)),
        Told(MEASURES["T_EVALUATED"], value(0.10), None, before=value(0.5, 2019)),
        Told(RATED, value(0.10), None, why_not=CHANGED),
        Told(MEASURES["T_UNQ"], value(None), None),
    ]
    assert over_years_sentences(lines) == [
        "Better for students than before, by more than 2 points: unlicensed teachers (10.0%, from 15.0% in 2018-19).",
        "Worse for students than before, by more than 2 points: out-of-field teachers (10.0%, from 5.0% in 2018-19); "
        "teachers rated Exemplary (10.0%, from 15.0% in 2018-19).",
        "About the same as before, within 2 points: teacher turnover (10.0%, from 12.0% in 2018-19).",
        BY_CHANCE,
        "Not to be compared with earlier years: teachers rated Needs Improvement or Unsatisfactory, since a definition "
        "has changed since.",
    ]


def test_where_no_measure_has_a_figure_nothing_is_said_to_be_better_or_worse() -> None:
    assert over_years_sentences([Told(LICENSE, value(None), None)]) == [
        "There is no figure to compare with earlier years."
    ]


def test_a_gap_has_widened_or_narrowed_only_where_both_intervals_lie_apart() -> None:
    before = gap(year=2019, difference=0.10, half=0.02)
    gaps = [GapTold(gap(difference=later), before) for later in (0.2, 0.05, 0.11)]
    assert gaps_over_years_sentences([*gaps, GapTold(gap(), None, NO_EARLIER)]) == [
        "The gap in unlicensed teachers for students of color has widened since 2018-19, when it was 10.0 points.",
        "The gap in unlicensed teachers for students of color has narrowed since 2018-19, when it was 10.0 points.",
        "Whether these gaps have widened or narrowed since, the figures cannot tell: unlicensed teachers for students "
        "of color (10.0 points in 2018-19).",
        "Gaps that cannot be compared with earlier years: unlicensed teachers for students of color, since there is no "
        "earlier figure.",
    ]


def test_the_earliest_year_is_compared_that_no_change_of_a_definition_lies_after() -> None:
    rows = [value(year=year, measure="T_OOF_80") for year in range(2019, 2024)]
    found = [earliest_comparable(rows, row) for row in rows]
    assert [one and one.school_year for one in found] == [None, 2019, None, None, 2022]
    assert [why_not_compared(rows, row) for row in (rows[0], rows[2])] == [NO_EARLIER, CHANGED]


def test_another_definition_or_another_group_of_students_is_not_compared() -> None:
    old, now = value(year=2019), value(year=2023)
    assert earliest_comparable([old], now) is old
    assert earliest_comparable([old], value(year=2023, definition_hash="b")) is None
    assert earliest_comparable([old], now, "low_income") is None
    assert earliest_comparable([value(year=2022)], now, "low_income") is not None


def test_windows_that_share_a_year_are_not_compared() -> None:
    pooled = [value(year=year, measure="T_TURN", years_used=[year - 2, year - 1, year]) for year in range(2019, 2023)]
    found = earliest_comparable(pooled, pooled[3])
    assert found is not None
    assert found.school_year == 2019
    assert earliest_comparable(pooled, pooled[2]) is None
    assert why_not_compared(pooled, pooled[2]) == SHARED


# One measure, and a dimension of which there is nothing


def test_a_measure_without_a_figure_says_why_and_which_is_the_latest() -> None:
    line = Told(RATED, value(None, reason="suppressed"), value(0.04), latest=value(0.03, 2019))
    assert line_sentence(line, 2022) == (
        "No figure for 2021-22: not published, because the numbers are small. The latest is 3.0%, of 2018-19. In the "
        "state: 4.0%."
    )
    assert line_sentence(Told(RATED, None, None), 2022) == "No figure for 2021-22: not submitted."


def test_a_measure_that_stayed_the_same_or_stands_alone_says_so() -> None:
    assert line_sentence(Told(LICENSE, value(0.1), None, before=value(0.1, 2019)), 2022) == (
        "10.0% here. Here that is the same at one decimal as in 2018-19."
    )
    assert line_sentence(Told(LICENSE, value(0.1), value(0.2), why_not=NO_EARLIER), 2022) == (
        "10.0% here and 20.0% in the state. Not to be compared with earlier years, since there is no earlier figure."
    )


def test_a_dimension_without_any_figure_says_so_and_that_this_is_no_good_sign() -> None:
    lines = [Told(RATED, value(None), None), Told(MEASURES["T_EVAL_HIGH"], value(None, reason="suppressed"), None)]
    assert nothing_sentence(lines, "Effectiveness", 2022) == (
        "Effectiveness: there are no figures for 2021-22 (not published, because the numbers are small and not "
        "submitted). That is no sign that all is well."
    )
    assert nothing_sentence([*lines, Told(RATED, value(), None)], "Effectiveness", 2022) == ""
