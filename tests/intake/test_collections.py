"""People hand a collection over, one after the other, and each act stays with who, when, why and which rows."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection

from districts import actions as people
from districts import audit
from districts.audit_words import sentence_of
from districts.models import AuditEvent, Job
from districts.outbox import enqueue
from districts.wall import across_districts, in_district, in_job, in_state
from monitoring.intake.actions import NotPossible, explain_warning, hand_over, set_collection_dates
from monitoring.intake.certification.calendar import Dates
from monitoring.intake.certification.facts import Facts
from monitoring.intake.certification.reminders import still_missing
from monitoring.intake.certification.standing import State
from monitoring.intake.certification.steps import next_steps
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.models import CertificationEvent, CollectionDates, CrossFinding, Explanation, Upload
from monitoring.intake.tasks import ask_again_for_cross_checks
from monitoring.intake.topics import CROSS_TOPIC, key_of
from tests.districts.cast import Cast, build_cast
from tests.intake.collecting import (
    IN_TIME,
    LATER,
    OCTOBER,
    YEAR,
    agree,
    all_stand,
    answer,
    certified,
    disagree,
    do,
    how,
    stands,
    warned,
)

UNTIL = dt.date(2024, 12, 1)


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME, tick=False):
        yield


def acts() -> list[str]:
    with across_districts(reason="tests"):
        return list(CertificationEvent.objects.order_by("number").values_list("act", flat=True))


def test_a_collection_is_submitted_certified_and_accepted_by_three_people(cast: Cast) -> None:
    made = certified(cast)
    answer("accept_collection", cast)
    with in_district(cast.north.id):
        told = [(one.by_name, one.by_role, one.act, one.at) for one in CertificationEvent.objects.order_by("number")]
        audited = [sentence_of(one) for one in AuditEvent.objects.filter(verb__startswith="collection.")]
    assert told == [
        ("Carol Steward", "district_steward", "submit", IN_TIME),
        ("Dave Certifier", "certifier", "certify", IN_TIME),
        ("Erin Analyst", "ese_analyst", "accept", IN_TIME),
    ]
    assert sorted(audited) == [
        "Carol Steward submitted 2024-25, October collection.",
        "Dave Certifier certified 2024-25, October collection.",
        "Erin Analyst accepted 2024-25, October collection.",
    ]
    state = how(cast.north)
    assert (state.state, {layout for layout, _, _ in made.snapshots}) == ("accepted", set(state.collection.required))
    assert {tuple(one) for one in made.snapshots} == {
        (file.layout, file.snapshot, file.content_hash) for file in (state.facts.files if state.facts else ())
    }


def test_what_is_not_whole_is_not_submitted(cast: Cast) -> None:
    files = all_stand(cast.north)
    stands(cast.north, "student", "with errors", errors=2)
    with pytest.raises(NotPossible, match="Not everything is ready"):
        do("submit", cast.north.member("district_steward"))
    stands(cast.north, "student", "put right")
    warned(files["staff_roster"], "W-EXPERIENCE-AGE", 3)
    assert how(cast.north).state == "transmitted"


def test_a_warning_is_explained_in_versions_and_the_collection_can_go_on(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    warned(roster, "W-EXPERIENCE-AGE", 3)
    said: dict[str, Any] = {
        "year": YEAR,
        "collection": OCTOBER,
        "layout": "staff_roster",
        "rule_id": "W-EXPERIENCE-AGE",
    }
    for text in ("Career changers.", "Career changers.", " Three career changers, seen by the office. "):
        with in_district(cast.north.id):
            explain_warning(**said, text=text, by=cast.north.member("certifier"))
    with in_district(cast.north.id):
        assert [(one.text, one.total, one.by_name) for one in Explanation.objects.all()] == [
            ("Career changers.", 3, "Dave Certifier"),
            ("Three career changers, seen by the office.", 3, "Dave Certifier"),
        ]
    do("submit", cast.north.member("district_steward"))
    do("certify", cast.north.member("certifier"))
    with in_district(cast.north.id):
        with pytest.raises(NotPossible, match="certified by Dave Certifier"):
            explain_warning(**said, text="Something else.", by=cast.north.member("certifier"))
        with pytest.raises(NotPossible, match="no such warning"):
            explain_warning(**(said | {"collection": "MAR"}), text="x", by=cast.north.member("certifier"))


def test_an_explanation_holds_for_what_was_found_then_and_not_for_as_many_others(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    said: dict[str, Any] = {
        "year": YEAR,
        "collection": OCTOBER,
        "layout": "staff_roster",
        "rule_id": "W-EXPERIENCE-AGE",
    }
    said |= {"text": "Career changers.", "by": cast.north.member("certifier")}
    stages = []
    for which in ("these", "those", "those"):
        warned(roster, "W-EXPERIENCE-AGE", 3, digest=which)
        stages.append(how(cast.north).state)
        with in_district(cast.north.id):
            explain_warning(**said)
        stages.append(how(cast.north).state)
    assert stages == [State.TRANSMITTED, State.VALIDATED, State.TRANSMITTED, *[State.VALIDATED] * 3]
    with in_district(cast.north.id):
        assert [(one.text, one.digest) for one in Explanation.objects.all()] == [
            ("Career changers.", "these"),
            ("Career changers.", "those"),
        ]


def test_what_files_say_against_each_other_stands_between_as_what_is_in_them_does(cast: Cast) -> None:
    all_stand(cast.north)
    disagree(cast.north, "E-ROSTER-ASSIGNMENT", "work_assignment", 2)
    disagree(cast.north, "W-ROSTER-IDLE", "staff_roster", 3)
    disagree(cast.south, "E-ROSTER-ASSIGNMENT", "work_assignment", 9)
    assert how(cast.north).state is State.TRANSMITTED
    assert [step.about for step in next_steps(how(cast.north))] == [
        f"{CROSS_RULES['E-ROSTER-ASSIGNMENT'].title} (2 times, Work assignments)",
        f"{CROSS_RULES['W-ROSTER-IDLE'].title} (3 times, Staff roster)",
        "",
    ]
    with in_district(cast.north.id):
        words = {"layout": "staff_roster", "rule_id": "W-ROSTER-IDLE", "text": "Three are on leave."}
        explain_warning(year=YEAR, collection=OCTOBER, by=cast.north.member("district_steward"), **words)
    with across_districts(reason="tests: the files agree"):
        CrossFinding.objects.filter(severity="E").delete()
    assert how(cast.north).state is State.VALIDATED


def test_while_files_are_checked_against_each_other_nothing_is_submitted(cast: Cast) -> None:
    all_stand(cast.north)
    with in_job(cast.north.id):
        enqueue(topic=CROSS_TOPIC, key=key_of(YEAR, OCTOBER), payload={}, district_id=cast.north.id)
    assert how(cast.north).state is State.TRANSMITTED
    with pytest.raises(NotPossible):
        do("submit", cast.north.member("district_steward"))


def test_files_whose_check_against_each_other_was_given_up_are_not_taken_to_agree_and_it_is_tried_again(
    cast: Cast,
) -> None:
    all_stand(cast.north)
    of = {"school_year": YEAR, "collection": OCTOBER}
    with in_job(cast.north.id):
        enqueue(topic=CROSS_TOPIC, key=key_of(YEAR, OCTOBER), payload=of, district_id=cast.north.id)
        Job.objects.filter(topic=CROSS_TOPIC).update(state=Job.State.QUARANTINED, last_error="storage")
    assert how(cast.north).stage is State.TRANSMITTED
    assert [str(step) for step in next_steps(how(cast.north))] == [
        "The last check of the files against each other did not come to an end: this page says more once it was tried"
        " again, which it is every quarter of an hour.",
        "The data steward submits it in time to be certified by October 25, 2024.",
    ]
    missing = "Its files could not be checked against each other yet; that is tried again."
    assert still_missing(how(cast.north))[0] == missing
    with pytest.raises(NotPossible, match="Not everything is ready"):
        do("submit", cast.north.member("district_steward"))
    assert (how(cast.south).state, ask_again_for_cross_checks(), ask_again_for_cross_checks()) == ("open", 1, 0)
    agree()
    assert how(cast.north).stage is State.VALIDATED


def test_acting_twice_changes_nothing(cast: Cast) -> None:
    certified(cast)
    again = do("certify", cast.north.member("certifier"))
    answer("accept_collection", cast)
    answer("accept_collection", cast)
    window: dict[str, Any] = {"reason": "two classes", "until": UNTIL}
    assert answer("open_edit_window", cast, **window).pk == answer("open_edit_window", cast, **window).pk
    assert (again.number, acts()) == (2, ["submit", "certify", "accept", "window"])


def test_a_certification_is_withdrawn_by_the_certifier_with_a_reason(cast: Cast) -> None:
    certified(cast)
    with pytest.raises(NotPossible, match="only the certifier"):
        do("withdraw", cast.north.member("district_steward"), reason="a school is missing")
    with pytest.raises(NotPossible, match="Say why"):
        do("withdraw", cast.north.member("certifier"), reason=" ")
    do("withdraw", cast.north.member("certifier"), reason="a school is missing")
    assert (how(cast.north).state, how(cast.north).stage) == ("withdrawn", "validated")
    do("submit", cast.north.member("district_steward"))
    do("withdraw", cast.north.member("district_steward"), reason="not yet")
    assert acts() == ["submit", "certify", "withdraw", "submit", "withdraw"]


def test_in_an_edit_window_what_was_put_right_is_certified_again(cast: Cast) -> None:
    certified(cast)
    with time_machine.travel(LATER, tick=False):
        with pytest.raises(NotPossible, match="ask ESE for an edit window"):
            do("withdraw", cast.north.member("certifier"), reason="late")
        with pytest.raises(NotPossible, match="has passed already"):
            answer("open_edit_window", cast, reason="two classes", until=LATER.date() - dt.timedelta(days=1))
        answer("open_edit_window", cast, reason="two classes", until=UNTIL)
        stands(cast.north, "work_assignment", "put right")
        assert how(cast.north).state == "edit_window"
        made = do("certify", cast.north.member("certifier"))
        assert (how(cast.north).state, made.number) == ("recertified", 4)
        with in_district(cast.north.id):
            first = CertificationEvent.objects.get(number=2)
        changed = {one[0] for one in made.snapshots} if made.snapshots != first.snapshots else set()
        assert changed == set(how(cast.north).collection.required)


def test_what_changed_in_a_window_and_was_not_certified_again_supersedes_and_is_not_accepted(cast: Cast) -> None:
    certified(cast)
    answer("open_edit_window", cast, reason="two classes", until=IN_TIME.date())
    stands(cast.north, "work_assignment", "put right")
    with time_machine.travel(LATER, tick=False):
        assert how(cast.north).state == "superseded"
        with pytest.raises(NotPossible, match="Only what is certified is accepted"):
            answer("accept_collection", cast)
        answer("return_collection", cast, reason="certify it again")
        assert (how(cast.north).state, how(cast.north).title) == ("withdrawn", "Returned by ESE")


def test_who_certified_does_not_accept_though_they_belong_to_both(cast: Cast) -> None:
    dave = cast.north.person("certifier")
    with in_district(cast.agency.id):
        both = people.add_member(district=cast.agency.district, person=dave, role="ese_analyst", by=None)
    certified(cast)
    with pytest.raises(NotPossible, match="You certified it yourself"):
        answer("accept_collection", cast, by=both)
    assert acts() == ["submit", "certify"]


def test_who_may_not_does_not(cast: Cast) -> None:
    certified(cast)
    for act, role in (("submit", "certifier"), ("certify", "district_steward"), ("certify", "district_admin")):
        with pytest.raises(PermissionDenied):
            do(act, cast.north.member(role))
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        explain_warning(
            year=YEAR, collection=OCTOBER, layout="x", rule_id="x", text="x", by=cast.south.member("certifier")
        )
    for act in ("accept_collection", "return_collection"):
        more = {"reason": "x"} if act == "return_collection" else {}
        with pytest.raises(PermissionDenied):
            answer(act, cast, by=cast.agency.member("district_admin"), **more)


def test_the_agency_changes_the_dates_of_a_year_for_all(cast: Cast) -> None:
    all_stand(cast.north)
    analyst, later = cast.agency.member("ese_analyst"), Dates(dt.date(2024, 11, 1), dt.date(2024, 11, 20), UNTIL)
    for reason in ("storm", "storm"):
        with in_state(cast.agency.id):
            set_collection_dates(year=YEAR, collection=OCTOBER, dates=later, reason=reason, by=analyst)
    turned = Dates(later.edits_until, later.certify_by, later.opens)
    with in_state(cast.agency.id), pytest.raises(NotPossible, match="in this order"):
        set_collection_dates(year=YEAR, collection=OCTOBER, dates=turned, reason="storm", by=analyst)
    with in_state(cast.agency.id):
        assert CollectionDates.objects.count() == 1
    assert how(cast.north).dates == later
    with pytest.raises(NotPossible, match="It opens on November 1, 2024"):
        do("submit", cast.north.member("district_steward"))


def test_rows_stand_whatever_has_become_of_the_file_that_gave_them(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    with across_districts(reason="tests: a file that says otherwise than its rows"):
        Upload.objects.filter(pk=roster.pk).update(state="refused", report="")
    files = (how(cast.north).facts or Facts()).files
    assert [one.upload for one in files if one.layout == "staff_roster"] == [str(roster.pk)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_certify_at_once_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, write = build_cast(), audit.record
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    together, numbers = threading.Barrier(2), list[int]()

    def slowly(**fields: Any) -> AuditEvent:
        time.sleep(0.3)  # between looking how it stands and the end of the transaction
        return write(**fields)

    def one() -> None:
        together.wait()
        numbers.append(do("certify", cast.north.member("certifier")).number)
        connection.close()

    monkeypatch.setattr(hand_over, "record", slowly)
    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert (acts(), numbers) == (["submit", "certify"], [2, 2])
