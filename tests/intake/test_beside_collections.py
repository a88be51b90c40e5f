"""Licenses stand beside collections and belong to none: who certifies one certifies them as they stand; a newer file is
told of, and is nobody's fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from districts import outbox
from districts.models import Job
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.actions import NotPossible
from monitoring.intake.actions.ask_for_cross_checks import ask_for_cross_check
from monitoring.intake.certification.facts import Beside
from monitoring.intake.certification.steps import newer_words
from monitoring.intake.models import CrossFinding, StandIn
from monitoring.intake.queries.collections import DistrictCollections, collections_of_district
from monitoring.intake.queries.collections_for_ese import handover_for_ese
from monitoring.intake.tasks import ask_again_for_cross_checks
from monitoring.intake.topics import CROSS_TOPIC
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, LATER, OCTOBER, YEAR, agree, all_stand, answer, certified, do, how, stands
from tests.intake.layout_cases import LICENSE, ROSTER
from tests.intake.uploading import checked, snapshots

SENDERS = ["north", pytest.param("agency", marks=pytest.mark.slow)]
UNTIL = dt.date(2024, 12, 1)
FULL = {"mepid": "somebody", "type": "PROFESSIONAL", "status": "ACTIVE"}
WAIVED = {**FULL, "type": "WAIVER"}
LOW = {"mepid": "somebody", "highest_degree": "NONE", "employment_status": "01"}


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME, tick=False):
        yield


def collections(cast: Cast) -> DistrictCollections:
    with in_district(cast.north.id):
        return collections_of_district(cast.north.id, [YEAR])


def told(cast: Cast) -> tuple[list[str], list[str]]:
    """Of which layouts the district and ESE are told that newer rows came."""
    with in_state(cast.agency.id):
        for_ese = handover_for_ese(cast.north.district, YEAR, OCTOBER).newer
    found = collections(cast)
    for_district = found.newer_beside(found.standing(YEAR, OCTOBER))
    return [one.layout for one in for_district], [one.layout for one in for_ese]


def warnings(cast: Cast) -> list[tuple[str, str]]:
    """What the check of the files against each other finds, once it is done."""
    outbox.run_waiting()
    with across_districts(reason="tests"):
        found = CrossFinding.objects.filter(district_id=cast.north.id, rule_id="W-DEGREE-LICENSE")
        return list(found.values_list("collection", "rule_id"))


def test_an_act_names_what_stood_beside_the_collection_the_districts_own_before_the_agencys(cast: Cast) -> None:
    stands(cast.agency, "license", "of the agency")
    crosswalk = stands(cast.agency, "course_crosswalk")
    own = stands(cast.north, "license")
    made = certified(cast)
    with across_districts(reason="tests"):
        named = {one.dataset: one for one in StandIn.objects.filter(until=None)}
        lent = named["course_crosswalk"]
        assert (lent.content_hash, sorted(named)) == (crosswalk.content_hash, ["course_crosswalk", "license"])
    (license,) = [one for one in collections(cast).beside if one.layout == "license"]
    its = {"layout": "license", "snapshot": license.snapshot, "content_hash": own.content_hash}
    assert license == Beside(**its, rows=1, since=IN_TIME.date(), upload=str(own.pk), file_name="license.csv")
    assert [list(one) for one in made.beside] == [
        ["license", license.snapshot, own.content_hash],
        ["course_crosswalk", str(lent.snapshot_id), lent.content_hash],
    ]


@pytest.mark.parametrize("sender", SENDERS)
def test_a_file_of_licenses_that_came_while_the_certifier_looked_is_not_signed_unseen(cast: Cast, sender: str) -> None:
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    found = collections(cast)
    seen = found.fingerprint(found.standing(YEAR, OCTOBER))
    stands(getattr(cast, sender), "license")
    with pytest.raises(NotPossible, match="are others than when you looked"):
        do("certify", cast.north.member("certifier"), looked_at=seen)
    found = collections(cast)
    do("certify", cast.north.member("certifier"), looked_at=found.fingerprint(found.standing(YEAR, OCTOBER)))


@pytest.mark.parametrize("sender", SENDERS)
def test_a_newer_file_puts_no_certification_out_of_force_and_is_told_of_to_both(cast: Cast, sender: str) -> None:
    stands(cast.agency, "license")
    certified(cast)
    answer("accept_collection", cast)
    assert told(cast) == ([], [])
    with time_machine.travel(LATER, tick=False):
        stands(getattr(cast, sender), "license", "newer")
        assert (how(cast.north).state, told(cast)) == ("accepted", (["license"], ["license"]))
        stays = "Others than the district see figures with what stood when it was certified on October 20, 2024."
        assert newer_words(how(cast.north)) == (
            f"{stays} For the newer rows to count, the certifier certifies it again in an edit window."
        )
        answer("open_edit_window", cast, reason="newer licenses", until=UNTIL)
        assert newer_words(how(cast.north)) == (
            f"{stays} The newer rows count once the certifier certifies it again, in the edit window that is open."
        )
        agree()
        do("certify", cast.north.member("certifier"))
        assert (how(cast.north).state, told(cast)) == ("recertified", ([], []))


def test_a_file_with_the_same_rows_is_no_news(cast: Cast) -> None:
    stands(cast.north, "license", "first")
    certified(cast)
    with time_machine.travel(LATER, tick=False):
        stands(cast.north, "license", "again")  # of as many letters: the same rows
    assert told(cast) == ([], [])


def test_what_came_before_the_certification_and_was_taken_after_it_is_news_to_both(cast: Cast) -> None:
    certified(cast)
    with time_machine.travel(IN_TIME - dt.timedelta(days=1), tick=False):  # held since, and confirmed now
        stands(cast.north, "license")
    assert told(cast) == (["license"], ["license"])


def test_what_a_district_takes_back_leaves_the_agencys_rows_to_stand_in(cast: Cast) -> None:
    stands(cast.agency, "license", "of the agency")
    certified(cast)
    with time_machine.travel(LATER, tick=False):
        stands(cast.north, "license")
        assert told(cast) == (["license"], ["license"])
    with time_machine.travel(LATER + dt.timedelta(days=1), tick=False):
        stands(cast.north, "license", rows=[])
        assert told(cast) == ([], [])


def test_a_file_of_all_years_keeps_the_hash_of_its_rows_and_no_other_does(cast: Cast) -> None:
    sent = [checked(cast.north, [list(row), list(row.values())]) for row in (LICENSE, ROSTER)]
    (frozen,) = snapshots(cast.north, dataset="license")
    assert [one.rows_hash for one in sent] == [frozen.content_hash, ""]
    again = checked(cast.north, [list(LICENSE), list(LICENSE.values()), []])
    assert (again.rows_hash, len(snapshots(cast.north, dataset="license"))) == (frozen.content_hash, 1)


def test_of_two_collections_the_one_that_was_certified_last_tells_of_newer_licenses(cast: Cast) -> None:
    certified(cast)
    with time_machine.travel(IN_TIME + dt.timedelta(hours=1), tick=False):
        stands(cast.north, "license")
    found = collections(cast)
    assert told(cast) == (["license"], ["license"])
    assert [found.newer_beside(found.standing(YEAR, name)) for name in ("MAR", "EOY", "FIG")] == [[], [], []]
    assert newer_words(how(cast.north)) == (
        "Others than the district see figures with what stood when it was certified on October 20, 2024. For the newer"
        " rows to count, the certifier withdraws it by November 1, 2024 and it is certified again; later, ESE opens an"
        " edit window for that."
    )


@pytest.mark.parametrize("sender", SENDERS)
def test_what_a_newer_file_says_is_no_warning_of_a_collection_that_is_closed(cast: Cast, sender: str) -> None:
    tenant = getattr(cast, sender)
    stands(tenant, "license", rows=[WAIVED])
    certified(cast)
    stands(cast.north, "staff_roster", rows=[LOW])  # as if it had stood
    with time_machine.travel(LATER, tick=False):
        stands(tenant, "license", "newer", rows=[FULL])
        ask(cast)
        assert warnings(cast) == []
        answer("open_edit_window", cast, reason="newer licenses", until=UNTIL)
        assert warnings(cast) == [(OCTOBER, "W-DEGREE-LICENSE")]
    with time_machine.travel(dt.datetime.combine(UNTIL, dt.time(17), dt.UTC) + dt.timedelta(days=1), tick=False):
        assert (ask_again_for_cross_checks(), warnings(cast), ask_again_for_cross_checks()) == (1, [], 0)


def test_a_check_that_ends_after_the_edit_window_in_which_it_began_is_done_again(cast: Cast) -> None:
    stands(cast.north, "license", rows=[WAIVED])
    certified(cast)
    stands(cast.north, "staff_roster", rows=[LOW])  # as if it had stood
    midnight = dt.datetime.combine(UNTIL, dt.time(5), dt.UTC) + dt.timedelta(days=1)
    with time_machine.travel(midnight - dt.timedelta(seconds=9), tick=False):
        stands(cast.north, "license", "newer", rows=[FULL])
        answer("open_edit_window", cast, reason="newer licenses", until=UNTIL)
        assert warnings(cast) == [(OCTOBER, "W-DEGREE-LICENSE")]
        with across_districts(reason="tests: it took nineteen seconds"):
            Job.objects.filter(topic=CROSS_TOPIC).update(finished_at=midnight + dt.timedelta(seconds=10))
    asked = {}
    for minutes in (20, 80, 95):
        with time_machine.travel(midnight + dt.timedelta(minutes=minutes), tick=False):
            asked[minutes] = (ask_again_for_cross_checks(), warnings(cast))
    assert asked == {20: (0, [(OCTOBER, "W-DEGREE-LICENSE")]), 80: (1, []), 95: (0, [])}


def ask(cast: Cast) -> None:
    with across_districts(reason="tests: as a file that was taken asks"):
        ask_for_cross_check(district_id=cast.north.id, school_year=YEAR, collection=OCTOBER)


def test_what_the_agency_takes_back_stands_in_no_more(cast: Cast) -> None:
    stands(cast.agency, "license")
    stands(cast.agency, "license", "emptied", rows=[])
    with across_districts(reason="tests"):
        assert list(StandIn.objects.filter(until=None)) == []
