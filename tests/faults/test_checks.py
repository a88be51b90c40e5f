"""The oracle sees what it is there to see: a sound city has no complaints, and each doctored one its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.checks import complaints
from tests.faults.files_sent import Content, Writer
from tests.faults.found import Found, Frozen, Stored
from tests.faults.ledger import Sent

NORTH = "00100000"
WRITER = Writer(1)
FILES = [WRITER.aggregates(NORTH, 2021), WRITER.aggregates(NORTH, 2021), WRITER.no_table()]
RESULTS = {"SchoolValue": "abc"}


def sent(number: int, content: Content) -> Sent:
    return Sent(number, NORTH, "Ann", content, key=f"key-{number}", answers=[0, 202], ids={f"upload-{number}"})


def stored(number: int, content: Content) -> Stored:
    frozen = [
        Frozen(dataset, year, rows.count, rows.sums, content.sha256, is_current=number == 2)
        for (dataset, year), rows in content.rows.items()
    ]
    return Stored(
        id=f"upload-{number}",
        district=NORTH,
        person="Ann",
        key=f"key-{number}",
        sha256=content.sha256,
        state=content.ends[0],
        has_ended=True,
        received_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        events=Counter({"upload.received": 1, "upload.checked": 1}),
        told=content.ends[0],
        job="done",
        attempts=1,
        frozen=tuple(frozen),
    )


LEDGER = [sent(number, content) for number, content in enumerate(FILES, start=1)]
UPLOADS = tuple(stored(number, content) for number, content in enumerate(FILES, start=1))
SOUND = Found(UPLOADS, computed=RESULTS, anew=RESULTS)


def with_second(**changes: object) -> Found:
    """The sound city with other facts about its second upload."""
    first, second, third = UPLOADS
    return replace(SOUND, uploads=(first, replace(second, **changes), third))  # type: ignore[arg-type]


def with_another(**changes: object) -> Found:
    """The sound city with its second upload twice."""
    return replace(SOUND, uploads=(*UPLOADS, replace(UPLOADS[1], **changes)))  # type: ignore[arg-type]


def frozen_of_second(**changes: object) -> tuple[Frozen, ...]:
    return tuple(replace(one, **changes) for one in UPLOADS[1].frozen)  # type: ignore[arg-type]


def older_stands() -> Found:
    first, second, third = UPLOADS
    current = tuple(replace(one, is_current=True) for one in first.frozen)
    return replace(
        SOUND,
        uploads=(replace(first, frozen=current), replace(second, frozen=frozen_of_second(is_current=False)), third),
    )


DOCTORED: dict[str, Callable[[], Found]] = {
    "acknowledged and not there": lambda: replace(SOUND, uploads=UPLOADS[:2]),
    "another file than was sent": lambda: with_second(sha256=FILES[0].sha256),
    "doubled: file 2 with one key": lambda: with_another(id="more"),
    "there and not acknowledged": lambda: with_another(person="Eve"),
    "not ended": lambda: with_second(state="received", has_ended=False, job="waiting"),
    "set aside too early": lambda: with_second(state="quarantined", attempts=2),
    "wrong end": lambda: with_second(state="refused", told="refused"),
    "events differ: upload upload-2 is accepted, 2 checks": lambda: with_second(
        events=Counter({"upload.received": 1, "upload.checked": 2})
    ),
    "events differ: upload upload-2 was received 0 times": lambda: with_second(events=Counter({"upload.checked": 1})),
    "other rows": lambda: with_second(frozen=frozen_of_second(rows=12)),
    "other rows: upload upload-2 has 6 rows {'numerator': 1": lambda: with_second(
        frozen=frozen_of_second(sums={"numerator": 1, "denominator": 1})
    ),
    "doubled: upload upload-2 has two snapshots": lambda: with_second(frozen=frozen_of_second() * 2),
    "not what the newest file says": older_stands,
    "a file without a row": lambda: replace(SOUND, strays=("uploads/1/ab/abc",)),
    "a row without its file": lambda: replace(SOUND, lost=("the file is gone",)),
    "unfinished": lambda: replace(SOUND, unfinished_jobs=1),
    "the record is not whole": lambda: replace(SOUND, broken_chains=("00100000: event 3 was changed",)),
    "results are out of date": lambda: replace(SOUND, forgotten=True),
    "results differ": lambda: replace(SOUND, anew={"SchoolValue": "other"}),
}


def test_nothing_is_said_of_a_sound_city() -> None:
    assert complaints(LEDGER, SOUND) == []


@pytest.mark.parametrize("told", DOCTORED)
def test_what_is_lost_doubled_invented_or_left_is_told(told: str) -> None:
    assert any(one.startswith(told) for one in complaints(LEDGER, DOCTORED[told]()))


def test_what_got_no_answer_may_be_there_and_what_was_cut_or_refused_may_not() -> None:
    for answers, cut, is_fine in (([0], False, True), ([503], False, True), ([0], True, False), ([400], False, False)):
        ledger = [*LEDGER[:2], replace(LEDGER[2], ids=set(), answers=answers, cut=cut)]
        assert (complaints(ledger, SOUND) == []) is is_fine
