"""What is done in this room without a person."""

from __future__ import annotations

from districts.wall import across_districts

from . import actions
from .demo.show import find_cast, tell


def ship_strategies() -> int:
    """Named in settings.EQP_SHIPPED. Done again it changes nothing. Returns how many were stored."""
    with across_districts(reason="strategies: what the program ships"):
        return actions.ship_strategies()


def ship_causes() -> int:
    """Named in settings.EQP_SHIPPED, after the strategies that they name."""
    with across_districts(reason="causes: what the program ships"):
        return actions.ship_causes()


def show_strategies() -> None:
    """Named in settings.EQP_DEMO."""
    with across_districts(reason="demo: whose strategies are shown"):
        cast = find_cast()
    if cast:
        tell(cast)
