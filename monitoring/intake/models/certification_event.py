"""What people did with a district's collection."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime

from districts.roles import role_title
from districts.wall import TenantModel
from monitoring.intake.certification.facts import Act, Event


class CertificationEvent(TenantModel):
    """One act, by whom, when and why; never changed. The state of a collection is what all of its acts lead to.

    `snapshots`: [layout, snapshot's id, its content's hash] of the rows that stood, so that what was submitted or
    certified is exact; `beside`: likewise, of licenses and courses, the state agency's where the district has none;
    `until`: the last day of an edit window.
    """

    open_to_state = True

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    number = models.SmallIntegerField()
    act = models.CharField(max_length=10, choices=[(act.value, act.name.capitalize()) for act in Act])
    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)
    snapshots = models.JSONField(default=list)
    beside = models.JSONField(default=list)

    class Meta:
        ordering = ["school_year", "collection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "collection", "number"], name="intake_certification_number"
            ),
            models.CheckConstraint(
                condition=models.Q(act=Act.WINDOW.value, until__isnull=False)
                | (~models.Q(act=Act.WINDOW.value) & models.Q(until__isnull=True)),
                name="intake_certification_window_ends",
            ),
        ]
        indexes = [models.Index(fields=["school_year", "district"], name="intake_certification_year")]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.act}"

    @property
    def role_title(self) -> str:
        return role_title(self.by_role)

    @property
    def event(self) -> Event:
        """As the state is made of it; without rows where these were not read."""
        day, unread = localtime(self.at).date(), self.get_deferred_fields()
        stood, beside = (
            ()
            if name in unread
            else tuple((layout, snapshot, content) for layout, snapshot, content in getattr(self, name))
            for name in ("snapshots", "beside")
        )
        by = (self.by_name, self.person_id)
        return Event(Act(self.act), day, *by, self.reason, self.until, stood, beside, self.number)
