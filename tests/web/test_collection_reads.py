"""The pages of collections ask the database a fixed number of times, however many files and acts there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from districts import actions
from districts.wall import across_districts, in_district
from monitoring.intake.actions import explain_warning
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, OCTOBER, YEAR, all_stand, answer, do, warned
from tests.web.reads import reads

NORTH = {"/d/00100000/collections/": 19, "/d/00100000/collections/2024-25/OCT/": 24}
STATE = {
    "/state/collections/": 19,
    "/state/collections.csv": 17,
    "/state/collections/00100000/2024-25/OCT/": 19,
}
# Of one that is certified ESE is told what came beside it since: the files, and what the agency lends.
CERTIFIED = {"/state/collections/00100000/2024-25/OCT/": 21}


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME):
        yield


def counted(cast: Cast) -> tuple[dict[str, int], dict[str, int]]:
    dave, erin = Client(), Client()
    dave.force_login(cast.north.person("certifier"))
    erin.force_login(cast.agency.person("ese_analyst"))
    return {path: reads(dave, path) for path in NORTH}, {path: reads(erin, path) for path in STATE}


@pytest.mark.slow
def test_more_files_words_acts_and_districts_do_not_mean_more_reads(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    warned(roster, "W-EXPERIENCE-AGE", 2)
    explained: dict[str, Any] = {
        "year": YEAR,
        "collection": OCTOBER,
        "layout": "staff_roster",
        "rule_id": "W-EXPERIENCE-AGE",
    }
    for text in ("Career changers.", "Two career changers."):
        with in_district(cast.north.id):
            explain_warning(**explained, text=text, by=cast.north.member("certifier"))
    do("submit", cast.north.member("district_steward"))
    assert counted(cast) == (NORTH, STATE)
    all_stand(cast.north, "MAR")
    all_stand(cast.south)
    warned(all_stand(cast.north, "EOY")["evaluation"], "W-EVALUATION-FEW", 2)
    do("certify", cast.north.member("certifier"))
    answer("accept_collection", cast)
    with across_districts(reason="tests: districts to list"):
        for number in (3, 4, 5):
            actions.open_district(org_code=f"00{number}00000", name=f"Place {number}", by=None)
    assert counted(cast) == (NORTH, STATE | CERTIFIED)
