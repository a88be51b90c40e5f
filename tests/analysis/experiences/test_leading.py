"""What a page on all of a district says of students' experiences: how many gaps, and those that chance leaves no doubt
of, the clearest first.
"""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.experiences.compared import Compared
from monitoring.analysis.experiences.leading import leading_sentences
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.analysis.groups import GROUPS

NOTHING = dict.fromkeys(Compared._fields)


def row(category: str, group: str, ratio: float | None, low: float | None = None, **more: Any) -> dict[str, Any]:
    is_gap = None if ratio is None else ratio >= 1.5
    high = None if ratio is None or low is None else ratio * ratio / low
    rates = {"focal_rate": 0.1 * (ratio or 1), "reference_rate": 0.1}
    place = {"org_code": "00010000", "category_id": category, "group_id": group, "window": 3}
    return {**NOTHING, **place, **rates, "ratio": ratio, "is_gap": is_gap, "ratio_low": low, "ratio_high": high, **more}


def said(*rows: dict[str, Any]) -> list[str]:
    return leading_sentences(pl.DataFrame(list(rows), infer_schema_length=None))


def test_gaps_are_counted_and_the_clearest_told_first() -> None:
    rows = [
        row("T_EXP_LT1", "low_income", 2.0, 1.1),
        row("T_EXP_LT3", "students_of_color", 1.6, 1.4),
        row("T_OOF", "english_learners", 3.0, 0.9),
        row("T_UNQ", "low_income", 1.2, 1.1),
        row("T_ABS_GT10", "low_income", None, reason="reference_zero"),
    ]
    clearness = [math.log(ratio) / (math.log(ratio) - math.log(low)) for ratio, low in ((2.0, 1.1), (1.6, 1.4))]
    assert clearness[1] > clearness[0] > 1
    assert said(*rows) == [
        "Of 4 comparisons of a student group with all other students, 3 have a ratio of 1.5 or more, which the state "
        "calls an equity gap; 2 of these are surely above 1 (95% interval).",
        "Students of color met a teacher of less than three years’ experience in 16.0 of 100 experiences, other "
        "students in 10.0: 1.60 times as often.",
        "Low-income students met a first-year teacher in 20.0 of 100 experiences, other students in 10.0: 2.00 times "
        "as often.",
    ]


def test_what_is_good_to_meet_and_groups_that_schools_are_not_compared_by_are_not_counted() -> None:
    others = [one.id for one in STUDENT_GROUPS if one.id not in GROUPS]
    rows = [row("T_EVAL_HIGH", "low_income", 2.0, 1.9), *(row("T_UNQ", name, 2.0, 1.9) for name in others)]
    assert said(*rows) == ["There is nothing to compare: of no group and category of teachers there is a ratio."]


def test_what_is_hidden_from_the_reader_is_said_to_be() -> None:
    hidden = [row("T_UNQ", name, None, reason="suppressed") for name in ("low_income", "students_of_color")]
    told = "2 comparisons of student groups are not shown, because the numbers are small."
    assert said(*hidden) == [told]
    assert said(row("T_OOF", "low_income", 1.2, 1.1), *hidden)[1:] == [told]


@pytest.mark.parametrize("low", [None, 0.9, 1.0])
def test_a_gap_that_rests_on_few_teachers_or_that_chance_may_have_made_is_counted_and_not_told(
    low: float | None,
) -> None:
    (only,) = said(row("T_UNQ", "low_income", 2.0, low))
    assert only.endswith(
        "1 has a ratio of 1.5 or more, which the state calls an equity gap; none of these is surely above 1."
    )
