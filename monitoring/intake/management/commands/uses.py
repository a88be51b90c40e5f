"""uses: what each column that is asked is used for, as a table on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitoring.intake.burden.table import USE_COLUMNS, use_rows
from monitoring.intake.burden.uses import all_uses, uses_of
from monitoring.intake.command_line import NOT_UNDERSTOOD, write_table
from monitoring.intake.reports.catalogue import REPORTS


class Command(BaseCommand):
    help = "Print what rules, measures, student groups, summaries and pages use each column of the layouts and reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--layout", help="only the columns of this layout or report")
        parser.add_argument("--format", choices=("csv", "json"), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        layout = options["layout"]
        if layout and layout not in REPORTS:
            known = ", ".join(REPORTS)
            raise CommandError(f"--layout: there is no {layout!r}. Known: {known}.", returncode=NOT_UNDERSTOOD)
        columns = uses_of(REPORTS[layout]) if layout else all_uses()
        write_table(self.stdout, USE_COLUMNS, use_rows(columns), style=options["format"])
