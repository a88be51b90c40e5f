"""An exchange of columns that waits for a person."""

import uuid

from django.db import models

from districts.wall import TenantModel


class ColumnProposal(TenantModel):
    """That in one school year of one upload columns stand in each other's place. Until it is decided they are withheld.

    `mapping`: our column as named -> our column it holds; `titles`: the same with the headers of the file.
    """

    open_to_state = True

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting for a decision"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Overtaken by a newer file"

    UNDECIDED = (State.PROPOSED, State.WITHDRAWN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey("intake.Upload", on_delete=models.PROTECT, related_name="proposals", db_index=False)
    report = models.CharField(max_length=60)
    school_year = models.SmallIntegerField()
    mapping = models.JSONField()
    titles = models.JSONField()
    evidence = models.TextField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    is_applied = models.BooleanField(default=False)  # the upload was checked again as decided

    class Meta:
        ordering = ["-proposed_at", "school_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "upload", "school_year"], name="intake_proposal_one_a_year"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_decided(self) -> bool:
        return self.state not in self.UNDECIDED

    def __str__(self) -> str:
        return f"{self.report} {self.school_year}: {self.state}"
