"""What was accepted, frozen."""

import uuid

from django.db import models

from districts.wall import TenantModel
from monitoring.intake.grain import Grain

from .upload import Upload


class Snapshot(TenantModel):
    """The canonical rows of one dataset and school year from one upload: an immutable Parquet file named by its
    content.

    One is current for each (district, dataset, report, school year, collection); a newer one supersedes it and nothing
    is overwritten. `upload` gave the rows first; `stands_since` is when the latest upload that says the same came in,
    for the newest word stands, in whatever order files are checked. `mapping`: columns as named -> what they hold,
    where an exchange was confirmed.
    """

    class Dataset(models.TextChoices):
        ORGANIZATIONS = "organizations", "Organizations"
        SCHOOL_ENROLLMENT = "school_enrollment", "School enrollment"
        METRIC_AGGREGATE = "metric_aggregate", "Measure aggregates"
        REFERENCE_FIGURES = "reference_figures", "Published figures"
        REPORT_COLUMNS = "report_columns", "Columns as read"
        STAFF_ROSTER = "staff_roster", "Staff roster"
        WORK_ASSIGNMENT = "work_assignment", "Work assignments"
        LICENSE = "license", "Licenses"
        COURSE_CROSSWALK = "course_crosswalk", "Courses and the fields of license for them"
        EVALUATION = "evaluation", "Educator evaluations"
        STAFF_ATTENDANCE = "staff_attendance", "Staff attendance by year"
        STAFF_ABSENCE_EVENT = "staff_absence_event", "Staff absences, event by event"
        STUDENT = "student", "Students"
        STUDENT_SCHEDULE = "student_schedule", "Student schedules"
        CLIMATE_SURVEY = "climate_survey", "Climate survey"
        LICENSE_EXAM = "license_exam", "License exams"
        PROFESSIONAL_LEARNING = "professional_learning", "Professional learning"
        FINANCE = "finance", "Spending and salaries"
        STRATEGY_ADOPTION = "strategy_adoption", "Adopted strategies"
        PLN_MEMBERSHIP = "pln_membership", "PLN membership"
        PLN_EVENT = "pln_event", "PLN meetings"
        PLN_ATTENDANCE = "pln_attendance", "PLN attendance"
        ENGAGEMENT = "engagement", "Stakeholder engagement"
        ACHIEVEMENT = "achievement", "Achievement"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey("intake.Upload", on_delete=models.PROTECT, related_name="snapshots", db_index=False)
    dataset = models.CharField(max_length=40, choices=Dataset.choices)
    report = models.CharField(max_length=60)
    school_year = models.SmallIntegerField(null=True, blank=True)
    collection = models.CharField(max_length=3, blank=True)  # OCT, MAR, EOY where a dataset has collections
    content_hash = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=200)
    rows = models.IntegerField()
    size = models.IntegerField()
    mapping = models.JSONField(default=dict)
    stands_since = models.DateTimeField()
    frozen_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["school_year", "dataset", "report", "frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "dataset", "report", "school_year", "collection"],
                condition=models.Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="intake_snapshot_one_current",
            ),
        ]
        indexes = [models.Index(fields=["district", "upload"], name="intake_snapshot_upload")]

    def __str__(self) -> str:
        return f"{self.dataset} {self.school_year or ''} from {self.report}"

    def is_later_than(self, upload: Upload) -> bool:
        """Whether another file's word on what is current came in after this one's."""
        return self.upload_id != upload.pk and self.stands_since > upload.received_at

    @property
    def grain(self) -> Grain:
        return Grain(self.dataset, self.school_year, self.collection)

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None
