"""Layout 14: counts behind a measure, for districts and states that hold no more than these."""

from __future__ import annotations

from monitoring.analysis.measures import MEASURES
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

MEANS = tuple(measure.id for measure in MEASURES.values() if measure.is_mean)  # no shares
UNITS = ("HEADCOUNT", "FTE", "EXPERIENCES", "ANSWERS", "DAYS", "USD_MEAN", "DAYS_MEAN", "EVENTS_MEAN", "SCORE_MEAN")

REPORT = Report(
    id="metric_aggregate",
    number=14,
    definition="The counts behind a measure at a school or district.",
    title="Measure aggregates",
    publisher="equityplan",
    unit="any",
    columns=(
        Column(
            "school_year", Kind.SCHOOL_YEAR, ("school_year",), filled=True, definition="The school year, like 2024-25."
        ),
        Column("org_code", Kind.ORG_CODE, ("org_code",), definition="School or district, eight digits."),
        Column(
            "metric_id",
            Kind.TEXT,
            ("metric_id",),
            filled=True,
            example="T_TURN",
            definition="Id of the measure, as the page Measures has it.",
        ),
        Column(
            "definition_version",
            Kind.TEXT,
            ("definition_version",),
            filled=True,
            example="1",
            definition="Version of its definition in the school year.",
        ),
        Column(
            "educator_role",
            Kind.CODE,
            ("educator_role",),
            filled=True,
            codes=("TEACHER", "PRINCIPAL", "ORGANIZATION"),
            definition="Whom it counts.",
        ),
        Column(
            "numerator",
            Kind.FTE,
            ("numerator",),
            example="4",
            definition="Those whom the measure counts, as its page says; of means, the sum.",
        ),
        Column("denominator", Kind.FTE, ("denominator",), example="20", definition="All who are counted."),
        Column("unit", Kind.CODE, ("unit",), filled=True, codes=UNITS, definition="What is counted."),
        Column(
            "rate",
            Kind.PERCENT,
            ("rate",),
            required=False,
            example="20",
            definition="The percentage, if it was published.",
        ),
    ),
    key=("metric_id",),
    long=("metric_id", "numerator", "denominator"),
    dataset="metric_aggregate",
)
