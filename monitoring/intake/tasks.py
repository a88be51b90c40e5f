"""The outbox's door to checking."""

from __future__ import annotations

from typing import Any

from monitoring.intake import actions


def check_upload(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.check_upload`: {upload_id}. Delivered twice, or late, it changes nothing more."""
    actions.check_upload(upload_id=payload["upload_id"])
