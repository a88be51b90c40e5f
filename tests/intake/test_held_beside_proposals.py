"""Columns that wait for a decision, or are declined, and the figures of the earlier file in whose place theirs would
come.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from districts.wall import in_state
from monitoring.intake.actions import decide_proposal, take_upload
from monitoring.intake.models import ColumnProposal, Upload
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


def test_a_proposed_exchange_excuses_only_the_figures_of_its_columns(cast: Cast) -> None:
    checked(cast.agency, with_years(years()))
    moved = with_columns_moved(years()[2020], EXCHANGED)
    upload = checked(cast.agency, with_years({**years(), 2020: emptied(moved, POOR)}))
    assert (upload.state, known(cast, "low_income"), known(cast, "english_learners")) == ("held", 120, 120)


def test_an_exchange_alone_is_not_held(cast: Cast) -> None:
    checked(cast.agency, with_years(years()))
    upload = checked(cast.agency, with_years({**years(), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    assert (upload.state, known(cast, "low_income"), known(cast, "english_learners")) == ("accepted_in_part", 120, 0)


def declined(cast: Cast) -> tuple[Upload, Upload]:
    """A sound file, and one with columns moved after it whose exchange the agency declined."""
    sound = checked(cast.agency, with_years(years()))
    moved = checked(cast.agency, with_years({**years(), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    with in_state(cast.agency.id):
        proposal = ColumnProposal.objects.get()
        decide_proposal(proposal_id=proposal.pk, confirm=False, by=cast.agency.member("ese_analyst"))
    run_check(moved)
    return sound, again(moved)


def test_declined_the_earlier_figures_stand_again_until_the_sender_is_asked(cast: Cast) -> None:
    sound, moved = declined(cast)
    run_check(sound)
    (now,) = snapshots(cast.agency, dataset="school_enrollment", school_year=2020, superseded_at=None)
    assert (moved.state, now.upload_id, again(sound).state) == ("held", sound.pk, "accepted")
    assert (known(cast, "low_income"), known(cast, "english_learners")) == (120, 120)
    assert snapshots(cast.agency, upload=moved, superseded_at=None) == []
    assert "W-ROWS-GONE" in rules_of(moved)
    mine = snapshots(cast.agency, upload=moved, dataset="school_enrollment", school_year=2020)
    assert [one.superseded_by_id for one in mine] == [now.pk]


def test_declined_and_taken_all_the_same_the_columns_are_out(cast: Cast) -> None:
    _, moved = declined(cast)
    with in_state(cast.agency.id):
        take_upload(upload_id=moved.pk, by=cast.agency.member("ese_analyst"))
    run_check(moved)
    assert (again(moved).state, known(cast, "low_income"), known(cast, "english_learners")) == (
        "accepted_in_part",
        120,
        0,
    )
