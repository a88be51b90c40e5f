"""Values: a measure for a school, a district or the state, in one school year and window."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel

from .audience import SeenBy
from .edition import Edition
from .runs import Run

BEHIND = (
    "sources",
    "source_rows",
)  # the files and rows behind a value, which no page shows but that of where it comes from


class ValueFields(models.Model):
    """Grain of every value: (organization, measure, school year, window).

    `numerator` and `denominator` are in the measure's unit; `rate` is their unrounded quotient (0..1 for shares, the
    mean for salaries and spending), or `reason` says why there is none. `years_used` are the years that entered. Of a
    figure computed from persons, `people_known` are those of whom it could be said and `people_missing` the others, as
    heads or FTE; null of a figure that was reported.
    """

    measure = models.CharField(max_length=24)
    school_year = models.SmallIntegerField()
    window = models.CharField(max_length=12)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    rate = models.FloatField(null=True)
    reason = models.CharField(max_length=24, blank=True, default="")
    people_known = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    people_missing = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    unit = models.CharField(max_length=16)
    years_used = ArrayField(models.SmallIntegerField(), default=list)
    break_text = models.TextField(blank=True, default="")
    definition_hash = models.CharField(max_length=16)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


def rate_or_reason(name: str) -> models.CheckConstraint:
    """A value has a rate or the reason why it has none, never both and never neither."""
    has_rate = models.Q(rate__isnull=False, reason="")
    has_reason = models.Q(rate__isnull=True) & ~models.Q(reason="")
    return models.CheckConstraint(condition=has_rate | has_reason, name=name)


class SchoolValue(ValueFields, Edition, TenantModel):
    """A school's value. `sources[i]` and `source_rows[i]` are the snapshot and the row of its file for
    `years_used[i]`. `is_in_state`: whether the state's sum holds this figure; null where there is none.
    """

    open_to_state = True

    # Tied to its district by the reference to (district, school) in the migration; one check a row is enough.
    district = models.ForeignKey(
        "districts.District", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    school = models.ForeignKey(
        "districts.School", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    is_in_state = models.BooleanField(null=True)
    sources = ArrayField(models.UUIDField(), default=list)
    source_rows = ArrayField(models.IntegerField(), default=list)

    class Meta:
        ordering = ["school", "measure", "school_year", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school", "measure", "school_year", "window", "edition"],
                name="results_schoolvalue_grain",
            ),
            rate_or_reason("results_schoolvalue_rate_or_reason"),
        ]
        indexes = [
            models.Index(fields=["district", "school_year", "window"], name="results_schoolvalue_page"),
            models.Index(fields=["school_year", "measure", "window"], name="results_schoolvalue_state"),
        ]


class PooledFields(models.Model):
    """How a district's or the state's value came about.

    `basis` is 'pooled' (sums over its schools), 'own' (a figure submitted for the organization itself) or 'people'
    (computed from persons, each of whom counts once in it). `schools`
    took part in the year; `schools_with_figure` of them had a figure. `source_rows[i]`: the row of `sources[i]`, where
    the figure stands in single rows; else empty.
    """

    basis = models.CharField(max_length=8)
    schools = models.IntegerField()
    schools_with_figure = models.IntegerField()
    source_rows = ArrayField(models.IntegerField(), default=list)

    class Meta:
        abstract = True


class DistrictValue(PooledFields, ValueFields, Edition, TenantModel):
    """A district's value. `sources` are the distinct snapshots its figures stand in, in order of their ids.
    `is_in_state`: whether something of it is in the state's sum; null where the state does not ask for it.
    """

    open_to_state = True

    is_in_state = models.BooleanField(null=True)
    sources = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["district", "measure", "school_year", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "measure", "school_year", "window", "edition"],
                name="results_districtvalue_grain",
            ),
            rate_or_reason("results_districtvalue_rate_or_reason"),
        ]
        indexes = [models.Index(fields=["school_year", "measure", "window"], name="results_districtvalue_state")]


class StateValue(SeenBy, PooledFields, ValueFields):
    """The state's value. Shared: every district sees it beside its own; one of few districts, without the figure.

    `sources`: the agency's snapshots used; `other_sources` counts those of districts, which are theirs to see.
    `inputs_hash` stands for the contents of all of them. `districts` were to have a figure, `districts_with_figure` of
    them have one.
    """

    districts = models.IntegerField()
    districts_with_figure = models.IntegerField()
    sources = ArrayField(models.UUIDField(), default=list)
    other_sources = models.IntegerField(default=0)
    inputs_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["measure", "school_year", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "school_year", "window", "seen_by"], name="results_statevalue_grain"
            ),
            rate_or_reason("results_statevalue_rate_or_reason"),
        ]
