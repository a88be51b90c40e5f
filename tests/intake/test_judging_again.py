"""A year that comes in throws another light on accepted ones: their files are checked again, whatever came first."""

from __future__ import annotations

import contextlib
import threading
from importlib import import_module
from typing import Any

import pytest
from django.db import connections

from districts.wall import across_districts
from monitoring.intake.models import ColumnProposal, Snapshot, Upload
from monitoring.intake.past import load_past
from monitoring.intake.sheet import Past
from monitoring.results.current_inputs import DATASETS
from tests.districts.cast import Cast, build_cast
from tests.intake.invented import InventedState, with_columns_moved, with_years
from tests.intake.uploading import again, check_job, checked, current, rules_of, run_check, send, snapshots

CHECK = import_module("monitoring.intake.actions.check_upload")

MOVED = {
    "English Learner %": "Low Income %",
    "Students with Disabilities %": "English Learner %",
    "Low Income %": "Students with Disabilities %",
}


def years() -> dict[int, Any]:
    state = InventedState(70, schools=120)
    grids = {year: state.class_size(year) for year in (2018, 2019, 2020, 2021)}
    return {**grids, 2019: with_columns_moved(grids[2019], MOVED)}


def shown(cast: Cast, year: int) -> int:
    """How many shares of the year are in use."""
    return int(current(cast.agency, "school_enrollment", year)["share"].count())


def proposed() -> list[tuple[int, str]]:
    with across_districts(reason="tests"):
        return list(ColumnProposal.objects.values_list("school_year", "state"))


def test_of_two_years_that_contradict_each_other_neither_is_used(cast: Cast) -> None:
    grids = years()
    first = checked(cast.agency, with_years({2019: grids[2019]}))
    assert (first.state, shown(cast, 2019)) == ("accepted", 360)
    second = checked(cast.agency, with_years({2020: grids[2020]}))
    assert check_job(first).state != "done"
    run_check(first)
    assert (second.state, again(first).state) == ("accepted_in_part", "accepted_in_part")
    assert (shown(cast, 2019), shown(cast, 2020), proposed()) == (0, 0, [])
    assert check_job(second).state == "done"  # it ends


def test_a_third_year_tells_which_was_wrong_and_the_other_is_used_again(cast: Cast) -> None:
    grids = years()
    uploads: list[Upload] = []
    for year in (2019, 2020, 2018, 2021):
        uploads.append(checked(cast.agency, with_years({year: grids[year]})))
        for earlier in uploads[:-1]:
            run_check(earlier)
    assert [again(upload).state for upload in uploads] == ["accepted_in_part", *["accepted"] * 3]
    assert (rules_of(uploads[0]), proposed()) == ({"E-COLUMN-EXCHANGED": 3}, [(2019, "proposed")])
    assert [shown(cast, year) for year in (2018, 2019, 2020, 2021)] == [360, 0, 360, 360]


@pytest.mark.slow
def test_done_twice_the_second_check_changes_nothing_more(cast: Cast) -> None:
    grids = years()
    first = checked(cast.agency, with_years({2019: grids[2019]}))
    for year in (2020, 2021):
        checked(cast.agency, with_years({year: grids[year]}))
    run_check(first)
    before = [one.pk for one in snapshots(cast.agency, school_year=2019)]
    checked(cast.agency, with_years({2018: grids[2018]}))
    run_check(first)
    assert [one.pk for one in snapshots(cast.agency, school_year=2019)] == before
    assert proposed() == [(2019, "proposed")]


@pytest.mark.slow
def test_the_right_file_of_the_odd_year_takes_its_place_and_the_proposal_is_withdrawn(cast: Cast) -> None:
    grids = years()
    first = checked(cast.agency, with_years({2019: grids[2019]}))
    for year in (2020, 2021):
        checked(cast.agency, with_years({year: grids[year]}))
    run_check(first)
    right = InventedState(70, schools=120)
    clean = {year: right.class_size(year) for year in (2018, 2019)}
    assert checked(cast.agency, with_years({2019: clean[2019]})).state == "accepted"
    assert (shown(cast, 2019), proposed()) == (360, [(2019, "withdrawn")])


def test_no_result_reads_the_columns_as_they_were_read() -> None:
    assert Snapshot.Dataset.REPORT_COLUMNS not in DATASETS


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_years_that_are_checked_at_once_one_is_judged_beside_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, grids = build_cast(), years()
    both = [send(cast.agency, with_years({year: grids[year]})) for year in (2019, 2020)]
    together = threading.Barrier(2)

    def slowly(*args: Any, **named: Any) -> Past:
        past = load_past(*args, **named)
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(1.5)  # for the other to look as well, where it may
        return past

    def check(upload: Upload) -> None:
        run_check(upload)
        connections.close_all()

    monkeypatch.setattr(CHECK, "load_past", slowly)
    threads = [threading.Thread(target=check, args=[upload]) for upload in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    unfinished = [upload for upload in both if check_job(upload).state != "done"]
    assert len(unfinished) == 1  # that which was first
    run_check(unfinished[0])
    assert [again(upload).state for upload in both] == ["accepted_in_part"] * 2
    assert (shown(cast, 2019), shown(cast, 2020), proposed()) == (0, 0, [])
