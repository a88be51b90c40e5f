"""Class Size by Gender and Selected Populations (School): the one report with the shares of three groups in every
year.
"""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report, Share
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

REPORT = Report(
    id="dese_class_size",
    title="Class Size by Gender and Selected Populations (School)",
    publisher="DESE",
    unit="school",
    columns=(
        *SCHOOL_KEYS,
        Column("classes", Kind.COUNT, ("Total # of Classes", "Total Number of Classes", "# of Classes")),
        Column("class_size", Kind.FTE, ("Average Class Size", "Avg Class Size")),
        Column("students", Kind.COUNT, ("Number of Students", "# of Students", "Total # of Students")),
        Column("female", Kind.PERCENT, ("Female %", "% Female", "Females %", "Percent Female"), required=False),
        Column("male", Kind.PERCENT, ("Male %", "% Male", "Males %", "Percent Male"), required=False),
        Column(
            "english_learners",
            Kind.PERCENT,
            (
                "English Language Learner %",
                "English Learner %",
                "English Learners %",
                "English Language Learners %",
                "ELL %",
                "% English Learner",
            ),
        ),
        Column(
            "students_with_disabilities",
            Kind.PERCENT,
            ("Students with Disabilities %", "Student with Disabilities %", "% Students with Disabilities", "SWD %"),
        ),
        Column(
            "low_income",
            Kind.PERCENT,
            (
                "Economically Disadvantaged %",
                "Low Income %",
                "Low-Income %",
                "% Economically Disadvantaged",
                "% Low Income",
            ),
        ),
    ),
    conversions=(
        Share("low_income", "low_income", students="students"),
        Share("english_learners", "english_learners", students="students"),
        Share("students_with_disabilities", "students_with_disabilities", students="students"),
    ),
    ignored=BESIDE_SCHOOLS,
)
