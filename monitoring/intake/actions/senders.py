"""Who may say what becomes of a tenant's own files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from districts.models import Membership
from districts.roles import may
from districts.wall import current_scope


def refuse_other_senders(by: Membership) -> None:
    """Raises PermissionDenied but for a member who may send files, inside the scope of their own tenant."""
    scope = current_scope()
    is_own = scope is not None and scope.kind in ("district", "state") and scope.district_id == by.district_id
    if not is_own or not may(by, "upload.create"):
        raise PermissionDenied("upload.create")
