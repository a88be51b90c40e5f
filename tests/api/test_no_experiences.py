"""Where there is no report on experiences: each is told why, as far as it is theirs to know."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.test_experiences import BEFORE, NORTH, ROOT, SOUTH, asked
from tests.districts.cast import Cast
from tests.intake.collecting import stands
from tests.results.reports_of_experiences import set_aside

MEMORY = "It needed more memory than there is. (memory)"


@pytest.mark.parametrize("what", ["", "decomposition/"])
def test_where_there_is_no_report_the_district_is_told_what_it_did_not_send(
    world: Cast, alice: Client, what: str
) -> None:
    path = f"{ROOT}{NORTH}/2024-25/{what}"
    for dataset, detail in (
        ("student", "Of 2024-25 Northfield has sent no October's students."),
        ("student_schedule", "Of 2024-25 Northfield has sent no October's student schedules."),
        ("work_assignment", "Of 2024-25 Northfield has sent no October's work assignments."),
        (None, "The report of Northfield for 2024-25 is being computed."),
    ):
        answer = alice.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (404, detail)
        if dataset:
            stands(world.north, dataset)
    set_aside(world.north)
    assert alice.get(path).json()["detail"] == (
        f"The report of Northfield for 2024-25 could not be computed. {MEMORY} It is tried again by itself."
    )


def test_the_agency_is_told_of_what_is_not_certified_no_more_than_that(
    world: Cast, erin: Client, grace: Client
) -> None:
    assert len(asked(grace, f"{ROOT}{SOUTH}/{BEFORE}/")) > 400
    for what in ("", "decomposition/"):
        answer = erin.get(f"{ROOT}{SOUTH}/{BEFORE}/{what}")
        assert (answer.status_code, answer.json()["detail"]) == (
            404,
            f"Of {BEFORE} Southport has certified no files that make a report, or they are being computed.",
        )
    set_aside(world.south)
    assert erin.get(f"{ROOT}{SOUTH}/{BEFORE}/").json()["detail"] == (
        f"Of {BEFORE} Southport has certified no files that make a report, or they could not be computed. {MEMORY}"
    )
