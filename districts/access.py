"""What a view needs, said on the view itself.

`TenantMiddleware` refuses a tenant's view that says nothing, and the tests of the wall read the same words to know
what to expect of every address. One of these stands on every view:

    @needs("upload.view", POST="upload.create")     a member of the tenant in the address, with the permission
    @signed_in                                      anyone who has signed in
    @open_to_all                                    anyone
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.core.exceptions import PermissionDenied

from districts.roles import PERMISSIONS, HasRole, may
from districts.wall import current_scope

if TYPE_CHECKING:
    from districts.models import Membership

View = TypeVar("View", bound=Callable[..., Any])

OF_PEOPLE = frozenset({"people.invite", "audit.view", "tokens.manage"})
READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Access:
    """`permissions` by HTTP method. '*' is for those not named: all of them, or where a writing method is named, the
    reading ones, so that a permission to look never covers a method that nobody thought of.
    """

    kind: Literal["member", "signed_in", "open"]
    permissions: tuple[tuple[str, str], ...] = ()

    def permission(self, method: str) -> str | None:
        """The permission for a method; None where nobody has it."""
        found = dict(self.permissions)
        covers_all = len(found) == 1 or method in READING
        return found.get(method, found.get("*") if covers_all else None)

    def allows(self, membership: HasRole | None, method: str) -> bool:
        permission = self.permission(method)
        return permission is not None and may(membership, permission)


def has_access(access: Access, membership: "Membership | None", method: str) -> bool:
    """Whether a member gets what a view declares, by page and by program alike. In the agency, files and figures are
    for those who see the state's; its administrator sees to its people.
    """
    if membership is None or not access.allows(membership, method):
        return False
    own_people = access.permission(method) in OF_PEOPLE
    return own_people or not membership.district.is_state or may(membership, "state.view")


def refuse_stranger(by: "Membership", permission: str, kind: str = "district") -> None:
    """For actions: raise where the scope is not of this kind and the member's own, or the member may not."""
    scope = current_scope()
    is_own = scope is not None and scope.kind == kind and scope.district_id == by.district_id
    if not is_own or not may(by, permission):
        raise PermissionDenied(permission)


def needs(permission: str, **by_method: str) -> Callable[[View], View]:
    """The permission a member needs, for all methods or, by keyword, for one of them."""
    for word in (permission, *by_method.values()):
        if word not in PERMISSIONS:
            raise ValueError(f"{word!r} is no permission; add it to districts.roles.PERMISSIONS")
    return _declare(Access("member", (("*", permission), *by_method.items())))


def signed_in(view: View) -> View:
    return _declare(Access("signed_in"))(view)


def open_to_all(view: View) -> View:
    return _declare(Access("open"))(view)


def declared_access(view: Callable[..., Any]) -> Access | None:
    """What a resolved view, a function or the `as_view()` of a class, declares."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        found = getattr(holder, "access", None)
        if isinstance(found, Access):
            return found
    return None


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark
