"""Every address of the product, from Django's own resolver, with what its view declares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from districts.access import Access, declared_access

# Views of others, which can declare nothing here: sign-in pages and health checks. They show no tenant's rows.
UNDECLARED = ("accounts/", "healthz", "readyz")


@dataclass(frozen=True)
class Address:
    """A route with the names of the parts that its pattern takes."""

    route: str
    name: str | None
    view: Callable[..., Any]
    parts: tuple[str, ...]

    @property
    def access(self) -> Access | None:
        return declared_access(self.view)

    @property
    def realm(self) -> str:
        """Whose address it is: a district's, the state's, the API's, or nobody's ('open')."""
        for start, realm in (("d/<", "district"), ("state/", "state"), ("api/v1/", "api")):
            if self.route.startswith(start):
                return realm
        return "open"

    def __str__(self) -> str:
        return f"/{self.route}"


def our_addresses() -> list[Address]:
    return [address for address in all_addresses() if not address.route.startswith(UNDECLARED)]


def all_addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, before: str, parts: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        taken = (*parts, *getattr(entry.pattern, "converters", {}))
        if isinstance(entry, URLPattern):
            yield Address(route.lstrip("^").rstrip("$"), entry.name, entry.callback, taken)
        else:
            yield from _walk(entry, route, taken)


def declaration_faults(address: Address) -> list[str]:
    """What is wrong with how a view says who may see it."""
    if address.name is None:
        return [f"{address}: give the route a name"]
    if address.access is None:
        return [f"{address}: its view does not say who may see it; put @needs(…) of districts.access on it"]
    if address.realm in ("district", "state") and address.access.kind != "member":
        return [
            f"{address}: stands under a tenant's address, so it must need a permission, not be {address.access.kind}"
        ]
    if address.realm == "open" and address.access.kind == "member":
        return [f"{address}: needs a permission, so it belongs under a tenant's address"]
    return []
