"""The columns most reports share: which year, which school or district, and the scraper's own remarks."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind

SCHOOL_YEAR = Column(
    "school_year",
    Kind.SCHOOL_YEAR,
    ("Academic Year", "School Year", "school_year", "SchoolYear", "SY", "Year", "Fiscal Year", "FY"),
    required=False,
)
SCHOOL_NAME = Column(
    "org_name", Kind.TEXT, ("School Name", "School", "Org Name", "Organization Name", "Organization"), required=False
)
SCHOOL_CODE = Column(
    "org_code",
    Kind.ORG_CODE,
    ("DESE ID", "School Code", "Org Code", "ORGCODE", "ORG_CODE", "Organization Code", "School ID", "School Org Code"),
)
DISTRICT_NAME = Column(
    "org_name",
    Kind.TEXT,
    ("District Name", "District", "Org Name", "Organization Name", "Organization"),
    required=False,
)
DISTRICT_CODE = Column(
    "org_code",
    Kind.ORG_CODE,
    ("District Code", "Org Code", "ORGCODE", "ORG_CODE", "Organization Code", "DESE ID", "District ID"),
)
SCHOOL_KEYS = (SCHOOL_YEAR, SCHOOL_NAME, SCHOOL_CODE)
DISTRICT_KEYS = (SCHOOL_YEAR, DISTRICT_NAME, DISTRICT_CODE)
SCRAPED = ("Raw likert calculation", "Likert Score", "Admin Data Item")
BESIDE_SCHOOLS = ("District Name", "District", "District Code", *SCRAPED)
