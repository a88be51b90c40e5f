"""The library of resources, and the state's support of evaluation systems."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.models import District
from districts.wall import current_scope

from .strategy import LONGEST_ID, LONGEST_TITLE


class Resource(models.Model):
    """Something that helps with strategies. `strategies`: their keys; none means that it is of use for all."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "Guide"
        TOOL = "tool", "Tool"
        TRAINING = "training", "Training"
        DATA = "data", "Data"
        CONTACT = "contact", "People to ask"

    title = models.CharField(max_length=LONGEST_TITLE, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    summary = models.TextField()
    link = models.URLField(blank=True)
    offices = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    strategies = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    is_retired = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class AboutTheDistrict(models.Manager["EvaluationSupport"]):
    """In the agency's scope and the worker's all; in a district's what is about it; else nothing. The database says the
    same.
    """

    def get_queryset(self) -> models.QuerySet[EvaluationSupport]:
        scope, rows = current_scope(), super().get_queryset()
        if scope is not None and scope.kind in ("state", "worker"):
            return rows
        return rows.filter(about=scope.district_id) if scope is not None and scope.district_id else rows.none()


class EvaluationSupport(models.Model):
    """Grain: one time that the agency supported a district's evaluation system. Nothing is changed afterwards. A
    district reads what is about it.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", "Training of evaluators"
        CALIBRATION = "calibration", "Rating the same lesson together"
        COACHING = "coaching", "Coaching"
        REVIEW = "review", "Review of the district’s system"
        OTHER = "other", "Other"

    about = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    office = models.CharField(max_length=LONGEST_ID)
    people = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    objects = AboutTheDistrict()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "support of evaluation"
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"
