"""What a definition would move, computed beside what is in force."""

import uuid

from django.db import models

from districts.trouble import sentence_of


class DualRun(models.Model):
    """Grain: one dual run of a version of a measure's definition. `files_hash`: of all that it rests on; `comparison`:
    as dual_runs.comparison has it. Names districts, so it is the agency's alone.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Under way"
        DONE = "done", "Done"
        GIVEN_UP = "given_up", "Given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")  # a code of districts.trouble
    files_hash = models.CharField(max_length=64, blank=True, default="")
    comparison = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["measure", "version", "asked_at"], name="results_dualrun_latest")]

    def __str__(self) -> str:
        return f"Dual run of {self.measure}.{self.version}"

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def why(self) -> str:
        return sentence_of(self.reason)
