"""A dual run is of use as long as all that it was computed from stands: nothing is activated on what is no more."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from districts.models import Membership, School
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_state
from monitoring.analysis.definitions.lifecycle import DualRun as Standing
from monitoring.analysis.definitions.lifecycle import Step
from monitoring.definitions.actions import NotPossible
from monitoring.definitions.queries import definitions_of, histories_for_ese
from monitoring.results.definition_steps import take_step
from monitoring.results.dual_runs.asking import ask_for_dual_run, latest_dual_run, standing_of
from monitoring.results.frames import SHARES
from monitoring.results.models import SummedFiles
from tests.analysis.people.sent import ONE, OTHER, A, B, C
from tests.definitions.analysts import analyst, like
from tests.results.kept import keep
from tests.results.people_state import compute_people, keep_people
from tests.results.test_definition_changes import FOUR, dual_run, put_forward
from tests.results.test_people import YEAR, quiet_state
from tests.results.test_published_figures import counts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
MEASURE = "T_EXP_LT3"


def standing(version: int, by: Membership) -> Standing:
    with in_state(by.district_id):
        known = definitions_of(histories_for_ese(MEASURE))
        one = next(each for each in known if each.version == version)
        return standing_of(latest_dual_run(MEASURE, version), one, [each for each in known if each is not one])


def shares(school: str) -> pl.DataFrame:
    row = {"school_year": YEAR, "org_code": school, "group_id": "low_income", "share": 40.0, "enrolled": 100}
    return pl.DataFrame([{**row, "snapshot_id": "x", "row_number": 2}], schema=SHARES)


def of_the_agency() -> None:
    keep(counts(MEASURE, {A: 2}, YEAR), owner=STATE_CODE, year=YEAR)


def on_students() -> None:
    keep(shares(B), owner=STATE_CODE, year=YEAR)


def of_a_district() -> None:
    keep(counts("T_UNQ", {C: 2}, YEAR, definition_version="2"), owner=OTHER, year=YEAR)


def on_schools() -> None:
    with across_districts(reason="tests: a school"):
        School.objects.filter(org_code=A).update(closed_year=YEAR)


@pytest.mark.parametrize(
    "change",
    [
        of_the_agency,
        *(pytest.param(change, marks=pytest.mark.slow) for change in (on_students, of_a_district, on_schools)),
    ],
)
def test_it_is_of_use_while_nothing_that_it_rests_on_has_changed(change: Callable[[], None]) -> None:
    ann = analyst("Ann")
    keep_people(quiet_state())
    compute_people()
    version = put_forward(like(f"{MEASURE}.1", rule=FOUR), ann)
    dual_run(MEASURE, version, ann)
    keep(counts("T_UNQ", {A: 2}, YEAR, definition_version="2"), owner=ONE, year=YEAR, certified=False)
    assert standing(version, ann) is Standing.CURRENT  # what nobody has certified is in no figure of others
    change()
    assert standing(version, ann) is Standing.OUTDATED


@pytest.mark.slow
def test_nothing_is_tried_or_activated_while_sums_are_out_of_date() -> None:
    ann, ben = analyst("Ann"), analyst("Ben")
    keep_people(quiet_state())
    compute_people()
    version = put_forward(like(f"{MEASURE}.1", rule=FOUR), ann)
    with across_districts(reason="tests: as if people of it were reported elsewhere too"):
        SummedFiles.objects.filter(district__org_code=ONE, school_year=YEAR).update(is_stale=True)
    with in_state(ann.district_id), pytest.raises(NotPossible, match="added up anew"):
        ask_for_dual_run(measure=MEASURE, version=version, by=ann)
    with across_districts(reason="tests: done"):
        SummedFiles.objects.update(is_stale=False)
    dual_run(MEASURE, version, ann)
    assert standing(version, ann) is Standing.CURRENT
    with across_districts(reason="tests: again"):
        SummedFiles.objects.filter(district__org_code=OTHER).update(is_stale=True)
    with in_state(ann.district_id), pytest.raises(NotPossible, match="being computed anew"):
        take_step(measure=MEASURE, version=version, step=Step.ACTIVATE, by=ben)
