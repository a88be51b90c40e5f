"""Students' experiences with teachers: who sits in whose classes, and the reports made of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel

from .audience import SeenBy


class ScheduleYear(TenantModel):
    """Grain: a set of a district's files of a school year with a schedule: `id` is made of them.

    In numbers, as frames (`experiences.packing`): `cohort` of October, empty where no students or no assignments were
    sent, `seats` and `classes` (analysis.experiences.years.ExperienceYear). `students`: everybody in either (Int64, in
    order), so that students are found again in other districts' years. Flags as SummedFiles has them; a set that counts
    no more is removed. A district reads its own, of which its pages tell classes and no persons; nobody else does.
    """

    id = models.UUIDField(primary_key=True)
    school_year = models.SmallIntegerField()
    snapshots = ArrayField(models.UUIDField())
    is_certified = models.BooleanField()
    is_current = models.BooleanField()
    facts_hash = models.CharField(max_length=64)  # of definitions, code and organizations
    students = models.BinaryField()
    has_cohort = models.BooleanField()
    cohort = models.BinaryField()
    seats = models.BinaryField()
    classes = models.BinaryField()

    class Meta:
        ordering = ["district", "school_year", "id"]
        indexes = [
            models.Index(fields=["district", "school_year"], name="results_scheduleyear_year"),
        ]

    def __str__(self) -> str:
        return f"Schedules, {self.school_year}"


class ExperienceReport(TenantModel):
    """Grain: (district, school year, what it is made of): the report on the students of that year's October.

    `made_of`: the schedules of up to five years, of the district and, as certified, of others in which its students
    were; `id` is made of them and of what they were counted by. `is_current`: of the files in force; `is_certified`: of
    what somebody answers for. Of neither there is none.
    """

    open_to_state = True

    id = models.UUIDField(primary_key=True)
    school_year = models.SmallIntegerField()
    made_of = ArrayField(models.UUIDField())
    years = ArrayField(models.SmallIntegerField())  # of which the district itself sent schedules
    is_certified = models.BooleanField()
    is_current = models.BooleanField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["district", "school_year", "id"]
        indexes = [models.Index(fields=["district", "school_year"], name="results_experiencereport_year")]

    def __str__(self) -> str:
        return f"Students' experiences, {self.school_year}"

    @property
    def is_preliminary(self) -> bool:
        """Whether it rests on files that nobody answers for."""
        return not self.is_certified


class TableFields(models.Model):
    """Grain: (report, window, kind): a frame, packed. `district` and `schools` hold rows of
    analysis.experiences.report.report_of, `parts` of analysis.experiences.parts.parts_of_report.
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", "The district"
        SCHOOLS = "schools", "Its schools"
        PARTS = "parts", "Where its gaps lie"

    report = models.ForeignKey(
        ExperienceReport, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    window = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    rows = models.BinaryField()

    class Meta:
        abstract = True


class ExperienceTable(TableFields, TenantModel):
    """For the district itself: everything."""

    class Meta:
        ordering = ["report", "window", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "report", "window", "kind"], name="results_experiencetable_grain"
            )
        ]


class SharedExperiences(TableFields, TenantModel):
    """For everybody else who sees the district's figures: of certified reports, without what rests on few
    (analysis.experiences.protection).
    """

    open_to_state = True

    class Meta:
        ordering = ["report", "window", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "report", "window", "kind"], name="results_sharedexperiences_grain"
            )
        ]


class StateExperiences(SeenBy):
    """Grain: (school year, window, kind, audience): what certified reports come to, a frame, packed.

    `state`: rows of analysis.experiences.state.state_of, as the audience sees them. `districts`: of each district what
    a list of them tells (LISTED), as others see it, for the agency.
    """

    class Kind(models.TextChoices):
        STATE = "state", "The state"
        DISTRICTS = "districts", "Its districts"

    school_year = models.SmallIntegerField()
    window = models.SmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    rows = models.BinaryField()
    reports = models.IntegerField()  # of how many districts
    schools = models.IntegerField()  # of how many schools, beside the districts' offices
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-school_year", "window", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "window", "kind", "seen_by"], name="results_stateexperiences_grain"
            )
        ]

    def __str__(self) -> str:
        return f"Students' experiences, {self.school_year}: {self.kind}"
