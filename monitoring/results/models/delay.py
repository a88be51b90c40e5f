"""That results could not be brought up to date."""

from django.db import models

from districts.trouble import sentence_of


class Delay(models.Model):
    """Since when results are behind the files, and why: at most one row, gone with the next recompute that succeeds.

    Shared, and read by the agency: it is about the whole state and names nobody.
    """

    ONLY = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY)
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    reason = models.CharField(max_length=40)  # a code of districts.trouble

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="results_delay_only_one")]

    def __str__(self) -> str:
        return f"since {self.since}: {self.reason}"

    @property
    def why(self) -> str:
        return sentence_of(self.reason)
