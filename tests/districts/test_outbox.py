"""Work that cannot get lost, and is done once however often it is delivered."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from districts import outbox, tasks
from districts.models import Job
from districts.wall import in_district
from tests.districts.cast import Cast
from tests.districts.counting_jobs import TOPIC, alone, deliver, handler, promise, state_of, topic

pytestmark = pytest.mark.usefixtures("counting_topic")


def test_a_promised_job_is_run_once_and_marked_done(cast: Cast) -> None:
    job = promise(cast, upload_id="u1")
    assert outbox.run_waiting() == 1
    assert handler.calls == [(cast.north.id, {"upload_id": "u1"})]
    assert (state_of(job).state, outbox.unfinished()) == (Job.State.DONE, 0)


@pytest.mark.parametrize("times", [2, 5])
def test_delivered_again_and_again_the_effect_is_there_once(cast: Cast, times: int) -> None:
    job = promise(cast)
    assert [deliver(job) for _ in range(times)] == [True] + [False] * (times - 1)
    assert (len(handler.calls), handler.effects()) == (1, 1)


def test_delivered_a_day_late_it_does_nothing_more(cast: Cast) -> None:
    job = promise(cast)
    deliver(job)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert deliver(job) is False
    assert handler.effects() == 1


def test_a_promise_falls_with_the_callers_transaction(cast: Cast) -> None:
    with transaction.atomic():
        promise(cast)
        transaction.set_rollback(True)
    assert outbox.run_waiting() == 0


def test_asked_for_again_while_it_waits_it_runs_once(cast: Cast) -> None:
    first, second = promise(cast), promise(cast)
    assert first.pk == second.pk
    assert outbox.run_waiting() == 1


def test_asked_for_again_after_it_is_done_it_runs_again(cast: Cast) -> None:
    promise(cast)
    outbox.run_waiting()
    promise(cast)
    assert (outbox.run_waiting(), handler.effects()) == (1, 2)


def test_asked_for_while_it_runs_it_runs_once_more(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("asks_once_more")}
    job = promise(cast)
    assert (outbox.run_waiting(), len(handler.calls), state_of(job).state) == (2, 2, Job.State.DONE)


def test_a_topic_without_a_handler_is_refused_when_promised(cast: Cast) -> None:
    with in_district(cast.north.id), pytest.raises(ValueError, match=r"no handler for topic 'tests\.nothing'"):
        outbox.enqueue(topic="tests.nothing", key="x", payload={}, district_id=cast.north.id)


def test_a_task_names_its_district_as_an_argument(cast: Cast) -> None:
    job = promise(cast)
    with pytest.raises(TypeError, match="needs district_id as an argument"):
        tasks.run_job(job_id=str(job.pk))
    assert tasks.run_job(job_id=str(job.pk), district_id=cast.south.id) is False
    assert handler.calls == []


def test_a_handler_has_the_rows_of_its_district_alone(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: alone("looks_around")}
    assert (deliver(promise(cast)), handler.seen) == (True, {cast.north.id})


def test_a_handler_whose_topic_says_why_has_everybodys(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("looks_around")}
    assert (deliver(promise(cast)), handler.seen) == (True, {cast.north.id, cast.south.id, cast.agency.id})
