"""Gaps: a measure compared between the units with the highest and the lowest share of a student group."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel
from monitoring.analysis.methods import METHODS, Method
from monitoring.analysis.reasons import why_no_interval
from monitoring.analysis.verdicts import HIGHER, VERDICTS

from .audience import SeenBy
from .edition import Edition
from .runs import Run


class GapFields(models.Model):
    """Grain: (method, scope, partition, school year, window, measure, group).

    Method Q compares schools, method D districts, method E (scope 'title1') a group's students in Title I schools, who
    are focal, with other students elsewhere: its amounts are students with such a teacher, of students. Rates are
    unrounded (0..1), `difference` is focal minus reference on the adverse outcome (positive: the focal units are worse
    off), or `reason` says why there is no comparison. `_schools` counts the units with a figure, `_missing` those
    without; `_reason` says why a side has no rate. `cut`: which ends are compared, like 1/4, or 1/5:1/20 (top, bottom).
    `interval_reason`: why a difference has no interval. `verdict`: what may be said of it.
    """

    method = models.CharField(max_length=2)
    scope = models.CharField(max_length=12)
    partition = models.CharField(max_length=12)
    school_year = models.SmallIntegerField()
    window = models.CharField(max_length=12)
    measure = models.CharField(max_length=24)
    group = models.CharField(max_length=40)
    cut = models.CharField(max_length=16, blank=True, default="")
    focal_schools = models.IntegerField()
    focal_missing = models.IntegerField()
    focal_numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    focal_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    focal_rate = models.FloatField(null=True)
    focal_reason = models.CharField(max_length=24, blank=True, default="")
    reference_schools = models.IntegerField()
    reference_missing = models.IntegerField()
    reference_numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    reference_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    reference_rate = models.FloatField(null=True)
    reference_reason = models.CharField(max_length=24, blank=True, default="")
    all_schools = models.IntegerField()
    all_missing = models.IntegerField()
    all_numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    all_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    all_rate = models.FloatField(null=True)
    all_reason = models.CharField(max_length=24, blank=True, default="")
    difference = models.FloatField(null=True)
    difference_low = models.FloatField(null=True)
    difference_high = models.FloatField(null=True)
    ratio = models.FloatField(null=True)
    ratio_low = models.FloatField(null=True)
    ratio_high = models.FloatField(null=True)
    people_to_close = models.BigIntegerField(null=True)
    interval_reason = models.CharField(max_length=24, blank=True, default="")
    verdict = models.CharField(max_length=12, choices=list(VERDICTS.items()), blank=True, default="")
    unit = models.CharField(max_length=16)
    years_used = ArrayField(models.SmallIntegerField(), default=list)
    reason = models.CharField(max_length=24, blank=True, default="")
    ratio_reason = models.CharField(max_length=24, blank=True, default="")
    break_text = models.TextField(blank=True, default="")
    definition_hash = models.CharField(max_length=16)
    grouping_hash = models.CharField(max_length=16)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True

    @property
    def words(self) -> Method:
        """How it compares, in words."""
        return METHODS[self.method]

    @property
    def why_no_interval(self) -> str:
        """In words; empty where there is an interval, or no difference."""
        return why_no_interval(self.interval_reason, self.words.units)

    @property
    def shows_a_gap(self) -> bool:
        """Whether it is clear that the focal units are worse off: only then is anybody counted who would close it."""
        return self.verdict == HIGHER


GRAIN = ["method", "scope", "partition", "school_year", "window", "measure", "group"]


class StateGap(SeenBy, GapFields):
    """A gap across the state: scope 'state', 'level', 'districts' or 'title1'. Shared: every district sees it beside
    its own; what rests on few districts, without its figures.

    `sources`: the agency's snapshots used; `other_sources` counts those of districts, which are theirs to see.
    `inputs_hash` stands for the contents of all of them.
    """

    sources = ArrayField(models.UUIDField(), default=list)
    other_sources = models.IntegerField(default=0)
    inputs_hash = models.CharField(max_length=64)

    class Meta:
        ordering = GRAIN
        constraints = [models.UniqueConstraint(fields=[*GRAIN, "seen_by"], name="results_stategap_grain")]
        indexes = [models.Index(fields=["school_year", "window", "scope"], name="results_stategap_table")]


class DistrictGap(GapFields, Edition, TenantModel):
    """A gap within one district, between its own schools (scope 'district'). `sources`: the snapshots used."""

    open_to_state = True

    sources = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["district", *GRAIN]
        constraints = [
            models.UniqueConstraint(fields=["district", *GRAIN, "edition"], name="results_districtgap_grain")
        ]
        indexes = [models.Index(fields=["district", "school_year", "window"], name="results_districtgap_page")]
