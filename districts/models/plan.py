"""The equity plan itself: its cycles, and its text in versions."""

from django.db import models

from districts.plain_text import Block, blocks_of
from districts.school_year import SchoolYear


class PlanCycle(models.Model):
    """A run of school years that one plan covers, first and last by their ending year."""

    start_year = models.SmallIntegerField()
    end_year = models.SmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["-start_year"]
        constraints = [
            models.UniqueConstraint(fields=["start_year"], name="districts_plancycle_start"),
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")), name="districts_plancycle_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def school_years(self) -> list[SchoolYear]:
        return [SchoolYear(year) for year in range(self.start_year, self.end_year + 1)]

    @property
    def last_year(self) -> SchoolYear:
        return SchoolYear(self.end_year)


class PlanText(models.Model):
    """A version of the plan's text. A change is a new version; published ones stay as they were.

    `body`: see `districts.plain_text`. `why`: what is another than before, and for what reason; `consulted`: who was
    asked, in groups and not by name.
    """

    cycle = models.ForeignKey(PlanCycle, on_delete=models.PROTECT, related_name="texts")
    version = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    published_on = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True, default="")
    consulted = models.TextField(blank=True, default="")
    by_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ["cycle", "-version"]
        constraints = [models.UniqueConstraint(fields=["cycle", "version"], name="districts_plantext_version")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(self.body)
