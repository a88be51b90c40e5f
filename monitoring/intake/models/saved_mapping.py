"""How a district's own export is read."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from districts.wall import TenantModel
from monitoring.intake.mapping.column_mapping import ColumnMapping, read_matches
from monitoring.intake.reports.catalogue import REPORTS


class SavedMapping(TenantModel):
    """One version of a mapping, never changed: a change is a new row, and so is its end. The latest counts.

    `mapping`: what all versions have in common; `matches`: as column_mapping.as_stored gives them; `headings`: all of
    the export, matched or not, to choose from when it is changed.
    """

    mapping = models.UUIDField(default=uuid.uuid4)
    version = models.SmallIntegerField()
    name = models.CharField(max_length=80)
    layout = models.CharField(max_length=40)
    headings = models.JSONField(default=list)
    matches = models.JSONField(default=list)
    is_retired = models.BooleanField(default=False)
    saved_by_name = models.CharField(max_length=150)
    saved_at = models.DateTimeField(db_default=Now(), editable=False)  # the clock that tells when a file came

    class Meta:
        ordering = ["mapping", "version"]
        constraints = [
            models.UniqueConstraint(fields=["district", "mapping", "version"], name="intake_savedmapping_version"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def layout_title(self) -> str:
        return REPORTS[self.layout].title if self.layout in REPORTS else self.layout

    @cached_property
    def as_value(self) -> ColumnMapping:
        """As examinations get it."""
        return ColumnMapping(self.layout, read_matches(self.matches), self.name, self.version, self.pk)
