"""How far a check is, told step by step while it goes on, and cheaply."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from monitoring.intake import progress
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.examination import examine
from tests.districts.cast import Cast
from tests.intake.tables import csv_text
from tests.intake.uploading import again, checked, enrollment, send

ROWS = enrollment(["2019-20", "00100001", "all", 100], ["2020-21", "00100001", "all", 100])
LOOKING = sum(rule.find is not None for rule in RULES.values())
Told = list[tuple[str, int, int]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Everything that was written to the cache."""
    steps: Told = []
    monkeypatch.setattr(progress, "tell", lambda upload_id, *step: steps.append(step))
    return steps


def stages(steps: Told) -> list[str]:
    return list(dict.fromkeys(stage for stage, *_ in steps))


def test_an_examination_tells_its_reading_and_every_rule(tmp_path: Path) -> None:
    steps: Told = []
    examine([csv_text(ROWS).encode()], tell=lambda *step: steps.append(step))
    assert steps[0] == ("reading", 0, 1)
    assert steps[1:3] == [("checking", 0, LOOKING), ("checking", 0, LOOKING)]
    assert steps[3:] == [("checking", done, LOOKING) for done in range(1, LOOKING)]


def test_a_check_tells_each_rule_and_each_snapshot(cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    checked(cast.north, ROWS)
    assert stages(told) == ["reading", "checking", "storing"]
    assert {done for stage, done, _ in told if stage == "checking"} == set(range(LOOKING))
    assert [(done, total) for stage, done, total in told if stage == "storing"] == [(0, 2), (1, 2)]


def test_after_a_moment_a_stage_is_told_at_once_and_its_steps_a_few_times_a_second(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(number / 100 for number in range(1000))  # a step takes a hundredth of a second
    monkeypatch.setattr("monitoring.intake.progress.time.monotonic", lambda: next(clock))
    tell = progress.Teller(uuid.uuid4())
    for done in range(100):
        tell("checking", done, 100)
    assert [done for _, done, _ in told] == [29, 59, 89]
    tell("storing", 0, 2)
    assert told[-1] == ("storing", 0, 2)


def test_a_page_shows_the_steps(cast: Cast, client: Any) -> None:
    upload = send(cast.north, ROWS)
    client.force_login(cast.north.person("district_steward"))
    path = f"/d/00100000/uploads/{upload.pk}/status/"
    try:
        progress.tell(upload.pk, "reading", 0, 1)
        assert "<p>Reading the file…</p>" in client.get(path).content.decode()
        progress.tell(upload.pk, "checking", 12, 60)
        page = client.get(path).content.decode()
        assert "Checking it: 12 of 60" in page
        assert 'value="12" max="60"' in page
    finally:
        progress.forget(upload.pk)
    assert "Waiting for its turn" in client.get(path).content.decode()


def test_after_the_check_nothing_is_left_to_tell(cast: Cast) -> None:
    upload = checked(cast.north, ROWS)
    assert (again(upload).state, progress.progress_of(upload.pk)) == ("accepted", None)


def test_a_cache_that_does_not_answer_does_not_stop_a_check(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def trouble(*args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("monitoring.intake.progress.cache.set", trouble)
    assert checked(cast.north, ROWS).state == "accepted"
