"""The middleware: second factor, sign-in, several memberships, tokens, and what happens when a view fails."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from districts import actions
from districts.access import needs
from districts.api_access import DISTRICT_HEADER
from districts.middleware import TenantMiddleware
from districts.models import Invitation, Membership
from districts.wall import current_scope, in_district
from tests.districts.cast import Cast, make_person, set_up_mfa, token_for


@pytest.mark.parametrize(
    ("tenant", "role", "path"),
    [
        ("north", "district_admin", "/d/00100000/people/"),
        ("agency", "ese_analyst", "/state/"),
        ("agency", "district_admin", "/d/00000000/people/"),
    ],
)
def test_administrators_and_analysts_set_up_a_second_factor_first(
    cast: Cast, client: Client, tenant: str, role: str, path: str
) -> None:
    person = getattr(cast, tenant).person(role)
    Authenticator.objects.filter(user=person).delete()
    client.force_login(person)
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_without_the_second_factor_a_session_opens_nothing_in_the_api(cast: Cast, client: Client) -> None:
    person = cast.north.person("district_admin")
    client.force_login(person)
    assert client.get("/api/v1/organizations/").status_code == 200
    Authenticator.objects.filter(user=person).delete()
    assert client.get("/api/v1/organizations/").status_code == 403


def test_the_second_factors_secret_is_not_stored_in_the_clear(cast: Cast) -> None:
    person = make_person("Trent Somebody")
    secret = set_up_mfa(person)
    stored = Authenticator.objects.get(user=person)
    assert secret not in str(stored.data)
    assert get_adapter().decrypt(stored.data["secret"]) == secret


def test_who_needs_the_second_factor_cannot_remove_it(cast: Cast) -> None:
    set_up_mfa(cast.north.person("certifier"))
    removable = {
        role: get_adapter().can_delete_authenticator(Authenticator.objects.get(user=cast.north.person(role)))
        for role in ("district_admin", "certifier")
    }
    assert removable == {"district_admin": False, "certifier": True}


def test_htmx_is_sent_to_sign_in_as_a_whole_page(cast: Cast) -> None:
    response = Client(headers={"HX-Request": "true"}).get("/d/00100000/people/")
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/?next=/d/00100000/people/")


def test_a_person_says_which_of_their_districts_an_api_request_means(cast: Cast, client: Client) -> None:
    carol = cast.north.person("district_steward")
    with in_district(cast.south.id):
        actions.add_member(district=cast.south.district, person=carol, role="certifier", by=None)
    client.force_login(carol)
    seen = {}
    for code in ("00100000", "00200000", "99990000"):
        answer = client.get("/api/v1/organizations/", headers={DISTRICT_HEADER: code})
        seen[code] = [row["code"] for row in answer.json().get("results", [])]
    assert seen == {
        "00100000": ["00000000", "00100000", "00100001", "00100002", "00100003"],
        "00200000": ["00000000", "00200000", "00200001", "00200002", "00200003"],
        "99990000": [],
    }


def test_a_token_ends_with_its_membership_and_with_its_person(cast: Cast) -> None:
    for ended in ("membership", "person"):
        dave = cast.north.member("certifier")
        client = Client(headers={"Authorization": f"Bearer {token_for(dave)}"})
        assert client.get("/api/v1/organizations/").status_code == 200
        if ended == "membership":
            with in_district(cast.north.id):
                Membership.objects.filter(pk=dave.pk).update(active=False)
        else:
            type(cast.mallory).objects.filter(pk=dave.person_id).update(is_active=False)
        assert client.get("/api/v1/organizations/").status_code == 401
        with in_district(cast.north.id):
            Membership.objects.filter(pk=dave.pk).update(active=True)


def test_a_token_opens_no_pages(cast: Cast) -> None:
    client = Client(headers={"Authorization": f"Bearer {token_for(cast.north.member('certifier'))}"})
    answer = client.get("/d/00100000/tokens/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/d/00100000/tokens/")


def test_a_session_cannot_write_through_the_api_without_the_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.north.person("district_steward"))
    answer = client.post("/api/v1/uploads/")
    assert (answer.status_code, answer.json()["detail"]) == (403, "CSRF Failed: CSRF cookie not set.")


def test_what_a_failing_view_wrote_is_taken_back(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Invitation.objects.all().update(email="changed@example.org")
        return HttpResponse(status=500)

    with in_district(cast.north.id):
        alice = cast.north.member("district_admin")
        actions.invite_person(
            district=cast.north.district, email="guest@example.org", role="certifier", link_base="/", by=alice
        )
    respond(view, "/d/00100000/people/", cast.north.person("district_admin"))
    with in_district(cast.north.id):
        assert Invitation.objects.get().email == "guest@example.org"


def test_a_view_under_a_tenants_address_runs_in_its_scope_and_nothing_remains(cast: Cast) -> None:
    seen: list[Any] = []

    def view(request: Any) -> HttpResponse:
        seen.append((current_scope(), request.membership, request.district.org_code))
        return HttpResponse()

    respond(view, "/d/00100000/tokens/", cast.north.person("certifier"))
    scope, membership, org_code = seen[0]
    assert (scope.kind, scope.district_id, membership, org_code) == (
        "district",
        cast.north.id,
        cast.north.member("certifier"),
        "00100000",
    )
    assert current_scope() is None


def test_a_members_view_outside_a_tenants_address_is_a_mistake(rf: RequestFactory) -> None:
    middleware = TenantMiddleware(lambda request: HttpResponse())
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    with pytest.raises(ImproperlyConfigured, match="belongs under a tenant's address"):
        middleware.process_view(request, needs("school.view")(lambda request: HttpResponse()), (), {})


def respond(view: Any, path: str, person: Any) -> HttpResponse:
    """Just the middleware around a view."""
    request = RequestFactory().get(path)
    request.user = person
    return TenantMiddleware(view)(request)


def test_the_agencys_administrator_sees_to_its_people_and_not_to_files_whatever_the_address(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.agency.person("district_admin"))
    paths = ("/d/00000000/people/", "/d/00000000/uploads/", "/state/uploads/", "/api/v1/uploads/", "/api/v1/values/")
    assert [client.get(path).status_code for path in paths] == [200, 403, 403, 403, 403]
