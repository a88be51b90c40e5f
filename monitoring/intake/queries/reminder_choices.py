"""Whether districts want reminders that are sent by themselves."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from monitoring.intake.models import ReminderChoice


def wishes_reminders(district: int | OuterRef) -> Coalesce:
    """For a query of districts: its latest word, yes until there is one. To be made in the scope of the query."""
    said = ReminderChoice.objects.filter(district_id=district).order_by("-id").values("is_on")
    return Coalesce(Subquery(said[:1]), Value(True))
