"""Signing in: by password, then by the second factor; nobody signs up alone, and nobody guesses for long."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from districts.models import Person
from tests.districts.cast import Cast, make_person, set_up_mfa

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


def give_password(person: Any) -> Any:
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_without_a_second_factor_the_password_is_enough(cast: Cast, client: Client) -> None:
    dave = give_password(cast.north.person("certifier"))
    response = sign_in(client, dave.email.upper())
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/d/00100000/"


def test_with_a_second_factor_the_password_is_not_enough(cast: Cast, client: Client) -> None:
    alice = give_password(cast.north.person("district_admin"))
    alice.authenticator_set.all().delete()
    secret = set_up_mfa(alice)
    assert sign_in(client, alice.email)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/d/00100000/people/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})["Location"] == "/"
    assert client.get("/d/00100000/people/").status_code == 200


def test_an_administrator_without_the_factor_can_set_it_up(cast: Cast, client: Client) -> None:
    alice = give_password(cast.north.person("district_admin"))
    alice.authenticator_set.all().delete()
    sign_in(client, alice.email)
    assert client.get("/d/00100000/people/")["Location"] == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert client.get("/d/00100000/people/").status_code == 200


def test_who_signed_in_long_ago_gives_the_password_again_to_set_the_factor_up(cast: Cast, client: Client) -> None:
    alice = give_password(cast.north.person("district_admin"))
    alice.authenticator_set.all().delete()
    with time_machine.travel(timezone.now() - timedelta(minutes=16)):
        sign_in(client, alice.email)
    once_more = client.get("/accounts/2fa/totp/activate/")["Location"]
    assert once_more == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert client.post(once_more, {"password": PASSWORD})["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_nobody_changes_the_address_they_were_invited_at(cast: Cast, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    assert cast.north.person("certifier").email in client.get("/accounts/email/").content.decode()
    assert client.post("/accounts/email/", {"email": "other@example.org", "action_add": ""}).status_code == 405


def test_nobody_signs_up_alone(db: None, client: Client) -> None:
    words = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", words).status_code in (200, 403)
    assert not Person.objects.exists()


def test_wrong_passwords_are_refused_after_a_few(db: None, client: Client) -> None:
    person = give_password(make_person("Trent Somebody"))
    for _ in range(12):
        sign_in(client, person.email, "wrong")
    sign_in(client, person.email)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("tenant", "role", "start"),
    [
        ("north", "district_admin", "/d/00100000/"),
        ("north", "school_leader", "/d/00100000/schools/00100001/"),
        ("agency", "ese_analyst", "/state/"),
        ("agency", "district_admin", "/d/00000000/people/"),
    ],
)
def test_everyone_starts_on_a_page_that_is_theirs(
    cast: Cast, client: Client, tenant: str, role: str, start: str
) -> None:
    client.force_login(getattr(cast, tenant).person(role))
    response = client.get("/", follow=True)
    assert (response.redirect_chain, response.status_code) == ([(start, 302)], 200)
