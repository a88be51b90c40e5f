"""Teacher Salaries (District): mean salary and the FTE it is a mean over."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Mean, Report
from monitoring.intake.reports.keys import DISTRICT_KEYS, SCRAPED

REPORT = Report(
    id="dese_teacher_salaries",
    title="Teacher Salaries (District)",
    publisher="DESE",
    unit="district",
    columns=(
        *DISTRICT_KEYS,
        Column("salary_total", Kind.USD, ("Salary Totals", "Salary Total", "Total Salaries")),
        Column("salary_mean", Kind.USD, ("Average Salary", "Avg Salary")),
        Column("fte", Kind.FTE, ("FTE Count", "FTE", "Teacher FTE")),
    ),
    conversions=(Mean("SAL_AVG", "salary_mean", "fte"),),
    means=(("salary_mean", "salary_total", "fte"),),
    ignored=SCRAPED,
)
