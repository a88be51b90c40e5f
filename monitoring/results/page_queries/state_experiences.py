"""What the pages on students' experiences read of the state: its sums, and for the agency the list of its districts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from districts.models import District
from monitoring.analysis.experiences.compared import Compared, compared
from monitoring.analysis.experiences.state import gaps_of

from ..experience_choice import ExperienceChoice
from ..experiences.packing import unpacked
from ..experiences.stored import stored_state
from ..models import StateExperiences
from ..queries import years_with_results
from .experiences import YearsOfExperiences, as_chosen

Kind = StateExperiences.Kind


@dataclass(frozen=True, eq=False)
class StateReport:
    """What certified reports on the students of a year's October come to, as it is counted; `gaps` and `listed` as they
    are stored. `reports`: of how many districts.
    """

    school_year: int
    made_at: dt.datetime
    reports: int
    state: list[Compared]
    gaps: pl.DataFrame
    listed: pl.DataFrame
    is_certified: bool = True


def years_of_state_experiences() -> YearsOfExperiences:
    """Pages begin at the latest year of which at least half as many schools have reports as of any. Two queries."""
    found = StateExperiences.objects.filter(kind=Kind.STATE).order_by("-school_year")
    schools = dict(found.values_list("school_year", "schools").distinct())
    years = sorted({*schools, *years_with_results().years}, reverse=True)
    enough = (year for year, many in schools.items() if 2 * many >= max(schools.values()))
    return YearsOfExperiences(years, next(enough, next(iter(years), None)), None)


def state_report_for_ese(choice: ExperienceChoice) -> StateReport | None:
    """None where no district has certified a report of the year. One query."""
    found = StateExperiences.objects.filter(school_year=choice.year or 0, window=choice.window)
    rows = {one.kind: one for one in found}
    if Kind.STATE not in rows:
        return None
    whole = rows[Kind.STATE]
    state = unpacked(whole.rows)
    return StateReport(
        whole.school_year,
        whole.made_at,
        whole.reports,
        _of_state(state, choice),
        gaps_of(state),
        unpacked(rows[Kind.DISTRICTS].rows),
    )


def state_beside_members(choice: ExperienceChoice) -> list[Compared]:
    """The state's rows of what is chosen, as the scope sees them; none where there are none. One query."""
    found = choice.year and stored_state(choice.year, choice.window, Kind.STATE)
    return [] if not isinstance(found, pl.DataFrame) else _of_state(found, choice)


def listed_districts(report: StateReport, choice: ExperienceChoice) -> pl.DataFrame:
    """The chosen number of every district with a report, as it is counted, by code."""
    return as_chosen(choice.rows_of(report.listed), choice).sort("org_code")


def as_compared(rows: pl.DataFrame) -> list[Compared]:
    """Of rows that have some columns of a report alone."""
    return compared(
        rows.with_columns(pl.lit(None).alias(name) for name in Compared._fields if name not in rows.columns)
    )


def district_names(codes: Collection[str]) -> dict[str, str]:
    """By code. One query."""
    return dict(District.objects.filter(org_code__in=codes).values_list("org_code", "name"))


def _of_state(state: pl.DataFrame, choice: ExperienceChoice) -> list[Compared]:
    """Sums have no interval, nor a reason why there is none."""
    return as_compared(as_chosen(state, choice).with_columns(org_code=pl.lit("")))
