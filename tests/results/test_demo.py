"""The demo: a state, an account for every role that is enforced, and one private file that says how to sign in."""

from __future__ import annotations

import io
import json
import os
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from districts.actions import find_token
from districts.models import District, Membership, Person, School
from districts.roles import ROLES
from districts.school_year import SchoolYear
from districts.wall import across_districts, in_district
from monitoring.intake.models import CertificationEvent, CollectionDates, Upload
from monitoring.intake.queries.collections import collections_of_district
from monitoring.intake.queries.collections_for_ese import collections_for_ese
from monitoring.intake.queries.shared_staff import shared_staff_for_ese
from monitoring.results.models import Run, SchoolValue

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("own_files"),
]


@pytest.fixture
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, far from any folder of real reports."""
    monkeypatch.setenv("EQP_SHARED", str(tmp_path / "nothing"))
    settings.EQP_HOME = tmp_path
    return tmp_path


def demo(home: Path, address: str = "http://127.0.0.1:8000", **options: Any) -> dict[str, Any]:
    call_command("demo", address=address, stdout=io.StringIO(), **options)
    found: dict[str, Any] = json.loads((home / "demo.json").read_text())
    return found


@pytest.mark.slow
def test_the_demo_makes_accounts_that_work_and_a_second_start_leaves_them_alone(home: Path) -> None:
    first = demo(home)
    accounts = first["accounts"]
    enforced = {role.id for role in ROLES.values() if role.enforced and role.id != "public"}
    assert {account["role"] for account in accounts} == enforced
    assert stat.S_IMODE(os.stat(home / "demo.json").st_mode) == 0o600
    for account in accounts:
        check_account(account)
    assert len({account["password"] for account in accounts}) == len(accounts)
    second = demo(home, "http://127.0.0.1:8001")
    assert second == {"address": "http://127.0.0.1:8001", "accounts": accounts}
    whole = demo(home, rest=True)
    assert whole == {**first, "is_whole": True}
    told = acts_and_files()
    assert (demo(home, rest=True), acts_and_files()) == (whole, told)
    with across_districts(reason="tests: look"):
        assert Run.objects.count() == 3  # of the state's figures, October's files, and what was certified of them
        check_what_is_handed_over(first)


def acts_and_files() -> tuple[int, int, int]:
    with across_districts(reason="tests: look"):
        return CertificationEvent.objects.count(), Upload.objects.count(), CollectionDates.objects.count()


def check_what_is_handed_over(told: dict[str, Any]) -> None:
    """Collections of the running year in several states and none late; a preliminary figure; a shared person."""
    first, second = (
        next(one["district"] for one in told["accounts"] if (one["role"], one["email"][:5]) == wanted)
        for wanted in (("certifier", "cora@"), ("district_steward", "soren"))
    )
    year = int(SchoolYear.running(timezone.localdate()))
    hows = {line.district.org_code: [one.how for one in line.handovers] for line in collections_for_ese([year])}
    assert Counter(of_district[0].state.value for of_district in hows.values()) == {
        "open": len(hows) - 4,
        "submitted": 1,
        "certified": 2,
        "accepted": 1,
    }
    assert [how.is_late for of_district in hows.values() for how in of_district if how.collection.required] == [
        False
    ] * 3 * len(hows)
    own = collections_of_district(District.objects.get(org_code=first).pk)
    assert [(how.state.value, how.is_late) for how in (own.standing(year, "OCT"), own.standing(year - 1, "FIG"))] == [
        ("transmitted", False),
        ("validated", True),
    ]
    (case,) = shared_staff_for_ese(year, "OCT")
    assert ({one.org_code for one in case.districts}, case.total_fte, case.resolution) == ({first, second}, 1.8, None)
    with in_district(District.objects.get(org_code=first).pk):
        figures = SchoolValue.objects.filter(measure="T_SATIS", window="1", school_year=year - 1, is_preliminary=True)
        assert figures.filter(rate__isnull=False).count() == School.objects.count() > 5


def check_account(account: dict[str, Any]) -> None:
    """Password, second factor where the role needs one, token, and the district and school it says."""
    person = Person.objects.get(email=account["email"])
    assert person.check_password(account["password"])
    assert Client().login(email=account["email"], password=account["password"])
    assert (account["totp_secret"] is not None) == ROLES[account["role"]].needs_mfa
    if account["totp_secret"]:
        totp = TOTP(Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP))
        code = format_hotp_value(hotp_value(account["totp_secret"], next(yield_hotp_counters_from_time())))
        assert totp.validate_code(code)
    token = find_token(account["api_token"])
    assert token is not None
    with across_districts(reason="tests: look"):
        member = Membership.objects.select_related("district", "school").get(pk=token.membership_id)
    school = member.school.org_code if member.school else None
    assert (member.role, member.district.org_code, school) == (account["role"], account["district"], account["school"])


@pytest.mark.slow
def test_a_fresh_database_with_an_old_file_gets_new_accounts(home: Path) -> None:
    account = {"email": "gone@demo.example", "password": "old"}
    (home / "demo.json").write_text(json.dumps({"address": "http://old", "accounts": [account]}))
    emails = {one["email"] for one in demo(home)["accounts"]}
    assert "gone@demo.example" not in emails
    assert Person.objects.filter(email__in=emails).count() == len(emails)
