"""Drafts are the agency's: kept from everybody else by the database, and by the manager; acts are never changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from districts.wall import Scope, across_districts, in_district, in_job, in_state
from districts.wall import scope as scope_module
from monitoring.definitions.models import DefinitionAct, StoredDefinition
from monitoring.results.models import DualRun
from tests.definitions.analysts import drafted, like
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
Become = Callable[[], AbstractContextManager[Any]]


def roles(cast: Cast) -> dict[str, tuple[Become, bool]]:
    """How to become each, and whether drafts are theirs to see."""
    return {
        "district": (lambda: in_district(cast.north.id), False),
        "job": (lambda: in_job(cast.north.id), False),
        "bare login": (nullcontext, False),
        "state": (lambda: in_state(cast.agency.id), True),
        "worker": (lambda: across_districts(reason="tests"), True),
    }


def test_each_layer_alone_keeps_drafts_from_all_but_the_agency(cast: Cast) -> None:
    drafted(like("T_TURN.1", first_year=2030), by=cast.agency.member("ese_analyst"))
    for name, (become, sees) in roles(cast).items():
        with become(), connection.cursor() as cursor:
            cursor.execute("SELECT state, was_active FROM definitions_storeddefinition")
            by_database = {(state, was) for state, was in cursor.fetchall()}
            by_manager = StoredDefinition.objects.filter(measure="T_TURN", version=2).exists()
        assert (("draft", False) in by_database, by_manager) == (sees, sees), name
        assert {("active", True), ("pending", False)} <= by_database, name


def test_without_the_database_the_manager_keeps_them(cast: Cast) -> None:
    drafted(like("T_TURN.1", first_year=2030), by=cast.agency.member("ese_analyst"))
    with across_districts(reason="tests: the manager alone"):
        mark = scope_module._current.set(Scope("district", district_id=cast.north.id))
        try:
            assert not StoredDefinition.objects.filter(measure="T_TURN", version=2).exists()
        finally:
            scope_module._current.reset(mark)


@pytest.mark.parametrize("model", [DefinitionAct, DualRun])
def test_what_is_said_of_drafts_and_what_they_would_move_no_district_and_no_job_of_one_reads(
    cast: Cast, model: Any
) -> None:
    drafted(like("T_TURN.1", first_year=2030), by=cast.agency.member("ese_analyst"))
    for name, (become, sees) in roles(cast).items():
        with transaction.atomic(), become(), connection.cursor() as cursor:
            if sees:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                assert cursor.fetchone() is not None, name
                continue
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")


@pytest.mark.parametrize("statement", ["UPDATE {} SET by_name = 'x'", "DELETE FROM {}"])
def test_nobody_changes_an_act(cast: Cast, statement: str) -> None:
    for name, (become, _) in roles(cast).items():
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, transaction.atomic(), become(), connection.cursor() as cursor:
            cursor.execute(statement.format(DefinitionAct._meta.db_table))
        assert name


def test_only_the_agency_and_the_worker_write_definitions(cast: Cast) -> None:
    for name, (become, writes) in roles(cast).items():
        statement = "UPDATE definitions_storeddefinition SET rationale = 'x' WHERE measure = 'T_TURN'"
        with transaction.atomic(), become(), connection.cursor() as cursor:
            if writes:
                cursor.execute(statement)
                assert cursor.rowcount == 1, name
                continue
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
