"""burden: what collections cost a district, or all districts together, as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.models import District
from districts.queries import district_by_code
from districts.wall import across_districts
from monitoring.intake.burden.table import COST_COLUMNS, STATE_COLUMNS, cost_rows, state_rows
from monitoring.intake.command_line import NOT_UNDERSTOOD, school_year, write_table
from monitoring.intake.queries.burden import costs_of_district
from monitoring.intake.queries.burden_for_ese import costs_for_ese


class Command(BaseCommand):
    help = "Print what collections cost a district, or, of a school year, medians and quartiles over all districts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--district", help="organization code of a district, eight digits")
        what.add_argument("--school-year", help="school year, like 2024-25: all districts together")
        parser.add_argument("--format", choices=("csv", "json"), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        with across_districts(reason="command: burden"):
            if options["district"]:
                costs = costs_of_district(_district(options["district"]).pk)
                write_table(self.stdout, COST_COLUMNS, cost_rows(costs), style=options["format"])
            else:
                lines = costs_for_ese([school_year(options) or 0])
                write_table(self.stdout, STATE_COLUMNS, state_rows(lines), style=options["format"])


def _district(code: str) -> District:
    found = district_by_code(code)
    if found is None or found.is_state:
        raise CommandError(
            f"--district: no district has the code {code}; codes have eight digits.", returncode=NOT_UNDERSTOOD
        )
    return found
