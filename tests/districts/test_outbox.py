"""Work that cannot get lost, and is done once however often it is delivered."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from districts import outbox, tasks
from districts.models import Job, Region
from districts.wall import across_districts, in_district
from tests.districts.cast import Cast

TOPIC = "tests.count"


class Handler:
    """Counts its effects in the database, so that a rollback takes them back. `trouble` raises on the next runs."""

    trouble: list[Exception]

    calls: list[tuple[int, dict[str, Any]]]

    seen: set[int]

    told: list[tuple[int, dict[str, Any], str]]

    deaf: bool

    def forget(self) -> None:
        self.trouble, self.calls, self.seen, self.told, self.deaf = [], [], set(), [], False

    def __call__(self, *, district_id: int, payload: dict[str, Any]) -> None:
        self.calls.append((district_id, payload))
        Region.objects.create(code=uuid.uuid4().hex[:20], name="an effect")
        if self.trouble:
            raise self.trouble.pop(0)

    @staticmethod
    def effects() -> int:
        return Region.objects.count()


handler = Handler()


@pytest.fixture(autouse=True)
def _counting_topic(settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler")}
    handler.forget()


def topic(do: str, **more: str) -> dict[str, str]:
    return {"do": f"{__name__}.{do}", "crosses": "regions, its effect, are nobody's own", **more}


def promise(cast: Cast, key: str = "one", **payload: Any) -> Job:
    with in_district(cast.north.id):
        return outbox.enqueue(topic=TOPIC, key=key, payload=payload, district_id=cast.north.id)


def state_of(job: Job) -> Job:
    with across_districts(reason="tests"):
        return Job.objects.get(pk=job.pk)


def deliver(job: Job) -> bool:
    return tasks.run_job(job_id=str(job.pk), district_id=job.district_id)


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


def asks_once_more(*, district_id: int, payload: dict[str, Any]) -> None:
    handler(district_id=district_id, payload=payload)
    if len(handler.calls) == 1:
        outbox.enqueue(topic=TOPIC, key="one", payload=payload, district_id=district_id)


def test_a_failed_attempt_leaves_no_effect_and_is_tried_again(cast: Cast) -> None:
    job = promise(cast)
    handler.trouble = [RuntimeError("the disk was full")]
    assert deliver(job) is False
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error) == (Job.State.WAITING, 1, "unexpected")
    assert handler.effects() == 0
    assert deliver(job) is True
    assert (handler.effects(), state_of(job).last_error) == (1, "")


def test_after_five_attempts_it_is_set_aside_with_the_reason(cast: Cast) -> None:
    job, healthy = promise(cast), promise(cast, key="two")
    handler.trouble = [ValueError(f"attempt {n}") for n in range(1, 6)]
    for _ in range(7):
        deliver(job)
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error) == (Job.State.QUARANTINED, 5, "unexpected")
    assert (len(handler.calls), handler.effects()) == (5, 0)
    assert outbox.run_waiting() == 1
    assert state_of(healthy).state == Job.State.DONE


def test_asked_for_again_a_job_set_aside_starts_anew(cast: Cast) -> None:
    job = promise(cast)
    handler.trouble = [ValueError()] * 5
    outbox.run_waiting()
    promise(cast)
    assert outbox.run_waiting() == 1
    assert (state_of(job).state, state_of(job).attempts) == (Job.State.DONE, 1)


def test_asked_for_while_the_last_attempt_fails_it_waits_again_with_attempts_of_its_own(
    cast: Cast, settings: Any
) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", set_aside=f"{__name__}.noted")}
    job = promise(cast)
    last = last_attempt(job)
    promise(cast, upload_id="new")
    outbox._note_failure(last, "storage")
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error, handler.told) == (Job.State.WAITING, 0, "storage", [])
    assert (outbox.run_waiting(), handler.calls) == (1, [(cast.north.id, {"upload_id": "new"})])


def test_asked_for_while_the_last_attempt_dies_it_waits_again_with_attempts_of_its_own(cast: Cast) -> None:
    job = promise(cast)
    last_attempt(job)
    promise(cast)
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert (outbox.reconcile(), outbox.reconcile()) == (1, 0)
    assert (state_of(job).state, state_of(job).attempts) == (Job.State.WAITING, 0)


def last_attempt(job: Job) -> Job:
    """The job as a worker has it in hand for the fifth time."""
    handler.trouble = [ValueError()] * 4
    for _ in range(4):
        deliver(job)
    handler.calls.clear()
    taken = outbox._take_lease(job.pk, job.district_id)
    assert taken is not None
    return taken


def test_while_one_worker_has_the_lease_another_leaves_it_alone(cast: Cast) -> None:
    job = promise(cast)
    assert outbox._take_lease(job.pk, cast.north.id) is not None
    assert deliver(job) is False
    assert handler.calls == []


def test_the_job_of_a_worker_that_died_is_taken_back_and_run(cast: Cast) -> None:
    job = promise(cast)
    outbox._take_lease(job.pk, cast.north.id)
    assert outbox.reconcile() == 0
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.reconcile() == 1
        assert state_of(job).state == Job.State.WAITING
        assert deliver(job) is True


def test_a_worker_that_lost_its_lease_keeps_nothing_of_its_run(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("is_overtaken")}
    job = promise(cast)
    assert deliver(job) is False
    assert handler.effects() == 0
    assert state_of(job).last_error == "lease"


def is_overtaken(*, district_id: int, payload: dict[str, Any]) -> None:
    handler(district_id=district_id, payload=payload)
    Job.objects.update(lease=uuid.uuid4())


def test_a_job_that_kills_its_worker_five_times_is_set_aside(cast: Cast) -> None:
    job = promise(cast)
    now = timezone.now()
    for death in range(1, 6):
        with time_machine.travel(now + death * (outbox.LEASE + timedelta(seconds=1)), tick=False):
            outbox.reconcile()
            outbox._take_lease(job.pk, cast.north.id)
    with time_machine.travel(now + 6 * (outbox.LEASE + timedelta(seconds=1)), tick=False):
        outbox.reconcile()
    assert (state_of(job).state, state_of(job).last_error) == (Job.State.QUARANTINED, "stopped")


def test_what_the_broker_lost_is_sent_again_and_each_time_later(cast: Cast, sent: list[str]) -> None:
    job, minutes = promise(cast), []
    start = timezone.now()
    for minute in range(40):
        with time_machine.travel(start + timedelta(minutes=minute, seconds=1), tick=False):
            minutes += [minute] * outbox.relay()
    assert minutes == [0, 1, 3, 7, 15, 31]
    assert sent == [str(job.pk)] * 6


def test_all_that_waits_is_marked_in_one_statement(cast: Cast, sent: list[str], django_assert_num_queries: Any) -> None:
    jobs = [promise(cast, key=str(number)) for number in range(20)]
    with django_assert_num_queries(5):  # a savepoint, the scope, the mark, the scope's end, the savepoint's
        assert outbox.relay() == 20
    assert sorted(sent) == sorted(str(job.pk) for job in jobs)


def test_what_the_broker_does_not_take_is_sent_at_the_next_beat(
    cast: Cast, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, takes = promise(cast), current_app.send_task
    monkeypatch.setattr(current_app, "send_task", refuses)
    assert (outbox.relay(), state_of(job).state) == (0, Job.State.WAITING)
    monkeypatch.setattr(current_app, "send_task", takes)
    assert (outbox.relay(), sent) == (1, [str(job.pk)])


def refuses(*args: Any, **options: Any) -> None:
    raise ConnectionError("no broker")


def test_a_job_is_sent_when_the_transaction_commits(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = promise(cast)
        assert sent == []
    assert (sent, state_of(job).state) == ([str(job.pk)], Job.State.SENT)


def test_a_job_waits_longer_after_each_failure_before_the_relay_sends_it(cast: Cast, sent: list[str]) -> None:
    job = promise(cast)
    handler.trouble = [ValueError()]
    deliver(job)
    assert outbox.relay() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert outbox.relay() == 1


def test_a_topic_without_a_handler_is_refused_when_promised(cast: Cast) -> None:
    with in_district(cast.north.id), pytest.raises(ValueError, match=r"no handler for topic 'tests\.nothing'"):
        outbox.enqueue(topic="tests.nothing", key="x", payload={}, district_id=cast.north.id)


def test_a_task_names_its_district_as_an_argument(cast: Cast) -> None:
    job = promise(cast)
    with pytest.raises(TypeError, match="needs district_id as an argument"):
        tasks.run_job(job_id=str(job.pk))
    assert tasks.run_job(job_id=str(job.pk), district_id=cast.south.id) is False
    assert handler.calls == []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids handed to the broker, in order."""
    ids: list[str] = []

    def take(task: str, kwargs: dict[str, Any], **options: Any) -> None:
        assert task == tasks.run_job.name
        ids.append(kwargs["job_id"])

    monkeypatch.setattr(current_app, "send_task", take)
    return ids


def test_a_handler_has_the_rows_of_its_district_alone(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: {"do": f"{__name__}.looks_around"}}
    assert (deliver(promise(cast)), handler.seen) == (True, {cast.north.id})


def test_a_handler_whose_topic_says_why_has_everybodys(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("looks_around")}
    assert (deliver(promise(cast)), handler.seen) == (True, {cast.north.id, cast.south.id, cast.agency.id})


def looks_around(*, district_id: int, payload: dict[str, Any]) -> None:
    with connection.cursor() as cursor:  # past the ORM's own filter
        cursor.execute("SELECT DISTINCT district_id FROM districts_membership")
        handler.seen = {row[0] for row in cursor.fetchall()}


def test_who_promised_a_job_is_told_when_it_is_set_aside(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", set_aside=f"{__name__}.noted")}
    promise(cast, upload_id="u1")
    handler.trouble = [OSError("disk full")] * 5
    outbox.run_waiting()
    assert handler.told == [(cast.north.id, {"upload_id": "u1"}, "storage")]


def test_until_it_can_be_told_a_job_is_not_set_aside(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", set_aside=f"{__name__}.noted")}
    job = promise(cast)
    handler.trouble, handler.deaf = [ValueError()] * 5, True
    for _ in range(5):
        deliver(job)
    assert state_of(job).state == Job.State.RUNNING
    handler.deaf = False
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert (outbox.reconcile(), outbox.reconcile()) == (1, 0)
    assert (state_of(job).state, len(handler.told)) == (Job.State.QUARANTINED, 1)


def noted(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    if handler.deaf:
        raise RuntimeError("not now")
    handler.told.append((district_id, payload, reason))


def test_the_text_of_an_error_is_neither_kept_nor_logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    job = promise(cast)
    cause = ValueError("Failing row contains (Ann Lee, 1978-03-02)")
    handler.trouble = [IntegrityError("Ann Lee")]
    handler.trouble[0].__cause__ = cause
    deliver(job)
    said = " ".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert ("Ann" in said, f"job {job.pk}" in said, "builtins.ValueError" in said) == (False, True, True)
    assert state_of(job).last_error == "database"
