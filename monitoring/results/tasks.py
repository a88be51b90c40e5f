"""The outbox's door to recomputing, and the beat that asks for what nobody has asked for."""

from __future__ import annotations

import uuid
from typing import Any

from celery import shared_task

from districts.wall import across_districts

from . import actions
from .dual_runs import asking
from .experiences import computing, of_state
from .people import adding_up, index


def recompute(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `results.recompute`. What is out of date is found anew each time, so many requests at once cost one run."""
    actions.recompute(trigger=str(payload.get("trigger", "upload")))


def index_people(*, district_ids: list[int]) -> None:
    """Topic `results.index_people`. Delivered twice it changes nothing more."""
    index.index_people(district_ids=district_ids)


def add_up_people(*, district_ids: list[int]) -> None:
    """Topic `results.add_up_people`: whatever is out of date of the districts' sums. Delivered twice it changes
    nothing more.
    """
    adding_up.add_up_people(district_ids=district_ids)


def compute_experiences(*, district_ids: list[int]) -> None:
    """Topic `results.experiences`. Delivered twice it changes nothing more."""
    computing.compute_experiences(district_ids=district_ids)
    actions.no_longer_delayed()


def add_up_experiences(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `results.experiences_of_state`. Delivered twice it changes nothing more."""
    of_state.add_up_experiences(school_year=int(payload["school_year"]))
    actions.no_longer_delayed()


def set_aside(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    """The topics of figures in force, after the last attempt."""
    actions.set_aside(district_id=district_id, reason=reason)


def run_dual_run(*, district_id: int, payload: dict[str, Any]) -> None:
    """Topic `results.dual_run`. Delivered twice it changes nothing more."""
    asking.run_dual_run(dual_run_id=uuid.UUID(str(payload["dual_run"])))


def give_up_dual_run(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    asking.give_up(dual_run_id=uuid.UUID(str(payload["dual_run"])), reason=reason)


@shared_task
def ask_where_stale() -> bool:
    with across_districts(reason="results: districts are compared with each other"):
        promised = index.ask_where_people_are_stale() + computing.ask_where_experiences_are_stale()
        return actions.ask_where_stale() or promised > 0
