"""What is not there: not submitted. Shown as such, never as zero."""

from __future__ import annotations

from django.db.models import QuerySet

from districts.models import District
from districts.natural_order import natural
from monitoring.analysis import reasons

from ..models import SchoolValue


def not_submitted_for_its_members(district: District, year: int) -> QuerySet[SchoolValue]:
    """A district's schools and measures without figures that were to be submitted for the year, by school. One query,
    with the schools.
    """
    annual = SchoolValue.objects.filter(school_year=year, window="1", reason=reasons.NOT_SUBMITTED)
    own = annual.filter(district=district).select_related("school")
    return own.order_by(natural("school__name"), "measure")
