"""Layout 6: ratings of educators (603 CMR 35.08). Rows never leave the district; the agency receives counts."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import MEPID, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

NOT_EVALUATED = "NE"
RATINGS = ("E", "P", "NI", "U")
RATING_MEANINGS = ("Exemplary", "Proficient", "Needs Improvement", "Unsatisfactory")
STANDARDS = ("std1", "std2", "std3", "std4")

REPORT = Report(
    id="evaluation",
    number=6,
    title="Educator evaluations",
    publisher="equityplan",
    definition="A rating of a person in a school year.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        MEPID,
        Column(
            "org_code",
            Kind.ORG_CODE,
            ("org_code",),
            required=False,
            definition="Where the person works; blank where that is several schools.",
        ),
        Column(
            "educator_role",
            Kind.CODE,
            ("educator_role",),
            filled=True,
            codes=("TEACHER", "PRINCIPAL", "OTHER_ADMIN", "OTHER"),
            definition="The role that was evaluated.",
        ),
        Column(
            "rating_type",
            Kind.CODE,
            ("rating_type",),
            filled=True,
            codes=("SUMMATIVE", "FORMATIVE_EVAL"),
            meanings=("summative evaluation", "formative evaluation"),
            definition="The kind of evaluation.",
        ),
        Column(
            "overall",
            Kind.CODE,
            ("overall", "SR29"),
            filled=True,
            codes=(*RATINGS, NOT_EVALUATED),
            meanings=(*RATING_MEANINGS, "not evaluated"),
            definition="The overall rating.",
        ),
        *(
            Column(
                name,
                Kind.CODE,
                (name, f"SR{30 + place}"),
                required=False,
                codes=RATINGS,
                meanings=RATING_MEANINGS,
                definition=f"The rating on standard {['I', 'II', 'III', 'IV'][place]}.",
            )
            for place, name in enumerate(STANDARDS)
        ),
        Column(
            "evaluated_on",
            Kind.DATE,
            ("evaluated_on",),
            required=False,
            definition="Day of the evaluation.",
            happened=True,
        ),
    ),
    key=("mepid", "educator_role", "rating_type"),
    dataset="evaluation",
    required_in=("EOY",),
    follows=True,
    judged=False,
)
