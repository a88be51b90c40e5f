"""check_file: what the checks say of a file, with nothing stored."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.wall import across_districts
from monitoring.intake.command_line import CODES, NOT_UNDERSTOOD, add_said, add_sender, said, sender
from monitoring.intake.examined_file import examine_for
from monitoring.intake.findings_table import rows_of, write_findings


class Command(BaseCommand):
    help = (
        "Read and check one file as an upload would be, and print the findings. Nothing is stored. "
        "Exit code: 0 accepted, also in part; 1 refused; 2 the file or an option is not understood; "
        "3 held, since many rows of the earlier file are not in it, most of its figures are others, or columns that "
        "wait for a decision would take the place of its figures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_sender(parser)
        add_said(parser)
        parser.add_argument("--format", choices=("csv", "json"), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=NOT_UNDERSTOOD)
        code = sender(options)
        with across_districts(reason="command: check_file"):
            examination = examine_for(path, code, **said(options))
        write_findings(self.stdout, rows_of(examination.findings, path.name), style=options["format"])
        title = examination.report.title if examination.report else "not recognized"
        counts = f"{examination.rows_accepted} of {examination.rows} rows"
        self.stderr.write(f"{path.name}: {title}; {examination.verdict.replace('_', ' ')}; {counts}")
        if examination.verdict in CODES:
            raise SystemExit(CODES[examination.verdict])
