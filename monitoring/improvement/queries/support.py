"""How the agency has supported a district's evaluation system, for the district and for ESE."""

from __future__ import annotations

from django.db.models import QuerySet

from districts.models import District

from ..models import EvaluationSupport


def support_of(district: District) -> QuerySet[EvaluationSupport]:
    """The latest first."""
    return EvaluationSupport.objects.filter(about=district)
