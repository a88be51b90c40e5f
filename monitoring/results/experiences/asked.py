"""What the commands on experiences have in common: which district's report is meant, and which rows of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Collection, Mapping
from typing import Any

import polars as pl
from django.core.management.base import CommandError

from districts.models import District
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.reads import SCHEDULES, STUDENTS
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS

from .. import command_line
from ..models import StateExperiences
from ..people.files import year_files
from .lacking import why_none_certified, why_none_of_state
from .stored import stored_report, stored_state


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--district", help="organization code of a district, eight digits; without it, the state")
    parser.add_argument("--school-year", required=True, help="school year whose October's students are meant")
    parser.add_argument("--history", help=f"years of history: {', '.join(map(str, WINDOWS))}")
    parser.add_argument("--measure", help=f"one of {', '.join(one.id for one in CATEGORIES)}")
    parser.add_argument("--group", help="a student group, like low_income")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")


def report_asked_for(options: Mapping[str, Any], *kinds: str) -> tuple[District | None, pl.DataFrame]:
    """The district, or None for the state, and the rows of its report that are asked for, as others than the district
    see them. Needs a scope that reaches all tenants' rows.
    """
    year = command_line.school_year(options)
    window = command_line.one_of(options, "history", map(str, WINDOWS))
    chosen = {
        "category_id": command_line.one_of(options, "measure", [one.id for one in CATEGORIES]),
        "group_id": command_line.one_of(options, "group", [one.id for one in STUDENT_GROUPS]),
    }
    district = command_line.district(options)
    if year is None:
        raise CommandError("Name a school year.", returncode=command_line.NOT_UNDERSTOOD)
    windows = (int(window),) if window else WINDOWS
    report = pl.concat([one for each in windows for one in _frames(district, year, each, kinds)] or [pl.DataFrame()])
    if report.is_empty():
        raise CommandError(_lacks(district, year), returncode=command_line.NOTHING)
    for name, value in chosen.items():
        report = report if value is None else report.filter(pl.col(name) == value)
    return district, report


def _frames(district: District | None, year: int, window: int, kinds: Collection[str]) -> list[pl.DataFrame]:
    if district is None:
        found = stored_state(year, window, StateExperiences.Kind.STATE)
        return [] if found is None else [found]
    stored = stored_report(district, year, window, kinds)
    return [stored.frames[kind] for kind in kinds] if stored else []


def _lacks(district: District | None, year: int) -> str:
    """Why there is no report."""
    if district is None:
        return why_none_of_state(year)
    known = year_files([district.pk], beside=(STUDENTS, SCHEDULES))
    own = next((one.own for one in known if one.is_certified and one.school_year == year), {})
    return why_none_certified(district, year, own)
