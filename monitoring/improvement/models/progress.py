"""How a district gets on with a strategy: milestones, and entries of a log that nothing is taken out of."""

from __future__ import annotations

from django.db import models

from districts.wall import TenantModel

from .adoption import Adoption, Signed


class Milestone(Signed, TenantModel):
    """Grain: (adoption, number). Whether it was reached or given up stands in the log."""

    open_to_state = True

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="milestones", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due = models.DateField()

    class Meta:
        ordering = ["adoption_id", "due", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "adoption", "number"], name="improvement_milestone_number")
        ]

    def __str__(self) -> str:
        return self.title


class Progress(Signed, TenantModel):
    """Grain: (adoption, number): an entry of the log, of a `day`. `fidelity`: how far what is done is what was meant,
    from 0 to 3. The agency reads it unless it is `kept_here`.
    """

    open_to_state = True

    class Fidelity(models.IntegerChoices):
        NOT_BEGUN = 0, "0: not begun"
        PARTLY = 1, "1: in parts"
        MOSTLY = 2, "2: mostly as meant"
        FULLY = 3, "3: fully as meant"

    class Status(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        BEHIND = "behind", "Behind, and we know what to do"
        STUCK = "stuck", "Stuck: help is welcome"

    class Risk(models.TextChoices):
        LOW = "low", "Low"
        SOME = "some", "Some"
        HIGH = "high", "High"

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached"
        GIVEN_UP = "given_up", "Given up"

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="progress", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    fidelity = models.PositiveSmallIntegerField(choices=Fidelity.choices, null=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    risk = models.CharField(max_length=4, choices=Risk.choices, blank=True)
    text = models.TextField(blank=True)
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    kept_here = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "progress"
        ordering = ["adoption_id", "-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "adoption", "number"], name="improvement_progress_number"),
            models.CheckConstraint(
                condition=models.Q(fidelity=None) | models.Q(fidelity__lte=3), name="improvement_fidelity"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(milestone__isnull=False),
                name="improvement_outcome_of_milestone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} on {self.day}"
