"""demo: a state to look at, people to sign in as, and a private file that says how."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from districts import outbox
from districts.models import District
from districts.models.district import STATE_CODE
from districts.wall import across_districts
from monitoring.results.demo import accounts, state


class Command(BaseCommand):
    help = "Fill an empty installation with a demo state and demo people; run again, it only notes the address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="address that demo.json tells")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.EQP_HOME) / "demo.json"
        before = accounts.read_demo_file(path)
        if before and accounts.still_there(before):
            accounts.write_demo_file(path, {**before, "address": options["address"]})
            return
        files = state.find_files()
        self.stdout.write(f"Importing {'published reports' if files.is_real else 'an invented state'} …")
        how = {"agency": files.agency, "no_results": True, "among_invented": not files.is_real}
        with contextlib.suppress(SystemExit):  # a file that is not taken is told above; the others make a demo
            call_command("import_profiles", str(files.folder), **how, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Computing values, bands and gaps …")
        outbox.run_waiting()
        with across_districts(reason="demo: choose its districts"):
            places = state.pick_districts()
        if places is None:
            raise CommandError(
                f"The files in {files.folder} hold no two districts with schools; there is no demo to make."
            )
        agency = District.objects.get(org_code=STATE_CODE)
        made = accounts.create_accounts(accounts.parts(agency, *places))
        accounts.write_demo_file(path, {"address": options["address"], "accounts": accounts.as_rows(made)})
        self.stdout.write(f"Demo accounts are in {path}")
