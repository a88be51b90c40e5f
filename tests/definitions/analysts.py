"""Two analysts of the agency, since one person alone publishes no definition; and drafts of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils.timezone import localdate

from districts import actions as people
from districts.models import District, Membership, Person
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_district, in_state
from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.definitions.shipped import shipped
from monitoring.definitions import actions
from monitoring.definitions.models import StoredDefinition


def analyst(name: str) -> Membership:
    """A person of the agency, which is opened where it is not there."""
    with across_districts(reason="tests: the agency"):
        agency, _ = District.objects.get_or_create(org_code=STATE_CODE, defaults={"name": "Agency", "kind": "STATE"})
    email = f"{name.lower()}@agency.example"
    person = Person.objects.filter(email=email).first() or Person.objects.create(email=email, name=name)
    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, generate_totp_secret())  # an analyst's pages ask for it
    with in_district(agency.pk):
        return people.add_member(district=agency, person=person, role="ese_analyst", school=None, by=None)


@contextmanager
def as_agency(member: Membership) -> Iterator[None]:
    with in_state(member.district_id):
        yield


def like(id: str, **other: Any) -> Definition:
    """A shipped definition with other content, to be reviewed in a year; with another rule, in other words too."""
    one = next(each for each in shipped() if each.id == id)
    if other.get("rule", one.rule) != one.rule:
        other.setdefault("words", (("formula", "those counted / all of them"),))
    return replace(one, review_date=localdate() + dt.timedelta(days=365), **other)


def drafted(content: Definition, *, by: Membership) -> StoredDefinition:
    with as_agency(by):
        return actions.draft_definition(content=content, by=by)
