"""Rows of the state that not everybody sees whole."""

from __future__ import annotations

from typing import Any

from django.db import models

from districts.wall import OutsideScope, current_scope
from monitoring.analysis.audience import AGENCY, DISTRICTS, EVERYBODY

SEE_ALL = ("state", "worker")  # the kinds of scope in which figures that rest on few districts are in sight


def sees_all_rows() -> bool:
    scope = current_scope()
    return scope is not None and scope.kind in SEE_ALL


class RowsInSight(models.Manager[Any]):
    """Of a figure that rests on few districts, in the state's scope and the worker's the row with it, else the row
    without it. Row-level security says the same (migration 0002).
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        return self._seen_by(AGENCY if sees_all_rows() else DISTRICTS)

    def as_seen_by(self, *audiences: str) -> models.QuerySet[Any]:
        """Of these audiences, whoever asks, for what is kept of each. Raises OutsideScope where a scope has only its
        own rows in sight.
        """
        if not sees_all_rows():
            raise OutsideScope(f"{self.model._meta.label}: rows of other audiences are the state's and the worker's")
        return self._seen_by(*audiences)

    def _seen_by(self, *audiences: str) -> models.QuerySet[Any]:
        return super().get_queryset().filter(seen_by__in=(EVERYBODY, *audiences))


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
        base_manager_name = "objects"
