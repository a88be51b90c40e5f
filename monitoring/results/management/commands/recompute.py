"""recompute: bring the results up to date here and now, or compute school years anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from districts.wall import across_districts
from monitoring.analysis.formatting import school_years
from monitoring.results import actions, command_line


class Command(BaseCommand):
    help = "Bring values, bands and gaps up to date; with --anew compute them again even where nothing changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="compute again; rows that come out the same stay untouched"
        )
        parser.add_argument("--school-year", help="with --anew: only this school year and those that depend on it")

    def handle(self, *args: Any, **options: Any) -> None:
        year = command_line.school_year(options)
        years = [] if year is None else [year]
        with across_districts(reason="command: recompute"):
            run = actions.recompute(trigger=actions.ASKED_FOR, school_years=years, anew=options["anew"])
        if run is None:
            self.stdout.write("Nothing to compute from: no file has been accepted yet.")
            return
        touched = sum(part["added"] + part["changed"] + part["removed"] for part in run.counts.values())
        seconds = (run.finished_at - run.started_at).total_seconds()
        years_shown = school_years(run.school_years)
        self.stdout.write(f"Run {run.number}: {years_shown}; {touched:,} rows differ; {seconds:.1f} s")
