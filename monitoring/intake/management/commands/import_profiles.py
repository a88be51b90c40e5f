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
from districts.org_code import STATE_CODE
from districts.wall import across_districts, in_state
from monitoring.intake.actions import receive_upload
from monitoring.intake.command_line import CODES, NOT_UNDERSTOOD
from monitoring.intake.examination import HELD, REFUSED
from monitoring.intake.files import FileTooLarge, arriving, chunks_of
from monitoring.intake.models import Upload
from monitoring.intake.queries.uploads import findings_for_page
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
REASONS = 3  # told of each file
HOLDING: dict[str, tuple[str, ...]] = {  # the findings that say why a file is held
    Upload.WhyHeld.COLUMNS: ("E-COLUMN-EXCHANGED",),
    Upload.WhyHeld.MUCH: ("W-ROWS-GONE", "W-FIGURES-OTHERS"),
    Upload.WhyHeld.LOCKED: ("W-COLLECTION-LOCKED",),
    Upload.WhyHeld.ASKED: ("I-ROWS-DIFFER",),
}
WIDTHS = (44, 27, 20, 8, 9, 22)


class Command(BaseCommand):
    help = (
        "Import every report of a folder as the state agency: read, check, freeze; then compute results. Prints what "
        "became of each file and, where not all of it was taken, the first reasons. Exit code: 0 every file was "
        "accepted, also in part; 1 one was refused or set aside; 2 the folder or an option is not understood; 3 none "
        "was refused, and one is held until somebody says on its page that it is right."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--agency", default="State agency", help="name of the agency, where it is not there yet")
        parser.add_argument("--among-invented", action="store_true", help="import although the state here is invented")
        parser.add_argument(
            "--ask-first", action="store_true", help="hold every file that changes what stands, until it is confirmed"
        )
        parser.add_argument("--no-results", action="store_true", help="leave computing to a worker, or to `settle`")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.", returncode=NOT_UNDERSTOOD)
        found = sorted((path for path in folder.rglob("*") if is_report(path)), key=_order)
        if not found:
            raise CommandError(f"{folder} holds no CSV or XLSX files.", returncode=NOT_UNDERSTOOD)
        agency = ensure_agency(options["agency"])
        if agency.is_invented and not options["among_invented"]:
            raise CommandError(TWO_WORLDS.format(home=settings.EQP_HOME), returncode=NOT_UNDERSTOOD)
        self._line("file", "report", "school years", "rows", "accepted", "findings")
        asks_first: bool = options["ask_first"]
        became = [self._import(path, folder, agency.pk, asks_first=asks_first) for path in found]
        if not options["no_results"]:
            outbox.run_waiting()
        self._conclude(became)

    def _import(self, path: Path, folder: Path, agency_id: int, *, asks_first: bool) -> str:
        """One file; returns the state it ends in."""
        upload = import_file(path, agency_id, asks_first=asks_first)
        self._tell(path.relative_to(folder), upload)
        if isinstance(upload, str):
            return Upload.State.REFUSED
        for reason in first_reasons(upload):
            self.stdout.write(f"    {reason}")
        return upload.state

    def _conclude(self, became: list[str]) -> None:
        """Ends the process with what the worst of the files ended with."""
        held = became.count(Upload.State.HELD)
        refused = len(became) - held - sum(became.count(state) for state in Upload.TAKEN)
        if refused or held:
            self.stderr.write(
                f"Not taken: {refused} refused or set aside, {held} held, of {len(became)}; the reasons stand above."
            )
            raise SystemExit(CODES[REFUSED if refused else HELD])

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


def import_file(path: Path, agency_id: int, *, asks_first: bool = False) -> Upload | str:
    """One file through the whole pipeline, here and now; the upload at its end, or why it was not even received."""
    try:
        with arriving(chunks_of(path)) as arrival, in_state(agency_id):
            upload = receive_upload(file_name=path.name, arrival=arrival, asks_first=asks_first, by=SENDER)
    except FileTooLarge as error:
        return f"larger than {error} bytes"
    with across_districts(reason="command: import_profiles"):
        job = Job.objects.filter(topic=CHECK_TOPIC, key=str(upload.pk)).first()
    while job and not outbox.run(job_id=job.pk, district_id=agency_id, early=True):
        with across_districts(reason="command: import_profiles"):
            job.refresh_from_db()
        if job.state in (Job.State.DONE, Job.State.QUARANTINED):
            break
        time.sleep(0.1)  # a worker has it
    with across_districts(reason="command: import_profiles"):
        upload.refresh_from_db()
    return upload


def first_reasons(upload: Upload) -> list[str]:
    """Why not all of an upload was taken, a sentence a rule; nothing where all of it was."""
    if upload.reason:
        return [upload.reason]
    with across_districts(reason="command: import_profiles"):
        found = findings_for_page(upload)
    holding = [one for one in found if one.rule_id in HOLDING.get(upload.why_held, ())]
    told = [*holding, *(one for one in found if one.severity == "E" and one not in holding)]
    more = [f"and {len(told) - REASONS} rules more, on its page"] if len(told) > REASONS else []
    return [f"{one.rule_id}, {one.total:,}×: {one.details[0]['message']}" for one in told[:REASONS]] + more


def _order(path: Path) -> tuple[int, str]:
    name = path.name.lower()
    places = [place for place, word in enumerate(FIRST) if word in name]
    return (places[0] if places else len(FIRST), str(path))
