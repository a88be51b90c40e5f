"""Two people, or one person twice, at the same invitation: nobody sees an error, and each act counts once."""

import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from districts import actions, audit
from districts.actions import invitations
from districts.actions.invitations import link_token
from districts.actions.memberships import RoleNotPossible
from districts.models import Invitation, Membership, Person
from districts.models.person import PersonManager
from districts.wall import in_district
from tests.districts.cast import Cast, Tenant, build_cast

NEW = "new.person@example.org"
FORM = {"name": "New Person", "password": "correct horse battery", "again": "correct horse battery"}
CLOSED = "This link does not open anything now"


def invite(tenant: Tenant, email: str) -> str:
    """The path of the link."""
    with in_district(tenant.id):
        by = tenant.member("district_admin")
        made = actions.invite_person(district=tenant.district, email=email, role="certifier", link_base="", by=by)
    return f"/invitations/{link_token(made)}/"


def members(tenant: Tenant, email: str) -> int:
    with in_district(tenant.id):
        return Membership.objects.filter(email=email).count()


@pytest.fixture
def still_open(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The invitation looked open a moment ago, when the page asked; since then another request has had its way."""

    def keep(path: str) -> None:
        opened = actions.invitation_for_link(path.split("/")[2])
        monkeypatch.setattr(actions, "invitation_for_link", lambda token: opened)

    return keep


def test_accepted_twice_by_someone_new_it_counts_once(cast: Cast, still_open: Any) -> None:
    path = invite(cast.north, NEW)
    still_open(path)
    answers = [Client().post(path, FORM) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert (CLOSED in answers[1].content.decode(), members(cast.north, NEW)) == (True, 1)


def test_accepted_twice_by_someone_with_an_account_it_counts_once(cast: Cast, client: Client, still_open: Any) -> None:
    path = invite(cast.north, cast.mallory.email)
    still_open(path)
    client.force_login(cast.mallory)
    answers = [client.post(path) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert (CLOSED in answers[1].content.decode(), members(cast.north, cast.mallory.email)) == (True, 1)


def test_a_role_that_cannot_be_given_any_more_is_said(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = invite(cast.north, cast.mallory.email)

    def refuse(**_: Any) -> None:
        raise RoleNotPossible("The role 'certifier' cannot be given in Northfield.")

    monkeypatch.setattr(invitations, "add_member", refuse)
    client.force_login(cast.mallory)
    answer = client.post(path)
    assert (answer.status_code, "cannot be given in Northfield" in answer.content.decode()) == (404, True)


def test_of_two_invitations_accepted_at_once_one_makes_the_account(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    path, make = invite(cast.north, NEW), PersonManager.create_user

    def make_twice(self: PersonManager, **fields: Any) -> Person:
        make(self, **fields)  # what the other request does in this moment
        return make(self, **fields)

    monkeypatch.setattr(PersonManager, "create_user", make_twice)
    answer = Client().post(path, FORM)
    assert (answer.status_code, "Sign in first" in answer.content.decode()) == (404, True)


def test_a_link_of_an_installation_that_is_gone_opens_nothing(cast: Cast) -> None:
    gone = Invitation(pk=1, district_id=999_999)
    assert Client().get(f"/invitations/{link_token(gone)}/").status_code == 404


def test_withdrawing_what_was_accepted_meanwhile_says_so(cast: Cast, client: Client) -> None:
    path = invite(cast.north, NEW)
    client.force_login(cast.north.person("district_admin"))
    Client().post(path, FORM)
    with in_district(cast.north.id):
        number = Invitation.objects.get().pk
    answer = client.post(f"/d/00100000/people/invitations/{number}/withdraw/", follow=True)
    assert f"{NEW} had accepted already" in answer.content.decode()


def test_an_address_that_is_too_long_is_refused_in_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.north.person("district_admin"))
    email = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.org"
    answer = client.post("/d/00100000/people/", {"email": email, "role": "certifier"})
    assert (answer.status_code, "at most 254 characters" in answer.content.decode()) == (200, True)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_invited_by_two_at_once_the_later_invitation_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, said = build_cast(), audit.name_of
    together: threading.Barrier = threading.Barrier(2)

    def slowly(by: Any) -> str:
        time.sleep(0.3)  # between looking for an open invitation and writing the new one
        return said(by)

    def one() -> None:
        together.wait()
        invite(cast.north, NEW)
        connection.close()

    monkeypatch.setattr(audit, "name_of", slowly)
    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    with in_district(cast.north.id):
        made = Invitation.objects.order_by("pk")
        assert [invitation.is_open for invitation in made] == [False, True]
