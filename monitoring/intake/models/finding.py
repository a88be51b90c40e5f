"""What a check found."""

from django.db import models

from districts.wall import TenantModel


class Finding(TenantModel):
    """One rule's answer to one upload. `total` is always the true number; `details` holds the first hundred;
    of a warning, `digest` tells whether the same is found again.

    Each detail: row, column (as it stands in the file), school_year (as people write it), value, message, how_to_fix.
    """

    class Severity(models.TextChoices):
        ERROR = "E", "Error"
        WARNING = "W", "Warning"
        INFO = "I", "Information"

    upload = models.ForeignKey("intake.Upload", on_delete=models.CASCADE, related_name="findings", db_index=False)
    rule_id = models.CharField(max_length=40)
    severity = models.CharField(max_length=1, choices=Severity.choices)
    total = models.IntegerField()
    digest = models.CharField(max_length=64, default="")
    details = models.JSONField(default=list)

    class Meta:
        ordering = ["upload", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "upload", "rule_id"], name="intake_finding_one_a_rule"),
        ]

    @property
    def remedies(self) -> list[str]:
        """What to do, each remedy once."""
        return list(dict.fromkeys(detail["how_to_fix"] for detail in self.details))

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.total}"
