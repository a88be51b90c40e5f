"""Layout 8: students (a part of SIMS). Rows never leave the district."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import (
    COLLECTION,
    ORG_CODE,
    RACE_MEANINGS,
    RACES,
    SASID,
    SCHOOL_YEAR,
    YES_NO,
)
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

# Further groups of students, each a column `group:<id>`: a new one is a line here.
FURTHER_GROUPS = {
    "homeless": "without a permanent home",
    "foster": "in foster care",
    "migrant": "of migrant families",
    "military": "of military families",
    "section_504": "with a plan under Section 504",
    "first_language_not_english": "whose first language is not English",
}
GRADES = ("PK", "K", *(f"{grade:02}" for grade in range(1, 13)), "SP")

REPORT = Report(
    id="student",
    number=8,
    title="Students",
    publisher="equityplan",
    definition="A student in a collection, at the one school that the student is reported at.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        Column(
            "collection",
            Kind.CODE,
            COLLECTION.headers,
            filled=True,
            codes=("OCT", "MAR", "EOY"),
            meanings=("as of October 1", "as of March 1", "end of year"),
            definition=COLLECTION.definition,
        ),
        SASID,
        ORG_CODE,
        Column(
            "grade",
            Kind.CODE,
            ("grade",),
            filled=True,
            codes=GRADES,
            definition="Grade: PK, K, 01 to 12, or SP beyond grade 12.",
            example="05",
        ),
        Column(
            "race_ethnicity",
            Kind.CODE,
            ("race_ethnicity",),
            filled=True,
            codes=RACES,
            meanings=RACE_MEANINGS,
            definition="Race and ethnicity.",
        ),
        Column("econ_dis", Kind.CODE, ("econ_dis",), filled=True, codes=YES_NO, definition="Low income."),
        Column(
            "el",
            Kind.CODE,
            ("el",),
            filled=True,
            codes=("Y", "N", "FEL"),
            meanings=("English learner", "not", "former English learner"),
            definition="English learner.",
        ),
        Column(
            "swd",
            Kind.CODE,
            ("swd",),
            filled=True,
            codes=("Y", "N", "EX"),
            meanings=("student with disabilities", "not", "exited services"),
            definition="Student with disabilities.",
        ),
        Column(
            "days_in_membership",
            Kind.FTE,
            ("days_in_membership",),
            required=False,
            highest=230,
            definition="Days on the school's roll.",
            asked_for="To count students who were there for a part of the year only.",
            example="180",
        ),
        *(
            Column(
                f"group_{name}",
                Kind.CODE,
                (f"group:{name}",),
                required=False,
                codes=YES_NO,
                definition=f"Students {words}.",
            )
            for name, words in FURTHER_GROUPS.items()
        ),
    ),
    key=("collection", "sasid"),
    once=("collection", "sasid"),
    dataset="student",
    required_in=("OCT", "MAR", "EOY"),
    judged=False,
)
