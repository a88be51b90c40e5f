"""Layout 3: who is employed, one row a person, district and school year (a part of EPIMS' Staff Roster)."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import MEPID, RACE_MEANINGS, RACES, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

YEARS = ("years_prior_teaching", "years_prior_admin")
LAST_HQT = 2016  # ending year of the last school year for which it was collected
WORKING, ON_LEAVE, EXITED = "01", "02", "03"
EXIT_REASONS = {
    "RETIRE": "retired",
    "OTHER_MA_DISTRICT": "works in another district of the state",
    "OUT_OF_STATE": "works in another state",
    "LEFT_EDUCATION": "left education",
    "NONRENEW": "contract not renewed",
    "DISMISS": "dismissed",
    "RIF": "reduction in force",
    "LEAVE": "long leave",
    "DECEASED": "died",
    "OTHER": "another reason",
    "UNKNOWN": "not known",
}

REPORT = Report(
    id="staff_roster",
    number=3,
    title="Staff roster",
    publisher="equityplan",
    definition="A person whom the district employed in the school year.",
    unit="sender",
    columns=(
        SCHOOL_YEAR,
        MEPID,
        Column(
            "local_staff_id",
            Kind.TEXT,
            ("local_staff_id", "SR02"),
            required=False,
            kept=False,
            definition="The district's own number of the person.",
            asked_for="So that the district finds a row again in its own records.",
            example="E-17",
        ),
        Column(
            "birth_year",
            Kind.CALENDAR_YEAR,
            ("birth_year",),
            required=False,
            kept=False,
            definition="Year of birth, for checks only.",
        ),
        Column(
            "race_ethnicity",
            Kind.CODE,
            ("race_ethnicity",),
            required=False,
            codes=RACES,
            meanings=RACE_MEANINGS,
            definition="Race and ethnicity.",
            asked_for="To see how diverse educators are beside the students they teach.",
        ),
        Column(
            "employment_status",
            Kind.CODE,
            ("employment_status", "SR09"),
            filled=True,
            codes=(WORKING, ON_LEAVE, EXITED),
            meanings=("working", "on leave", "exited"),
            definition="Status of employment on the day of the collection.",
        ),
        Column(
            "exit_reason",
            Kind.CODE,
            ("exit_reason", "SR10"),
            required=False,
            codes=tuple(EXIT_REASONS),
            meanings=tuple(EXIT_REASONS.values()),
            definition="Why the person left; NA for those who have not.",
            example="NA",
        ),
        Column(
            "hire_date",
            Kind.DATE,
            ("hire_date", "SR11"),
            required=False,
            definition="First day in the district.",
            example="2010-09-01",
        ),
        Column(
            "exit_date", Kind.DATE, ("exit_date",), required=False, definition="Last day in the district.", example=""
        ),
        Column(
            "years_prior_teaching",
            Kind.COUNT,
            ("years_prior_teaching",),
            highest=60,
            definition="Completed years of teaching before this school year.",
        ),
        Column(
            "years_prior_admin",
            Kind.COUNT,
            ("years_prior_admin",),
            required=False,
            highest=60,
            definition="Completed years as principal or other administrator before this school year.",
            example="0",
        ),
        Column(
            "experience_scope",
            Kind.CODE,
            ("experience_scope",),
            filled=True,
            codes=("MA_PUBLIC", "ALL"),
            meanings=("in Massachusetts' public schools", "anywhere"),
            definition="Where the years were counted.",
        ),
        Column(
            "highest_degree",
            Kind.CODE,
            ("highest_degree",),
            required=False,
            codes=("NONE", "ASSOC", "BA", "MA", "DOC"),
            meanings=("none", "associate", "bachelor's", "master's", "doctorate"),
            definition="The highest degree held.",
        ),
        Column(
            "hqt",
            Kind.CODE,
            ("hqt",),
            required=False,
            codes=("Y", "N"),
            definition="Highly qualified in all core subjects taught; NA after 2015-16.",
            example="NA",
        ),
        Column(
            "professional_status",
            Kind.CODE,
            ("professional_status", "SR28"),
            required=False,
            codes=("PTS", "NONPTS"),
            meanings=("with professional teacher status", "without"),
            definition="Professional teacher status; NA for those who do not teach.",
            asked_for="To see how many teachers with professional status each school has.",
        ),
        Column("base_salary", Kind.USD, ("base_salary",), required=False, definition="Base salary of the year."),
        Column(
            "total_salary",
            Kind.USD,
            ("total_salary",),
            required=False,
            definition="Total salary of the year.",
            example="72000",
        ),
    ),
    key=("mepid",),
    spans=(("hire_date", "exit_date"),),
    parts=(("base_salary", "total_salary"),),
    follows=True,
    dataset="staff_roster",
    required_in=("OCT", "EOY"),
    judged=False,
)
