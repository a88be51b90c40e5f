"""What full walks along the chains of audit events have found."""

from django.db import models

from districts.wall import TenantModel


class ChainCheck(TenantModel):
    """One walk along a district's chain, from its first event to its last; only ever added. Written by
    `actions.check_record`.

    `head` covers the events walked, so that a later walk finds those that were cut off since.
    """

    checked_at = models.DateTimeField()
    events = models.BigIntegerField()  # sound ones, from the first
    head = models.CharField(max_length=64)
    what = models.CharField(max_length=200, blank=True)  # what is wrong; blank where nothing is

    class Meta:
        ordering = ["-checked_at", "-id"]
        indexes = [models.Index(fields=["district", "-checked_at"], name="districts_chaincheck_latest")]

    def __str__(self) -> str:
        return f"{self.checked_at}: {self.what or 'sound'}"

    @property
    def is_sound(self) -> bool:
        return not self.what
