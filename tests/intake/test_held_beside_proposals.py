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
from tests.intake.invented import TEACHER_HEADER, Grid, InventedState, with_columns_moved, with_years
from tests.intake.rule_cases import POPULATED, POPULATIONS
from tests.intake.tables import csv_text
from tests.intake.uploading import again, checked, current, rules_of, run_check, snapshots

LEARNERS, DISABLED, POOR = "English Learner %", "Students with Disabilities %", "Low Income %"
EXCHANGED = {LEARNERS: DISABLED, DISABLED: LEARNERS}


def years(last: int = 2022) -> dict[int, Any]:
    state = InventedState(5, schools=120)
    return {year: state.class_size(year) for year in range(2018, last + 1)}


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


@pytest.mark.slow
def test_declined_the_earlier_figures_stay_and_its_sender_may_take_it_without_the_columns(
    cast: Cast, moved: Upload
) -> None:
    assert decided(cast, moved, confirm=False).state == "held"
    assert ("W-ROWS-GONE" in rules_of(moved), in_force(cast, moved)) == (True, False)
    assert taken(cast, moved).state == "accepted_in_part"
    assert (known(cast, "low_income"), known(cast, "english_learners")) == (120, 0)


@pytest.mark.slow
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


@pytest.mark.slow
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


TWO_GROUPS = {"english_learners": LEARNERS, "students_with_disabilities": DISABLED}


def as_own_layout(grids: dict[int, Grid], groups: dict[str, str] | None = None) -> list[list[str]]:
    rows = [
        [str(year), row[1], group, str(round(10 * float(row[grid[0].index(title)])))]
        for year, grid in grids.items()
        for row in grid[1:]
        for group, title in (groups or {**TWO_GROUPS, "low_income": POOR}).items()
    ]
    return [["school_year", "org_code", "student_group", "enrolled"], *rows]


def test_in_an_own_layout_too_whose_rows_are_figures(cast: Cast) -> None:
    checked(cast.agency, as_own_layout(years()))
    moved = checked(cast.agency, as_own_layout({**years(), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    assert (moved.state, "W-ROWS-GONE" in rules_of(moved)) == ("held", False)
    assert decided(cast, moved, confirm=True).state == "accepted"


def test_where_all_rows_of_a_year_wait_it_is_held_and_proposed_as_well(cast: Cast) -> None:
    checked(cast.agency, as_own_layout(years(), TWO_GROUPS))
    alone = as_own_layout({2020: with_columns_moved(years()[2020], EXCHANGED)}, TWO_GROUPS)
    moved = checked(cast.agency, alone)
    assert (moved.state, moved.school_years, known(cast, "english_learners")) == ("held", [2020], 0)
    assert len(current(cast.agency, "school_enrollment", 2020)) == 240
    assert decided(cast, moved, confirm=True).state == "accepted"


@pytest.mark.slow
def test_a_year_all_of_whose_rows_are_in_question_later_is_out_of_force(cast: Cast) -> None:
    first = checked(cast.agency, as_own_layout({2020: with_columns_moved(years()[2020], EXCHANGED)}, TWO_GROUPS))
    assert (first.state, len(current(cast.agency, "school_enrollment", 2020))) == ("accepted", 240)
    others = {year: grid for year, grid in years().items() if year != 2020}
    checked(cast.agency, as_own_layout(others, TWO_GROUPS))
    run_check(first)
    assert (again(first).state, len(current(cast.agency, "school_enrollment", 2020))) == ("accepted_in_part", 0)
    assert decided(cast, first, confirm=True).state == "accepted"
    assert len(current(cast.agency, "school_enrollment", 2020)) == 240


@pytest.mark.slow
def test_a_newer_file_of_the_year_in_question_frees_the_others(cast: Cast, sound: Upload) -> None:
    held = checked(cast.agency, with_years({**years(2023), 2020: with_columns_moved(years()[2020], EXCHANGED)}))
    checked(cast.agency, with_years({2020: years()[2020]}))
    run_check(held)
    assert (held.state, again(held).state, known(cast, "english_learners")) == ("held", "accepted_in_part", 120)
    in_use = snapshots(cast.agency, upload=held, dataset="school_enrollment", superseded_at=None)
    assert [one.school_year for one in in_use] == [2023]


@pytest.mark.slow
def test_between_decision_and_check_its_sender_is_not_asked(cast: Cast, moved: Upload) -> None:
    with in_state(cast.agency.id):
        member = cast.agency.member("ese_analyst")
        decide_proposal(proposal_id=ColumnProposal.objects.get().pk, confirm=False, by=member)
        between = Upload.objects.get(pk=moved.pk)
        assert (between.state, between.has_ended, between.is_checked_again) == ("held", False, True)
        with pytest.raises(NotHeld, match="being checked again"):
            take_upload(upload_id=moved.pk, by=member)
    run_check(moved)
    assert taken(cast, moved).state == "accepted_in_part"


@pytest.mark.slow
def test_of_a_year_that_was_decided_on_nothing_more_waits_and_its_sender_is_asked(cast: Cast) -> None:
    licensed, experienced, waiver, in_field = (TEACHER_HEADER[place] for place in (3, 5, 6, 7))
    state = InventedState(7, schools=150)
    reports = {year: state.teacher_data(year) for year in range(2014, 2023)}
    bare = {year: emptied(emptied(reports[year], waiver), in_field) for year in range(2018, 2023)}
    checked(cast.agency, with_years({**bare, 2020: reports[2020]}))
    both = {licensed: experienced, experienced: licensed, waiver: in_field, in_field: waiver}
    held = checked(cast.agency, with_years({2020: with_columns_moved(reports[2020], both)}))
    checked(cast.agency, with_years({year: reports[year] for year in range(2014, 2018)}))
    assert decided(cast, held, confirm=True).state == "held"
    assert "W-ROWS-GONE" in rules_of(held)
    assert taken(cast, held).state == "accepted_in_part"


@pytest.mark.slow
def test_rows_that_a_later_file_repeats_are_judged_anew_as_before(cast: Cast) -> None:
    doubtful = with_years({2019: years()[2019], 2020: with_columns_moved(years()[2020], EXCHANGED)})
    first = checked(cast.agency, doubtful)
    checked(cast.agency, csv_text(doubtful, line_end="\r\n").encode())
    checked(cast.agency, with_years({year: years()[year] for year in (2018, 2021, 2022)}))
    run_check(first)
    shares = current(cast.agency, "school_enrollment", 2019).filter(pl.col("student_group") == "english_learners")
    assert shares["share"].count() == 120
    assert decided(cast, first, confirm=True).state == "accepted"
    assert known(cast, "english_learners") == 120


def test_shares_that_would_go_count_though_their_counts_stay(cast: Cast) -> None:
    rows = [[POPULATED[0], f"0010{number:04}", *POPULATED[2:]] for number in range(1, 31)]
    percent = POPULATIONS.index("English Learner %")
    checked(cast.agency, [POPULATIONS, *rows])
    upload = checked(cast.agency, [POPULATIONS, *([*row[:percent], "", *row[percent + 1 :]] for row in rows)])
    assert (upload.state, rules_of(upload)["W-ROWS-GONE"]) == ("held", 1)
