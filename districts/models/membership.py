"""What a person is in a district."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from districts.roles import role_title
from districts.wall import TenantModel


class Membership(TenantModel):
    """A person's role in one district. Name and e-mail stand here too: tenant pages cannot read Person.

    A school leader's membership names the school. Deactivated, it keeps its row, so that history keeps its names.
    """

    wall_doors: ClassVar[dict[str, str]] = {"person": "person_id"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    role = models.CharField(max_length=32)
    school = models.ForeignKey("districts.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "person"], name="districts_membership_one_a_district"),
            models.CheckConstraint(
                condition=models.Q(role="school_leader", school__isnull=False)
                | (~models.Q(role="school_leader") & models.Q(school__isnull=True)),
                name="districts_membership_school_of_leader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"

    @property
    def role_title(self) -> str:
        return role_title(self.role)
