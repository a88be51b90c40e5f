"""How far a check has come, told while its transaction is still open. Kept in the cache: losing it loses nothing."""

from __future__ import annotations

import contextlib
import time
import uuid
from dataclasses import asdict, dataclass

from django.core.cache import cache

LIVES = 15 * 60  # seconds
PAUSE = 0.3  # seconds between two notes of one stage
STAGES = ("reading", "checking", "storing")


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps of a stage. Of a stage that is one step nobody can say how far it is."""

    stage: str
    done: int
    total: int


def tell(upload_id: uuid.UUID, stage: str, done: int, total: int) -> None:
    """Note how far the check is. A cache that does not answer is no reason to stop."""
    with contextlib.suppress(Exception):
        cache.set(_key(upload_id), asdict(Progress(stage, done, total)), LIVES)


class Teller:
    """Tells of one check: nothing of one that is over in a moment, then a new stage at once and its steps a few times a
    second at most, for each telling costs a write to the cache.
    """

    def __init__(self, upload_id: uuid.UUID) -> None:
        self.upload_id, self.stage = upload_id, ""
        self.begin_at = self.next_at = time.monotonic() + PAUSE

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self.begin_at or (stage == self.stage and now < self.next_at):
            return
        self.stage, self.next_at = stage, now + PAUSE
        tell(self.upload_id, stage, done, total)

    def forget(self) -> None:
        """What was told, if anything was, holds no longer."""
        if self.stage:
            forget(self.upload_id)


def forget(upload_id: uuid.UUID) -> None:
    with contextlib.suppress(Exception):
        cache.delete(_key(upload_id))


def progress_of(upload_id: uuid.UUID) -> Progress | None:
    """How far the check is, where it is under way and the cache knows."""
    try:
        told = cache.get(_key(upload_id))
    except Exception:
        return None
    return Progress(**told) if told else None


def _key(upload_id: uuid.UUID) -> str:
    return f"intake:progress:{upload_id}"
