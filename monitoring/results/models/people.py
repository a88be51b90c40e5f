"""What a district's files of persons add up to, and the index of who worked where."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel


class SummedFiles(TenantModel):
    """Grain: the files of persons of a district's school year that measures are computed from together, those of the
    year before and the state agency's that stand in among them: `id` is made of them.

    `is_current`: they are in force; `is_certified`: somebody answers for each of them that is the district's. Neither:
    no result rests on them any more. `facts_hash`: definitions, code and organizations; `is_stale`: these, or people
    whom other districts report too, have changed since the sums were computed. `content_hash`: of the sums; none before
    they were computed first.
    """

    open_to_state = True

    id = models.UUIDField(primary_key=True)
    school_year = models.SmallIntegerField()
    snapshots = ArrayField(models.UUIDField())
    is_certified = models.BooleanField()
    is_current = models.BooleanField()
    facts_hash = models.CharField(max_length=64)
    is_stale = models.BooleanField(default=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["district", "school_year", "id"]
        indexes = [models.Index(fields=["district", "school_year"], name="results_summedfiles_year")]

    def __str__(self) -> str:
        return f"Files of persons, {self.school_year}"


class PartialSum(TenantModel):
    """Grain: (files, level, organization, measure, unit): what they add to a school, to the district and to the state.

    Amounts in ten-thousandths; numerator and denominator null with a `reason`. `known`, `missing` and `exempt` are
    people, or their FTE. The state's row is the district's part in it. Read by the pipeline alone.
    """

    sums = models.ForeignKey(
        SummedFiles, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    level = models.CharField(max_length=8)
    org_code = models.CharField(max_length=8)
    measure_id = models.CharField(max_length=24)
    definition_version = models.CharField(max_length=8)
    unit = models.CharField(max_length=16)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    known = models.BigIntegerField()
    missing = models.BigIntegerField()
    exempt = models.BigIntegerField()
    reason = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        ordering = ["sums", "level", "org_code", "measure_id", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "sums", "level", "org_code", "measure_id", "unit"],
                name="results_partialsum_grain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}, {self.level}"


class PersonYear(TenantModel):
    """The person-year index: who worked where in which year, and nothing more of anybody. Grain: (district, school
    year, pseudonym, organization, role, is_certified); columns as analysis.people.person_index has them. Rows as the
    files say now stand beside the certified ones where these differ.

    The certified rows are the only ones about persons that the sums of another district read: of people who work in
    both. Read by the pipeline alone.
    """

    school_year = models.SmallIntegerField()
    mepid = models.CharField(max_length=32)
    org_code = models.CharField(max_length=8, null=True)  # noqa: DJ001 -- none: no assignment in October
    role = models.CharField(max_length=16, null=True)  # noqa: DJ001
    status = models.CharField(max_length=16, null=True)  # noqa: DJ001
    left_as = models.CharField(max_length=24, null=True)  # noqa: DJ001
    fte = models.BigIntegerField(null=True)
    is_certified = models.BooleanField()

    class Meta:
        ordering = ["district", "school_year", "mepid", "org_code", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "mepid", "org_code", "role", "is_certified"],
                nulls_distinct=False,
                name="results_personyear_grain",
            ),
        ]
        indexes = [models.Index(fields=["mepid", "school_year"], name="results_personyear_person")]

    def __str__(self) -> str:
        return f"Somebody, {self.school_year}"
