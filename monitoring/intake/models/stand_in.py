"""Which rows of the state agency's stand in where a district has none of its own."""

from django.db import models


class StandIn(models.Model):
    """The agency's rows in force of a dataset of all years: everybody's to know, so that a certification can name them.
    The rows themselves are in the agency's snapshot.
    """

    dataset = models.CharField(max_length=40, primary_key=True)
    snapshot_id = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    rows = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["dataset"]

    def __str__(self) -> str:
        return self.dataset
