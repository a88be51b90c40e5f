"""Results that could not be brought up to date say so, are asked for again, and say no more once a run succeeds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from districts import outbox
from districts.models import AuditEvent, Job
from districts.wall import across_districts
from monitoring.intake.topics import RECOMPUTE_TOPIC
from monitoring.results import actions, tasks
from monitoring.results.models import Delay, Run
from tests.districts.cast import Cast, token_for
from tests.results.kept import keep_state
from tests.results.small_state import small_state

pytestmark = pytest.mark.usefixtures("own_files")
NOTICE = "These figures are not up to date"


@pytest.fixture
def erin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


def trouble(*args: Any, **options: Any) -> None:
    raise MemoryError


def runs() -> list[str]:
    """What made each run necessary."""
    with across_districts(reason="tests"):
        return list(Run.objects.values_list("trigger", flat=True))


def delays() -> list[Delay]:
    with across_districts(reason="tests"):
        return list(Delay.objects.all())


def jobs() -> list[str]:
    with across_districts(reason="tests"):
        return list(Job.objects.filter(topic=RECOMPUTE_TOPIC).values_list("state", flat=True))


def fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five attempts at what is out of date, each without success."""
    with monkeypatch.context() as patch:
        patch.setattr(actions, "compute_tables", trouble)
        assert tasks.ask_where_stale()
        outbox.run_waiting()
    assert jobs() == [Job.State.QUARANTINED]


@pytest.mark.slow
def test_the_agency_sees_that_results_are_behind_and_why_until_a_run_succeeds(
    cast: Cast, erin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_state(small_state(1, years=range(2021, 2022)))
    fail(monkeypatch)
    shown = re.sub(r"\s+", " ", erin.get("/state/").content.decode())
    assert (NOTICE in shown, "It needed more memory than there is. (memory)" in shown) == (True, True)
    assert tasks.ask_where_stale()
    outbox.run_waiting()
    assert NOTICE not in erin.get("/state/").content.decode()
    assert (runs(), delays()) == (["out_of_date"], [])


@pytest.mark.slow
def test_the_notice_stands_beside_figures_too(cast: Cast, erin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_state(small_state(1, years=range(2021, 2022)))
    with across_districts(reason="tests"):
        actions.recompute(trigger="test")
    keep_state(small_state(2, years=range(2022, 2023)))
    fail(monkeypatch)
    shown = erin.get("/state/").content.decode()
    assert (NOTICE in shown, 'id="gaps' in shown) == (True, True)


def test_the_list_of_runs_says_it_to_programs(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token_for(cast.agency.member('ese_analyst'))}"}
    before = client.get("/api/v1/runs/", **token).json()["delay"]
    keep_state(small_state(1, years=range(2021, 2022)))
    fail(monkeypatch)
    after = client.get("/api/v1/runs/", **token).json()["delay"]
    why = "It needed more memory than there is. (memory)"
    assert (before, after["reason"], after["why"]) == (None, "memory", why)


@pytest.mark.slow
def test_set_aside_again_it_is_known_since_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_state(small_state(1, years=range(2021, 2022)))
    fail(monkeypatch)
    (first,) = delays()
    fail(monkeypatch)
    (again,) = delays()
    assert (again.since, again.tried_at > first.tried_at) == (first.since, True)
    with across_districts(reason="tests"):
        assert AuditEvent.objects.filter(verb="results.delayed").count() == 2


def test_however_often_the_beat_fires_what_is_stale_is_computed_once(cast: Cast) -> None:
    assert (tasks.ask_where_stale(), jobs()) == (False, [])  # nothing there to compute from
    keep_state(small_state(1, years=range(2021, 2022)))
    assert [tasks.ask_where_stale() for _ in range(3)] == [True, False, False]
    assert outbox.run_waiting() == 1
    assert (tasks.ask_where_stale(), jobs(), len(runs())) == (False, [Job.State.DONE], 1)


def test_a_new_program_makes_results_stale(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_state(small_state(1, years=range(2021, 2022)))
    with across_districts(reason="tests"):
        actions.recompute(trigger="test")
    assert not tasks.ask_where_stale()
    monkeypatch.setattr(actions, "code_version", lambda: "newer")
    assert tasks.ask_where_stale()
