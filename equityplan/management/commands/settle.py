"""settle: wait until no job waits, is sent or runs. With no worker there, the jobs run here."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from districts import outbox
from equityplan.celery import app


def workers_answer() -> bool:
    """Does any Celery worker take jobs from our broker?"""
    try:
        return bool(app.control.ping(timeout=1.0))
    except OSError:
        return False


class Command(BaseCommand):
    help = "Return when every job is done; with no worker running, do them here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--timeout", type=float, default=600.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        deadline = time.monotonic() + options["timeout"]
        while (left := outbox.unfinished()) and time.monotonic() < deadline:
            if workers_answer():
                time.sleep(0.2)
            else:
                outbox.run_waiting(timeout=max(0.0, deadline - time.monotonic()))
        if left:
            raise CommandError(f"{left} jobs are still not done.")
        self.stdout.write("settled")
