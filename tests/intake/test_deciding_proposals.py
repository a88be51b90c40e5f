"""An exchange of columns is proposed, withheld, and decided by a person; the decision is kept with who and when."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from districts.models import AuditEvent, Job
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.actions import decide_proposal
from monitoring.intake.actions.decide_proposal import AlreadyDecided
from monitoring.intake.models import ColumnProposal, Upload
from monitoring.intake.templatetags.intake_links import affected
from monitoring.intake.topics import RECOMPUTE_TOPIC
from tests.districts.cast import Cast
from tests.intake.invented import InventedState, with_columns_moved, with_years
from tests.intake.uploading import again, checked, current, rules_of, run_check, snapshots

LEARNERS, DISABLED, POOR = "English Learner %", "Students with Disabilities %", "Low Income %"
MOVED = {LEARNERS: POOR, DISABLED: LEARNERS, POOR: DISABLED}
GROUPS = ["english_learners", "low_income", "students_with_disabilities"]


def years(seed: int = 5) -> dict[int, Any]:
    state = InventedState(seed, schools=120)
    return {year: state.class_size(year) for year in range(2018, 2023)}


@pytest.fixture
def upload(cast: Cast) -> Upload:
    """Five years of the agency, one of them with three columns in each other's place."""
    grids = years()
    grids[2020] = with_columns_moved(grids[2020], MOVED)
    return checked(cast.agency, with_years(grids))


def moved_years() -> dict[int, Any]:
    grids = years()
    return {**grids, 2020: with_columns_moved(grids[2020], MOVED)}


def of_one_district(rows: list[list[str]], prefix: str) -> list[list[str]]:
    """The same file with all schools under one district."""
    header, *cells = rows
    place = header.index("School Code")
    codes = {code: f"{prefix}{number:04}" for number, code in enumerate(sorted({row[place] for row in cells}), 1)}
    return [header, *([*row[:place], codes[row[place]], *row[place + 1 :]] for row in cells)]


def the_proposal() -> ColumnProposal:
    with across_districts(reason="tests"):
        return ColumnProposal.objects.get()


def decided(cast: Cast, *, confirm: bool) -> ColumnProposal:
    with in_state(cast.agency.id):
        return decide_proposal(proposal_id=the_proposal().pk, confirm=confirm, by=cast.agency.member("ese_analyst"))


def shares(cast: Cast, year: int) -> list[float | None]:
    return current(cast.agency, "school_enrollment", year)["share"].to_list()


def test_until_it_is_decided_the_columns_are_withheld(cast: Cast, upload: Upload) -> None:
    proposal = the_proposal()
    assert (upload.state, rules_of(upload)) == ("accepted_in_part", {"E-COLUMN-EXCHANGED": 3})
    assert (proposal.state, proposal.school_year, proposal.titles) == (
        "proposed",
        2020,
        MOVED,
    )
    assert set(shares(cast, 2020)) == {None}
    assert [title.split()[0] for title in affected(proposal)] == ["English", "Low-income", "Students"]


def test_confirmed_the_stored_file_is_frozen_anew(cast: Cast, upload: Upload) -> None:
    decided(cast, confirm=True)
    run_check(upload)
    clean = checked(cast.north, b"x")  # anything else meanwhile
    older, newer = snapshots(cast.agency, dataset="school_enrollment", school_year=2020)
    assert (older.superseded_by_id, newer.upload_id, clean.state) == (newer.pk, upload.pk, "refused")
    assert newer.mapping == {
        "english_learners": "low_income",
        "students_with_disabilities": "english_learners",
        "low_income": "students_with_disabilities",
    }
    assert None not in shares(cast, 2020)
    assert rules_of(upload) == {"I-COLUMN-REMAPPED": 3}
    assert (again(upload).state, the_proposal().is_applied) == ("accepted", True)


def test_confirmed_it_gives_what_the_right_file_would_have_given(cast: Cast, upload: Upload) -> None:
    decided(cast, confirm=True)
    run_check(upload)
    confirmed = current(cast.agency, "school_enrollment", 2020)
    checked(cast.agency, with_years(years()))
    assert current(cast.agency, "school_enrollment", 2020).rows() == confirmed.rows()


def results_asked_for() -> int:
    with across_districts(reason="tests"):
        return int(Job.objects.get(topic=RECOMPUTE_TOPIC).asked)


def test_declined_the_columns_stay_out(cast: Cast, upload: Upload) -> None:
    asked = results_asked_for()
    decided(cast, confirm=False)
    run_check(upload)
    assert results_asked_for() == asked + 1  # they say no longer that anything waits
    assert set(shares(cast, 2020)) == {None}
    assert (again(upload).state, rules_of(upload)) == ("accepted_in_part", {"E-COLUMN-UNLIKE": 3})
    assert (the_proposal().state, the_proposal().is_applied) == ("declined", True)


def test_who_decided_and_when_is_kept(cast: Cast, upload: Upload) -> None:
    proposal = decided(cast, confirm=True)
    with across_districts(reason="tests"):
        event = AuditEvent.objects.get(object_id=str(proposal.pk))
    assert (proposal.decided_by_name, proposal.decided_at is not None) == ("Erin Analyst", True)
    assert (event.verb, event.actor_name, event.detail["school_year"]) == ("proposal.confirmed", "Erin Analyst", 2020)


def test_deciding_the_same_way_twice_is_once_and_the_other_way_is_too_late(cast: Cast, upload: Upload) -> None:
    first = decided(cast, confirm=True)
    assert decided(cast, confirm=True).decided_at == first.decided_at
    with pytest.raises(AlreadyDecided):
        decided(cast, confirm=False)


def test_who_may_not_decide_does_not(cast: Cast, upload: Upload) -> None:
    pk = the_proposal().pk
    with in_state(cast.agency.id), pytest.raises(PermissionDenied):
        decide_proposal(proposal_id=pk, confirm=True, by=cast.agency.member("district_admin"))
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        decide_proposal(proposal_id=pk, confirm=True, by=cast.north.member("district_steward"))


def test_the_agency_decides_on_a_districts_file_and_the_district_does_not(cast: Cast) -> None:
    upload = checked(cast.north, of_one_district(with_years(moved_years()), "0010"))
    proposal = the_proposal()
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        decide_proposal(proposal_id=proposal.pk, confirm=True, by=cast.north.member("district_steward"))
    decided(cast, confirm=True)
    run_check(upload)
    assert (again(upload).state, the_proposal().decided_by_name) == ("accepted", "Erin Analyst")
    with in_district(cast.north.id):
        event = AuditEvent.objects.get(object_id=str(proposal.pk))
    assert (event.verb, event.actor_name) == ("proposal.confirmed", "Erin Analyst")


def test_a_newer_file_without_the_trouble_withdraws_the_proposal(cast: Cast, upload: Upload) -> None:
    checked(cast.agency, with_years(years()))
    assert (the_proposal().state, rules_of(upload)) == ("withdrawn", {"E-COLUMN-EXCHANGED": 3})
    assert None not in shares(cast, 2020)
    with pytest.raises(AlreadyDecided):
        decided(cast, confirm=True)


@pytest.mark.slow
def test_a_decision_on_a_file_does_not_bring_back_its_other_years(cast: Cast) -> None:
    grids = years()
    grids[2020] = with_columns_moved(grids[2020], MOVED)
    first = checked(cast.agency, with_years(grids))
    header, *rows = with_years({2022: grids[2022]})
    newer = checked(cast.agency, [header, *rows[:-1]])  # one school fewer
    decided(cast, confirm=True)
    run_check(first)
    kept = snapshots(cast.agency, dataset="school_enrollment", school_year=2022, superseded_at=None)
    assert [one.upload_id for one in kept] == [newer.pk]
