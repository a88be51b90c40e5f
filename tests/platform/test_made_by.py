"""A database of another version of the program is told as such, before anything in it is changed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from equityplan.made_by import differences

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
OTHERWISE = (
    "alter table intake_finding drop column digest",
    "alter table intake_finding add column colour text",
    "alter table intake_reminder rename to intake_letter",
)


def test_a_database_of_this_version_has_the_tables_that_its_models_know() -> None:
    assert differences(connections["owner"]) == differences(connections["default"]) == []


def test_what_another_version_made_is_named_and_nothing_is_changed() -> None:
    with transaction.atomic("owner"):
        with connections["owner"].cursor() as cursor:
            for statement in OTHERWISE:
                cursor.execute(statement)
        found = differences(connections["owner"])
        with pytest.raises(CommandError) as refused:
            call_command("prepare", stdout=StringIO())
        transaction.set_rollback(True, using="owner")
    assert found == [
        "intake_finding has a colour that is not known",
        "intake_finding has no digest",
        "there is no intake_reminder",
    ]
    assert str(refused.value).splitlines() == [
        "The database was made by another version of this program (intake_finding has a colour that is not known; "
        "intake_finding has no digest; there is no intake_reminder). This version cannot use it, and has changed "
        "nothing in it.",
        "To begin anew, give a folder of its own: EQP_HOME=/path/to/a/new/folder make run; the old one stays as it is. "
        "Where the database is a server's, name an empty one.",
        "To go on with what is there, run the version that made it.",
    ]


def test_what_migrations_to_come_will_make_is_not_missed() -> None:
    with transaction.atomic("owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("alter table intake_finding drop column digest")
        assert differences(connections["owner"], besides={"intake"}) == []
        transaction.set_rollback(True, using="owner")
