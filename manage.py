#!/usr/bin/env python
"""Django's commands. The embedded services are found running, or run for as long as the command does; a database that
is still empty is prepared first.
"""

import os
import signal
import sys

WITHOUT_SERVICES = {"check", "collectstatic", "help", "version", "--version", "spectacular", "make_state"}

MAKES_TABLES = {"prepare", "migrate", "makemigrations", "showmigrations", "sqlmigrate", "dbshell"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    from equityplan.embedded.home import ServiceError
    from equityplan.environment import SettingError

    try:
        if command not in WITHOUT_SERVICES and not {"--help", "-h"} & set(sys.argv):
            find_services(command)
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except (ServiceError, SettingError) as trouble:
        sys.exit(str(trouble))
    except BrokenPipeError:  # who reads what we print, like `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)


def find_services(command: str) -> None:
    from equityplan.embedded.home import home_folder
    from equityplan.embedded.services import ensure_services
    from equityplan.environment import check_given

    check_given(home_folder())
    if ensure_services(f"manage.py {command}") and command not in MAKES_TABLES:
        prepare()


def prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=sys.stderr)


if __name__ == "__main__":
    main()
