"""Kind reminders of what is due: once, to those who can act, with nothing of a file in them; and off at a word."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from districts import outbox
from districts.audit_words import sentence_of
from districts.models import AuditEvent, Job
from districts.wall import across_districts, in_district, in_job, in_state
from monitoring.intake.actions import NotPossible, choose_reminders, remind_by_hand
from monitoring.intake.certification.calendar import Dates
from monitoring.intake.certification.reminders import occasion_on
from monitoring.intake.certification.working_days import working_day
from monitoring.intake.models import Reminder
from monitoring.intake.queries.reminders import reminders_due, wants_reminders
from monitoring.intake.tasks import remind_districts
from monitoring.intake.topics import REMIND_TOPIC
from tests.districts.cast import Cast
from tests.intake.collecting import OCTOBER, YEAR, all_stand, certified, do, stands, warned

DAYS = Dates(dt.date(2024, 10, 1), dt.date(2024, 10, 25), dt.date(2024, 11, 1))


FREE = (dt.date(2024, 10, 14), dt.date(2024, 11, 11))  # Columbus Day, Veterans Day


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2024, 10, 22, 16, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def sent() -> list[tuple[str, str]]:
    """Run the beat and what it asks for; to whom mails went, and with which subject."""
    mail.outbox.clear()
    remind_districts()
    outbox.run_waiting()
    return [(one.to[0], str(one.subject)) for one in mail.outbox]


def by_hand(cast: Cast, **more: Any) -> Reminder:
    with in_state(cast.agency.id):
        named: dict[str, Any] = {"district_id": cast.north.id, "year": YEAR, "collection": OCTOBER}
        return remind_by_hand(**named, by=cast.agency.member("ese_analyst"), **more)


def choose(cast: Cast, is_on: bool, role: str = "district_admin") -> None:
    with in_district(cast.north.id):
        choose_reminders(is_on=is_on, by=cast.north.member(role))


def slow_occasion(today: dt.date) -> str:
    if today > DAYS.certify_by:
        return "late" if today <= step(DAYS.certify_by, 5, 1) else ""
    return next((str(days) for days in (3, 10) if today >= step(DAYS.certify_by, days, -1)), "")


def step(day: dt.date, number: int, way: int) -> dt.date:
    """Day by day, until so many of them were no Saturdays, Sundays and public holidays."""
    while number:
        day += dt.timedelta(days=way)
        number -= day.weekday() < 5 and day not in FREE
    return day


def test_occasions_are_those_of_a_calendar_counted_by_hand() -> None:
    days = [dt.date(2024, 10, 1) + dt.timedelta(days=number) for number in range(45)]
    found = {day: occasion_on(DAYS, day, state="MA") for day in days}
    assert found == {day: slow_occasion(day) for day in days}
    assert {found[dt.date(2024, 10, 10)], found[dt.date(2024, 10, 22)], found[dt.date(2024, 10, 26)]} == {
        *("10", "3", "late")
    }


def test_working_days_know_the_holidays_of_the_state_and_years_on_both_sides_of_new_year() -> None:
    new_year, patriots = dt.date(2025, 1, 2), dt.date(2025, 4, 22)
    assert [str(working_day(new_year, days, state="MA")) for days in (-1, -6, 1)] == [
        *("2024-12-31", "2024-12-23", "2025-01-03")
    ]
    assert [str(working_day(patriots, -1, state=state)) for state in ("MA", "ME", "NY")] == [
        *("2025-04-18", "2025-04-18", "2025-04-21")
    ]


def test_each_occasion_reminds_a_district_once_until_it_has_certified(cast: Cast, clock: Any) -> None:
    certified(cast)
    due = "October collection 2024-25, Southport: due October 25, 2024"
    assert sent() == [("grace.steward@example.org", due), ("heidi.certifier@example.org", due)]
    assert sent() == []
    clock.move_to(dt.datetime(2024, 10, 28, 16, tzinfo=dt.UTC))
    assert [subject for _, subject in sent()] == [due.replace("due", "was due")] * 2
    clock.move_to(dt.datetime(2024, 11, 12, 16, tzinfo=dt.UTC))
    assert sent() == []
    with in_district(cast.south.id):
        assert [(one.occasion, one.people) for one in Reminder.objects.all()] == [("3", 2), ("late", 2)]
        told = [sentence_of(one) for one in AuditEvent.objects.filter(verb="collection.remind")]
    assert sorted(told) == [
        "equityplan reminded the district of 2024-25, October collection (3 working days before it is due).",
        "equityplan reminded the district of 2024-25, October collection (after it was due).",
    ]


def test_the_latest_word_of_a_district_counts_and_all_are_asked_at_once(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    both, other = {cast.north.id, cast.south.id}, {cast.south.id}
    for is_on, expected in ((None, both), (False, other), (True, both), (False, other)):
        if is_on is not None:
            choose(cast, is_on)
        with across_districts(reason="tests: look"):
            with django_assert_num_queries(5):
                assert {one.district_id for one in reminders_due(dt.date(2024, 10, 22))} == expected
            with django_assert_num_queries(1):
                assert wants_reminders(cast.north.id) == (cast.north.id in expected)


def test_the_mail_says_what_is_missing_and_nothing_of_files_and_people(cast: Cast, settings: Any) -> None:
    settings.EQP_SITE = "https://plan.example.org"
    files = all_stand(cast.north)
    warned(files["student"], "W-EXPERIENCE-AGE", 7)
    stands(cast.north, "staff_roster", "with errors", errors=2)
    sent()
    (text,) = {one.body for one in mail.outbox if "northfield" not in one.to[0] and "Northfield" in one.subject}
    for words in (
        "The October collection 2024-25 of Northfield is to be certified by October 25, 2024.",
        "- 1 file has errors to be put right.",
        "- 1 kind of warning waits for an explanation.",
        "- The data steward submits it, and the certifier certifies it.",
        "https://plan.example.org/d/00100000/collections/2024-25/OCT/\n",
    ):
        assert words in text
    people = [member.name for tenant in cast.tenants for member in tenant.members.values()]
    assert [word for word in (*people, ".csv", "@", "7 ") if word in text] == []


def test_of_aggregate_figures_only_who_has_sent_some_is_reminded(cast: Cast, clock: Any) -> None:
    stands(cast.north, "metric_aggregate")
    clock.move_to(dt.datetime(2025, 7, 9, 16, tzinfo=dt.UTC))
    subjects = {subject.partition(":")[0] for _, subject in sent()}
    collections = {f"End-of-year collection 2024-25, {name}" for name in ("Northfield", "Southport")}
    assert subjects == {*collections, "Aggregate figures 2024-25, Northfield"}


def test_a_district_turns_reminders_off_and_on(cast: Cast) -> None:
    for role in ("district_steward", "certifier"):
        with pytest.raises(PermissionDenied):
            choose(cast, False, role)
    choose(cast, False)
    choose(cast, False)
    assert {subject.split(", ")[1].split(":")[0] for _, subject in sent()} == {"Southport"}
    choose(cast, True)
    assert len(sent()) == 2
    with in_district(cast.north.id):
        told = [sentence_of(one) for one in AuditEvent.objects.filter(verb="reminders.chosen").order_by("number")]
    assert told == [
        "Alice Admin turned reminders of collections off.",
        "Alice Admin turned reminders of collections on.",
    ]


def test_ese_reminds_by_hand_with_a_word_of_its_own(cast: Cast) -> None:
    choose(cast, False)
    first, again = by_hand(cast, note=" Call me. "), by_hand(cast, note="Call me.")
    outbox.run_waiting()
    assert (first.pk, len(mail.outbox)) == (again.pk, 2)
    assert "Erin Analyst of ESE writes:\nCall me.\n" in mail.outbox[0].body
    with in_state(cast.agency.id), pytest.raises(PermissionDenied):
        remind_by_hand(
            district_id=cast.north.id, year=YEAR, collection=OCTOBER, by=cast.agency.member("district_admin")
        )
    certified(cast)
    with pytest.raises(NotPossible, match="nothing to remind of"):
        by_hand(cast)


class Choosy(EmailBackend):
    """A mail server that refuses one address for good, and breaks off at another each time."""

    def send_messages(self, messages: Any) -> int:
        (address,) = messages[0].to
        if address.startswith("carol"):
            raise smtplib.SMTPRecipientsRefused({address: (550, b"no such mailbox: Carol Steward")})
        if address.startswith("heidi"):
            raise smtplib.SMTPRecipientsRefused({address: (450, b"try again later")})
        return int(super().send_messages(messages))


def test_an_address_that_no_mail_reaches_keeps_nobody_else_from_theirs_and_is_counted(
    cast: Cast, settings: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    assert [to for to, _ in sent()] == ["dave.certifier@example.org", "grace.steward@example.org"]
    for tenant in (cast.north, cast.south):
        with in_district(tenant.id):
            assert [(one.people, one.unreached) for one in Reminder.objects.all()] == [(1, 1)]
    with in_job(cast.south.id):
        jobs = Job.objects.filter(topic=REMIND_TOPIC).order_by("state").values_list("state", "attempts")
        assert list(jobs) == [("done", 1), ("quarantined", 5)]
    client.force_login(cast.north.person("certifier"))
    page = client.get("/d/00100000/collections/2024-25/OCT/").content.decode()
    assert "sent to 1 person; 1 could not be reached by mail; due Oct 25, 2024" in page
    assert "carol" not in caplog.text.lower()


def test_what_is_certified_before_its_mail_goes_out_is_not_asked_for(cast: Cast) -> None:
    all_stand(cast.north)
    do("submit", cast.north.member("district_steward"))
    by_hand(cast)
    do("certify", cast.north.member("certifier"))
    outbox.run_waiting()
    with in_district(cast.north.id):
        assert [(one.people, one.sent_at is None) for one in Reminder.objects.all()] == [(0, False)]
    assert mail.outbox == []


def test_pages_tell_of_reminders_and_offer_the_acts_to_whom_they_are(cast: Cast, client: Client) -> None:
    of_all = "/d/00100000/collections/"
    ese, one = "/state/collections/00100000/2024-25/OCT/", f"{of_all}2024-25/OCT/"
    client.force_login(cast.agency.person("ese_analyst"))
    assert "Send the reminder" in client.get(ese).content.decode()
    client.post(f"{ese}remind/", {"note": "Call me."})
    outbox.run_waiting()
    for person, path in ((cast.agency.person("ese_analyst"), ese), (cast.north.person("certifier"), one)):
        client.force_login(person)
        page = " ".join(re.sub(r"<[^>]*>", " ", client.get(path).content.decode()).split())
        assert "By hand sent to 2 people; due Oct 25, 2024 Erin Analyst Call me." in page
    assert "Turn reminders" not in client.get(of_all).content.decode()
    client.force_login(cast.north.person("district_admin"))
    assert "Turn reminders off" in client.get(of_all).content.decode()
    assert client.post(f"{of_all}reminders/", {"is_on": "maybe"}).status_code == 400
    client.post(f"{of_all}reminders/", {"is_on": "off"})
    assert "Turn reminders on" in client.get(of_all).content.decode()
