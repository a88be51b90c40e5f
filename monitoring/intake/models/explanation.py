"""Why a warning is as it is."""

from django.db import models

from districts.roles import role_title
from districts.wall import TenantModel


class Explanation(TenantModel):
    """What a person of the district says about a rule's warnings in one collection: the data note of it. A new word is
    a new row; the latest counts. `total`: how many there were then; `digest`: which, and where others are found later,
    they ask for a new one.
    """

    open_to_state = True

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    layout = models.CharField(max_length=40)
    rule_id = models.CharField(max_length=40)
    total = models.IntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField()
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["district", "school_year", "collection"], name="intake_explanation_of")]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.rule_id}"

    @property
    def role_title(self) -> str:
        return role_title(self.by_role)
