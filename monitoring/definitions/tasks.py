"""What is done to definitions without a person: those that the program ships are stored when a database is set up."""

from __future__ import annotations

from districts.wall import across_districts

from . import actions


def ship_definitions() -> int:
    """Named in settings.EQP_SHIPPED. Done again it changes nothing. Returns how many were stored."""
    with across_districts(reason="definitions: what the program ships"):
        return actions.ship_definitions()
