"""prepare: migrations as owner, what the program ships and, for a trial, the demo state; in one process, so that Django
is imported once.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from equityplan.made_by import differences, what_to_do

# Any number; its own and not in districts.locks: those end with a transaction of the app's login; this one is held by
# the owner's session across all migrations, the first of which finds no tables yet.
ONE_AT_A_TIME = 4_200


class Command(BaseCommand):
    help = "Bring the database up to date (as owner); with --demo ADDRESS fill it with the demo state."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", metavar="ADDRESS", help="address that demo.json tells")

    def handle(self, *args: Any, **options: Any) -> None:
        self.migrate()
        for name in settings.EQP_SHIPPED:
            import_string(name)()
        if options["demo"] and "demo" in get_commands():
            call_command("demo", address=options["demo"])

    def migrate(self) -> None:
        """Only what is missing. Without the owner's address there must be nothing missing."""
        has_owner = connections["owner"].vendor == "postgresql"
        reader = connections["owner" if has_owner else "default"]
        if has_owner:
            with reader.cursor() as cursor:  # until this process ends: of two at once one waits, and finds it done
                cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        executor = MigrationExecutor(reader)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        applied = {app for app, _ in executor.loader.applied_migrations}
        if applied and (found := differences(reader, besides={one.app_label for one, _ in missing})):
            raise CommandError(what_to_do(found))
        if missing and not has_owner:
            raise CommandError("Migrations are missing: give DATABASE_OWNER_URL, or run them where it is known.")
        if missing:
            self.stdout.write(f"applying {len(missing)} migrations")
            call_command("migrate", verbosity=0, interactive=False)
