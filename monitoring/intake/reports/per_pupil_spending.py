"""Per-Pupil Expenditures (District): the title names the fiscal year, which is the ending year of the school year."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Mean, Report
from monitoring.intake.reports.keys import DISTRICT_KEYS, SCRAPED

REPORT = Report(
    id="dese_per_pupil_spending",
    title="Per-Pupil Expenditures (District)",
    publisher="DESE",
    unit="district",
    columns=(
        *DISTRICT_KEYS,
        Column("in_district_spending", Kind.USD, ("In-District Expenditures",), required=False),
        Column(
            "in_district_pupils",
            Kind.FTE,
            ("Total In-district FTEs", "In-District FTEs", "Total In-district FTE Pupils"),
            required=False,
        ),
        Column("in_district_per_pupil", Kind.USD, ("In-District Expenditures per Pupil",), required=False),
        Column("spending", Kind.USD, ("Total Expenditures",)),
        Column("pupils", Kind.FTE, ("Total Pupil FTEs", "Total FTE Pupils", "Total Pupils")),
        Column("per_pupil", Kind.USD, ("Total Expenditures per Pupil", "Total Expenditure per Pupil")),
    ),
    conversions=(Mean("PPE", "per_pupil", "pupils"),),
    means=(
        ("per_pupil", "spending", "pupils"),
        ("in_district_per_pupil", "in_district_spending", "in_district_pupils"),
    ),
    ignored=SCRAPED,
)
