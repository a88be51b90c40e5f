"""make_state: a state that does not exist, as files in a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.school_year import SchoolYear
from monitoring.analysis.formatting import school_year
from monitoring.intake.command_line import NOT_UNDERSTOOD
from monitoring.invented.counted import counted_state
from monitoring.invented.counted_files import write_counted
from monitoring.invented.plan import LATEST, plan
from monitoring.invented.table import STATE_A, read_table
from monitoring.invented.writing import LAYOUTS, PERSONAL, Wanted, write_state

TABLES = {"state_a": STATE_A}
USUAL, USUAL_LIKE = 30, 400  # districts


class Command(BaseCommand):
    help = (
        "Write the files of an invented state into an empty folder: those of the state under state/, those of each "
        "district and school year under districts/. The same options give the same bytes. Nobody in it exists. "
        "Exit code: 0 written; 2 an option is not understood, or the folder is not empty."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder, which is made where it is missing")
        parser.add_argument("--districts", type=int, help=f"{USUAL} if left out, {USUAL_LIKE} with --like")
        parser.add_argument("--schools", type=int, help="of the first year, as the next two; what is usual if left out")
        parser.add_argument("--teachers", type=int)
        parser.add_argument("--students", type=int)
        parser.add_argument("--years", type=int, default=6, help="how many school years")
        parser.add_argument("--last", default=school_year(LATEST), help="the last school year, like 2025-26")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--layouts", help=f"only these, commas between: {', '.join(LAYOUTS)}")
        parser.add_argument("--no-schedules", action="store_true", help="leave out students' schedules, the bulk of it")
        parser.add_argument("--no-persons", action="store_true", help="only the state's own files")
        parser.add_argument("--together", action="store_true", help="all districts in one file, under people/")
        parser.add_argument(
            "--like",
            help="only counts, of which a published table comes out: state_a, or a JSON file of the same shape, which "
            "says how many schools and teachers there are, and which year is the last",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there and not an empty folder.", returncode=NOT_UNDERSTOOD)
        try:
            if options["like"]:
                self._write_like(options, folder)
            else:
                self._write(options, folder)
        except ValueError as error:
            raise CommandError(f"{error}.", returncode=NOT_UNDERSTOOD) from None

    def _write(self, options: dict[str, Any], folder: Path) -> None:
        sizes = {name: options[name] for name in ("schools", "teachers", "students", "years", "seed")}
        asked = plan(_districts(options, USUAL), last=int(SchoolYear.parse(options["last"])), **sizes)
        wanted = Wanted(_layouts(options), by_district=not options["together"])
        write_state(asked, folder, wanted, tell=lambda year: self.stdout.write(f"{school_year(year)} is written"))

    def _write_like(self, options: dict[str, Any], folder: Path) -> None:
        table = read_table(TABLES.get(options["like"], Path(options["like"])))
        write_counted(counted_state(table, options["seed"], _districts(options, USUAL_LIKE)), folder)
        self.stdout.write(f"three years up to {school_year(table.year)} are written")


def _districts(options: dict[str, Any], usual: int) -> int:
    return usual if options["districts"] is None else int(options["districts"])


def _layouts(options: dict[str, Any]) -> list[str]:
    named = [name.strip() for name in options["layouts"].split(",")] if options["layouts"] else list(LAYOUTS)
    if unknown := [name for name in named if name not in LAYOUTS]:
        told = f"--layouts: there is no {unknown[0]!r}. Known: {', '.join(LAYOUTS)}."
        raise CommandError(told, returncode=NOT_UNDERSTOOD)
    left_out = set(PERSONAL) if options["no_persons"] else {"student_schedule"} if options["no_schedules"] else set()
    return [name for name in named if name not in left_out]
