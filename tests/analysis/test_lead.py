"""The sentence that leads the state's page says what its rule says, and no more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.analysis.lead import largest_gap, lead_sentence


def gap(year: int = 2022, difference: float = 0.10, half: float = 0.01, **fields: Any) -> Any:
    """A gap of one year with an interval of `half` to either side."""
    usual: dict[str, Any] = {
        "measure": "T_UNLICENSED",
        "group": "students_of_color",
        "window": "1",
        "school_year": year,
        "years_used": [year],
        "focal_rate": 0.1 + difference,
        "reference_rate": 0.1,
        "difference": difference,
        "difference_low": difference - half,
        "difference_high": difference + half,
        "verdict": "higher" if difference > half else "cannot_tell",
        "interval_reason": "",
        "reason": "",
        "definition_hash": "a",
        "break_text": "",
    }
    return SimpleNamespace(**{**usual, **fields})


def unknown_gap(**fields: Any) -> Any:
    nothing = {"difference": None, "difference_low": None, "difference_high": None, "verdict": ""}
    return SimpleNamespace(**{**vars(gap()), **nothing, **fields})


def told(now: Any, before: Any) -> str:
    return lead_sentence(now, before, [now])


def test_the_largest_gap_is_one_that_is_clearly_higher() -> None:
    small, large, unsure = gap(difference=0.05), gap(difference=0.08), gap(difference=0.2, half=0.3)
    unknown = gap(difference=0.5, difference_low=None, difference_high=None, verdict="too_few")
    assert largest_gap([small, large, unsure, unknown]) is large
    assert largest_gap([unsure, unknown]) is None
    assert lead_sentence(None, None, [unsure]).startswith("No gap stands out")
    assert lead_sentence(None, None, [unknown_gap()]) == "There are no figures to compare."


def test_comparisons_that_wait_for_a_decision_are_told() -> None:
    waits = unknown_gap(school_year=2019, reason="withheld")
    assert lead_sentence(gap(), waits, [gap(), waits]).endswith(
        "The figure of 2018-19, to compare it with, waits for a decision. Comparisons left out until a decision on the "
        "columns of a file: 1."
    )


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (gap(2019, 0.05), "It has widened since 2018-19, when it was 5.0 points."),
        (gap(2019, 0.15), "It has narrowed since 2018-19, when it was 15.0 points."),
        (gap(2019, 0.09), "or narrowed since 2018-19, when it was 9.0 points, these figures cannot tell."),
        (gap(2019, 0.05, difference_low=None, difference_high=None), "cannot tell."),
        (None, "There is no figure of 2018-19 to compare it with."),
        (gap(2019, difference=0.0, years_used=[]), "There is no figure of 2018-19 to compare it with."),
    ],
)
def test_a_change_is_told_only_where_the_intervals_lie_apart(before: Any, said: str) -> None:
    assert said in told(gap(), before)


HIDDEN: dict[str, Any] = {
    "difference_low": None,
    "difference_high": None,
    "interval_reason": "tells_of_few_districts",
}


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (gap(**HIDDEN), gap(2019, 0.05)),
        (gap(), gap(2019, 0.05, **HIDDEN)),
        (gap(**HIDDEN), gap(2019, 0.05, **HIDDEN)),
    ],
)
def test_a_change_is_left_open_where_the_reader_does_not_see_the_intervals(now: Any, before: Any) -> None:
    assert told(now, before).partition("10.0 points. ")[2] == (
        "Whether it has widened or narrowed since 2018-19, when it was 5.0 points, is not said: the ranges that would "
        "tell are not shown here."
    )


def test_a_definition_that_changed_in_between_forbids_the_comparison() -> None:
    assert "cannot be compared" in told(gap(group="low_income"), gap(2019, 0.05, group="low_income"))
    assert "cannot be compared" in told(gap(measure="T_OOF_80"), gap(2019, 0.05, measure="T_OOF_80"))
    pooled = gap(2024, measure="T_OOF_80", years_used=[2022, 2023, 2024], window="pooled3")
    then = gap(2021, 0.05, measure="T_OOF_80", years_used=[2019, 2020, 2021], window="pooled3")
    assert "cannot be compared" in told(pooled, then)
    assert "has widened" in told(gap(2026, group="low_income"), gap(2023, 0.05, group="low_income"))


def test_figures_by_two_versions_of_a_definition_are_not_compared() -> None:
    by_other, same = gap(2019, 0.05, definition_hash="b"), gap(2019, 0.05)
    of_both = gap(2019, 0.05, break_text="The years pooled here differ: another version holds.")
    assert "cannot be compared" in told(gap(), of_both)
    assert "when it was" in told(gap(), same)
    assert told(gap(), by_other) != told(gap(), same)
    assert "when it was" not in told(gap(), by_other)
