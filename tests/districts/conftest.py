"""Fixtures of the outbox's tests."""

from typing import Any

import pytest
from celery import current_app

from districts import tasks
from tests.districts.counting_jobs import TOPIC, handler, topic


@pytest.fixture
def counting_topic(settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler")}
    handler.forget()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids handed to the broker, in order."""
    ids: list[str] = []

    def take(task: str, kwargs: dict[str, Any], **options: Any) -> None:
        assert task == tasks.run_job.name
        ids.append(kwargs["job_id"])

    monkeypatch.setattr(current_app, "send_task", take)
    return ids
