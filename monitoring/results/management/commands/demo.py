"""demo: a state to look at, people to sign in as, and a private file that says how."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from districts import outbox
from districts.models import District
from districts.org_code import STATE_CODE
from districts.wall import across_districts
from monitoring.results.demo import accounts, handed_over, state


class Command(BaseCommand):
    help = "Fill an empty installation with a demo state and demo people; run again, it only notes the address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="address that demo.json tells")
        parser.add_argument(
            "--rest", action="store_true", help="what districts hand over: it takes seconds, and the page need not wait"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.EQP_HOME) / "demo.json"
        before = accounts.read_demo_file(path)
        if before and accounts.still_there(before):
            if options["rest"]:
                self._hand_over()
            whole = {"is_whole": True} if options["rest"] else {}
            accounts.write_demo_file(path, {**before, "address": options["address"], **whole})
        elif not options["rest"]:
            accounts.write_demo_file(path, {"address": options["address"], "accounts": self._make()})
            self.stdout.write(f"Demo accounts are in {path}")

    def _make(self) -> list[dict[str, Any]]:
        """The state and its people; returns what demo.json says of these."""
        files = state.find_files()
        self.stdout.write(f"Importing {'published reports' if files.is_real else 'an invented state'} …")
        how = {"agency": files.agency, "no_results": True, "among_invented": not files.is_real}
        with contextlib.suppress(SystemExit):  # a file that is not taken is told above; the others make a demo
            call_command("import_profiles", str(files.folder), **how, stdout=self.stdout, stderr=self.stderr)
        places, agency = self._places(), District.objects.get(org_code=STATE_CODE)
        if len(places) < 2:
            raise CommandError(
                f"The files in {files.folder} hold no two districts with schools; there is no demo to make."
            )
        first, second = places[:2]
        made = accounts.create_accounts(accounts.parts(agency, first.district, second.district, first.school))
        handed_over.send_figures(first.district, agency)
        self.stdout.write("Computing values, bands and gaps …")
        outbox.run_waiting()
        for name in settings.EQP_DEMO:
            import_string(name)()
        return accounts.as_rows(made)

    def _hand_over(self) -> None:
        places, agency = self._places(), District.objects.get(org_code=STATE_CODE)
        handed_over.send_files(places, agency)
        call_command("settle", stdout=self.stdout, stderr=self.stderr)
        handed_over.hand_over(places, agency)

    def _places(self) -> list[handed_over.Place]:
        with across_districts(reason="demo: choose its districts"):
            found = state.pick_districts(len(handed_over.ENDS))
        return [handed_over.Place(*one, end) for one, end in zip(found, handed_over.ENDS, strict=False)]
