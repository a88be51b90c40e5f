"""The outbox's doors to intake, and the sweeper's beat."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from districts.wall import across_districts, in_job
from monitoring.intake import actions, files, past, queries

EVERYBODYS = "intake: the directory of districts and schools is everybody's"


def check_upload(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.check_upload`: {upload_id}. Delivered twice, or late, it changes nothing more."""
    with across_districts(reason=EVERYBODYS):
        known = past.read_known()
    upload = actions.check_upload(upload_id=payload["upload_id"], district_id=district_id, known=known)
    if queries.names_organizations(upload):
        with across_districts(reason=EVERYBODYS):
            actions.update_directory(upload=upload)


def set_aside(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    """The same topic, after the last attempt."""
    actions.set_aside(upload_id=payload["upload_id"], district_id=district_id, reason=reason)


def remove_original(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `intake.remove_original`: {upload_id}. Delivered twice, or late, it changes nothing more."""
    actions.remove_original(upload_id=payload["upload_id"], district_id=district_id)


@shared_task
def sweep_files() -> int:
    """Destroy what kills have left behind; a tenant's files in its own scope."""
    swept = files.clear_workplaces()
    for district_id in files.tenants_with_files():
        with in_job(district_id):
            swept += actions.sweep_files(district_id=district_id)
    return swept
