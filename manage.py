#!/usr/bin/env python
"""Django's commands. The embedded services are found running, or run for as long as the command does; a database that
is still empty is prepared first.
"""

import os
import sys

WITHOUT_SERVICES = {"check", "collectstatic", "help", "version", "--version", "spectacular"}

MAKES_TABLES = {"prepare", "migrate", "makemigrations", "showmigrations", "sqlmigrate", "dbshell"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in WITHOUT_SERVICES and not {"--help", "-h"} & set(sys.argv):
        from equityplan.embedded.services import ServiceError, ensure_services

        try:
            is_empty = ensure_services(f"manage.py {command}")
        except ServiceError as trouble:
            sys.exit(str(trouble))
        if is_empty and command not in MAKES_TABLES:
            prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=sys.stderr)


if __name__ == "__main__":
    main()
