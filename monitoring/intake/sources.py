"""The registry of sources: where figures come from, how far they reach, on what law they rest, how each is to become
better. Declared here and nowhere else; the pages of sources are made from it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report

# The law as it was read for this registry. Whether it covers the use at hand is for the agency's legal staff to say.
FERPA = "34 CFR Part 99 (FERPA), § 99.31(a)(3) and § 99.35: audit or evaluation of education programs"
STUDENT_RECORDS = "603 CMR 23.00: student records"
REPORTING = "603 CMR 10.03: what districts record of students, programs, staff and money, and report to the Department"
EVALUATION = (
    "603 CMR 35.10(2) and (3): districts provide evaluation data of each educator; what can be linked to an educator "
    "is personnel information (M.G.L. c. 4, § 7(26)(c)) and no public record"
)
PERFORMANCE = "M.G.L. c. 69, § 1I: yearly evaluation of districts and schools, and their reports"
LICENSURE = "M.G.L. c. 71, § 38G, and 603 CMR 7.00: educator licensure"
EQUITY = "ESEA § 1111(g)(1)(B): no disproportionate rates of ineffective, out-of-field or inexperienced teachers"
VOLUNTARY = "No duty: districts take part in the plan of their own will"

AS_LONG_AS_COMPARED = "Rows are kept while years are compared with them; ESE has not set an end yet."
SEVEN_YEARS = "Districts keep the records behind them for seven years after the End-of-Year Report (603 CMR 10.05)."


@dataclass(frozen=True)
class Source:
    """`reports`: ids of the layouts and reports that it fills. `plan`: how it is to become better."""

    id: str
    title: str
    provider: str
    covers: str
    limits: tuple[str, ...]
    basis: tuple[str, ...]
    period: str
    plan: str
    reports: tuple[str, ...]

    @property
    def layouts(self) -> list[Report]:
        return [REPORTS[name] for name in self.reports]

    @property
    def is_on_persons(self) -> bool:
        return any(layout.persons for layout in self.layouts)

    @property
    def retention(self) -> str:
        """How long what is kept of it."""
        kept = "Files are kept, sealed."
        if self.is_on_persons:
            kept = "Files on persons are destroyed once they were read, or after 30 days; rows hold pseudonyms, no ids."
        return f"{kept} {self.period}"


SOURCES = (
    Source(
        "directory",
        "Directory of districts and schools",
        "ESE, and districts for their own schools",
        "Every public district and school with its opening, closing and successor.",
        ("A school that no report names and nobody lists is not known.",),
        (REPORTING,),
        AS_LONG_AS_COMPARED,
        "Take codes of closed schools and their successors from the Department's own directory each July.",
        ("organizations",),
    ),
    Source(
        "staff",
        "Staff records and their assignments",
        "Districts, from their human resources systems (as in EPIMS)",
        "Each person whom a district employed, in October and at the end of the year, and what they do where.",
        (
            "Experience counts what the district knows of; years in other states may be missing.",
            "Who works in several districts is found again by the state's id alone.",
        ),
        (REPORTING, EQUITY),
        AS_LONG_AS_COMPARED,
        "Compare experience with what earlier years and other districts reported of the same person.",
        ("staff_roster", "work_assignment"),
    ),
    Source(
        "licensure",
        "Licenses, waivers and license exams",
        "ESE, from its licensure system",
        "Licenses and waivers of everybody who teaches, with field, grades and dates; exam results by program.",
        (
            "A license says what somebody may teach, not how well.",
            "Which field is in field for a course is ESE's reading.",
        ),
        (LICENSURE, EQUITY),
        AS_LONG_AS_COMPARED,
        "Review the list of fields for courses each spring, with the districts' questions of the year.",
        ("license", "license_exam", "course_crosswalk"),
    ),
    Source(
        "evaluation",
        "Educator evaluations",
        "Districts; ESE publishes counts by district and school",
        "Ratings of those who were evaluated in a year; by district and school, counts of them.",
        (
            "Ratings bunch at the top: in 2012-13, 92 of 100 evaluated teachers were Proficient or Exemplary.",
            "Not everybody is evaluated each year, and small schools' counts are withheld.",
        ),
        (EVALUATION, EQUITY),
        AS_LONG_AS_COMPARED,
        "Use ratings for gaps only once there is evidence that they are given faithfully, fairly and are trusted.",
        ("evaluation", "dese_evaluation_district", "dese_evaluation_school"),
    ),
    Source(
        "attendance",
        "Staff attendance",
        "Districts, from their attendance systems",
        "Days away by person and year, or event by event with the reason.",
        ("Districts count half days and long leaves in different ways.", "Reasons are not checked against anything."),
        (REPORTING,),
        AS_LONG_AS_COMPARED,
        "Agree with districts on one list of reasons, and on what a day is.",
        ("staff_attendance", "staff_absence_event"),
    ),
    Source(
        "students",
        "Students, their groups and their classes",
        "Districts (as in SIMS and SCS); ESE publishes counts by school",
        "Who is enrolled in October, March and June, in which groups, and in which classes with which teachers.",
        (
            "Low income was counted by free and reduced-price lunch until 2013-14, as economically disadvantaged from "
            "2014-15 to 2020-21, and as low income since: series break there.",
        ),
        (FERPA, STUDENT_RECORDS, REPORTING),
        AS_LONG_AS_COMPARED,
        "Take further groups (homeless, foster, migrant) as districts begin to send them.",
        (
            "school_enrollment",
            "student",
            "student_schedule",
            "dese_enrollment_grade",
            "dese_enrollment_race",
            "dese_selected_populations",
        ),
    ),
    Source(
        "staffing",
        "Published staffing reports",
        "ESE, from the districts' staff and student records",
        "By school and year: teachers, their licenses and experience, retention, class size; for the state, rates in "
        "schools of high and low poverty.",
        (
            "Percentages are rounded to one decimal, and so are off by up to half a person in a thousand.",
            "What was corrected after publication may stand in a later report only.",
        ),
        (PERFORMANCE, EQUITY),
        AS_LONG_AS_COMPARED,
        "Give way to what is counted from staff records, school by school, as districts send these.",
        ("dese_teacher_data", "dese_staffing_retention", "dese_class_size", "published_figures"),
    ),
    Source(
        "aggregates",
        "Districts' own counts",
        "Districts",
        "Numerator and denominator of a measure by school and year, where records of persons are not sent.",
        ("Who is counted is the district's word; rows of persons cannot be looked at behind them.",),
        (VOLUNTARY, EQUITY),
        AS_LONG_AS_COMPARED,
        "Ask, once a year, whether records can be sent in their place.",
        ("metric_aggregate",),
    ),
    Source(
        "finance",
        "Spending and salaries",
        "Districts, from the End-of-Year Report; ESE publishes them by district",
        "Spending per student and teachers' salaries by district and year.",
        (
            "Published by district; by school it is known where districts send it.",
            "Average salaries say nothing of how long people have taught.",
        ),
        (REPORTING,),
        SEVEN_YEARS,
        "Take salaries with years of experience, so that like is compared with like.",
        ("finance", "dese_per_pupil_spending", "dese_teacher_salaries"),
    ),
    Source(
        "climate",
        "School climate survey",
        "Districts and ESE",
        "Answers by school and question, with how many were asked and how many answered.",
        ("Few answers say little: how many answered stands beside each figure.",),
        (VOLUNTARY,),
        AS_LONG_AS_COMPARED,
        "Use the questions of the statewide survey where a district has none of its own.",
        ("climate_survey",),
    ),
    Source(
        "achievement",
        "Students' achievement",
        "Districts, from the state's assessments",
        "By school, student group and subject: students with a result, and those who met or exceeded expectations.",
        (
            "It stands beside a district's figures as context; nothing here says that one causes the other.",
            "A year's tests differ from the year's before, and so do those who sit them.",
        ),
        (VOLUNTARY, EQUITY),
        AS_LONG_AS_COMPARED,
        "Take it from the state's published results, where the groups are the same.",
        ("achievement",),
    ),
    Source(
        "learning",
        "Professional learning",
        "Districts",
        "Events that educators took part in, whether they serve a written goal, and what they cost.",
        ("Only what a district pays for or records is known.",),
        (VOLUNTARY,),
        AS_LONG_AS_COMPARED,
        "Compare costs with those of the End-of-Year Report.",
        ("professional_learning",),
    ),
    Source(
        "plan",
        "Strategies, learning network and stakeholders",
        "Districts and ESE",
        "Which strategies districts adopted and when, who met in the learning network, who was consulted.",
        ("Participation says nothing of how faithfully a strategy was put into practice.",),
        (VOLUNTARY, EQUITY),
        AS_LONG_AS_COMPARED,
        "Take these from the districts' own pages here as soon as they keep their plans on them.",
        ("strategy_adoption", "pln_membership", "pln_event", "pln_attendance", "engagement"),
    ),
)


@cache
def source_of(report: str) -> Source:
    """The source that a layout or report belongs to; each belongs to one."""
    (found,) = (source for source in SOURCES if report in source.reports)
    return found


def registry() -> Iterator[dict[str, Any]]:
    """For programs."""
    for source in SOURCES:
        yield {
            "id": source.id,
            "title": source.title,
            "provider": source.provider,
            "covers": source.covers,
            "known_limits": list(source.limits),
            "legal_basis": list(source.basis),
            "retention": source.retention,
            "plan_to_improve": source.plan,
            "reports": list(source.reports),
            "on_persons": source.is_on_persons,
        }
