"""The sealed content of drafts: the one place where it is sealed and opened."""

from __future__ import annotations

import io

from django.conf import settings

from districts.wall import OutsideScope, current_scope
from monitoring.intake.entry.typed import Typed, from_json, to_json
from monitoring.intake.models import EntryDraft
from monitoring.intake.sealing import sealed, unseal


def seal(typed: Typed, *, district_id: int) -> bytes:
    """For the tenant alone, as its files are."""
    return sealed(to_json(typed), master=settings.EQP_SEALING_KEY, district_id=district_id)


def opened(draft: EntryDraft) -> Typed:
    """What was typed, for the tenant's own scope. Raises SealBroken where it cannot be had."""
    scope = current_scope()
    if scope is None or scope.district_id != draft.district_id:
        raise OutsideScope(f"draft {draft.pk} cannot be opened from {scope}")
    content = io.BytesIO(bytes(draft.sealed))
    return from_json(b"".join(unseal(content, master=settings.EQP_SEALING_KEY, district_id=draft.district_id)))
