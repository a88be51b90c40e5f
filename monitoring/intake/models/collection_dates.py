"""When a collection of a school year opens and is due, where the agency has changed it."""

from django.db import models

from monitoring.intake.certification.calendar import Dates


class CollectionDates(models.Model):
    """The dates in place of the usual ones; everybody's to read. A change is a new row, the latest counts."""

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    opens = models.DateField()
    certify_by = models.DateField()
    edits_until = models.DateField()
    reason = models.TextField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lte=models.F("certify_by"), certify_by__lte=models.F("edits_until")),
                name="intake_collectiondates_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.school_year}: {self.opens} to {self.edits_until}"

    @property
    def dates(self) -> Dates:
        return Dates(self.opens, self.certify_by, self.edits_until)
