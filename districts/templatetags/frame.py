"""What stands around every page: where its reader can go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from districts.known_addresses import address
from districts.models import Membership
from districts.queries import memberships_of
from districts.roles import may

register = template.Library()

# What is needed for a place, its label and its name.
STATE = (
    ("state.view", "State", "state"),
    ("state.view", "Districts", "state-districts"),
    ("state.view", "Experiences", "experiences-of-state"),
    ("uptake.view", "Strategies", "state-strategies"),
    ("upload.view", "Uploads", "state-uploads"),
    ("collection.accept", "Collections", "state-collections"),
    ("state.view", "Definitions", "state-definitions"),
)
WORK = (
    ("strategies.view", "Root causes", "gap-studies"),
    ("strategies.view", "Strategies", "district-strategies"),
    ("upload.view", "Uploads", "uploads"),
    ("upload.view", "Collections", "collections"),
)
ADMINISTRATION = (("people.invite", "People", "people"), ("audit.view", "Record of acts", "audit"))

# Pages that are opened from a place and have an address beside it.
BESIDE = {
    "/state/shared-staff/": "state-collections",
    "/state/sources/": "state-uploads",
    "/state/causes/": "state-strategies",
}


@dataclass(frozen=True)
class Place:
    """A link of the main navigation. `is_here`: the page shown is this one or below it."""

    label: str
    url: str
    is_here: bool


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[Place]:
    """The main navigation for whoever reads the page; a membership's own places first."""
    path = getattr(context.get("request"), "path", "")
    named = [*_own(reader(context)), *_common()]
    links = [(label, address(name, kwargs)) for label, name, kwargs in named]
    here = _here([url for _, url in links], path)
    return [Place(label, url, url == here) for label, url in links]


def _here(urls: list[str], path: str) -> str:
    """The place a page belongs to: the longest address it lies under; measures, a school's experiences and one's school
    by their kind.
    """
    if "/measures/" in path:
        return address("measures")
    if "/experiences/" in path and (place := next((url for url in urls if url.endswith("/experiences/")), "")):
        return place
    if "/" in urls and "/schools/" in path:
        return "/"
    if path.endswith("/tokens/"):
        return ""
    before, typed_in, _ = path.partition("/entry/")
    if typed_in:
        return f"{before}/uploads/"
    for page, place in BESIDE.items():
        if path.startswith(page):
            return address(place)
    return max((url for url in urls if url != "/" and path.startswith(url)), key=len, default="")


@register.filter
def allows(membership: Membership | None, permission: str) -> bool:
    return may(membership, permission)


@register.simple_tag(takes_context=True)
def reader(context: Context) -> Membership | None:
    """The membership the page is shown under; outside tenants' pages, the first of the signed-in person's. Looked up
    once a page.
    """
    request: Any = context.get("request")
    found: Membership | None = getattr(request, "membership", None)
    user = getattr(request, "user", None)
    if found or user is None or not user.is_authenticated:
        return found
    if not hasattr(request, "first_membership"):
        request.first_membership = next(iter(memberships_of(user.pk)), None)
    first: Membership | None = request.first_membership
    return first


def _own(membership: Membership | None) -> list[tuple[str, str, dict[str, str]]]:
    if membership is None:
        return []
    code = {"org_code": membership.district.org_code}
    if membership.district.is_state:
        state = _allowed(membership, STATE, {}) if may(membership, "state.view") else []
        return [*state, *_administration(membership, code)]
    if not may(membership, "figures.view"):
        return [("Your school", "home", {}), ("Experiences", "experiences", code)]
    return [
        ("District", "district", code),
        ("In brief", "district-summary", code),
        ("Experiences", "experiences", code),
        ("The state", "district-state", code),
        *_allowed(membership, WORK, code),
        *_administration(membership, code),
    ]


def _administration(membership: Membership, code: dict[str, str]) -> list[tuple[str, str, dict[str, str]]]:
    return _allowed(membership, ADMINISTRATION, code)


def _allowed(
    membership: Membership, places: Iterable[tuple[str, str, str]], code: dict[str, str]
) -> list[tuple[str, str, dict[str, str]]]:
    return [(label, name, code) for permission, label, name in places if may(membership, permission)]


def _common() -> list[tuple[str, str, dict[str, str]]]:
    return [("Measures", "measures", {}), ("The plan", "plan", {}), ("All strategies", "strategies", {})]
