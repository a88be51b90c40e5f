"""Educator evaluation by state, district and school, one row a group of educators. Only teachers' rows are used."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Counted, PartOf, Report
from monitoring.intake.reports.keys import SCHOOL_KEYS

GROUPS = ("AS", "ADS", "PR", "NAS", "TE", "PTS", "NPT")

REPORT = Report(
    id="dese_evaluation_school",
    title="Educator Evaluation Performance (State, District, School)",
    publisher="DESE",
    unit="any",
    columns=(
        *SCHOOL_KEYS,
        Column("educators", Kind.CODE, ("EET_GRP_CD", "Educator Group"), filled=True, codes=GROUPS),
        Column("to_evaluate", Kind.COUNT, ("TOTAL_N", "Total N")),
        Column("evaluated", Kind.COUNT, ("Total_Evaluated",)),
        Column("evaluated_percent", Kind.PERCENT, ("Evaluated_per", "Evaluated %"), required=False),
        Column("exemplary", Kind.PERCENT, ("EX_PER",)),
        Column("proficient", Kind.PERCENT, ("P_PER",)),
        Column("needs_improvement", Kind.PERCENT, ("NI_PER",)),
        Column("unsatisfactory", Kind.PERCENT, ("UN_PER",)),
    ),
    conversions=(
        Counted("T_EVALUATED", "evaluated", "to_evaluate"),
        PartOf("T_EVAL_LOW", "evaluated", ("needs_improvement", "unsatisfactory")),
        PartOf("T_EVAL_HIGH", "evaluated", ("exemplary",)),
    ),
    only=("educators", ("TE",)),
    parts=(("evaluated", "to_evaluate"),),
    percents=(
        ("evaluated_percent", "evaluated", "to_evaluate"),
        ("exemplary", None, "evaluated"),
        ("proficient", None, "evaluated"),
        ("needs_improvement", None, "evaluated"),
        ("unsatisfactory", None, "evaluated"),
    ),
    markers=(("NI", "not_applicable"),),
    key=("educators",),
)
