"""A district and a strategy: what it has decided, from which day on. Nothing is changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.roles import role_title
from districts.wall import TenantModel
from monitoring.analysis.strategies.adoption import NEEDS_REASON, Stage, Step

from .strategy import LONGEST_ID, OwnStrategy, Strategy

LONGEST_LEAD = 120
STAGES = [(one.value, one.label) for one in Stage]


class Adoption(TenantModel):
    """Grain: (district, number): one of the catalogue's strategies, or one of the district's own."""

    open_to_state = True

    number = models.PositiveSmallIntegerField()
    strategy = models.ForeignKey(Strategy, null=True, on_delete=models.PROTECT, related_name="+")
    own = models.ForeignKey(OwnStrategy, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        ordering = ["district_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="improvement_adoption_number"),
            models.CheckConstraint(
                condition=models.Q(strategy__isnull=False, own__isnull=True)
                | models.Q(strategy__isnull=True, own__isnull=False),
                name="improvement_adoption_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Adoption {self.number}"


class Signed(models.Model):
    """By whom something was recorded, and when."""

    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def role_title(self) -> str:
        return role_title(self.by_role)


class AdoptionStep(Signed, TenantModel):
    """Grain: (adoption, number): what holds `since` a day, until a step recorded later holds.

    `version`: of the strategy, as it was read. Terms: `schools` (org codes; none means the whole district), who leads
    it (an office or a role), `objectives` of the district that it serves, the gap it aims at (`measure`, `group`) and
    by how many percentage points, or the measure's own units, that is expected to get smaller `by_year`; what it
    costs in dollars and in hours of work a year. `reason`: why it was paused or ended; `unintended`: what came of it
    that nobody wanted.
    """

    open_to_state = True

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="steps", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=STAGES)
    since = models.DateField()
    version = models.PositiveSmallIntegerField()
    schools = ArrayField(models.CharField(max_length=8), blank=True)
    lead = models.CharField(max_length=LONGEST_LEAD, blank=True)
    objectives = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    measure = models.CharField(max_length=24, blank=True)
    group = models.CharField(max_length=LONGEST_ID, blank=True)
    change = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    by_year = models.SmallIntegerField(null=True)
    dollars = models.PositiveIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    is_pilot = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    unintended = models.TextField(blank=True)

    class Meta:
        ordering = ["adoption_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "adoption", "number"], name="improvement_step_number"),
            models.CheckConstraint(
                condition=~models.Q(stage__in=[one.value for one in NEEDS_REASON]) | ~models.Q(reason=""),
                name="improvement_step_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} since {self.since}"

    @property
    def stage_title(self) -> str:
        return Stage(self.stage).label


def steps_of(rows: Iterable[AdoptionStep]) -> list[Step]:
    """As analysis reads them. `rows`: of one adoption, in order."""
    return [Step(Stage(one.stage), one.since) for one in rows]
