"""The snapshots that runs read, described once, so that a number can be followed to its file without opening intake."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel


class SourceFields(models.Model):
    """Grain: a snapshot, with the runs that read it: from `first_run` to `last_run` (none while it is current).

    `exchanged`: ids of the measures or groups whose columns were read as the agency confirmed, not as they were named.
    """

    snapshot_id = models.UUIDField(primary_key=True)
    upload_id = models.UUIDField()
    file_name = models.CharField(max_length=255)
    report = models.CharField(max_length=60)
    dataset = models.CharField(max_length=40)
    school_year = models.SmallIntegerField(null=True)
    content_hash = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    exchanged = ArrayField(models.CharField(max_length=40), default=list)
    first_run = models.PositiveIntegerField()
    last_run = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True


class StateSource(SourceFields):
    """A snapshot of the state agency's. Shared: these are statewide reports, and every school's numbers come from
    them.
    """

    class Meta:
        ordering = ["school_year", "dataset", "snapshot_id"]
        indexes = [models.Index(fields=["first_run", "last_run"], name="results_statesource_runs")]


class DistrictSource(SourceFields, TenantModel):
    """A snapshot of a district's own upload, seen by that district and the state."""

    open_to_state = True

    class Meta:
        ordering = ["school_year", "dataset", "snapshot_id"]
        indexes = [models.Index(fields=["district", "first_run"], name="results_districtsource_runs")]
