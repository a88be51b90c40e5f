"""Districts (the tenants) and the regions that support them."""

from django.core.validators import RegexValidator
from django.db import models

from districts.org_code import STATE_CODE

INVENTED_AGENCY = "Invented State Education Agency"  # the demo's, where no published reports are at hand

is_org_code = RegexValidator(r"^[0-9]{8}$", "An organization code has eight digits.")


class Region(models.Model):
    """A region of the state's assistance centers."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A tenant: a school district of any kind, or the state agency itself (kind STATE, code 00000000).

    Shared with everyone: that a district exists, and its name, is public.
    """

    class Kind(models.TextChoices):
        STATE = "STATE", "State agency"
        DISTRICT = "DISTRICT", "School district"
        CHARTER = "CHARTER", "Charter school district"
        VOCATIONAL = "VOCATIONAL", "Vocational district"
        COLLABORATIVE = "COLLABORATIVE", "Education collaborative"
        ZONE = "ZONE", "State-run zone"

    org_code = models.CharField(max_length=8, unique=True, validators=[is_org_code])
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.DISTRICT)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="districts")
    opened_year = models.SmallIntegerField(null=True, blank=True)
    closed_year = models.SmallIntegerField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(org_code__regex=r"^[0-9]{8}$"), name="districts_district_org_code_digits"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="STATE", org_code=STATE_CODE)
                | (~models.Q(kind="STATE") & ~models.Q(org_code=STATE_CODE)),
                name="districts_district_one_state",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_state(self) -> bool:
        return self.kind == self.Kind.STATE

    def was_open_in(self, year: int) -> bool:
        """Whether it was there in the school year that ends then, as far as is known."""
        return (self.opened_year or year) <= year <= (self.closed_year or year)

    @property
    def is_invented(self) -> bool:
        """Whether this is the agency of the demo's invented state."""
        return self.is_state and self.name == INVENTED_AGENCY
