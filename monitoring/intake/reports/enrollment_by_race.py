"""Enrollment by Race/Gender (School): percentages that add up to 100."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report, Share
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

RACES = (
    Column(
        "race_american_indian",
        Kind.PERCENT,
        ("American Indian or Alaska Native", "Native American", "American Indian", "American Indian/Alaska Native"),
    ),
    Column("race_asian", Kind.PERCENT, ("Asian",)),
    Column(
        "race_black", Kind.PERCENT, ("Black or African American", "African American", "Black", "African American/Black")
    ),
    Column(
        "race_hispanic",
        Kind.PERCENT,
        ("Hispanic or Latino", "Hispanic", "Hispanic/Latino", "Latino", "Hispanic or Latinx"),
    ),
    Column(
        "race_multi",
        Kind.PERCENT,
        (
            "Multi-Race, Not Hispanic or Latino",
            "Multi-Race, Non-Hispanic",
            "Multi-Race, Non-Hispanic/Latino",
            "Multi-Race",
            "Multirace",
            "Two or More Races",
        ),
    ),
    Column(
        "race_pacific_islander",
        Kind.PERCENT,
        (
            "Native Hawaiian or Other Pacific Islander",
            "Native Hawaiian, Pacific Islander",
            "Native Hawaiian/Pacific Islander",
            "Native Hawaiian or Pacific Islander",
            "Pacific Islander",
        ),
    ),
    Column("race_white", Kind.PERCENT, ("White",)),
)
GENDERS = (
    Column("female", Kind.PERCENT, ("Female", "Females", "Female %"), required=False),
    Column("male", Kind.PERCENT, ("Male", "Males", "Male %"), required=False),
    Column("nonbinary", Kind.PERCENT, ("Nonbinary", "Non-Binary", "Non Binary", "Nonbinary %"), required=False),
)

REPORT = Report(
    id="dese_enrollment_race",
    title="Enrollment by Race/Gender (School)",
    publisher="DESE",
    unit="school",
    columns=(*SCHOOL_KEYS, *RACES, *GENDERS),
    conversions=(
        *(Share(column.name, column.name) for column in (*RACES, *GENDERS)),
        Share("students_of_color", "race_white", complement=True),
    ),
    race_percents=tuple(column.name for column in RACES),
    ignored=BESIDE_SCHOOLS,
)
