"""A district's figures as its files say them, and as it has certified them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from districts.wall import TenantManager, current_scope
from districts.wall.querysets import TenantQuerySet, is_reachable
from monitoring.results.frames import CERTIFIED, CURRENT

EDITIONS = ((CURRENT, "As the files say"), (CERTIFIED, "As certified"))


class EditionsInSight(TenantManager):
    """A district reads what its files say now; everybody else what it has certified. Of the state's role, row-level
    security says the same (migration 0002).
    """

    def get_queryset(self) -> TenantQuerySet[Any]:
        rows, scope = super().get_queryset(), current_scope()
        if scope is None or not is_reachable(self.model, scope):
            return rows  # every method of it raises
        if scope.kind in ("district", "job"):
            return rows.filter(edition=CURRENT)
        return rows.filter(Q(edition=CERTIFIED) | Q(is_preliminary=False))


class Edition(models.Model):
    """Two rows of a grain at most: of the rows in force (`current`), and, where these are not certified, of what was
    (`certified`). `is_preliminary`: whether the current row says anything that nobody has certified; then it is the
    district's alone. What rests on the agency's files alone, or on years of which the district has certified all that
    stands, is never preliminary.
    """

    edition = models.CharField(max_length=9, choices=EDITIONS, default=CURRENT)
    is_preliminary = models.BooleanField(default=False)

    objects = EditionsInSight()

    class Meta:
        abstract = True
