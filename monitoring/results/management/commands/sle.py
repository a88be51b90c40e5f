"""sle: a district's report on its students' experiences as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import polars as pl
from django.core.management.base import BaseCommand, CommandError

from districts.wall import across_districts
from monitoring.analysis.experiences.report import ROW
from monitoring.analysis.experiences.weighing import counted
from monitoring.results import command_line
from monitoring.results.experiences.asked import add_options, report_asked_for
from monitoring.results.experiences.stored import Kind
from monitoring.results.experiences.table import COLUMNS, told
from monitoring.results.frames import STATE


class Command(BaseCommand):
    help = (
        "Print how often students of a group meet teachers of a category, beside all others: of a district and its "
        "schools, or of the state, from the files that are certified, without what rests on few."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)
        parser.add_argument("--school", help="organization code of one of its schools, eight digits")
        parser.add_argument("--dese-compat", action="store_true", help="take one experience where the others have none")

    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="command: sle"):
            school = command_line.school(options)
            district, report = report_asked_for(options, Kind.DISTRICT, Kind.SCHOOLS)
        if school and (district is None or school.district_id != district.pk):
            whose = f"is none of {district.name}" if district else "needs its district, in --district"
            why = f"--school: {school.org_code} ({school.name}) {whose}."
            raise CommandError(why, returncode=command_line.NOT_UNDERSTOOD)
        report = report.filter(org_code=school.org_code) if school else report
        report = report if district else report.with_columns(org_code=pl.lit(STATE))
        report = counted(report, as_edwin=options["dese_compat"])
        named = (told(row) for row in report.sort(ROW).iter_rows(named=True))
        rows = ({name: row.get(name) for name in COLUMNS} for row in named)
        command_line.write_table(self.stdout, list(COLUMNS), rows, style=options["format"])


def _of_state() -> list[pl.Expr]:
    """What rows of the state have of those of a district: sums have no interval, nor a reason why there is none."""
    return [pl.lit(STATE).alias("org_code"), pl.lit(None, pl.String).alias("interval_reason")]
