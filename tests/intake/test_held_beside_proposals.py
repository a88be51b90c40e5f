"""Columns that wait for a decision, or are declined, and the figures of the earlier file in whose place theirs would
come.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tests.districts.cast import Cast
from tests.intake.invented import Grid, InventedState, with_columns_moved, with_years
from tests.intake.uploading import checked, current

LEARNERS, DISABLED, POOR = "English Learner %", "Students with Disabilities %", "Low Income %"
EXCHANGED = {LEARNERS: DISABLED, DISABLED: LEARNERS}


def years() -> dict[int, Any]:
    state = InventedState(5, schools=120)
    return {year: state.class_size(year) for year in range(2018, 2023)}


def emptied(grid: Grid, column: str) -> Grid:
    place = grid[0].index(column)
    return [grid[0], *([*row[:place], "", *row[place + 1 :]] for row in grid[1:])]


def known(cast: Cast, group: str) -> int:
    """How many shares of a group are in use in 2019-20."""
    rows = current(cast.agency, "school_enrollment", 2020)
    return int(rows.filter(pl.col("student_group") == group)["share"].count())


def test_a_proposed_exchange_excuses_only_the_figures_of_its_columns(cast: Cast) -> None:
    checked(cast.agency, with_years(years()))
    moved = with_columns_moved(years()[2020], EXCHANGED)
    upload = checked(cast.agency, with_years({**years(), 2020: emptied(moved, POOR)}))
    assert (upload.state, known(cast, "low_income"), known(cast, "english_learners")) == ("held", 120, 120)


def test_an_exchange_alone_is_not_held(cast: Cast) -> None:
    checked(cast.agency, with_years(years()))
    upload = checked(cast.agency, with_years({**years(), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    assert (upload.state, known(cast, "low_income"), known(cast, "english_learners")) == ("accepted_in_part", 120, 0)
