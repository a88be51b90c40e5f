"""What an operator does from the command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from districts.models import Membership, Person
from districts.wall import across_districts, in_district
from tests.districts.cast import Cast
from tests.districts.test_audit import tamper_as_owner


def run(*words: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue().strip()


def test_a_new_installation_gets_its_first_administrator(db: None) -> None:
    path = run("invite", "first@example.org", site="http://plan.local").removeprefix("http://plan.local")
    assert path.startswith("/invitations/")
    joined = {"name": "First Person", "password": "correct horse battery", "again": "correct horse battery"}
    assert Client().post(path, joined).status_code == 302
    person = Person.objects.get(email="first@example.org")
    with across_districts(reason="tests"):
        member = Membership.objects.select_related("district").get(person_id=person.pk)
        assert (member.district.org_code, member.role) == ("00000000", "district_admin")


def test_a_district_is_opened_with_its_first_invitation(db: None) -> None:
    with pytest.raises(CommandError, match="Give its --name to open it"):
        run("invite", "a@example.org", district="00350000")
    assert "/invitations/" in run("invite", "a@example.org", district="00350000", name="Boston")
    with pytest.raises(CommandError, match="cannot be given in Boston"), transaction.atomic():
        run("invite", "b@example.org", district="00350000", role="ese_analyst")


def test_an_invitation_says_who_comes_as_what_and_what_to_have_at_hand(cast: Cast) -> None:
    told = io.StringIO()
    leader = {"district": "100000", "role": "school_leader", "school": cast.north.schools[0].org_code}
    assert run("invite", "lea@example.org", **leader, stderr=told).startswith(settings.EQP_SITE)
    assert "lea@example.org is invited to Northfield as School leader." in told.getvalue()
    assert "authenticator app" not in told.getvalue()
    run("invite", "ann@example.org", role="ese_analyst", stderr=told)
    assert "as ESE analyst." in told.getvalue()
    assert "authenticator app" in told.getvalue()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"email": "lea"}, "Enter a valid email address"),
        ({"district": "x", "name": "Boston"}, "An organization code has eight digits"),
        ({"role": "king"}, "cannot be given in State agency; there are district_admin, ese_analyst"),
        ({"district": "00100000", "role": "school_leader", "school": "00109999"}, "There is no school 00109999"),
    ],
)
def test_what_cannot_be_invited_is_said_in_one_line(cast: Cast, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said), transaction.atomic():
        run("invite", options.pop("email", "lea@example.org"), **options)


def test_every_chain_is_walked_and_its_head_printed(cast: Cast) -> None:
    lines = [json.loads(line) for line in run("check_audit").splitlines()]
    assert [line["district"] for line in lines] == ["00000000", "00100000", "00200000"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_chain_that_got_shorter_is_found_by_the_heads_of_an_earlier_run(tmp_path: Path) -> None:
    from tests.districts.cast import build_cast

    cast = build_cast()
    heads = tmp_path / "heads"
    heads.write_text(run("check_audit"))
    tamper_as_owner("DELETE FROM districts_auditevent WHERE number > 2")
    with in_district(cast.north.id):
        pass
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_audit", heads=str(heads), stdout=out)
    assert "events after the end are missing" in out.getvalue()
