"""Work that was promised in a transaction and cannot get lost."""

import uuid

from django.db import models

from districts.wall import TenantModel


class Job(TenantModel):
    """One piece of work: a topic, a key that names the work within it, and the payload its handler gets.

    Written by `districts.outbox` only. Asking again for the same key while it waits changes nothing; while it runs, it
    will run once more: `asked` counts the requests, `heard` those that were in when the current run began.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent to a worker"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        QUARANTINED = "quarantined", "Set aside after five attempts"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    asked = models.IntegerField(default=1)
    heard = models.IntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(null=True, blank=True)  # no sending, or no sending again, before
    sends = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=40, blank=True)  # a code of districts.trouble
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["district", "topic", "key"], name="districts_job_work")]
        indexes = [
            models.Index(
                fields=["state", "created_at"],
                condition=models.Q(state__in=["waiting", "sent", "running"]),
                name="districts_job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}: {self.state}"
