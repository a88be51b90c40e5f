"""The pages of the districts room, as people use them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from districts import actions
from districts.actions import invitations
from districts.models import ApiToken, Invitation, Membership, Person
from districts.wall import across_districts, in_district
from tests.districts.cast import Cast, make_person, token_for


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_admin"))
    return client


def page(client: Client, path: str, **extra: Any) -> str:
    response = client.get(path, **extra)
    assert response.status_code == 200
    return response.content.decode()


def invite(client: Client, capture: Any, email: str, role: str = "certifier") -> str:
    """Alice invites; returns the path of the link in the mail."""
    with capture(execute=True):
        response = client.post("/d/00100000/people/", {"email": email, "role": role})
    assert response.status_code == 302
    return re.search(r"http://testserver(/invitations/\S+)", str(mail.outbox[-1].body))[1]  # type: ignore[index]


def test_an_administrator_sees_the_people_of_their_district(cast: Cast, alice: Client) -> None:
    shown = page(alice, "/d/00100000/people/")
    assert [name for name in sorted(p.name for p in cast.north.people.values()) if name not in shown] == []
    assert [name for name in sorted(p.name for p in cast.south.people.values()) if name in shown] == []


def test_someone_new_joins_by_invitation(cast: Cast, alice: Client, django_capture_on_commit_callbacks: Any) -> None:
    path = invite(alice, django_capture_on_commit_callbacks, "New.Person@example.org")
    assert mail.outbox[-1].to == ["new.person@example.org"]
    guest = Client()
    joined = {"name": "New Person", "password": "correct horse battery", "again": "correct horse battery"}
    assert guest.post(path, joined).status_code == 302
    person = Person.objects.get(email="new.person@example.org")
    with in_district(cast.north.id):
        member = Membership.objects.get(person_id=person.pk)
        assert (member.name, member.role, member.active) == ("New Person", "certifier", True)
    assert guest.get(path).status_code == 404
    assert guest.login(email="new.person@example.org", password="correct horse battery")


def test_someone_with_an_account_accepts_after_signing_in(
    cast: Cast, alice: Client, django_capture_on_commit_callbacks: Any
) -> None:
    path = invite(alice, django_capture_on_commit_callbacks, cast.mallory.email)
    guest = Client()
    assert "There is already an account" in page(guest, path)
    guest.force_login(cast.mallory)
    assert guest.post(path).status_code == 302
    with in_district(cast.north.id):
        assert Membership.objects.filter(person_id=cast.mallory.pk, role="certifier").count() == 1


def test_an_invitation_that_cannot_be_mailed_stands_and_the_log_names_nobody(
    cast: Cast,
    alice: Client,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(**mailed: Any) -> None:
        raise OSError(f"no such mailbox: {mailed['recipient_list']}")

    monkeypatch.setattr(invitations, "send_mail", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        answer = alice.post("/d/00100000/people/", {"email": "new.person@example.org", "role": "certifier"})
    with in_district(cast.north.id):
        assert (answer.status_code, Invitation.objects.count()) == (302, 1)
    (told,) = [one.getMessage() for one in caplog.records if one.name == "districts.invitations"]
    assert (told.startswith("an invitation was not mailed"), "new.person" in caplog.text) == (True, False)


def test_an_invitation_is_of_no_use_to_somebody_else(
    cast: Cast, alice: Client, django_capture_on_commit_callbacks: Any
) -> None:
    path = invite(alice, django_capture_on_commit_callbacks, "new.person@example.org")
    guest = Client()
    guest.force_login(cast.mallory)
    assert guest.post(path).status_code == 200
    with across_districts(reason="tests"):
        assert not Membership.objects.filter(person_id=cast.mallory.pk).exists()


def test_a_withdrawn_invitation_opens_nothing(
    cast: Cast, alice: Client, django_capture_on_commit_callbacks: Any
) -> None:
    path = invite(alice, django_capture_on_commit_callbacks, "new.person@example.org")
    with in_district(cast.north.id):
        invitation = Invitation.objects.get()
    assert alice.post(f"/d/00100000/people/invitations/{invitation.pk}/withdraw/").status_code == 302
    assert Client().get(path).status_code == 404


def test_a_link_that_was_changed_opens_nothing(
    cast: Cast, alice: Client, django_capture_on_commit_callbacks: Any
) -> None:
    path = invite(alice, django_capture_on_commit_callbacks, "new.person@example.org")
    changed = path[:-2] + ("A" if path[-2] != "A" else "B") + "/"
    assert [Client().get(link).status_code for link in (path, changed)] == [200, 404]


def test_an_administrator_ends_access_and_the_tokens_end_with_it(cast: Cast, alice: Client) -> None:
    dave = cast.north.member("certifier")
    with in_district(cast.north.id):
        actions.issue_token(membership=dave, name="x", by=dave)
    assert alice.post(f"/d/00100000/people/{dave.pk}/end/").status_code == 302
    with in_district(cast.north.id):
        assert not Membership.objects.get(pk=dave.pk).active
        assert not ApiToken.objects.filter(withdrawn_at=None).exists()
    client = Client()
    client.force_login(cast.north.person("certifier"))
    assert client.get("/d/00100000/tokens/").status_code == 404


def test_nobody_ends_their_own_access(cast: Cast, alice: Client) -> None:
    me = cast.north.member("district_admin")
    alice.post(f"/d/00100000/people/{me.pk}/end/")
    with in_district(cast.north.id):
        assert Membership.objects.get(pk=me.pk).active


def test_a_token_says_when_it_was_last_used_and_ends_after_a_year(cast: Cast, alice: Client) -> None:
    token = token_for(cast.north.member("district_admin"))
    asked = Client(headers={"Authorization": f"Bearer {token}"})
    assert "Never" in page(alice, "/d/00100000/tokens/")
    assert asked.get("/api/v1/me/").status_code == 200
    assert "Never" not in page(alice, "/d/00100000/tokens/")
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert asked.get("/api/v1/me/").status_code == 401
        alice.force_login(cast.north.person("district_admin"))
        assert "Expired" in page(alice, "/d/00100000/tokens/")


def test_the_agencys_own_token_is_noted_too(cast: Cast) -> None:
    erin = cast.agency.member("ese_analyst")
    assert Client(headers={"Authorization": f"Bearer {token_for(erin)}"}).get("/api/v1/uploads/").status_code == 200
    with in_district(cast.agency.id):
        assert ApiToken.objects.get(membership=erin).last_used_on == timezone.localdate()


def test_a_token_is_shown_once_and_kept_as_a_hash(cast: Cast, alice: Client) -> None:
    response = alice.post("/d/00100000/tokens/", {"name": "nightly upload"})
    shown = re.search(r"eqp_[\w-]{43}", response.content.decode())[0]  # type: ignore[index]
    assert "no-store" in response["Cache-Control"]
    assert shown not in page(alice, "/d/00100000/tokens/")
    with in_district(cast.north.id):
        assert shown not in str(ApiToken.objects.values().get())


def test_the_plan_is_open_to_everyone_and_names_the_sources_rightly(db: None) -> None:
    shown = page(Client(), "/plan/")
    assert "Covers the school years 2015-16 to 2018-19. Version 1" in shown
    assert "Education Personnel Information Management System" in shown
    assert "Educator Effectiveness Guidebook for Inclusive Practices" in shown


def test_a_person_without_a_district_is_told_how_to_get_one(db: None, client: Client) -> None:
    client.force_login(make_person("Mallory Nobody"))
    assert "You do not belong to a district yet" in page(client, "/")


def test_a_person_of_two_districts_chooses(cast: Cast, client: Client) -> None:
    from districts import actions

    carol = cast.north.person("district_steward")
    with in_district(cast.south.id):
        actions.add_member(district=cast.south.district, person=carol, role="certifier", by=None)
    client.force_login(carol)
    shown = page(client, "/")
    assert re.findall(r'<li><a href="([^"]+)"', shown.split("Where would you like")[1])[:2] == [
        "/d/00100000/",
        "/d/00200000/",
    ]
