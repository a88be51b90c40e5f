"""The outbox's door to recomputing."""

from __future__ import annotations

from typing import Any

from . import actions


def recompute(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `results.recompute`. What is out of date is found anew each time, so many requests at once cost one run."""
    actions.recompute(trigger=str(payload.get("trigger", "upload")))
