"""Columns that wait for a decision, or are declined, and the figures of the earlier file in whose place theirs would
come.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from districts.wall import across_districts, in_state
from monitoring.intake.actions import NotHeld, decide_proposal, take_upload
from monitoring.intake.models import ColumnProposal, Upload
from monitoring.results.current_inputs import read_current_state
from tests.districts.cast import Cast
from tests.intake.invented import Grid, InventedState, with_columns_moved, with_years
from tests.intake.uploading import again, checked, current, rules_of, run_check, snapshots

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


def of_2020(grid: Grid) -> list[list[str]]:
    """All years, one of them as given."""
    return with_years({**years(), 2020: grid})


def decided(cast: Cast, upload: Upload, *, confirm: bool) -> Upload:
    with in_state(cast.agency.id):
        proposal = ColumnProposal.objects.get(upload=upload)
        decide_proposal(proposal_id=proposal.pk, confirm=confirm, by=cast.agency.member("ese_analyst"))
    run_check(upload)
    return again(upload)


def taken(cast: Cast, upload: Upload) -> Upload:
    with in_state(cast.agency.id):
        take_upload(upload_id=upload.pk, by=cast.agency.member("ese_analyst"))
    run_check(upload)
    return again(upload)


@pytest.fixture
def sound(cast: Cast) -> Upload:
    return checked(cast.agency, with_years(years()))


@pytest.fixture
def moved(cast: Cast, sound: Upload) -> Upload:
    """After the sound file, one with two columns of a year exchanged."""
    return checked(cast.agency, of_2020(with_columns_moved(years()[2020], EXCHANGED)))


def in_force(cast: Cast, upload: Upload) -> bool:
    return bool(snapshots(cast.agency, upload=upload, superseded_at=None))


def test_an_exchange_that_would_take_figures_away_is_held_until_it_is_decided(cast: Cast, moved: Upload) -> None:
    assert (moved.state, known(cast, "low_income"), known(cast, "english_learners")) == ("held", 120, 120)
    assert (rules_of(moved)["E-COLUMN-EXCHANGED"], "W-ROWS-GONE" in rules_of(moved)) == (2, False)
    assert snapshots(cast.agency, upload=moved) == []
    with pytest.raises(NotHeld, match="wait for a decision"):
        taken(cast, moved)
    with across_districts(reason="tests"):
        assert read_current_state().withheld.is_empty()  # what stands is not withheld


def test_confirmed_the_held_file_takes_its_place(cast: Cast, sound: Upload, moved: Upload) -> None:
    before = current(cast.agency, "school_enrollment", 2020)
    assert decided(cast, moved, confirm=True).state == "accepted"
    assert current(cast.agency, "school_enrollment", 2020).rows() == before.rows()


def test_declined_the_earlier_figures_stay_and_its_sender_may_take_it_without_the_columns(
    cast: Cast, moved: Upload
) -> None:
    assert decided(cast, moved, confirm=False).state == "held"
    assert ("W-ROWS-GONE" in rules_of(moved), in_force(cast, moved)) == (True, False)
    assert taken(cast, moved).state == "accepted_in_part"
    assert (known(cast, "low_income"), known(cast, "english_learners")) == (120, 0)


def test_what_its_sender_said_of_rows_is_no_word_on_columns(cast: Cast, sound: Upload) -> None:
    moved = with_columns_moved(years()[2020], EXCHANGED)
    upload = checked(cast.agency, of_2020(emptied(moved, POOR)))
    assert (upload.state, decided(cast, upload, confirm=True).state, known(cast, "low_income")) == ("held", "held", 120)
    assert (taken(cast, upload).state, known(cast, "low_income")) == ("accepted", 0)


def test_a_sound_file_sent_instead_withdraws_the_proposal(cast: Cast, sound: Upload, moved: Upload) -> None:
    repeated = checked(cast.agency, with_years(years()))
    with across_districts(reason="tests"):
        assert ColumnProposal.objects.get().state == "withdrawn"
    assert (repeated.pk != sound.pk, repeated.state, known(cast, "english_learners")) == (True, "accepted", 120)


def test_the_same_exchange_again_is_the_same_held_file(cast: Cast, moved: Upload) -> None:
    bytes_again = of_2020(with_columns_moved(years()[2020], EXCHANGED))
    assert checked(cast.agency, bytes_again).pk == moved.pk
    decided(cast, moved, confirm=False)
    repeated = checked(cast.agency, bytes_again)
    assert (repeated.pk, repeated.state) == (moved.pk, "held")


def test_where_no_figures_stand_the_rest_is_taken_at_once(cast: Cast) -> None:
    grid = with_columns_moved(years()[2020], EXCHANGED)
    first = checked(cast.agency, of_2020(grid))
    second = checked(cast.agency, of_2020([*grid[:-1], emptied(grid, POOR)[-1]]))
    assert (first.state, second.state, in_force(cast, second)) == ("accepted_in_part", "accepted_in_part", True)
    assert (known(cast, "low_income"), known(cast, "english_learners")) == (119, 0)
    with across_districts(reason="tests"):
        assert ColumnProposal.objects.get(state="proposed").upload_id == second.pk


def as_own_layout(grids: dict[int, Grid]) -> list[list[str]]:
    groups = {"english_learners": LEARNERS, "students_with_disabilities": DISABLED, "low_income": POOR}
    rows = [
        [str(year), row[1], group, str(round(10 * float(row[grid[0].index(title)])))]
        for year, grid in grids.items()
        for row in grid[1:]
        for group, title in groups.items()
    ]
    return [["school_year", "org_code", "student_group", "enrolled"], *rows]


def test_in_an_own_layout_too_whose_rows_are_figures(cast: Cast) -> None:
    checked(cast.agency, as_own_layout(years()))
    moved = checked(cast.agency, as_own_layout({**years(), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    assert (moved.state, "W-ROWS-GONE" in rules_of(moved)) == ("held", False)
    assert decided(cast, moved, confirm=True).state == "accepted"
