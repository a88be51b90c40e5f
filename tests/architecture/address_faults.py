"""Every address × method × actor × object: what must be answered follows from the view's declaration and the roles.

Nobody lists addresses or answers by hand. `own` is Northfield, `other` Southport, `missing` a tenant or object that is
not there. The wall's promise: to whom it is not open, another's object looks just like a missing one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from districts.models import Membership
from districts.roles import may
from tests.architecture.address_parts import NoObject, missing_like, parts_for
from tests.architecture.addresses import Address
from tests.districts.cast import MISSING_CODE, Cast, token_for

DEFAULT_METHODS = ("GET", "POST")
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN, NOT_ALLOWED = "/accounts/login/", 405


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a member of `tenant` in a role, a person without any, or (no client login) anyone."""

    name: str
    client: Client
    tenant: str | None
    member: Membership | None

    @property
    def role(self) -> str:
        return self.member.role if self.member else ""


@dataclass(frozen=True)
class Case:
    """An address with its parts filled in. `place` is the tenant in the address, `thing` the owner of the object."""

    place: str
    thing: str
    path: str


def actors(cast: Cast, realm: str) -> list[Actor]:
    """The cast at its keyboards; for the API with tokens."""
    found = [Actor("anyone", Client(), None, None)]
    for tenant_name, tenant in (("own", cast.north), ("agency", cast.agency)):
        for role, member in tenant.members.items():
            client = Client(headers={"Authorization": f"Bearer {token_for(member)}"}) if realm == "api" else Client()
            if realm != "api":
                client.force_login(tenant.person(role))
            found.append(Actor(f"{tenant_name} {role}", client, tenant_name, member))
    nobody = Client()
    nobody.force_login(cast.mallory)
    return [*found, Actor("somebody without a district", nobody, None, None)]


def cases(address: Address, cast: Cast, role: str) -> list[Case]:
    """The address for own, other's and missing objects, in own, other and missing places."""
    own, other = parts_for(address, cast.north, role), parts_for(address, cast.south, role)
    if address.realm == "state":
        agency = parts_for(address, cast.agency, role)
        own = {part: own[part] if own[part] != other[part] else agency[part] for part in own}
    objects = {part for part in own if part != "org_code" and own[part] != other[part]}
    things = {"own": own}
    if objects:
        things["other"] = own | {part: other[part] for part in objects}
        things["missing"] = own | {part: missing_like(own[part]) for part in objects}
    found = [Case("own", thing, _path(address, parts)) for thing, parts in things.items()]
    if "org_code" in own:
        found.append(Case("other", "other", _path(address, other)))
        found.append(Case("missing", "own", _path(address, own | {"org_code": MISSING_CODE})))
    elif address.realm == "state" and own and not objects:
        found.append(Case("own", "missing", _path(address, {part: missing_like(value) for part, value in own.items()})))
    return found


def address_faults(address: Address, cast: Cast, methods: tuple[str, ...]) -> list[str]:
    """Ask for everything as everybody; returns each answer that is not as it must be."""
    try:
        everybody = [(actor, cases(address, cast, actor.role)) for actor in actors(cast, address.realm)]
    except NoObject as missing:
        return [str(missing)]
    return [
        fault
        for actor, asked in everybody
        for method in methods
        for fault in _faults(address, cast, actor, asked, method)
    ]


def _faults(address: Address, cast: Cast, actor: Actor, asked: list[Case], method: str) -> Iterator[str]:
    answers = {case: ask(actor, method, case.path) for case in asked}
    for case, answer in answers.items():
        expected = expected_answers(address, actor, case, method)
        got = kind_of(answer)
        if got not in expected:
            wanted = " or ".join(sorted(expected))
            yield f"{method} {case.path} as {actor.name}: {got} ({answer.status_code}), not {wanted}"
        for told in leaks(answer, address, actor, cast):
            yield f"{method} {case.path} as {actor.name}: tells of another district: {told!r}"
    hidden = [(c, a) for c, a in answers.items() if a.status_code == 404 and c.thing != "own"]
    if len({plain(answer, case) for case, answer in hidden}) > 1:
        yield f"{method} {address} as {actor.name}: another's object and a missing one are answered differently"


def expected_answers(address: Address, actor: Actor, case: Case, method: str) -> set[str]:
    """The answers that keep the promise. 'done' is any answer of a view that was reached, a complaint about input too."""
    access = address.access
    assert access is not None
    reached = {"done", "not allowed"}
    if access.kind == "open":
        return reached | {"not found"}
    if actor.member is None and actor.name == "anyone":
        return {"sign in"}
    if access.kind == "signed_in":
        return reached
    return _for_members(address, actor, case, access.permission(method) or "") | _method_first(address, case)


def _for_members(address: Address, actor: Actor, case: Case, permission: str) -> set[str]:
    entitled = may(actor.member, permission)
    if address.realm == "state":
        if actor.tenant != "agency":
            return {"not found"}
        if not (entitled and may(actor.member, "state.view")):
            return {"forbidden"}
        return {"not found"} if "missing" in (case.place, case.thing) else {"done", "not allowed"}
    if address.realm == "api":
        if not entitled:
            return {"forbidden"}
        sees_all = may(actor.member, "state.view")
        seen = ("own", "other") if sees_all else ("own",) if actor.tenant == "own" else ()
        return {"done", "not allowed"} if case.thing in seen or not address.parts else {"not found"}
    if actor.tenant != "own" or case.place != "own":
        return {"not found"}
    if not entitled:
        return {"forbidden"}
    return {"done", "not allowed"} if case.thing == "own" else {"not found"}


def _method_first(address: Address, case: Case) -> set[str]:
    """Where there is no such method, no object is looked for."""
    return {"not allowed"} if case.thing != "own" and case.place == "own" else set()


def ask(actor: Actor, method: str, path: str) -> HttpResponse:
    """One request, of which nothing stays."""
    with transaction.atomic():
        answer = actor.client.generic(
            method, path, data=b"{}" if path.startswith("/api/") else b"", content_type="application/json"
        )
        transaction.set_rollback(True)
    return answer


def kind_of(answer: HttpResponse) -> str:
    status = answer.status_code
    if status == 401 or (status == 302 and answer["Location"].startswith(SIGN_IN)):
        return "sign in"
    names = {403: "forbidden", 404: "not found", NOT_ALLOWED: "not allowed"}
    return names.get(status, "done" if status < 500 else "error")


def leaks(answer: HttpResponse, address: Address, actor: Actor, cast: Cast) -> list[str]:
    """Names and addresses of Southport's people in an answer to somebody who is not theirs."""
    if answer.streaming or actor.tenant == "agency":
        return []
    body = answer.content.decode(errors="replace")
    told = [member.name for member in cast.south.members.values()] + [m.email for m in cast.south.members.values()]
    return [name for name in told if name in body]


def plain(answer: HttpResponse, case: Case) -> str:
    """The answer without what differs from request to request."""
    body = answer.content.decode(errors="replace").replace(case.path, "…")
    return re.sub(r'value="[A-Za-z0-9]{64}"|nonce-[^"\']+|"instance":"[^"]*"', "", body)


def _path(address: Address, parts: dict[str, Any]) -> str:
    return reverse(address.name, kwargs=parts)  # type: ignore[arg-type]
