"""The strategies that the program ships are stored when a database is set up."""

from __future__ import annotations

from districts.audit import SYSTEM
from districts.locks import Lock, wait_for
from monitoring.analysis.strategies.catalogue import shipped_resources, shipped_strategies

from ..models import Resource, Strategy, StrategyVersion
from ..models.strategy import fields_of

WHY = "As the program ships it: a start, for the agency to write on."


def ship_strategies() -> int:
    """Store those that are not there, and resources for them where there are none yet. What is stored stays as it is.
    Called within `across_districts`. Returns how many strategies.
    """
    wait_for(Lock.STRATEGIES)
    known = set(Strategy.objects.values_list("key", flat=True))
    missing = [(place, one) for place, one in enumerate(shipped_strategies(), start=1) if one.id not in known]
    for place, one in missing:
        made = Strategy.objects.create(key=one.id, tier=one.tier.value, place=place)
        StrategyVersion.objects.create(strategy=made, version=1, by_name=SYSTEM, why=WHY, **fields_of(one.words))
    if not Resource.objects.exists():
        Resource.objects.bulk_create(Resource(**vars(one)) for one in shipped_resources())
    return len(missing)
