"""What a district has not certified is kept from everybody else twice: by the database, and by the manager."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from districts.wall import Scope, TenantManager, across_districts, in_district, in_job, in_state
from districts.wall import scope as scope_module
from monitoring.results.models.edition import Edition, EditionsInSight
from tests.architecture.table_matrix import CERTIFIED, TABLES, Protected
from tests.architecture.tenant_rows import add_row_with
from tests.districts.cast import Cast

MODELS = [model for model in apps.get_models() if issubclass(model, Edition)]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)

Row = tuple[str, bool]  # edition, and whether it is preliminary
SURE, PRELIMINARY, SIGNED = ("current", False), ("current", True), ("certified", False)
ROWS = {SURE, PRELIMINARY, SIGNED}


def plant(model: type[models.Model], cast: Cast) -> None:
    for edition, is_preliminary in ROWS:
        given = {"district_id": cast.north.id, "edition": edition, "is_preliminary": is_preliminary}
        add_row_with(model._meta.db_table, given)


def rows_by_sql(table: str) -> set[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT edition, is_preliminary FROM "{table}"')
        return set(cursor.fetchall())


def seen_by_manager(model: type[models.Model], scope: Scope) -> set[Row]:
    """The ORM believes it is in this scope, while PostgreSQL would show every row: the filter is alone."""
    with across_districts(reason="tests: the ORM's filter alone"):
        mark = scope_module._current.set(scope)
        try:
            managers = (model._default_manager, model._base_manager)
            first, second = (set(one.order_by().values_list("edition", "is_preliminary")) for one in managers)
        finally:
            scope_module._current.reset(mark)
    assert first == second
    return first


def test_the_matrix_opens_just_the_certified_rows_of_the_tables_with_editions() -> None:
    narrowed = {
        name for name, table in TABLES.items() if isinstance(table, Protected) and table.open_to_state == CERTIFIED
    }
    assert narrowed == {model._meta.db_table for model in MODELS}


@each_model
def test_the_database_alone_keeps_preliminary_rows_from_the_state(cast: Cast, model: type[models.Model]) -> None:
    scopes: dict[str, tuple[Callable[[], AbstractContextManager[Any]], set[Row]]] = {
        "own": (lambda: in_district(cast.north.id), ROWS),
        "job": (lambda: in_job(cast.north.id), ROWS),
        "other": (lambda: in_district(cast.south.id), set()),
        "state": (lambda: in_state(cast.agency.id), {SURE, SIGNED}),
    }
    with transaction.atomic():
        plant(model, cast)
        seen = {}
        for name, (become, _) in scopes.items():
            with become():
                seen[name] = rows_by_sql(model._meta.db_table)
        transaction.set_rollback(True)
    assert seen == {name: expected for name, (_, expected) in scopes.items()}


@each_model
def test_the_manager_alone_shows_each_its_edition(cast: Cast, model: type[models.Model]) -> None:
    scopes = {
        Scope("district", district_id=cast.north.id): {SURE, PRELIMINARY},
        Scope("job", district_id=cast.north.id): {SURE, PRELIMINARY},
        Scope("state", district_id=cast.agency.id): {SURE, SIGNED},
        Scope("worker"): {SURE, SIGNED},
    }
    with transaction.atomic():
        plant(model, cast)
        seen = {scope: seen_by_manager(model, scope) for scope in scopes}
        transaction.set_rollback(True)
    assert seen == scopes


@each_model
def test_without_the_managers_filter_the_check_finds_it(
    cast: Cast, model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EditionsInSight, "get_queryset", TenantManager.get_queryset)
    with transaction.atomic():
        plant(model, cast)
        seen = seen_by_manager(model, Scope("state", district_id=cast.agency.id))
        transaction.set_rollback(True)
    assert seen == ROWS
