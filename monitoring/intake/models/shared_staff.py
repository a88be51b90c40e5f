"""People whom several districts report, for more work than one person does."""

from __future__ import annotations

from django.db import models

from districts.wall import TenantModel
from monitoring.intake.cell_text import SCALE


class SharedStaff(TenantModel):
    """What one district reports of such a person: its own rows (the first of them) and FTE, in ten-thousandths, beside
    the `total` of so many `districts`. `code`: by which the person is known in this collection (shared_staff.code_of).
    Found anew with every change of the files; where FTE, total and districts are the same, `resolved_at` stays, when
    ESE took them as they are, whatever rows they stand in by now.
    """

    open_to_state = True

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    code = models.CharField(max_length=12)
    rows = models.JSONField(default=list)
    fte = models.IntegerField()
    total = models.IntegerField()
    districts = models.SmallIntegerField()
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["school_year", "collection", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "collection", "code"], name="intake_shared_staff_once"
            ),
        ]
        indexes = [models.Index(fields=["school_year", "collection", "code"], name="intake_shared_staff_case")]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.short_code}"

    @property
    def short_code(self) -> str:
        return short_code(self.code)

    @property
    def own_fte(self) -> float:
        return self.fte / SCALE

    @property
    def total_fte(self) -> float:
        return self.total / SCALE


class SharedStaffResolution(TenantModel):
    """That ESE took a person's FTE as they are, and why; a row of the agency's own. `total`: what it was about, in
    ten-thousandths.
    """

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    code = models.CharField(max_length=12)
    total = models.IntegerField()
    note = models.TextField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["district", "school_year", "collection", "code"], name="intake_shared_staff_resolved")
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {short_code(self.code)}"


class SharedStaffCheck(models.Model):
    """When the districts' work assignments of a school year and collection were last compared, and which these were."""

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    inputs_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_year", "collection"], name="intake_shared_staff_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}"


def short_code(code: str) -> str:
    """What pages show of a person's code.

    >>> short_code("31b931cd1a62")
    '31B-931'
    """
    return f"{code[:3]}-{code[3:6]}".upper()
