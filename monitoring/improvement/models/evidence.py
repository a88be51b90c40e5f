"""Files that show how a strategy goes: the district's alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from districts.wall import TenantModel

from .adoption import Signed
from .progress import Progress


class EvidenceFile(Signed, TenantModel):
    """Grain: (entry of the log, number). Its bytes are kept, sealed, under `stored_name`, until it is `removed_at`;
    then they are destroyed, and that there was one stays on record.
    """

    is_sealed: ClassVar[bool] = True

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["progress_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "progress", "number"], name="improvement_evidencefile_number")
        ]

    def __str__(self) -> str:
        return self.file_name
