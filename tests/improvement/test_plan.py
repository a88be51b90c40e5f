"""The plan's text: read by everybody in every version, written on by whoever keeps it."""

from __future__ import annotations

import pytest
from django.test import Client

from districts.models import PlanText
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/state/plan/write/"


@pytest.fixture
def owner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agency.person("program_owner"))
    return client


def test_a_further_version_is_read_by_everybody_with_its_reason_and_the_first_one_stays(owner: Client) -> None:
    first = PlanText.objects.get()
    sent = {
        "title": first.title,
        "body": "## What is new\n- Principals are looked at, too.",
        "why": "Gaps in access to principals are as large.",
        "consulted": "Principals and parents",
        "seen": str(first.pk),
    }
    assert owner.post(PAGE, sent)["Location"] == "/plan/"
    shown = Client().get("/plan/").content.decode()
    expected = ("<h2>What is new</h2>", "<li>Principals are looked at, too.</li>", sent["why"], sent["consulted"])
    assert [words for words in expected if words not in shown] == []
    before = Client().get(f"/plan/?text={first.pk}").content.decode()
    assert ("What is new</h2>" in before, first.blocks[0][1][0] in before) == (False, True)
    assert Client().get("/plan/?text=99").status_code == 404


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"why": ""}, "This field is required."),
        ({"body": None}, "Nothing is another than in the version before."),
        ({"consulted": "ann@example.org"}, "Leave out e-mail addresses"),
    ],
)
def test_what_cannot_be_published_is_said(owner: Client, changed: dict[str, str | None], why: str) -> None:
    first = PlanText.objects.get()
    sent = {"title": first.title, "body": "New.", "why": "So.", "consulted": "Parents", "seen": str(first.pk)}
    sent |= {name: first.body.replace("\n", "\r\n") if value is None else value for name, value in changed.items()}
    answer = owner.post(PAGE, sent)
    assert (answer.status_code, why in answer.content.decode()) == (200, True)
    assert PlanText.objects.count() == 1


def test_two_who_write_at_once_do_not_write_over_each_other(owner: Client) -> None:
    first = PlanText.objects.get()
    sent = {"title": first.title, "body": "Mine.", "why": "So.", "consulted": "Parents", "seen": str(first.pk)}
    assert owner.post(PAGE, sent).status_code == 302
    answer = owner.post(PAGE, {**sent, "body": "Yours."})
    assert "another version meanwhile" in answer.content.decode()
    assert PlanText.objects.count() == 2
