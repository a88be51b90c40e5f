"""Every address × method × actor × object: what must be answered is written by hand, address by address (answers.py).

The addresses come from the resolver; what their views declare is tested here, and is never asked what is right.
`own` is Northfield, `other` Southport, `missing` a tenant or object that is not there. The wall's promise: to whom it
is not open, another's object looks just like a missing one.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from districts.models import Membership
from tests.architecture import agency_sight, answers
from tests.architecture.address_parts import NoObject, missing_like, parts_for
from tests.architecture.addresses import Address
from tests.architecture.agency_sight import AGENCY_SEES, HIDDEN, SHOWN, planted, told_to_the_agency
from tests.architecture.answers import ANSWERS, READING, answer_to
from tests.districts.cast import MISSING_CODE, Cast, token_for

DEFAULT_METHODS = ("GET", "POST")
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN = "/accounts/login/"

# A view that was reached may find fault with what was sent; where nothing is sent, that is a fault of its own.
COMPLAINT = frozenset({"complaint"})
REACHED = frozenset({"done", "complaint"})
COMPLAINTS = (400, 409, 413, 415, 422)

KINDS = {answers.SIGN_IN: "sign in", answers.FORBIDDEN: "forbidden", answers.HIDDEN: "not found"}
SEES_ALL = ("ese_analyst", "program_owner")  # the roles that meet all districts' objects (agency_sight.py)


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


Choice = Callable[[Address, Actor, str, list[Case]], list[Case]]


@dataclass(frozen=True)
class World:
    """The cast with something to find, and everybody at their keyboards."""

    cast: Cast
    by_page: list[Actor]
    by_api: list[Actor]

    def actors(self, address: Address) -> list[Actor]:
        return self.by_api if address.realm == "api" else self.by_page

    def faults(self, address: Address, methods: tuple[str, ...] = DEFAULT_METHODS) -> list[str]:
        return address_faults(address, self.cast, self.actors(address), methods)

    def faults_of_every_run(self, address: Address) -> list[str]:
        """By the methods that the view takes: GET as everybody, of everything; POST of what is one's own, and as those
        whom the view is open to, of another's.
        """
        taken = tuple(method for method in DEFAULT_METHODS if self.takes(address, method)) or DEFAULT_METHODS
        return address_faults(address, self.cast, self.actors(address), taken, choose=_fewer_to_post)

    def takes(self, address: Address, method: str) -> bool:
        """Not where the view says to all whom it is open to that it does not."""
        open_to = [one for one in self.actors(address) if is_open_to(address, one)]
        own = ((one, case) for one in open_to for case in cases(address, self.cast, one.role)[:1])
        return any(kind_of(ask(one, method, case.path)) != "not allowed" for one, case in own)


def is_open_to(address: Address, actor: Actor) -> bool:
    return ANSWERS.get(str(address.name), {}).get(actor.name) == answers.SEEN


def _fewer_to_post(address: Address, actor: Actor, method: str, found: list[Case]) -> list[Case]:
    if method == "GET":
        return found
    others = [case for case in found if case.thing == "other" and is_open_to(address, actor)]
    return [*(case for case in found if case.place == "own" and case.thing in ("own", "agency")), *others[:1]]


def _all(address: Address, actor: Actor, method: str, found: list[Case]) -> list[Case]:
    return found


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
    objects = {part for part in own if part != "org_code" and own[part] != other[part]}
    things = {"own": own}
    if objects:
        things["other"] = other if address.realm == "state" else own | {part: other[part] for part in objects}
        things["missing"] = own | {part: missing_like(own[part]) for part in objects}
    if address.realm == "state" and "org_code" not in own:
        things["agency"] = parts_for(address, cast.agency, role)
    found = [Case("own", thing, _path(address, parts)) for thing, parts in things.items()]
    if "org_code" in own:
        found.append(Case("other", "other", _path(address, other)))
        found.append(Case("missing", "own", _path(address, own | {"org_code": MISSING_CODE})))
    return found


def address_faults(
    address: Address, cast: Cast, everybody: list[Actor], methods: tuple[str, ...], *, choose: Choice = _all
) -> list[str]:
    """Ask for everything, or what is chosen of it, as everybody; returns each answer that is not as it must be."""
    if address.name not in ANSWERS:
        return [answers.how_to_add(address)]
    try:
        asked = [(actor, cases(address, cast, actor.role)) for actor in everybody]
    except NoObject as missing:
        return [str(missing)]
    names_district = any(case.thing == "other" for _, cases_of_one in asked for case in cases_of_one)
    if names_district and address.realm in ("state", "api") and address.name not in AGENCY_SEES:
        return [agency_sight.how_to_add(str(address.name))]
    faults: list[str] = []
    kinds: set[str] = set()
    for actor, asked_of_one in asked:
        for method in methods:
            chosen = choose(address, actor, method, asked_of_one)
            given = {case: ask(actor, method, case.path) for case in chosen}
            faults += _faults(address, cast, actor, given, method)
            kinds |= {kind_of(answer) for answer in given.values()}
    if set(DEFAULT_METHODS) & set(methods) and kinds.isdisjoint(REACHED):
        faults.append(f"{address}: the view itself answers nobody, and would so keep every promise")
    return faults


def _faults(address: Address, cast: Cast, actor: Actor, given: dict[Case, Any], method: str) -> Iterator[str]:
    for case, answer in given.items():
        expected = expected_answers(address, actor, case, method)
        got = kind_of(answer)
        if got not in expected:
            wanted = " or ".join(sorted(expected))
            yield f"{method} {case.path} as {actor.name}: {got} ({answer.status_code}), not {wanted}"
        if may_be_kept(answer) and answer_to(address, method, "anyone") != answers.SEEN:
            yield f"{method} {case.path} as {actor.name}: caches may keep it for others"
        for told in leaks(answer, actor, case, cast, address):
            yield f"{method} {case.path} as {actor.name}: tells of another district: {told!r}"
    for alike in ([("own", "other"), ("own", "missing")], [("other", "other"), ("missing", "own")]):
        hidden = [(c, a) for c, a in given.items() if (c.place, c.thing) in alike and a.status_code == 404]
        if len({plain(answer, case) for case, answer in hidden}) > 1:
            yield f"{method} {address} as {actor.name}: another's object and a missing one are answered differently"


def expected_answers(address: Address, actor: Actor, case: Case, method: str) -> Set[str]:
    """The answers that keep the promise."""
    told = answer_to(address, method, actor.name)
    if told == answers.SEEN:
        shown = _where_it_is_open(address, actor, case, method)
        return shown | COMPLAINT if "done" in shown and method not in READING else shown
    elsewhere = address.realm == "district" and case.place != "own"
    return {"not found"} if told == answers.FORBIDDEN and elsewhere else {KINDS[told]}


def _where_it_is_open(address: Address, actor: Actor, case: Case, method: str) -> Set[str]:
    """What is right for one who may see their own, where the object may be somebody else's."""
    if not address.parts:
        return SHOWN
    if answer_to(address, method, "anyone") == answers.SEEN:
        return SHOWN if case.thing == "own" else SHOWN | HIDDEN
    if address.realm == "district" and case.place != "own":
        return {"not found"}
    if "missing" in (case.place, case.thing):
        return HIDDEN
    if actor.role in SEES_ALL and case.thing != "agency":
        return _of_a_district(address)
    return SHOWN if case.thing == "agency" or case.thing == "own" == actor.tenant else HIDDEN


def _of_a_district(address: Address) -> Set[str]:
    """What is right where the agency asks for a district's object; an address that names no object is shown."""
    sight = AGENCY_SEES.get(str(address.name))
    return sight.answers if sight else SHOWN


def ask(actor: Actor, method: str, path: str) -> Any:
    """One request, of which nothing stays. A refusal by the database itself is an error like any other."""
    answer: Any
    body = b"{}" if path.startswith("/api/") else b""
    try:
        with transaction.atomic():
            answer = actor.client.generic(method, path, data=body, content_type="application/json")
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        answer = HttpResponse(str(refusal), status=500)
    actor.client.cookies.pop("messages", None)
    return answer


def kind_of(answer: HttpResponse) -> str:
    status = answer.status_code
    if status == 401 or (status == 302 and answer["Location"].startswith(SIGN_IN)):
        return "sign in"
    if status in COMPLAINTS:
        return "complaint"
    names = {403: "forbidden", 404: "not found", 405: "not allowed"}
    return names.get(status, "done" if status < 400 else "error")


def may_be_kept(answer: HttpResponse) -> bool:
    """Whether a cache that several people share may answer the next one with it."""
    return "public" in answer.get("Cache-Control", "")


def leaks(answer: HttpResponse, actor: Actor, case: Case, cast: Cast, address: Address) -> list[str]:
    """What an answer tells that is not this actor's to see: to the agency, of what districts sent in; to others,
    Southport's people, schools and uploads.
    """
    if answer.streaming:
        return []
    body = answer.content.decode(errors="replace").replace(case.path, "")
    if actor.tenant == "agency":
        return told_to_the_agency(body, str(address.name), cast)
    people = [word for member in cast.south.members.values() for word in (member.name, member.email)]
    schools = [word for school in cast.south.schools for word in (school.name, school.org_code)]
    return [word for word in (*people, *schools, *planted(cast.south).values()) if word in body]


def plain(answer: HttpResponse, case: Case) -> str:
    """The answer without what differs from request to request."""
    body = answer.content.decode(errors="replace").replace(case.path, "…")
    return re.sub(r'value="[A-Za-z0-9]{64}"|nonce-[^"\']+|"instance":"[^"]*"', "", body)


def _path(address: Address, parts: dict[str, Any]) -> str:
    return reverse(address.name, kwargs=parts)
