"""A file as it came."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from districts.school_year import show_school_year
from districts.trouble import sentence_of
from districts.wall import TenantModel
from monitoring.intake.models.column_proposal import ColumnProposal
from monitoring.intake.reports.catalogue import REPORTS


class Upload(TenantModel):
    """One file somebody sent, and what became of it. The bytes are kept, sealed, under `stored_name`."""

    open_to_state = True

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "accepted_in_part", "Accepted in part"
        HELD = "held", "Held: not in force"
        LEFT = "left", "Left: not taken"
        REFUSED = "refused", "Refused"
        QUARANTINED = "quarantined", "Set aside"

    class Original(models.TextChoices):
        KEPT = "kept", "Kept"
        TO_REMOVE = "to_remove", "Is being destroyed"  # it holds data on persons
        REMOVED = "removed", "Destroyed"

    class WhyHeld(models.TextChoices):
        COLUMNS = "columns", "Columns wait for a decision, and figures stand in whose place theirs would come"
        MUCH = "much", "Much of the earlier figures would be gone or others"
        LOCKED = "locked", "It would change rows of a collection that was handed over"
        ASKED = "asked", "Its sender wished to see first what it changes"

    TAKEN = (State.ACCEPTED, State.IN_PART)
    ENDED = (*TAKEN, State.HELD, State.LEFT, State.REFUSED, State.QUARANTINED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=200)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 (unique where given)
    sent_by = models.ForeignKey(
        "districts.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sent_by_name = models.CharField(max_length=150)
    is_typed = models.BooleanField(default=False)  # its rows were typed in on a page, and the file made of them
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    asks_first = models.BooleanField(default=False)  # whatever it changes is shown to its sender before it is taken
    is_confirmed = models.BooleanField(default=False)  # it is to be taken, whatever it changes
    why_held = models.CharField(max_length=8, choices=WhyHeld.choices, blank=True)
    report = models.CharField(max_length=60, blank=True)
    school_years = models.JSONField(default=list)  # ending years
    collections = models.JSONField(default=list)  # OCT, MAR, EOY where its rows say so
    rows = models.IntegerField(default=0)
    rows_accepted = models.IntegerField(default=0)
    rows_hash = models.CharField(max_length=64, blank=True)  # of rows of all years: by it ESE learns that others came
    errors = models.IntegerField(default=0)  # findings of each severity, not rules
    warnings = models.IntegerField(default=0)
    infos = models.IntegerField(default=0)
    column_mapping = models.ForeignKey(  # its sender's own, through which it was read
        "intake.SavedMapping", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    said_year = models.SmallIntegerField(null=True, blank=True)  # by its sender, of a file that does not tell it
    said_collection = models.CharField(max_length=3, blank=True)
    original = models.CharField(max_length=10, choices=Original.choices, default=Original.KEPT)
    is_forbidden = models.BooleanField(default=False)  # it holds data on persons that nothing took
    last_error = models.CharField(max_length=40, blank=True)  # why it was set aside: a code of districts.trouble
    received_at = models.DateTimeField(db_default=Now(), editable=False)  # the database's clock tells which came later
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="intake_upload_idempotency",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-received_at"], name="intake_upload_latest"),
            models.Index(fields=["district", "content_hash"], name="intake_upload_content"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def with_receipt(self) -> str:
        """'“figures.csv” (received Nov 28, 2026, 10:05 a.m.)': which of several files of one name."""
        return f"“{self.file_name}” (received {format_date(localtime(self.received_at), 'M j, Y, g:i a')})"

    @cached_property
    def its_proposals(self) -> list[ColumnProposal]:
        """Read once, when first asked for; of many uploads, prefetched."""
        return list(self.proposals.all())

    @property
    def has_ended(self) -> bool:
        """Whether its checks are over, also that which carries out a decision on its columns."""
        return self.state in self.ENDED and not self.is_checked_again

    @property
    def was_checked(self) -> bool:
        """Whether a check of it came to an end before; else nothing of it is kept but the file."""
        return self.checked_at is not None

    @property
    def is_checked_again(self) -> bool:
        """Whether its columns are decided on and the check that carries it out, and was not given up, is to come."""
        return not self.last_error and any(one.is_decided and not one.is_applied for one in self.its_proposals)

    @property
    def is_undecided(self) -> bool:
        """Whether one of its proposals waits for a decision."""
        return any(one.is_waiting for one in self.its_proposals)

    @property
    def is_on_persons(self) -> bool:
        """Whether its rows are of persons, so that nothing of a cell is quoted."""
        return self.report in REPORTS and bool(REPORTS[self.report].persons)

    @property
    def is_to_be_mended(self) -> bool:
        """Whether its rows were typed in, stand in no file of its sender's, and something was found in them."""
        return self.is_typed and bool(self.errors or self.warnings)

    @property
    def reason(self) -> str:
        """Why it was set aside, in words; empty where it was not."""
        return sentence_of(self.last_error)

    @property
    def years_shown(self) -> str:
        """'2016-17, 2017-18': the school years as people write them."""
        return ", ".join(show_school_year(year) for year in self.school_years)
