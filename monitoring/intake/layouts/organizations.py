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
        Column("org_code", Kind.ORG_CODE, ("org_code",)),
        Column("org_name", Kind.TEXT, ("org_name",), filled=True),
        Column("org_type", Kind.CODE, ("org_type",), filled=True, codes=("STATE", "DISTRICT", "SCHOOL")),
        Column("parent_org_code", Kind.ORG_CODE, ("parent_org_code",)),
        Column(
            "school_level",
            Kind.CODE,
            ("school_level",),
            required=False,
            codes=("ELEM", "MIDDLE", "HIGH", "K8", "K12", "OTHER"),
        ),
        Column("grades_served", Kind.TEXT, ("grades_served",), required=False),
        Column("title1_status", Kind.CODE, ("title1_status",), required=False, codes=("SWP", "TAS", "ELIG", "NONE")),
        Column("charter", Kind.CODE, ("charter",), required=False, codes=("Y", "N")),
        Column("region", Kind.TEXT, ("region",), required=False),
        Column("open_year", Kind.CALENDAR_YEAR, ("open_year",), required=False),
        Column("close_year", Kind.CALENDAR_YEAR, ("close_year",), required=False),
        Column("successor_org_code", Kind.ORG_CODE, ("successor_org_code",), required=False),
        Column("locale", Kind.TEXT, ("locale",), required=False),
    ),
    dataset="organizations",
    year_in_file=False,
    judged=False,
)
