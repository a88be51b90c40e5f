"""Bands: which schools, or districts, stand at either end of a student group's share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel

from .edition import Edition
from .runs import Run


class BandFields(models.Model):
    """Share in percent, position 0..1 in the ranking, and the band; or the reason why the unit takes no part."""

    class Band(models.TextChoices):
        FOCAL = "focal", "Highest shares"
        MIDDLE = "middle", "In between"
        REFERENCE = "reference", "Lowest shares"
        LEFT_OUT = "left_out", "Takes no part"

    group = models.CharField(max_length=40)
    school_year = models.SmallIntegerField()
    scope = models.CharField(max_length=12)
    partition = models.CharField(max_length=12)
    share = models.FloatField(null=True)
    position = models.FloatField(null=True)
    cut = models.CharField(max_length=16, blank=True, default="")
    band = models.CharField(max_length=12, choices=Band.choices)
    left_out_reason = models.CharField(max_length=40, blank=True, default="")
    definition_hash = models.CharField(max_length=16)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


class SchoolBand(BandFields, Edition, TenantModel):
    """Grain: (school, group, school year, scope). Scope 'state', 'level' or 'district'; `partition` says which one.
    Scope 'title1': which side the school is on, by Title I (Method E), and `enrolled` are its students on that side.
    """

    open_to_state = True

    # Tied to its district by the reference to (district, school) in the migration; one check a row is enough.
    district = models.ForeignKey(
        "districts.District", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    school = models.ForeignKey(
        "districts.School", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    enrolled = models.IntegerField(null=True)
    sources = ArrayField(models.UUIDField(), default=list)
    source_rows = ArrayField(models.IntegerField(), default=list)

    class Meta:
        ordering = ["school", "group", "school_year", "scope"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school", "group", "school_year", "scope", "edition"],
                name="results_schoolband_grain",
            )
        ]
        indexes = [
            models.Index(fields=["district", "school_year", "scope"], name="results_schoolband_page"),
            models.Index(fields=["school_year", "group", "scope"], name="results_schoolband_state"),
            models.Index(
                fields=["school_year", "scope"],
                condition=models.Q(band="left_out"),
                name="results_schoolband_left_out",
            ),
        ]


class DistrictBand(BandFields, TenantModel):
    """Grain: (district, group, school year): the district as a unit among the state's districts (Method D)."""

    open_to_state = True

    class Meta:
        ordering = ["district", "group", "school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "group", "school_year", "scope"], name="results_districtband_grain"
            )
        ]
        indexes = [models.Index(fields=["school_year", "group"], name="results_districtband_state")]
