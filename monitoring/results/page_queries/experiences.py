"""What the pages on students' experiences read: as the scope allows, a district its own, the agency what is shared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl
from django.db.models import Q

from districts.models import District, School
from monitoring.analysis import reasons
from monitoring.analysis.experiences.behind import (
    OF_ONE_SCHOOL,
    OF_SCHOOLS,
    classes_behind,
    experiences_in,
    split_by_course,
)
from monitoring.analysis.experiences.classes import Category
from monitoring.analysis.experiences.weighing import counted
from monitoring.analysis.experiences.years import ExperienceYear

from ..experience_choice import ExperienceChoice
from ..experiences.in_sight import beside_a_school
from ..experiences.packing import unpacked
from ..experiences.stored import Kind, Stored, sees_own, stored_report, stored_windows
from ..models import ExperienceReport, ScheduleYear
from ..queries import years_with_results


class YearsOfExperiences(NamedTuple):
    """School years to choose from, latest first; `start`: where pages begin, at the latest year of which a report is
    certified, also where a correction has taken its place, or if of none one is, the latest. `newer`: the latest
    report, where that is after the start.
    """

    years: list[int]
    start: int | None
    newer: int | None


def years_of_experiences(district: District) -> YearsOfExperiences:
    """Two queries."""
    known = ExperienceReport.objects.filter(Q(is_current=True) | Q(is_certified=True), district=district)
    flags = list(known.values_list("school_year", "is_current" if sees_own() else "is_certified", "is_certified"))
    reports = {year for year, is_in_sight, _ in flags if is_in_sight}
    certified = {year for year, _, is_certified in flags if is_certified}
    years = sorted({*reports, *years_with_results().years}, reverse=True)
    latest = max(reports, default=None)
    start = max(reports & certified, default=latest) or next(iter(years), None)
    return YearsOfExperiences(years, start, latest if latest != start else None)


def chosen_report(district: District, choice: ExperienceChoice, *kinds: str) -> Stored | None:
    """The report that is chosen, as it is counted; its parts are as they are stored. One query."""
    found = choice.year and stored_report(district, choice.year, choice.window, kinds)
    if not found:
        return None
    frames = {kind: frame if kind == Kind.PARTS else as_chosen(frame, choice) for kind, frame in found.frames.items()}
    return Stored(found.report, frames)


def as_chosen(report: pl.DataFrame, choice: ExperienceChoice) -> pl.DataFrame:
    return counted(report, as_edwin=choice.as_edwin, is_weighed=choice.is_weighed)


def report_beside_a_school(district: District, choice: ExperienceChoice, code: str) -> Stored | None:
    """The same for who sees one school alone: its rows whole, and of the district what tells nothing of the others."""
    found = choice.year and stored_report(district, choice.year, choice.window, [Kind.DISTRICT, Kind.SCHOOLS])
    if not found:
        return None
    whole, own = beside_a_school(found.frames[Kind.DISTRICT], found.frames[Kind.SCHOOLS], code)
    return Stored(found.report, {Kind.DISTRICT: as_chosen(whole, choice), Kind.SCHOOLS: as_chosen(own, choice)})


def whole_report(district: District, choice: ExperienceChoice) -> tuple[ExperienceReport, pl.DataFrame] | None:
    """Of all windows, the district and its schools, as the reader sees it. One query."""
    found = choice.year and stored_windows(district, choice.year, [Kind.DISTRICT, Kind.SCHOOLS])
    if not found:
        return None
    report, rows = found
    return report, counted(rows, as_edwin=choice.as_edwin)


def report_of_a_school(
    district: District, choice: ExperienceChoice, code: str, *, only: bool
) -> tuple[ExperienceReport, pl.DataFrame] | None:
    """Of all windows, the district and one school, as the reader sees them; `only`: who sees one school alone. None
    where no student was at the school. One query.
    """
    found = whole_report(district, choice)
    if found is None:
        return None
    report, rows = found
    whole, own = rows.filter(org_code=district.org_code), rows.filter(org_code=code)
    if only:
        whole, own = beside_a_school(whole, own, code)
    return None if own.is_empty() else (report, pl.concat([whole, own]))


def school_names(district: District) -> dict[str, str]:
    """By code, in the order of their names. One query."""
    schools = School.objects.filter(district=district).order_by("name_in_order", "pk")
    return dict(schools.values_list("org_code", "name"))


@dataclass(frozen=True, eq=False)
class Behind:
    """The classes behind a number, and how many experiences of either side they are. `elsewhere`: how many more the
    number holds, of other districts or of what the reader does not see. `split`: how much of the gap in the classes
    that the reader sees lies between courses and between classes of one.
    """

    classes: pl.DataFrame
    focal: int
    reference: int
    elsewhere: tuple[int, int]
    split: Mapping[str, Any]

    @property
    def number(self) -> int:
        return self.classes.height


def classes_for_its_members(
    report: ExperienceReport, row: Mapping[str, Any], choice: ExperienceChoice, *, school: str | None, only: bool
) -> Behind | None:
    """The classes behind the number of the district, or of the students of a `school`; `only`: none at other schools.
    `row`: the number, with focal_having and reference_having. None where the report has been made anew
    meanwhile. One query. In the district's own scope.
    """
    rows = list(ScheduleYear.objects.filter(pk__in=report.made_of).defer("students").order_by("-school_year"))
    october = next((one for one in rows if one.school_year == report.school_year and one.has_cohort), None)
    if october is None:  # replaced since the report was read
        return None
    cohort = unpacked(october.cohort).filter(org_code=school) if school else unpacked(october.cohort)
    years = list(_years(rows, report.school_year - choice.window, school if only else None))
    asked = (choice.category, choice.group_id)
    found = classes_behind(cohort, years, *asked)
    split = split_by_course(cohort, years, *asked, units=OF_ONE_SCHOOL if school else OF_SCHOOLS)
    if row["reason"] == reasons.TOO_MANY_MISSING:
        split = dict.fromkeys(split) | {"reason": row["reason"]}
    focal, reference = experiences_in(found)
    elsewhere = ((row["focal_having"] or 0) - focal, (row["reference_having"] or 0) - reference)
    return Behind(found, focal, reference, elsewhere, split)


def _years(rows: Collection[ScheduleYear], after: int, school: str | None) -> Iterator[ExperienceYear]:
    """`school`: with the classes of this one alone."""
    for one in rows:
        if one.school_year > after:
            classes = unpacked(one.classes)
            classes = classes.filter(org_code=school) if school else classes
            yield ExperienceYear(one.school_year, unpacked(one.seats), classes)


def is_told_by_class(category: Category) -> bool:
    """Not of ratings and absence, which would tell those of single teachers."""
    return not category.is_personal
