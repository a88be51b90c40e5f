"""Numbers that moved: what a run found to be another number than the run before."""

from __future__ import annotations

from django.db import models

from districts.wall import TenantModel
from monitoring.analysis.measure import MEAN

from .audience import SeenBy
from .edition import Edition
from .runs import Run


class MoveFields(models.Model):
    """Grain: a value, a share or a gap that stood before a run and is another number after it, or none (`reason` says
    why); written in the transaction of the run. What is new is no move.

    `was` and `now`: a value's rate, a share in percent, a gap's difference. What names the number is blank where it has
    no part in its name.
    """

    class Kind(models.TextChoices):
        GAP = "gap", "Gaps"
        VALUE = "value", "Values"
        SHARE = "share", "Shares of student groups"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    method = models.CharField(max_length=2, blank=True)
    scope = models.CharField(max_length=12, blank=True)
    partition = models.CharField(max_length=12, blank=True)
    school_year = models.SmallIntegerField()
    window = models.CharField(max_length=12, blank=True)
    measure = models.CharField(max_length=24, blank=True)
    group = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    was = models.FloatField(null=True)
    was_reason = models.CharField(max_length=40, blank=True)
    now = models.FloatField(null=True)
    now_reason = models.CharField(max_length=40, blank=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True

    @property
    def by(self) -> float | None:
        """By how much it moved; None where there was, or is, no number."""
        return None if self.was is None or self.now is None else self.now - self.was

    @property
    def is_mean(self) -> bool:
        return self.unit.endswith(MEAN)


class StateMove(SeenBy, MoveFields):
    """Of a number of the state: of what the agency sees and of what districts see, one row for both where that is the
    same. Where districts see the number no more, what it was is the agency's alone.
    """

    class Meta:
        indexes = [models.Index(fields=["run", "kind"], name="results_statemove_page")]


class DistrictMove(MoveFields, Edition, TenantModel):
    """Of a number of a district, or of one of its schools; preliminary where either of its two numbers was."""

    open_to_state = True

    school = models.ForeignKey(
        "districts.School", null=True, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["district", "run", "kind"], name="results_districtmove_page"),
            models.Index(fields=["run", "kind"], name="results_districtmove_run"),
        ]
