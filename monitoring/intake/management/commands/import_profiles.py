"""import_profiles: every report in a folder, through the same pipeline as an upload in the browser."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from districts import outbox
from districts.actions import ensure_district
from districts.models import District, Job
from districts.wall import across_districts, in_state
from monitoring.intake.actions import receive_upload
from monitoring.intake.files import COPY_BYTES, FileTooLarge
from monitoring.intake.models import Upload
from monitoring.intake.sheet import STATE_CODE
from monitoring.intake.topics import CHECK_TOPIC

ENDINGS = {".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls"}
NOT_REPORTS = {"readme.txt"}
SENDER = "import_profiles"
# Organizations first, then who is enrolled, then figures: later files find what they refer to.
FIRST = ("organization", "enrollment", "enrol", "population", "class")
TWO_WORLDS = (
    "Nothing was imported: {home} holds the demo's invented state, and real schools would stand among invented ones.\n"
    "Start an empty installation beside it, and import there:\n"
    "  EQP_HOME=/path/of/your/state EQP_DEMO=0 make run\n"
    "  EQP_HOME=/path/of/your/state .venv/bin/python manage.py import_profiles FOLDER   (in a second terminal)\n"
    "Files made for the invented state itself go in with --among-invented."
)
WIDTHS = (44, 27, 20, 8, 9, 22)


class Command(BaseCommand):
    help = "Import every report of a folder as the state agency: read, check, freeze; then compute results."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--agency", default="State agency", help="name of the agency, where it is not there yet")
        parser.add_argument("--among-invented", action="store_true", help="import although the state here is invented")
        parser.add_argument("--no-results", action="store_true", help="leave computing to a worker, or to `settle`")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        found = sorted((path for path in folder.rglob("*") if is_report(path)), key=_order)
        if not found:
            raise CommandError(f"{folder} holds no CSV or XLSX files.")
        agency = ensure_agency(options["agency"])
        if agency.is_invented and not options["among_invented"]:
            raise CommandError(TWO_WORLDS.format(home=settings.EQP_HOME))
        self._line("file", "report", "school years", "rows", "accepted", "findings")
        for path in found:
            self._tell(path.relative_to(folder), import_file(path, agency.pk))
        if not options["no_results"]:
            outbox.run_waiting()

    def _tell(self, name: Path, upload: Upload | str) -> None:
        if isinstance(upload, str):
            self._line(str(name), "-", "-", "-", "-", upload)
            return
        years = upload.school_years
        shown = upload.years_shown if len(years) < 3 else f"{upload.years_shown[:7]} to {upload.years_shown[-7:]}"
        findings = f"{upload.errors} E {upload.warnings} W {upload.infos} I"
        self._line(
            str(name), upload.report or "-", shown, upload.rows, upload.rows_accepted, f"{findings}  {upload.state}"
        )

    def _line(self, *cells: object) -> None:
        padded = [str(cell)[:width].ljust(width) for cell, width in zip(cells, (*WIDTHS[:-1], 60), strict=True)]
        self.stdout.write(" ".join(padded).rstrip())


def ensure_agency(name: str) -> District:
    """The state agency's tenant, opened where it is missing."""
    with across_districts(reason="command: import_profiles"):
        return ensure_district(org_code=STATE_CODE, name=name, by=SENDER)


def is_report(path: Path) -> bool:
    """Whether a file may be a table. Which report it is, its content tells."""
    return path.is_file() and path.suffix.lower() in ENDINGS and path.name.lower() not in NOT_REPORTS


def import_file(path: Path, agency_id: int) -> Upload | str:
    """One file through the whole pipeline, here and now; the upload at its end, or why it was not even received."""
    try:
        with path.open("rb") as file, in_state(agency_id):
            chunks = iter(lambda: file.read(COPY_BYTES), b"")
            upload = receive_upload(file_name=path.name, chunks=chunks, by=SENDER)
    except FileTooLarge as error:
        return f"larger than {error} bytes"
    with across_districts(reason="command: import_profiles"):
        job = Job.objects.filter(topic=CHECK_TOPIC, key=str(upload.pk)).first()
    while job and not outbox.run(job_id=job.pk, district_id=agency_id):
        with across_districts(reason="command: import_profiles"):
            job.refresh_from_db()
        if job.state in (Job.State.DONE, Job.State.QUARANTINED):
            break
        time.sleep(0.1)  # a worker has it
    with across_districts(reason="command: import_profiles"):
        upload.refresh_from_db()
    return upload


def _order(path: Path) -> tuple[int, str]:
    name = path.name.lower()
    places = [place for place, word in enumerate(FIRST) if word in name]
    return (places[0] if places else len(FIRST), str(path))
