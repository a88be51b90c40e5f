"""A run: one pass from current snapshots to values, bands and gaps."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Run(models.Model):
    """Grain: one pass over some school years of the whole state.

    Shared by every tenant, so it names no district and no person. Written in the transaction that writes its results:
    a run that failed leaves nothing. A value, band or gap names the run that last changed it; later runs that found
    the same left it as it was. `school_years` are those it computed; `inputs` holds a hash of all that each school year
    depends on, of every year known at the time, so the next run can tell which years have changed. `files`: how many
    files it was the first to read anything of. `measures`: of the state's those that may be others by it,
    where nothing is but these and figures of districts whose files are; null where anything may be. `years`: which
    there are to see (queries/years_to_see.py).
    """

    class State(models.TextChoices):
        DONE = "done", "Done"
        UNCHANGED = "unchanged", "Nothing had changed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    school_years = ArrayField(models.SmallIntegerField())
    trigger = models.CharField(max_length=40)
    inputs = models.JSONField()
    years = models.JSONField(default=dict)
    inputs_hash = models.CharField(max_length=64)
    definitions_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=State.choices)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    files = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    measures = ArrayField(models.CharField(max_length=24), null=True)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Run {self.number}"
