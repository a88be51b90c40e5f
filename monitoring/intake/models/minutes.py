"""How long a collection took a district by its own estimate."""

from django.db import models

from districts.wall import TenantModel


class MinutesEstimate(TenantModel):
    """What people of the district say of all of their time together; the district's alone. A new word is a new row, the
    latest counts; `minutes` is null where the estimate was taken back.
    """

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    minutes = models.IntegerField(null=True)
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["district", "school_year", "collection"], name="intake_minutesestimate_of")]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.minutes}"


class MinutesSpread(models.Model):
    """The estimates of all districts of a `size` together, or of all sizes (""), where enough of them answered: what
    ESE reads. There is no row where too few did.
    """

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    size = models.CharField(max_length=5, blank=True)
    districts = models.IntegerField()
    low = models.FloatField()
    median = models.FloatField()
    high = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_year", "collection", "size"], name="intake_minutesspread_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year} {self.size}: {self.median}"
