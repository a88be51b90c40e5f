"""Results are asked for, in the transaction that makes them out of date."""

from __future__ import annotations

from districts.outbox import enqueue
from monitoring.intake.topics import RECOMPUTE_TOPIC


def ask_for_results(district_id: int, *, trigger: str = "upload") -> None:
    """One promise a tenant. What is out of date is found when it is kept, so many uploads in a minute cost one run."""
    enqueue(topic=RECOMPUTE_TOPIC, key="all", payload={"trigger": trigger}, district_id=district_id)
