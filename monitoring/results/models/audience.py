"""Rows of the state that not everybody sees whole."""

from __future__ import annotations

from typing import Any

from django.db import models

from districts.wall import current_scope
from monitoring.analysis.audience import AGENCY, DISTRICTS, EVERYBODY


class RowsInSight(models.Manager[Any]):
    """Of a figure that rests on few districts, in a district's scope the row without it, elsewhere the row with it."""

    def get_queryset(self) -> models.QuerySet[Any]:
        scope = current_scope()
        of_a_district = scope is not None and scope.kind in ("district", "job")
        return super().get_queryset().exclude(seen_by=AGENCY if of_a_district else DISTRICTS)


class SeenBy(models.Model):
    """For whose eyes a row is. A figure of few districts has two rows of the same grain: one for the agency, and for
    districts one that says why they do not see it.
    """

    class Audience(models.TextChoices):
        EVERYBODY = EVERYBODY, "Everybody"
        AGENCY = AGENCY, "The state agency"
        DISTRICTS = DISTRICTS, "Districts"

    seen_by = models.CharField(max_length=12, choices=Audience.choices)

    objects = RowsInSight()

    class Meta:
        abstract = True
