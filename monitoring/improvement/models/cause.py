"""Causes of gaps: the state's library, which everybody reads, and what a district thinks and knows of its own gaps.
Nothing is changed afterwards; what was said last counts.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel
from monitoring.analysis.strategies.causes import LISTS, CauseWords, Confidence, EvidenceKind

from .adoption import Signed
from .strategy import LONGEST_ID

LONGEST_CAUSE = 60  # it stands in a box of a picture


class Cause(models.Model):
    """Grain: a cause of the state's library. Its `key` never changes. `place`: in the order of the library."""

    key = models.SlugField(max_length=LONGEST_ID, unique=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.key


class CauseVersion(models.Model):
    """Grain: (cause, version). What it says; see `analysis.strategies.causes.CauseWords`."""

    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LONGEST_CAUSE)
    text = models.TextField()
    dimensions = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    leads_to = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    strategies = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    why = models.TextField(blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cause_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["cause", "version"], name="improvement_causeversion_number")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def words(self) -> CauseWords:
        lists = {name: tuple(getattr(self, name)) for name in LISTS}
        return CauseWords(self.title, self.text, **lists)


def fields_of_cause(words: CauseWords) -> dict[str, Any]:
    """What a table holds of them."""
    return asdict(words) | {name: list(getattr(words, name)) for name in LISTS}


class GapStudy(Signed, TenantModel):
    """Grain: (district, number): a gap between the district's own schools whose causes it looks for. `objectives`: of
    the district, that closing it would serve.
    """

    number = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=24)
    group = models.CharField(max_length=LONGEST_ID)
    objectives = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)

    class Meta:
        verbose_name_plural = "gap studies"
        ordering = ["district_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="improvement_gapstudy_number"),
            models.UniqueConstraint(fields=["district", "measure", "group"], name="improvement_gapstudy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} by {self.group}"


class NamedCause(Signed, TenantModel):
    """Grain: (district, number): a cause that the district looks into, of however many gaps: one of the library, or one
    of its own with a title and text of its own. That one of the library is looked into is all that the agency reads of
    it, and that only where it is not `kept_here`.
    """

    open_to_state = True

    number = models.PositiveSmallIntegerField()
    cause = models.ForeignKey(Cause, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_CAUSE, blank=True)
    text = models.TextField(blank=True)
    kept_here = models.BooleanField(default=False)

    class Meta:
        ordering = ["district_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="improvement_namedcause_number"),
            models.UniqueConstraint(fields=["district", "cause"], name="improvement_namedcause_once"),
            models.CheckConstraint(
                condition=models.Q(cause__isnull=False, title="") | (models.Q(cause=None) & ~models.Q(title="")),
                name="improvement_namedcause_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Cause {self.number}"


class Claim(Signed, TenantModel):
    """Grain: (study, cause, number): from a day on the district holds, with this confidence, that a cause is one of the
    gap; until a claim that was recorded later holds. `strategies`: keys of those that the district sees as answers,
    beside the library's.
    """

    study = models.ForeignKey(GapStudy, on_delete=models.PROTECT, related_name="claims", db_constraint=False)
    cause = models.ForeignKey(NamedCause, on_delete=models.PROTECT, related_name="claims", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    confidence = models.CharField(max_length=9, choices=[(one.value, one.label) for one in Confidence])
    text = models.TextField(blank=True)
    strategies = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)

    class Meta:
        ordering = ["study_id", "cause_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "study", "cause", "number"], name="improvement_claim_number")
        ]

    def __str__(self) -> str:
        return f"{self.confidence} since {self.since}"

    @property
    def confidence_title(self) -> str:
        return Confidence(self.confidence).label


class Evidence(Signed, TenantModel):
    """Grain: (study, cause, number): what speaks for a cause of a gap, or `against` it, as known on a `day`."""

    study = models.ForeignKey(GapStudy, on_delete=models.PROTECT, related_name="evidence", db_constraint=False)
    cause = models.ForeignKey(NamedCause, on_delete=models.PROTECT, related_name="evidence", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(one.value, one.label) for one in EvidenceKind])
    day = models.DateField()
    text = models.TextField()
    link = models.URLField(blank=True)
    against = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["study_id", "cause_id", "-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "study", "cause", "number"], name="improvement_evidence_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"


class CauseLink(Signed, TenantModel):
    """Grain: (district, number): from a day on the district holds that one cause feeds another, or that it does not
    (`holds`). Between the same two causes what was recorded last counts.
    """

    number = models.PositiveSmallIntegerField()
    begin = models.ForeignKey(NamedCause, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    end = models.ForeignKey(NamedCause, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    since = models.DateField()
    holds = models.BooleanField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["district_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="improvement_causelink_number"),
            models.CheckConstraint(condition=~models.Q(begin=models.F("end")), name="improvement_causelink_of_two"),
        ]

    def __str__(self) -> str:
        return f"Link {self.number}"
