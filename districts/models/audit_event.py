"""What was done, by whom, when: append-only."""

from django.db import models

from districts.wall import TenantModel


class AuditEvent(TenantModel):
    """One act. Each event's hash covers the one before it in its district; UPDATE, DELETE and TRUNCATE raise.

    Written by `districts.audit.record` only. `number` counts from 1 in each district, without holes.
    """

    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["district", "number"], name="districts_auditevent_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.actor_name} {self.verb} {self.object_type} {self.object_id}"
