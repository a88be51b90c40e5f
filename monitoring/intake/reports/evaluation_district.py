"""Educator Evaluation Performance (District) - Teachers. Which educators are meant stands in the title row alone."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Counted, PartOf, Report
from monitoring.intake.reports.keys import DISTRICT_KEYS, SCRAPED

REPORT = Report(
    id="dese_evaluation_district",
    title="Educator Evaluation Performance (District) - Teachers",
    publisher="DESE",
    unit="district",
    columns=(
        *DISTRICT_KEYS,
        Column(
            "to_evaluate",
            Kind.COUNT,
            ("# of Educators to be Evaluated", "Number of Educators to be Evaluated", "# of Educators"),
        ),
        Column("evaluated", Kind.COUNT, ("# Evaluated", "Number Evaluated")),
        Column("evaluated_percent", Kind.PERCENT, ("% Evaluated", "Percent Evaluated"), required=False),
        Column("exemplary", Kind.PERCENT, ("% Exemplary", "Percent Exemplary")),
        Column("proficient", Kind.PERCENT, ("% Proficient", "Percent Proficient")),
        Column("needs_improvement", Kind.PERCENT, ("% Needs Improvement", "Percent Needs Improvement")),
        Column("unsatisfactory", Kind.PERCENT, ("% Unsatisfactory", "Percent Unsatisfactory")),
    ),
    conversions=(
        Counted("T_EVALUATED", "evaluated", "to_evaluate"),
        PartOf("T_EVAL_LOW", "evaluated", ("needs_improvement", "unsatisfactory")),
        PartOf("T_EVAL_HIGH", "evaluated", ("exemplary",)),
    ),
    title_pattern=r"\bteachers?\b",
    parts=(("evaluated", "to_evaluate"),),
    percents=(
        ("evaluated_percent", "evaluated", "to_evaluate"),
        ("exemplary", None, "evaluated"),
        ("proficient", None, "evaluated"),
        ("needs_improvement", None, "evaluated"),
        ("unsatisfactory", None, "evaluated"),
    ),
    markers=(("NI", "not_applicable"),),  # not yet implementing the evaluation system
    ignored=SCRAPED,
)
