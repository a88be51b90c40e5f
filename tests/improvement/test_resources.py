"""The library of resources, and how the agency has supported districts' evaluation systems."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import localdate

from districts.wall import in_district, in_state
from monitoring.analysis.strategies.catalogue import Help, shipped_resources, shipped_strategies
from monitoring.improvement import actions
from monitoring.improvement.models import EvaluationSupport, Resource
from monitoring.improvement.not_possible import NotPossible
from monitoring.improvement.queries import resources_for_all, support_of
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
TOOL = Help("Vacancies by month", "tool", "A sheet that counts posts.", "", ("oee",), ("early-hiring",))
DAY = dt.date(2025, 2, 3)


@pytest.fixture
def owner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agency.person("program_owner"))
    return client


def test_what_is_shipped_helps_with_strategies_that_are_shipped() -> None:
    known = {one.id for one in shipped_strategies()}
    assert [one.title for one in shipped_resources() if set(one.strategies) - known] == []
    assert {one.kind for one in shipped_resources()} <= set(Resource.Kind.values)


def test_everybody_finds_a_resource_in_the_library_and_beside_its_strategy(cast: Cast, client: Client) -> None:
    with in_state(cast.agency.id):
        actions.keep_resource(content=TOOL, by=cast.agency.member("program_owner"))
    pages = ("/resources/", "/strategies/early-hiring/", "/strategies/evaluation-system/")
    assert ["Vacancies by month" in client.get(page).content.decode() for page in pages] == [True, True, False]


def test_a_resource_is_changed_and_shown_no_more(owner: Client) -> None:
    sent = {"title": "Vacancies", "kind": "tool", "summary": "Counts posts.", "offices": ["oee"]}
    assert owner.post("/state/resources/new/", sent).status_code == 302
    page = f"/state/resources/{Resource.objects.get(title='Vacancies').pk}/"
    assert owner.post("/state/resources/new/", sent).status_code == 200  # it is in the library already
    assert owner.post(page, {**sent, "link": "no address"}).status_code == 200
    assert owner.post(page, {**sent, "link": "example.org/posts", "is_retired": "on"}).status_code == 302
    kept = Resource.objects.get(title="Vacancies")
    assert (kept.link, kept.is_retired) == ("https://example.org/posts", True)
    assert kept not in resources_for_all()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Help("school and district profiles", "data", "", "", (), ()), "is in the library already"),
        (Help("Another", "data", "", "", (), ("no-such",)), "no-such: there is no such strategy"),
    ],
)
def test_what_cannot_be_in_the_library_is_refused(cast: Cast, content: Help, why: str) -> None:
    with in_state(cast.agency.id), pytest.raises(NotPossible, match=why):
        actions.keep_resource(content=content, by=cast.agency.member("program_owner"))


def test_a_district_reads_the_support_that_it_had_and_no_others(cast: Cast, owner: Client) -> None:
    for tenant in (cast.north, cast.south):
        text = f"For {tenant.org_code}."
        sent = {"day": "2025-02-03", "kind": "training", "office": "oee", "people": "12", "text": text}
        page = f"/state/districts/{tenant.org_code}/support/"
        assert owner.post(page, {**sent, "day": (localdate() + dt.timedelta(1)).isoformat()}).status_code == 200
        assert owner.post(page, sent).status_code == 302
    with in_district(cast.north.id):
        assert [one.text for one in EvaluationSupport.objects.all()] == ["For 00100000."]
        assert list(support_of(cast.south.district)) == []
    with in_state(cast.agency.id):
        assert EvaluationSupport.objects.count() == 2
    assert EvaluationSupport.objects.count() == 0  # outside a scope
    client = Client()
    client.force_login(cast.north.person("equity_lead"))
    shown = client.get("/d/00100000/strategies/").content.decode()
    assert ("For 00100000." in shown, "For 00200000." in shown) == (True, False)


def test_only_the_agency_notes_support_and_nobody_changes_it(cast: Cast) -> None:
    said: dict[str, Any] = {"district": cast.north.district, "day": DAY, "kind": "training", "office": "oee"}
    said |= {"people": None, "text": ""}
    with in_state(cast.agency.id):
        with pytest.raises(PermissionDenied):
            actions.note_support(**said, by=cast.agency.member("ese_analyst"))
        actions.note_support(**said, by=cast.agency.member("program_owner"))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            EvaluationSupport.objects.update(text="Another")
    made = {"about": cast.north.district, "day": DAY, "kind": "training", "office": "oee"}
    with in_district(cast.north.id), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        EvaluationSupport.objects.create(**made, by_name="Eve")
