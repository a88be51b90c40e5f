"""Reports on experiences as each reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from districts.models import District, Membership
from districts.roles import sees_only_one_school
from monitoring.analysis.experiences.parts import KEY
from monitoring.analysis.experiences.protection import for_a_school
from monitoring.analysis.experiences.state import gaps_of

from ..models import ExperienceReport, StateExperiences
from .stored import Kind, reports_in_sight, stored_report, stored_state

OfState = StateExperiences.Kind


@dataclass(frozen=True, eq=False)
class Seen:
    """A report, and of what was asked for the rows that the reader may see."""

    report: ExperienceReport
    rows: pl.DataFrame


def reports_for_api() -> QuerySet[ExperienceReport]:
    """By districts' codes, the latest school year first."""
    return reports_in_sight().select_related("district").order_by("district__org_code", "-school_year")


def report_for(member: Membership, district: District, school_year: int, window: int) -> Seen | None:
    """Rows of the district, then of its schools; for a school leader, of the own school, and those of the district as
    others than the district see them. One query; a school leader's first asks for the school.
    """
    found = stored_report(district, school_year, window, [Kind.DISTRICT, Kind.SCHOOLS])
    if found is None:
        return None
    whole, schools = found.frames[Kind.DISTRICT], found.frames[Kind.SCHOOLS]
    if sees_only_one_school(member):
        whole, schools = beside_a_school(whole, schools, member.school.org_code if member.school else "")
    return Seen(found.report, pl.concat([whole, schools]))


def beside_a_school(whole: pl.DataFrame, schools: pl.DataFrame, code: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """For who sees one school alone: of the district (`whole`) what tells nothing of the others, and the school's rows
    whole.
    """
    own = schools.filter(pl.col("org_code") == code)
    return for_a_school(whole, own), own


def parts_for_members(district: District, school_year: int, window: int) -> Seen | None:
    """Where a district's gaps lie, for those who see all of the district. One query."""
    found = stored_report(district, school_year, window, [Kind.PARTS])
    return Seen(found.report, found.frames[Kind.PARTS]) if found else None


def state_for_members(school_year: int, window: int) -> pl.DataFrame | None:
    """Rows of the state as the reader sees them; None where nothing is certified. One query."""
    return stored_state(school_year, window, OfState.STATE)


def state_parts_for_members(school_year: int, window: int) -> pl.DataFrame | None:
    """Where the state's gaps lie, likewise. One query."""
    found = stored_state(school_year, window, OfState.STATE)
    return None if found is None else gaps_of(found).with_columns(found["reports"])


def districts_for_ese(school_year: int, window: int) -> pl.DataFrame | None:
    """Of every district with a certified report what others than the district see, by code. One query."""
    found = stored_state(school_year, window, OfState.DISTRICTS)
    return None if found is None else found.sort("org_code", *KEY)
