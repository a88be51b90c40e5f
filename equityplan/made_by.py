"""Whether a database is one that this version of the program has made: as long as nothing is in use, migrations are
changed and not added to, so that an older database has them all by name and other tables all the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps

COLUMNS = """
select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid
where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
"""
SHOWN = 3
WHAT_TO_DO = (
    "The database was made by another version of this program ({differences}). This version cannot use it, and has"
    " changed nothing in it.\n"
    "To begin anew, give a folder of its own: EQP_HOME=/path/to/a/new/folder make run; the old one stays as it is."
    " Where the database is a server's, name an empty one.\n"
    "To go on with what is there, run the version that made it."
)


def differences(connection: Any, *, besides: Collection[str] = ()) -> list[str]:
    """What tables have that models do not know, and the other way round; `besides`: apps that are not looked at, for
    their migrations are still to come. Empty where the database is this version's. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        there: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            there.setdefault(table, set()).add(column)
    found: list[str] = []
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.managed and not options.proxy and options.app_label not in besides:
            wanted = {str(field.column) for field in options.local_concrete_fields}
            found += _of_table(options.db_table, wanted, there.get(options.db_table, set()))
    return sorted(found)


def _of_table(table: str, wanted: set[str], there: set[str]) -> list[str]:
    if not there:
        return [f"there is no {table}"]
    lacks = [f"{table} has no {column}" for column in sorted(wanted - there)]
    return lacks + [f"{table} has a {column} that is not known" for column in sorted(there - wanted)]


def what_to_do(found: list[str]) -> str:
    """In words, for whoever starts the program."""
    more = f", and {len(found) - SHOWN} more differences" if len(found) > SHOWN else ""
    return WHAT_TO_DO.format(differences="; ".join(found[:SHOWN]) + more)
