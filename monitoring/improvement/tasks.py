"""What is done in this room without a person."""

from __future__ import annotations

from districts.wall import across_districts

from . import actions


def ship_strategies() -> int:
    """Named in settings.EQP_SHIPPED. Done again it changes nothing. Returns how many were stored."""
    with across_districts(reason="strategies: what the program ships"):
        return actions.ship_strategies()
