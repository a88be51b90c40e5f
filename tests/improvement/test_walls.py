"""What the agency notes of its support is read by the district it is about: each layer of the wall, asked alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.db import ProgrammingError, connection, models, transaction

from districts.wall import Scope, across_districts, in_district, in_job, in_state
from districts.wall import scope as scope_module
from monitoring.improvement.models import EvaluationSupport
from monitoring.improvement.models.resource import AboutTheDistrict
from tests.architecture.tenant_rows import add_row_with
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
TABLE = EvaluationSupport._meta.db_table


@pytest.fixture
def noted(cast: Cast) -> Cast:
    for tenant in (cast.north, cast.south):
        add_row_with(TABLE, {"about_id": tenant.id, "by_name": tenant.org_code})
    return cast


def seen_by_sql() -> set[str]:
    """Nothing where the role may not read the table at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT by_name FROM {TABLE}")
            return {str(name) for (name,) in cursor.fetchall()}
    except ProgrammingError as refusal:
        if getattr(refusal.__cause__, "sqlstate", "") != "42501":
            raise
        return set()


def test_the_database_alone_shows_each_district_its_own(noted: Cast) -> None:
    north, both = {"00100000"}, {"00100000", "00200000"}
    roles: dict[str, tuple[Callable[[], AbstractContextManager[Any]], set[str]]] = {
        "district": (lambda: in_district(noted.north.id), north),
        "job": (lambda: in_job(noted.north.id), north),
        "state": (lambda: in_state(noted.agency.id), both),
        "worker": (lambda: across_districts(reason="tests: what a district may not see"), both),
        "bare login": (nullcontext, set()),
    }
    found = {}
    for role, (become, _) in roles.items():
        with become():
            found[role] = seen_by_sql()
    assert found == {role: expected for role, (_, expected) in roles.items()}


def seen_by_manager(noted: Cast) -> dict[str | None, set[str]]:
    """While PostgreSQL would show every row."""
    found = {}
    with across_districts(reason="tests: the filter alone"):
        for kind in ("district", "job", "state", "worker", "person", None):
            asked: Any = Scope(kind, district_id=noted.north.id) if kind else None
            mark = scope_module._current.set(asked)
            try:
                found[kind] = set(EvaluationSupport.objects.values_list("by_name", flat=True))
            finally:
                scope_module._current.reset(mark)
    return found


def test_the_manager_alone_shows_each_district_its_own_and_a_broken_one_is_found(
    noted: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    north, both = {"00100000"}, {"00100000", "00200000"}
    expected = {"district": north, "job": north, "state": both, "worker": both, "person": north, None: set()}
    assert seen_by_manager(noted) == expected
    monkeypatch.setattr(AboutTheDistrict, "get_queryset", models.Manager.get_queryset)
    assert seen_by_manager(noted) != expected
