"""sle: a district's report on its students' experiences as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.report import ROW
from monitoring.results import command_line
from monitoring.results.experiences.asked import add_options, report_asked_for

OF_A_SIDE = ("rate", "having", "known", "students", "met", "twice")
COLUMNS = (
    *ROW,
    *("ratio", "is_gap", "reason", "ratio_low", "ratio_high", "interval_reason"),
    *(f"{side}_{name}" for side in ("focal", "reference") for name in OF_A_SIDE),
    *("weighed_ratio", "teachers", "teachers_having", "teachers_without"),
)


class Command(BaseCommand):
    help = (
        "Print how often students of a group meet teachers of a category, beside all others: of a district and its "
        "schools, from the files that are certified, without what rests on few."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)
        parser.add_argument("--school", help="organization code of one of its schools, eight digits")
        parser.add_argument("--dese-compat", action="store_true", help="take one experience where the others have none")

    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="command: sle"):
            school = command_line.school(options)
            _, report = report_asked_for(options)
        report = report.filter(org_code=school.org_code) if school else report
        rows = for_others(report).select(COLUMNS).iter_rows(named=True)
        command_line.write_table(self.stdout, list(COLUMNS), rows, style=options["format"])
