"""Work that is done for several districts in one run, and for each by itself once such a run has failed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from districts import outbox
from districts.models import Job
from districts.wall import across_districts, in_district
from tests.districts.cast import Cast
from tests.districts.counting_jobs import TOPIC, deliver, deliver_in_time, handler, state_of, topic


@pytest.fixture(autouse=True)
def together(settings: Any, counting_topic: None) -> None:
    settings.EQP_TOPICS = {TOPIC: {**topic("for_several"), "at_once": 3}}


def promised(*district_ids: int) -> list[Job]:
    jobs = []
    for one in district_ids:
        with in_district(one):
            jobs.append(Job.objects.get(pk=outbox.enqueue(topic=TOPIC, key="x", payload={}, district_id=one)))
    return jobs


def test_jobs_that_wait_are_done_in_one_run_and_each_is_marked_done(cast: Cast) -> None:
    jobs = promised(cast.north.id, cast.south.id)
    assert outbox.run_waiting() == 2
    assert handler.calls == [(cast.north.id, {}), (cast.south.id, {})]
    assert [state_of(one).state for one in jobs] == [Job.State.DONE] * 2
    assert [deliver(one) for one in jobs] == [False, False]


def test_no_more_are_taken_along_than_the_topic_says(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: {**topic("for_several"), "at_once": 2}}
    jobs = promised(cast.north.id, cast.south.id, cast.agency.id)
    assert deliver(jobs[0]) is True
    assert len(handler.calls) == 2
    assert [state_of(one).state for one in jobs].count(Job.State.DONE) == 2


def test_no_more_are_taken_however_the_database_looks_for_them(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: {**topic("for_several"), "at_once": 2}}
    jobs = promised(cast.north.id, cast.south.id, cast.agency.id)
    with across_districts(reason="test"), connection.cursor() as cursor:
        for way in (
            "hashjoin",
            "mergejoin",
            "hashagg",
            "sort",
            "material",
        ):  # left: one job after the other is looked up
            cursor.execute(f"SET LOCAL enable_{way} = off")
        taken = outbox._take_lease(jobs[0].pk, jobs[0].district_id)
        assert taken is not None
        assert len(outbox._take_along(taken)) == 1
    assert [state_of(one).state for one in jobs].count(Job.State.RUNNING) == 2


def test_after_a_run_of_several_that_failed_each_is_tried_by_itself(cast: Cast) -> None:
    jobs = promised(cast.north.id, cast.south.id)
    handler.trouble = [ValueError()]
    assert deliver(jobs[0]) is False
    assert handler.effects() == 0
    assert [(state_of(one).state, state_of(one).attempts) for one in jobs] == [(Job.State.WAITING, 1)] * 2
    handler.calls, handler.trouble = [], [ValueError()]
    assert deliver_in_time(jobs[0]) is False
    assert handler.calls == [(cast.north.id, {})]
    assert deliver_in_time(jobs[1]) is True
    assert [state_of(one).state for one in jobs] == [Job.State.WAITING, Job.State.DONE]


def test_those_that_a_dead_worker_had_are_taken_back_and_done(cast: Cast) -> None:
    jobs = promised(cast.north.id, cast.south.id)
    taken = outbox._take_lease(jobs[0].pk, jobs[0].district_id)
    assert taken is not None
    assert [one.pk for one in outbox._take_along(taken)] == [jobs[1].pk]
    assert [deliver(one) for one in jobs] == [False, False]
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.reconcile() == 2
        assert outbox.run_waiting() == 2
    assert [state_of(one).state for one in jobs] == [Job.State.DONE] * 2


def test_one_that_is_asked_for_while_several_run_runs_once_more(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: {**topic("for_several_and_again"), "at_once": 3}}
    jobs = promised(cast.north.id, cast.south.id)
    assert outbox.run_waiting() == 3
    assert handler.calls == [(cast.north.id, {}), (cast.south.id, {}), (cast.south.id, {})]
    assert [state_of(one).state for one in jobs] == [Job.State.DONE] * 2
