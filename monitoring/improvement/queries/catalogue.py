"""Strategies that can be adopted, each with its newest version."""

from __future__ import annotations

from dataclasses import dataclass

from districts.models import District
from monitoring.analysis.strategies.catalogue import Tier

from ..models import OwnStrategy, OwnStrategyVersion, Resource, Strategy, StrategyVersion


@dataclass(frozen=True)
class Listed:
    """A strategy of the catalogue as it reads now, or in an earlier version."""

    strategy: Strategy
    version: StrategyVersion

    @property
    def is_key(self) -> bool:
        return self.strategy.tier == Tier.KEY


def strategies_for_all() -> list[Listed]:
    """The catalogue in its order, without what is offered no more. One query."""
    return [one for one in strategies_ever() if one.strategy.retired_on is None]


def strategies_ever() -> list[Listed]:
    """The same, with what is offered no more. One query."""
    newest = StrategyVersion.objects.order_by("strategy_id", "-version").distinct("strategy_id")
    found = (Listed(one.strategy, one) for one in newest.select_related("strategy"))
    return sorted(found, key=lambda one: (not one.is_key, one.strategy.place))


def strategy_by_key(key: str) -> tuple[Strategy, list[StrategyVersion]] | None:
    """A strategy, and all its versions, newest first; None where there is none. One query."""
    versions = list(StrategyVersion.objects.filter(strategy__key=key).select_related("strategy"))
    return (versions[0].strategy, versions) if versions else None


def own_strategies_of_district(district: District) -> list[OwnStrategyVersion]:
    """The district's own, by number, in their newest versions. One query."""
    newest = OwnStrategyVersion.objects.filter(district=district).order_by("own_id", "-version").distinct("own_id")
    return sorted(newest.select_related("own"), key=lambda one: one.own.number)


def own_strategy_by_number(district: District, number: int) -> tuple[OwnStrategy, list[OwnStrategyVersion]] | None:
    """One of them, and all its versions, newest first; None where there is none. One query."""
    versions = list(OwnStrategyVersion.objects.filter(district=district, own__number=number).select_related("own"))
    return (versions[0].own, versions) if versions else None


def resources_for_all(key: str | None = None) -> list[Resource]:
    """The library; of use for one strategy, with a key. One query."""
    found = Resource.objects.filter(is_retired=False)
    return list(found.filter(strategies__contains=[key]) if key else found)
