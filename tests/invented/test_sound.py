"""The product's own checks find nothing wrong in what is written: not in one file, not between files, not in years
beside each other. What schools that open and close, and small numbers, make look odd is warned of as in any state.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.invented.plan import Plan, plan
from monitoring.invented.writing import write_state
from tests.invented.sending import what_is_told

ODD_AND_RIGHT = {
    *("W-ENROLL-CHANGE", "W-SURVEY-RATE", "W-YEAR-FEWER", "W-EVALUATION-SHIFT", "W-SCHOOL-STAFF", "W-SCHOOL-STUDENTS"),
    "W-ATTENDANCE-STAFF",
    "W-YEAR-SAME",  # four teachers, of whom the state counts the same twice
}


SMALL = plan(2, schools=4, students=800, years=2, seed=9)
HARD = [
    *(plan(1, schools=1, teachers=4, students=40, years=3, seed=seed) for seed in (1, 2, 3)),
    plan(6, schools=12, students=2_400, years=3, seed=4),
    plan(1, schools=1, teachers=1, students=9, years=3, seed=1),
    plan(9, schools=9, teachers=20, students=200, years=3, seed=1),
    plan(9, years=3, seed=7),
]


def test_a_small_state_of_a_town_and_a_village_is_sound(tmp_path: Path) -> None:
    write_state(SMALL, tmp_path)
    assert (tmp_path / "state" / "organizations.csv").read_text().count(",SCHOOL,00020000,") == 1
    assert set(what_is_told(tmp_path)) <= ODD_AND_RIGHT


@pytest.mark.slow
@pytest.mark.parametrize("hard", HARD)
def test_villages_and_states_of_other_shapes_are_sound(hard: Plan, tmp_path: Path) -> None:
    write_state(hard, tmp_path)
    assert set(what_is_told(tmp_path)) <= ODD_AND_RIGHT
