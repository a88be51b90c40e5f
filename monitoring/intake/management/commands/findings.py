"""findings: what the checks found in an upload, or in a file that was never uploaded."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.wall import across_districts
from monitoring.intake.command_line import NOT_UNDERSTOOD, add_said, add_sender, said, sender
from monitoring.intake.examined_file import examine_for
from monitoring.intake.findings_table import rows_of, write_findings
from monitoring.intake.models import Upload
from monitoring.intake.queries.uploads import finding_rows


class Command(BaseCommand):
    help = "Print the findings of a file or of an upload, as a table with stable columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", metavar="FILE|UPLOAD_ID")
        add_sender(parser)
        add_said(parser)
        parser.add_argument("--format", choices=("csv", "json"), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["what"])
        if path.is_file():
            code = sender(options)
            with across_districts(reason="command: findings"):
                examination = examine_for(path, code, **said(options))
            write_findings(self.stdout, rows_of(examination.findings, path.name), style=options["format"])
            return
        with across_districts(reason="command: findings"):
            write_findings(self.stdout, finding_rows(_upload(options["what"])), style=options["format"])


def _upload(text: str) -> Upload:
    try:
        return Upload.objects.get(pk=uuid.UUID(text))
    except ValueError:
        raise CommandError(f"There is no file {text}, and it is no upload's id.", returncode=NOT_UNDERSTOOD) from None
    except Upload.DoesNotExist:
        raise CommandError(f"There is no upload {text}.", returncode=NOT_UNDERSTOOD) from None
