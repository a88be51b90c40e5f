"""sle: a district's report on its students' experiences as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import polars as pl
from django.core.management.base import BaseCommand, CommandError

from districts.wall import across_districts
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.report import ROW, WINDOWS
from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.results import command_line
from monitoring.results.experiences.reading import NoFiles, experiences_of

SIDES = tuple(
    f"{side}_{name}"
    for side in ("focal", "reference")
    for name in ("rate", "having", "known", "students", "met", "twice")
)
COLUMNS = (
    *ROW,
    *("ratio", "is_gap", "reason", "ratio_low", "ratio_high", "interval_reason"),
    *SIDES,
    *("weighed_ratio", "teachers", "teachers_having", "teachers_without"),
)


class Command(BaseCommand):
    help = (
        "Print how often students of a group meet teachers of a category, beside all others: of a district and its "
        "schools, from the files that are certified, without what rests on few."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", required=True, help="organization code of a district, eight digits")
        parser.add_argument("--school-year", required=True, help="school year whose October's students are meant")
        parser.add_argument("--school", help="organization code of one of its schools, eight digits")
        parser.add_argument("--history", help=f"years of history: {', '.join(map(str, WINDOWS))}")
        parser.add_argument("--category", help=f"one of {', '.join(one.id for one in CATEGORIES)}")
        parser.add_argument("--group", help="a student group, like low_income")
        parser.add_argument("--dese-compat", action="store_true", help="take one experience where the others have none")
        parser.add_argument("--format", choices=("csv", "json"), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        school_year = command_line.school_year(options)
        chosen = {
            "window": command_line.one_of(options, "history", map(str, WINDOWS)),
            "category_id": command_line.one_of(options, "category", [one.id for one in CATEGORIES]),
            "group_id": command_line.one_of(options, "group", [one.id for one in STUDENT_GROUPS]),
        }
        with across_districts(reason="command: sle"):
            district, school = command_line.district(options), command_line.school(options)
            if district is None or school_year is None:
                raise CommandError("Name a district and a school year.", returncode=command_line.NOT_UNDERSTOOD)
            try:
                report = experiences_of(district, school_year, dese_compat=options["dese_compat"])
            except NoFiles as lacking:
                title = REPORTS[lacking.dataset].title.lower()
                told = f"Of {options['school_year']} {district.name} has certified no October's {title}."
                raise CommandError(told, returncode=command_line.NOTHING) from None
        chosen["org_code"] = school.org_code if school else None
        for name, value in chosen.items():
            report = report if value is None else report.filter(pl.col(name).cast(pl.String) == value)
        rows = for_others(report).select(COLUMNS).iter_rows(named=True)
        command_line.write_table(self.stdout, list(COLUMNS), rows, style=options["format"])
