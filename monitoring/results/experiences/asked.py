"""What the commands on experiences have in common: which district's report is meant, and which rows of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.core.management.base import CommandError

from districts.models import District
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.report import WINDOWS
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.analysis.formatting import school_year
from monitoring.intake.reports.catalogue import REPORTS

from .. import command_line
from .reading import NoFiles, experiences_of

NAMES = {"window": "history", "category_id": "measure", "group_id": "group"}
NAMED = ("school_year", "history", "measure", "group")
KEY = ("org_code", *NAMED)


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--district", required=True, help="organization code of a district, eight digits")
    parser.add_argument("--school-year", required=True, help="school year whose October's students are meant")
    parser.add_argument("--history", help=f"years of history: {', '.join(map(str, WINDOWS))}")
    parser.add_argument("--measure", help=f"one of {', '.join(one.id for one in CATEGORIES)}")
    parser.add_argument("--group", help="a student group, like low_income")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")


def report_asked_for(options: Mapping[str, Any]) -> tuple[District, pl.DataFrame]:
    """The district, and the rows of its report that are asked for. Needs a scope that reaches all tenants' rows."""
    asked_year = command_line.school_year(options)
    chosen = {
        "window": command_line.one_of(options, "history", map(str, WINDOWS)),
        "category_id": command_line.one_of(options, "measure", [one.id for one in CATEGORIES]),
        "group_id": command_line.one_of(options, "group", [one.id for one in STUDENT_GROUPS]),
    }
    district = command_line.district(options)
    if district is None or asked_year is None:
        raise CommandError("Name a district and a school year.", returncode=command_line.NOT_UNDERSTOOD)
    try:
        report = experiences_of(district, asked_year, dese_compat=bool(options.get("dese_compat")))
    except NoFiles as lacking:
        title = REPORTS[lacking.dataset].title.lower()
        why = f"Of {options['school_year']} {district.name} has certified no October's {title}."
        raise CommandError(why, returncode=command_line.NOTHING) from None
    for name, value in chosen.items():
        report = report if value is None else report.filter(pl.col(name).cast(pl.String) == value)
    return district, report


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row under the names that the other commands have."""
    named = {NAMES.get(name, name): value for name, value in row.items()}
    return {**named, "school_year": school_year(row["school_year"])}
