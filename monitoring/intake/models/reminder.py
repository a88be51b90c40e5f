"""That a district's people were reminded of a collection, and whether the district wants to be."""

from django.db import models
from django.utils.timezone import localdate

from districts.wall import TenantModel
from monitoring.intake.certification.reminders import BY_HAND, title_of


class Reminder(TenantModel):
    """One mail to each of a district's data stewards and certifiers. Of an occasion that a beat finds there is one, for
    each day by which the collection is due, so that a new day reminds anew. `by_name` and `note`: of whoever sent one
    by hand; `people`: to how many it went, the last of them when it was `sent_at`; `unreached`: whom no mail reached.
    """

    open_to_state = True

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    occasion = models.CharField(max_length=8)
    certify_by = models.DateField()
    note = models.TextField(blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    people = models.SmallIntegerField(default=0)
    unreached = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "collection", "occasion", "certify_by"],
                condition=~models.Q(occasion=BY_HAND),
                name="intake_reminder_once",
            ),
        ]
        indexes = [models.Index(fields=["district", "school_year", "collection"], name="intake_reminder_of")]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.occasion}"

    @property
    def title(self) -> str:
        return title_of(self.occasion)

    @property
    def is_of_today(self) -> bool:
        return localdate(self.at) == localdate()


class ReminderChoice(TenantModel):
    """Whether a district wants reminders that are sent by themselves: yes, until it says otherwise. A new word is a new
    row, the latest counts.
    """

    open_to_state = True

    is_on = models.BooleanField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["district"], name="intake_reminderchoice_of")]

    def __str__(self) -> str:
        return f"reminders {'on' if self.is_on else 'off'}"
