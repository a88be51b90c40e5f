"""What a view declares, and what that allows."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.views import View
from django.views.decorators.http import require_POST

from districts.access import Access, declared_access, needs, open_to_all
from districts.models import Membership

STEWARD, CERTIFIER = Membership(role="district_steward", active=True), Membership(role="certifier", active=True)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_one_permission_covers_all_methods() -> None:
    access = declared_access(needs("upload.view")(page))
    assert access is not None
    assert [access.allows(CERTIFIER, method) for method in ("GET", "POST", "DELETE")] == [True, True, True]


def test_where_writing_is_named_looking_covers_no_method_that_nobody_thought_of() -> None:
    access = Access("member", (("*", "upload.view"), ("POST", "upload.create")))
    allowed = {
        name: [
            method
            for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
            if access.allows(who, method)
        ]
        for name, who in (("steward", STEWARD), ("certifier", CERTIFIER), ("nobody", None))
    }
    assert allowed == {
        "steward": ["GET", "HEAD", "OPTIONS", "POST"],
        "certifier": ["GET", "HEAD", "OPTIONS"],
        "nobody": [],
    }


def test_the_declaration_is_found_through_decorators_and_on_classes() -> None:
    @needs("audit.view")
    class Page(View):
        pass

    inner = require_POST(needs("people.invite")(lambda request: HttpResponse()))
    assert declared_access(Page.as_view()) == Access("member", (("*", "audit.view"),))
    assert declared_access(inner) == Access("member", (("*", "people.invite"),))
    assert declared_access(open_to_all(lambda request: HttpResponse())) == Access("open")
    assert declared_access(lambda request: HttpResponse()) is None


def test_an_unknown_permission_is_refused_when_it_is_written_down() -> None:
    with pytest.raises(ValueError, match="is no permission"):
        needs("upload.admire")
    with pytest.raises(ValueError, match="is no permission"):
        needs("upload.view", POST="upload.admire")
