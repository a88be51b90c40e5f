"""What to put into the parts of an address, for a tenant's own object, another's and one that is not there.

A part is looked up by "<route name>.<part>" and then by its own name. Rooms add theirs in
`tests/<room>/wall_objects.py`, as PARTS = {"upload_id": lambda tenant: …}: called in a scope that crosses districts,
it gives the value for an object of that tenant (the agency too), and makes the object if there is none. Where objects
belong to one member, it takes the member's role as well: `lambda tenant, role: …`. A value that is the same for every
tenant is a word, not an object.
"""

import pkgutil
import re
import uuid
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any

import tests
from districts.wall import across_districts
from tests.architecture.addresses import Address
from tests.districts.cast import Tenant

Supplier = Callable[..., Any]


class NoObject(LookupError):
    """Nobody has said what to put into a part."""


@cache
def read_parts() -> dict[str, Supplier]:
    """All rooms' suppliers together."""
    found: dict[str, Supplier] = {}
    for room in pkgutil.iter_modules(tests.__path__):
        if room.ispkg and find_spec(f"tests.{room.name}.wall_objects"):
            found |= import_module(f"tests.{room.name}.wall_objects").PARTS
    return found


def parts_for(address: Address, tenant: Tenant, role: str) -> dict[str, Any]:
    """The parts of the address for objects of this tenant, or of its member with this role."""
    suppliers = read_parts()
    values = {}
    with across_districts(reason="tests: objects for addresses"):
        for part in address.parts:
            supply = suppliers.get(f"{address.name}.{part}") or suppliers.get(part)
            if supply is None:
                raise NoObject(how_to_add(address, part))
            values[part] = supply(tenant, role) if len(signature(supply).parameters) == 2 else supply(tenant)
    return values


def missing_like(value: Any) -> Any:
    """A value of the same form that names nothing."""
    if isinstance(value, int):
        return 999_999_999
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=1)
    return re.sub(r"\d{8}", "99990000", value) if isinstance(value, str) else value


def how_to_add(address: Address, part: str) -> str:
    names = address.view.__module__.split(".")
    room = names[1] if names[0] == "monitoring" else names[0]
    return (
        f"{address}: no value for its part {part!r}. Add to PARTS in tests/{room}/wall_objects.py:\n"
        f'    "{part}": lambda tenant: …,   # the value for an object of this tenant'
    )
