"""The columns that layouts share: year, organization, collection, person, course."""

from __future__ import annotations

import dataclasses

from monitoring.intake.reports.column import Column, Kind

YES_NO = ("Y", "N")
RACES = ("AIAN", "ASIAN", "BLACK", "HISPANIC", "MULTI", "NHPI", "WHITE")
RACE_MEANINGS = (
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Hispanic or Latino",
    "two or more races, not Hispanic",
    "Native Hawaiian or other Pacific Islander",
    "White",
)

SCHOOL_YEAR = Column(
    "school_year", Kind.SCHOOL_YEAR, ("school_year",), filled=True, definition="The school year, like 2024-25."
)
ORG_CODE = Column(
    "org_code",
    Kind.ORG_CODE,
    ("org_code",),
    filled=True,
    definition="Eight digits: four of the district, four of the school (0000 for the district office).",
)
DISTRICT = dataclasses.replace(
    ORG_CODE,
    headers=("district", "org_code"),
    definition="The district's code, eight digits ending in 0000.",
    example="00350000",
)
COLLECTION = Column(
    "collection",
    Kind.CODE,
    ("collection",),
    filled=True,
    codes=("OCT", "EOY"),
    meanings=("as of October 1", "end of year"),
    definition="The collection that the row belongs to.",
)
MEPID = Column(
    "mepid",
    Kind.EDUCATOR_ID,
    ("mepid", "SR01", "SR01 MEPID"),
    filled=True,
    definition="Massachusetts Education Personnel ID, eight digits. It is kept as a pseudonym only.",
)
SASID = Column(
    "sasid",
    Kind.STUDENT_ID,
    ("sasid", "SCS02", "SCS02 SASID"),
    filled=True,
    definition="State-assigned student id, ten digits. It is kept as a pseudonym only.",
)
COURSE_CODE = Column(
    "course_code",
    Kind.TEXT,
    ("course_code", "SCS05", "Subject Area-Course Code"),
    filled=True,
    pattern=r"^[0-9]{5}$",
    form="five digits",
    definition="Subject area and course, five digits.",
    example="02052",
)
SECTION_ID = Column(
    "section_id",
    Kind.TEXT,
    ("section_id", "SCS06", "Class Section"),
    filled=True,
    pattern=r"^.{1,40}$",
    form="at most 40 characters",
    definition="The class, as the district's own schedule calls it.",
    example="A-1",
)
TERM = Column(
    "term",
    Kind.TEXT,
    ("term", "SCS07", "Course Term"),
    filled=True,
    pattern=r"^[\w -]{1,12}$",
    form="at most 12 letters and digits",
    definition="The term in which the class meets, like FY, S1, Q3.",
    example="FY",
)
