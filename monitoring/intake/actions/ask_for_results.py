"""Results are asked for, in the transaction that makes them out of date."""

from __future__ import annotations

from collections.abc import Iterable

from districts.outbox import enqueue
from monitoring.analysis.experiences.reads import SCHEDULES, STUDENTS
from monitoring.analysis.people.staff_year import OF_PERSONS
from monitoring.intake.certification.catalogue import OF_FIGURES
from monitoring.intake.topics import EXPERIENCES_TOPIC, INDEX_TOPIC, RECOMPUTE_TOPIC

ADDED_UP = (*OF_PERSONS, "climate_survey")  # of which figures are computed first
OF_EXPERIENCES = (*OF_PERSONS, STUDENTS, SCHEDULES)


def ask_for_results(district_id: int, *, trigger: str = "upload") -> None:
    """One promise a tenant. What is out of date is found when it is kept, so many uploads in a minute cost one run."""
    enqueue(topic=RECOMPUTE_TOPIC, key="all", payload={"trigger": trigger}, district_id=district_id)


def ask_for_people(district_id: int) -> None:
    """The same where persons have to be added up first."""
    enqueue(topic=INDEX_TOPIC, key="all", payload={}, district_id=district_id)


def ask_for_experiences(district_id: int) -> None:
    """The same where students' experiences with teachers are others by it."""
    enqueue(topic=EXPERIENCES_TOPIC, key="all", payload={}, district_id=district_id)


def ask_for_results_of(datasets: Iterable[str], district_id: int) -> None:
    """What rows of these datasets make out of date, if anything."""
    changed = set(datasets)
    if changed.intersection(OF_FIGURES):
        ask_for_results(district_id)
    if changed.intersection(ADDED_UP):
        ask_for_people(district_id)
    if changed.intersection(OF_EXPERIENCES):
        ask_for_experiences(district_id)
