"""The people of the demo: one for each role that is enforced, with everything needed to sign in written to one
private file.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from districts import actions
from districts.models import ApiToken, District, Membership, Person, School
from districts.roles import ROLES, needs_mfa
from districts.wall import in_district

TOKEN_NAME = "demo"  # noqa: S105  # a name, not the token
FILE_MODE = 0o600


@dataclass(frozen=True)
class Part:
    """A role that the demo gives to somebody, and where."""

    role: str
    name: str
    email: str
    district: District
    school: School | None = None


@dataclass(frozen=True)
class Account:
    """What demo.json says of one person."""

    role: str
    role_title: str
    name: str
    email: str
    password: str
    totp_secret: str | None
    api_token: str
    district: str
    school: str | None


def parts(agency: District, first: District, second: District, school: School) -> list[Part]:
    """Who plays what: two analysts of the agency, since one alone publishes no definition, its program owner and its
    administrator, five people of a larger district, a steward of another.
    """
    people = (
        ("ese_analyst", "Ana Analyst", agency),
        ("ese_analyst", "Ben Analyst", agency),
        ("program_owner", "Paula Program", agency),
        ("district_admin", "Amos Agency", agency),
        ("district_admin", "Ada Administrator", first),
        ("district_steward", "Stella Steward", first),
        ("certifier", "Cora Certifier", first),
        ("equity_lead", "Elena Equity", first),
        ("school_leader", "Lee Leader", first),
        ("district_steward", "Soren Steward", second),
    )
    return [
        Part(
            role, name, f"{name.split()[0].lower()}@demo.example", district, school if role == "school_leader" else None
        )
        for role, name, district in people
    ]


def create_accounts(wanted: Iterable[Part]) -> list[Account]:
    """Make, or make anew, the sign-in of everyone: fresh random password, second factor where the role needs one,
    API token.
    """
    return [_create(part) for part in wanted]


def _create(part: Part) -> Account:
    password = secrets.token_urlsafe(12)
    person = Person.objects.filter(email=part.email).first() or Person(email=part.email, name=part.name)
    person.set_password(password)
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=part.email, defaults={"verified": True, "primary": True})
    with in_district(part.district.pk):
        member = actions.add_member(district=part.district, person=person, role=part.role, school=part.school, by=None)
        token = _fresh_token(member)
    return Account(
        role=part.role,
        role_title=ROLES[part.role].title,
        name=part.name,
        email=part.email,
        password=password,
        totp_secret=_fresh_second_factor(person) if needs_mfa(member) else None,
        api_token=token,
        district=part.district.org_code,
        school=part.school.org_code if part.school else None,
    )


def _fresh_token(member: Membership) -> str:
    for token in ApiToken.objects.filter(membership=member, name=TOKEN_NAME, withdrawn_at__isnull=True):
        actions.withdraw_token(token=token, by=member)
    return actions.issue_token(membership=member, name=TOKEN_NAME, by=member)[1]


def _fresh_second_factor(person: Person) -> str:
    Authenticator.objects.filter(user=person).delete()
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def read_demo_file(path: Path) -> dict[str, Any] | None:
    """What an earlier start wrote; None where there is nothing readable, which is like a first start."""
    try:
        found = json.loads(path.read_text())
        return found if isinstance(found, dict) and found.get("accounts") else None
    except (OSError, ValueError):
        return None


def write_demo_file(path: Path, content: dict[str, Any]) -> None:
    """Replace the file at once, readable by its owner only: it holds passwords."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    beside.replace(path)


def as_rows(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    return [asdict(account) for account in accounts]


def still_there(content: dict[str, Any]) -> bool:
    """Whether everyone of the file still has a sign-in here; a fresh database with an old file has not."""
    emails = {account["email"] for account in content["accounts"]}
    return Person.objects.filter(email__in=emails).count() == len(emails)
