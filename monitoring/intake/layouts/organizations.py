"""Layout 1: districts and schools."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="organizations",
    number=1,
    definition="A district or school.",
    title="Organizations",
    publisher="equityplan",
    unit="any",
    columns=(
        Column(
            "org_code",
            Kind.ORG_CODE,
            ("org_code",),
            definition="Eight digits: four of the district, four of the school (0000 for the district itself).",
        ),
        Column("org_name", Kind.TEXT, ("org_name",), filled=True, example="Abigail Adams High", definition="Name."),
        Column(
            "org_type",
            Kind.CODE,
            ("org_type",),
            filled=True,
            codes=("STATE", "DISTRICT", "SCHOOL"),
            example="SCHOOL",
            definition="What it is.",
        ),
        Column(
            "parent_org_code",
            Kind.ORG_CODE,
            ("parent_org_code",),
            example="00350000",
            definition="Code of the district; of a district, that of the state (00000000).",
        ),
        Column(
            "school_level",
            Kind.CODE,
            ("school_level",),
            required=False,
            codes=("ELEM", "MIDDLE", "HIGH", "K8", "K12", "OTHER"),
            example="HIGH",
            definition="Level of a school.",
        ),
        Column(
            "grades_served",
            Kind.TEXT,
            ("grades_served",),
            required=False,
            example="09,10,11,12",
            definition="Grades, commas between.",
        ),
        Column(
            "title1_status",
            Kind.CODE,
            ("title1_status",),
            required=False,
            codes=("SWP", "TAS", "ELIG", "NONE"),
            definition="Title I: schoolwide, targeted, eligible without a program, none.",
        ),
        Column(
            "charter",
            Kind.CODE,
            ("charter",),
            required=False,
            codes=("Y", "N"),
            definition="Whether it is a charter school.",
        ),
        Column(
            "region",
            Kind.TEXT,
            ("region",),
            required=False,
            example="Greater Boston",
            definition="Region of the state.",
        ),
        Column(
            "open_year",
            Kind.CALENDAR_YEAR,
            ("open_year",),
            required=False,
            example="",
            definition="School year in which it opened.",
        ),
        Column(
            "close_year",
            Kind.CALENDAR_YEAR,
            ("close_year",),
            required=False,
            example="",
            definition="Last school year in which it was open.",
        ),
        Column(
            "successor_org_code",
            Kind.ORG_CODE,
            ("successor_org_code",),
            required=False,
            example="",
            definition="The school that took its place.",
        ),
        Column(
            "locale", Kind.TEXT, ("locale",), required=False, example="City", definition="Locale, like City or Rural."
        ),
    ),
    dataset="organizations",
    year_in_file=False,
    judged=False,
)
