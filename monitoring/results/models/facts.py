"""What districts' results were computed from."""

from django.db import models

from districts.wall import TenantModel


class DistrictFacts(TenantModel):
    """Grain: (district, school year): `facts`, a hash of all of the district's own that the last run computed its
    results of the year from; of the agency, of what may concern any district. Read by the pipeline alone.
    """

    school_year = models.SmallIntegerField()
    facts = models.CharField(max_length=16)

    class Meta:
        ordering = ["district", "school_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "school_year"], name="results_districtfacts_grain"),
        ]

    def __str__(self) -> str:
        return f"Facts, {self.school_year}"
