"""The state's own published percentages by group of schools: kept beside ours for comparison, never mixed with them."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report
from monitoring.intake.reports.keys import SCHOOL_YEAR

REPORT = Report(
    id="published_figures",
    title="Published figures of the state (high and low poverty)",
    publisher="DESE",
    unit="none",
    columns=(
        SCHOOL_YEAR,
        Column("unit", Kind.TEXT, ("unit",)),
        Column("metric", Kind.TEXT, ("metric",), filled=True),
        Column("group", Kind.TEXT, ("group",), filled=True),
        Column("percent", Kind.PERCENT, ("percent",)),
        Column("amount", Kind.FTE, ("fte_or_count", "count", "fte")),
        Column("source_url", Kind.TEXT, ("source_url", "source"), required=False),
    ),
    key=("unit", "metric", "group"),
    dataset="reference_figures",
    judged=False,
)
