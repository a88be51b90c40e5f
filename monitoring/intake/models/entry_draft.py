"""Rows that somebody is typing in and has not sent yet."""

import uuid

from django.db import models

from districts.wall import TenantModel


class EntryDraft(TenantModel):
    """What was typed so far of one layout, sealed for the tenant (entry/kept.py): nothing of it can be read in the
    database. `key` is known to the page before there is a row; `version` counts how often it was kept; `mends` is the
    typed upload whose rows it began with. Sent or thrown away it is gone, and 30 days after it was kept last.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    layout = models.CharField(max_length=40)
    sealed = models.BinaryField()
    rows = models.SmallIntegerField(default=0)  # in which anything stands
    version = models.IntegerField(default=1)
    mends = models.ForeignKey(
        "intake.Upload", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "layout", "key"], name="intake_entrydraft_one_a_key"),
            models.UniqueConstraint(fields=["district", "mends"], name="intake_entrydraft_one_a_mended"),
        ]

    def __str__(self) -> str:
        return f"{self.layout}: {self.rows}"
