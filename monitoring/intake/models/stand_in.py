"""Which rows of the state agency's stand in where a district has none of its own."""

from django.db import models


class StandIn(models.Model):
    """A snapshot of the agency's of a dataset of all years: everybody's to know, so that a certification can name it
    and a figure can be followed to its rows. In force from `since` on, as long as there is no `until`.

    `courses`: of the crosswalk, the rows of the file that name each course. Of files of persons nothing but that they
    are there is everybody's; the rows are in the agency's snapshot.
    """

    snapshot_id = models.UUIDField(primary_key=True)
    dataset = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)
    rows = models.IntegerField()
    courses = models.JSONField(default=dict)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["dataset", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset"], condition=models.Q(until__isnull=True), name="intake_standin_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, since {self.since}"
