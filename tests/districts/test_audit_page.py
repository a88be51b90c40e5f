"""The page of events checks what it shows; the whole record is walked by a beat, and the page says with what result."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from districts import actions, audit, tasks
from districts.audit_words import PHRASES
from districts.models import AuditEvent, ChainCheck
from districts.wall import in_district
from equityplan.embedded.home import CHECKOUT
from monitoring.definitions.models import DONE
from monitoring.intake.certification.facts import Act
from tests.districts.cast import Cast, build_cast
from tests.districts.test_audit import tamper_as_owner

PAGE = "/d/00100000/audit/"
as_owner = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def shown(cast: Cast, path: str = PAGE) -> str:
    client = Client()
    client.force_login(cast.north.person("district_admin"))
    return re.sub(r"\s+", " ", client.get(path).content.decode())


def more_events(cast: Cast, count: int) -> None:
    alice = cast.north.member("district_admin")
    with in_district(cast.north.id):
        for number in range(count):
            audit.record(verb="noted", obj=alice, detail={"n": number}, by=alice)


def test_the_page_says_what_it_has_checked_and_when_the_whole_record_was(cast: Cast) -> None:
    before = shown(cast)
    assert "The events on this page follow one another" in before
    assert "The whole record is walked once a day, and has not been yet." in before
    assert tasks.check_records() == 0
    with in_district(cast.north.id):
        last, count = ChainCheck.objects.get(), AuditEvent.objects.count()
    assert (last.events, last.is_sound, last.head[:16] in shown(cast)) == (count, True, True)
    assert f"all {count} events until then were sound" in shown(cast)


def test_a_page_reads_its_own_events_and_the_one_before_them(cast: Cast, client: Client) -> None:
    more_events(cast, 130)
    client.force_login(cast.north.person("district_admin"))
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{PAGE}?page=2")
    limits = [
        re.findall(r"LIMIT (\d+)", one["sql"]) for one in asked if 'hash" FROM "districts_auditevent"' in one["sql"]
    ]
    assert limits == [["50"], ["1"]]


@as_owner
@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE districts_auditevent SET verb = 'x' WHERE number = 110", "event 110 was changed"),
        ("DELETE FROM districts_auditevent WHERE number = 110", "event 110 is missing"),
        (
            "UPDATE districts_auditevent SET hash = repeat('0', 64) WHERE number = 100",
            "event 101 does not follow event 100",
        ),
    ],
)
def test_what_was_changed_among_the_events_of_a_page_is_said_there(tampering: str, found: str) -> None:
    cast = build_cast()
    with in_district(cast.north.id):
        count = AuditEvent.objects.count()
    more_events(cast, 150 - count)
    tamper_as_owner(tampering)
    assert f"On this page {found}." in shown(cast)  # events 101 to 150
    assert "On this page" not in shown(cast, f"{PAGE}?page=3")


@as_owner
def test_what_the_beat_found_is_said_on_every_page_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    cast = build_cast()
    more_events(cast, 100)
    tamper_as_owner(f"UPDATE districts_auditevent SET verb = 'x' WHERE district_id = {cast.north.id} AND number = 3")
    assert "On this page" not in shown(cast)
    assert tasks.check_records() == 1
    assert "2 events were sound; then event 3 was changed." in shown(cast)
    assert [one.getMessage() for one in caplog.records] == ["record of 00100000: 2 events; event 3 was changed"]


@as_owner
def test_the_beat_finds_events_that_were_cut_off_since_its_last_walk() -> None:
    cast = build_cast()
    assert tasks.check_records() == 0
    tamper_as_owner(f"DELETE FROM districts_auditevent WHERE district_id = {cast.north.id} AND number > 3")
    assert [tasks.check_records() for _ in range(2)] == [1, 1]
    assert "3 events were sound; then events after the end are missing." in shown(cast)


def test_events_read_as_sentences(cast: Cast) -> None:
    alice, dave = cast.north.member("district_admin"), cast.north.member("certifier")
    with in_district(cast.north.id):
        actions.invite_person(
            district=cast.north.district, email="new@example.org", role="certifier", link_base="http://x", by=alice
        )
        actions.issue_token(membership=dave, name="reports", by=dave)
        actions.deactivate_membership(membership=dave, by=alice)
        audit.record(verb="invented", obj=alice, detail={}, by=None)
    page = shown(cast)
    for sentence in (
        "Alice Admin invited new@example.org as Certifier.",
        "Dave Certifier issued an API token for “reports”.",
        "Alice Admin ended the access of Dave Certifier, Certifier, and withdrew 1 API tokens.",
        "equityplan invented districts.Membership.",
    ):
        assert sentence in page


def test_every_verb_of_every_room_has_its_words() -> None:
    rooms = [path for room in ("districts", "monitoring") for path in (CHECKOUT / room).rglob("*.py")]
    verbs = {verb for path in rooms for verb in re.findall(r'verb=f?"([^"]+)"', path.read_text(encoding="utf-8"))}
    said = {key.rsplit(" ", 1)[0] for key in PHRASES}
    made = {"proposal.confirmed", "proposal.declined", *(f"collection.{act}" for act in Act)}
    made |= {f"definition.{act}" for act in DONE}
    assert verbs - {"proposal.{wanted}", "collection.{act}", "definition.{act}"} | made == said
