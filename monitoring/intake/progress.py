"""How far a check has come, told while its transaction is still open. Kept in the cache: losing it loses nothing."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import asdict, dataclass

from django.core.cache import cache

LIVES = 15 * 60  # seconds
STAGES = ("reading", "checking", "storing")


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps of a stage."""

    stage: str
    done: int
    total: int


def tell(upload_id: uuid.UUID, stage: str, done: int, total: int) -> None:
    """Note how far the check is. A cache that does not answer is no reason to stop."""
    with contextlib.suppress(Exception):
        cache.set(_key(upload_id), asdict(Progress(stage, done, total)), LIVES)


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
