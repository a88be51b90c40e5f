"""table: one of the plan's Tables 1 to 5, or that of federal law, on standard output."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.wall import across_districts
from monitoring.analysis.formatting import school_year
from monitoring.analysis.tables.definitions import TABLES
from monitoring.analysis.tables.grid import in_columns
from monitoring.analysis.tables.named_gaps import tell
from monitoring.results import command_line
from monitoring.results.page_queries import plan_table_for_members
from monitoring.results.plan_table_files import write_table_csv
from monitoring.results.queries import years_with_results


class Command(BaseCommand):
    help = (
        "Print one of the plan's Tables 1 to 5, with Table 1 the gaps it names, or as Table 6 that of federal law, "
        "filled from the stored gaps. "
        "Exit code: 0 printed; 1 there are no results of the year; 2 an option is not understood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--number", required=True, help="1 to 6")
        parser.add_argument("--school-year", "--year", help="like 2014-15; the year that pages begin with if left out")
        parser.add_argument("--format", choices=("text", "csv", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        number = int(command_line.one_of(options, "number", map(str, TABLES)) or 0)
        asked = command_line.school_year(options)
        with across_districts(reason="command: table"):
            years, start = years_with_results()
            year = asked or start or next(iter(years), None)
            if year is None or year not in years:
                there = ", ".join(school_year(one) for one in years) or "none"
                raise CommandError(
                    f"There are no results of that year. Years: {there}.", returncode=command_line.NOTHING
                )
            table = plan_table_for_members(number, year)
        told = tell(table) if number == 1 else ()
        if options["format"] == "csv":
            write_table_csv(self.stdout, table)
        elif options["format"] == "json":
            self.stdout.write(json.dumps({**asdict(table), "named_gaps": [asdict(one) for one in told]}, indent=1))
        else:
            named = [f"Equity Gap {one.gap.number}: {one.gap.title}. {' '.join(one.sentences)}" for one in told]
            self.stdout.write("\n".join([in_columns(table), *named]))
