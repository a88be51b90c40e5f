"""What a rule between files found."""

from django.db import models

from districts.wall import TenantModel

from .finding import Finding


class CrossFinding(TenantModel):
    """One rule's answer to the current files of a school year and collection. Newer files replace it.

    `dataset`: whose rows it names. `total` is always the true number; `details` holds the first hundred: row_number,
    message, how_to_fix. None names a person or quotes an id.
    """

    open_to_state = True

    school_year = models.SmallIntegerField()
    collection = models.CharField(max_length=3)
    rule_id = models.CharField(max_length=40)
    severity = models.CharField(max_length=1, choices=Finding.Severity.choices)
    dataset = models.CharField(max_length=40)
    total = models.IntegerField()
    digest = models.CharField(max_length=64, default="")
    details = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["school_year", "collection", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "collection", "rule_id"], name="intake_cross_finding_one_a_rule"
            ),
        ]

    @property
    def remedies(self) -> list[str]:
        """What to do, each remedy once."""
        return list(dict.fromkeys(detail["how_to_fix"] for detail in self.details))

    def __str__(self) -> str:
        return f"{self.rule_id} {self.school_year} {self.collection}: {self.total}"
