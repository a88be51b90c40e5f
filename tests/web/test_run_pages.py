"""Runs: the newest first, what is under way, and what one made different, for the agency alone."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from districts.locks import Lock, look_at, wait_for
from districts.models import Job
from districts.wall import across_districts
from monitoring.results.models import DistrictMove, Run, StateMove, SummedFiles
from tests.districts.cast import Cast, Tenant
from tests.web.stored_state import NOON, store_results

NOW, FIRST = "/state/runs/", "/state/runs/1/"


@pytest.fixture
def west(cast: Cast) -> Tenant:
    return store_results(cast)


@pytest.fixture
def ana(cast: Cast, west: Tenant, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


def add_run(number: int, **fields: Any) -> Run:
    found = Run.objects.get(number=1)
    given = {"trigger": "certification", "school_years": [2022], "files": 2, **fields}
    return Run.objects.create(
        number=number,
        previous=found,
        inputs=found.inputs,
        years=found.years,
        state=Run.State.DONE,
        started_at=NOON,
        finished_at=NOON + timedelta(seconds=90),
        counts={
            "SchoolValue": {"added": 1, "changed": 2, "removed": 3, "same": 50},
            "StateGap": {"added": 0, "changed": 4, "removed": 0, "same": 9},
            "SchoolBand": {"added": 100, "changed": 0, "removed": 0, "same": 0},
        },
        **given,
    )


def add_moves(run: Run, west: Tenant, south: Tenant) -> None:
    figure = {"run": run, "school_year": 2022, "window": "1", "unit": "FTE"}
    turnover = {**figure, "kind": "value", "measure": "T_TURN"}
    StateMove.objects.create(**turnover, was=0.2, now=0.25, seen_by="everybody")
    place = {"method": "Q", "scope": "state", "partition": "state", "group": "low_income"}
    gap = {**figure, "kind": "gap", "measure": "T_EXP_LT3", **place}
    StateMove.objects.create(**gap, was=0.1, now=None, now_reason="withheld", seen_by="agency")
    DistrictMove.objects.create(**turnover, district=west.district, was=0.1, now=0.3)
    for number, school in enumerate(west.schools[:2]):
        DistrictMove.objects.create(**turnover, district=west.district, school=school, was=0.1, now=0.1 + number / 10)
    hidden = {"edition": "current", "is_preliminary": True}
    DistrictMove.objects.create(**turnover, district=south.district, was=0.5, now=0.9, **hidden)
    share = {"run": run, "school_year": 2022, "kind": "share", "group": "english_learners"}
    DistrictMove.objects.create(**share, district=west.district, school=west.schools[0], was=10, now=None)


def test_runs_are_listed_the_newest_first_with_their_cause_and_how_much_they_changed(ana: Client) -> None:
    with across_districts(reason="tests: a second run"):
        add_run(2)
    page = ana.get(NOW)
    told = [(one.run.number, one.run.trigger, one.seconds, one.values, one.gaps) for one in page.context["runs"]]
    assert told[0] == (2, "certification", 90.0, 6, 4)
    assert [one[0] for one in told] == [2, 1]
    text = page.content.decode()
    assert ("A collection was certified, or is no longer" in text, ">1.5 min<" in text) == (True, True)


def test_a_runs_page_counts_what_moved_by_measure_and_level_and_lists_the_largest(
    ana: Client, cast: Cast, west: Tenant
) -> None:
    with across_districts(reason="tests: what moved"):
        add_moves(add_run(2), west, cast.south)
    page = ana.get("/state/runs/2/")
    moved = [(one.kind, one.name, one.state, one.districts, one.schools) for one in page.context["moved"]]
    assert moved == [
        ("gap", "T_EXP_LT3", 1, 0, 0),
        ("value", "T_TURN", 1, 1, 2),  # not what Southport has not certified
        ("share", "english_learners", 0, 0, 1),
    ]
    largest = page.context["own"][0]
    assert (largest.was, largest.now) == (0.1, 0.3)
    text = page.content.decode()
    assert 'href="/state/districts/00300000/values/2021-22/1/T_TURN/"' in text
    assert cast.south.district.name not in text
    shares = ana.get("/state/runs/2/?kind=share&of=english_learners")
    assert ([one.kind for one in shares.context["own"]], list(shares.context["of_state"])) == (["share"], [])
    assert ana.get("/state/runs/2/?kind=value&of=T_TURN").context["own"].paginator.count == 3


def test_what_is_no_kind_of_number_or_no_run_is_not_there(ana: Client) -> None:
    paths = (f"{FIRST}?kind=other", f"{FIRST}?of=NOTHING", "/state/runs/99/")
    assert [ana.get(path).status_code for path in paths] == [404, 404, 404]


def test_while_nothing_waits_the_page_says_so_and_asks_for_nothing(ana: Client) -> None:
    text = ana.get(NOW).content.decode()
    assert ("Nothing is waiting" in text, "hx-get" in text) == (True, False)


def test_what_is_under_way_is_told_with_why_something_was_given_up_and_nothing_of_districts_own_jobs(
    ana: Client, cast: Cast, west: Tenant
) -> None:
    with across_districts(reason="tests: work of the agency and of a district"):
        for tenant in (cast.agency, cast.north):
            made = {"district": tenant.district, "payload": {}}
            Job.objects.create(**made, topic="intake.check_upload", key=f"a {tenant.id}")
            aside = {"state": Job.State.QUARANTINED, "last_error": "storage"}
            Job.objects.create(**made, topic="results.recompute", key=f"b {tenant.id}", **aside)
        for number, tenant in enumerate((cast.north, cast.south, west)):
            SummedFiles.objects.create(
                id=f"00000000-0000-0000-0000-00000000000{number}", district=tenant.district, school_year=2022,
                snapshots=[], is_certified=number > 0, is_current=True, facts_hash="f",
            )  # fmt: skip
    page = ana.get(NOW)
    now = page.context["now"]
    assert (now.stale, now.is_busy) == (2, True)  # of the third nothing is certified
    work = [(one.topic, one.waiting, one.running, one.given_up) for one in now.work]
    assert work == [("intake.check_upload", 1, 0, 0), ("results.recompute", 0, 0, 1)]
    text = page.content.decode()
    assert [word in text for word in ("(storage)", "of 2 districts are being", 'hx-trigger="every 3s"')] == [True] * 3


@pytest.mark.django_db(transaction=True)
def test_a_lock_tells_whether_somebody_holds_it_and_how_many_wait() -> None:
    free = look_at(Lock.RESULTS)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            wait_for(Lock.RESULTS)
            held.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    seen = look_at(Lock.RESULTS)
    done.set()
    thread.join()
    assert (free, seen) == ((False, 0), (True, 0))
