"""What a file changes against the rows whose place it takes."""

from django.db import models

from districts.school_year import show_school_year
from districts.wall import TenantModel
from monitoring.intake.grain import Grain

from .snapshot import Snapshot


class Comparison(TenantModel):
    """One dataset and school year of an upload beside the snapshot `against`, in rows: of `before`, so many are removed
    or changed; others are added. Which, stands in an immutable Parquet file (changed_rows.CHANGES) named by its
    content; none where nothing differs. Written with each check, also that of a file that is held.
    """

    upload = models.ForeignKey("intake.Upload", on_delete=models.CASCADE, related_name="comparisons", db_index=False)
    against = models.ForeignKey("intake.Snapshot", on_delete=models.PROTECT, related_name="+", db_index=False)
    dataset = models.CharField(max_length=40, choices=Snapshot.Dataset.choices)
    school_year = models.SmallIntegerField(null=True, blank=True)
    collection = models.CharField(max_length=3, blank=True)
    before = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    content_hash = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["school_year", "collection", "dataset"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "upload", "dataset", "school_year", "collection"],
                nulls_distinct=False,
                name="intake_comparison_one_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.school_year or ''}: +{self.added} ~{self.changed} -{self.removed}"

    @property
    def unchanged(self) -> int:
        return self.before - self.changed - self.removed

    @property
    def differs(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def grain(self) -> Grain:
        return Grain(self.dataset, self.school_year, self.collection)

    @property
    def name(self) -> str:
        """'school_enrollment-2020-21': the same whenever the file is checked."""
        year = show_school_year(self.school_year) if self.school_year else ""
        return "-".join(filter(None, [self.dataset, year, self.collection]))

    @property
    def title(self) -> str:
        """'School enrollment, 2020-21'."""
        year = show_school_year(self.school_year) if self.school_year else ""
        return ", ".join(filter(None, [self.get_dataset_display(), year, self.collection]))
