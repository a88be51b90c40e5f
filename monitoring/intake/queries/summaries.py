"""The tables that a district's people review before they certify a collection; of the tenant's own scope."""

from __future__ import annotations

from dataclasses import dataclass

from districts.models import District, School
from monitoring.intake.certification.catalogue import COLLECTIONS, layout_title
from monitoring.intake.submissions import standing_rows
from monitoring.intake.summaries.catalogue import DATASETS, summarize
from monitoring.intake.summaries.laid_out import Table, lay_out


@dataclass(frozen=True)
class Review:
    """`tables` of what stands; `missing`: the titles of the layouts of which nothing does."""

    school_year: int
    collection: str
    tables: list[Table]

    @property
    def missing(self) -> list[str]:
        there = {table.summary.dataset for table in self.tables}
        needed = COLLECTIONS[self.collection].required
        return [layout_title(layout) for layout in needed if layout in DATASETS - there]


def review_of_collection(district: District, *, school_year: int, collection: str) -> Review:
    """From the current snapshots of the school year and of the one before. Three queries, and the snapshots."""
    sent, before = (standing_rows(district.pk, DATASETS, year, collection) for year in (school_year, school_year - 1))
    schools = dict(School.objects.filter(district_id=district.pk).values_list("org_code", "name"))
    schools[district.org_code] = "District office"
    return Review(school_year, collection, [lay_out(one, schools) for one in summarize(sent, before)])
