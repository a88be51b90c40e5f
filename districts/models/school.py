"""Schools of a district."""

from django.db import models

from districts.natural_order import natural
from districts.wall import TenantModel

from .district import is_org_code


class School(TenantModel):
    """A school, in one district. A code, once given, is never given again: `successor` tells where its pupils went.
    `name_in_order`: by which schools are listed.
    """

    open_to_state = True

    class Level(models.TextChoices):
        ELEM = "ELEM", "Elementary"
        MIDDLE = "MIDDLE", "Middle"
        HIGH = "HIGH", "High"
        K8 = "K8", "Elementary and middle"
        K12 = "K12", "All grades"
        OTHER = "OTHER", "Other"

    class Title1(models.TextChoices):
        SWP = "SWP", "Schoolwide program"
        TAS = "TAS", "Targeted assistance"
        ELIG = "ELIG", "Eligible, no program"
        NONE = "NONE", "Not eligible"

    org_code = models.CharField(max_length=8, validators=[is_org_code])
    name = models.CharField(max_length=200)
    name_in_order = models.GeneratedField(expression=natural("name"), output_field=models.TextField(), db_persist=True)
    level = models.CharField(max_length=8, choices=Level.choices, blank=True)
    grades_served = models.CharField(max_length=60, blank=True)
    title1_status = models.CharField(max_length=4, choices=Title1.choices, blank=True)
    charter = models.BooleanField(default=False)
    opened_year = models.SmallIntegerField(null=True, blank=True)
    closed_year = models.SmallIntegerField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        ordering = ["name", "org_code"]
        constraints = [
            # Across all districts: the state gives the codes, they are public, and only the pipeline writes schools.
            models.UniqueConstraint(fields=["org_code"], name="districts_school_org_code")
        ]

    def __str__(self) -> str:
        return self.name
