"""For whose eyes rows of the state are: each layer of the wall asked alone, so that neither can be missed."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from districts.wall import Scope, across_districts, in_district, in_job, in_state
from districts.wall import scope as scope_module
from monitoring.results.models.audience import SeenBy
from tests.architecture.tenant_rows import add_row_with
from tests.districts.cast import Cast

AUDIENCES = ("everybody", "agency", "districts")
KINDS = ("district", "state", "job", "worker", "person", "token", None)  # of scopes; None: outside all


def audience_models() -> list[type[SeenBy]]:
    return [model for model in apps.get_models() if issubclass(model, SeenBy)]


def database_faults(table: str, cast: Cast) -> list[str]:
    """Add a row of each audience; then every role asks for them in plain SQL: the ORM plays no part."""
    roles: dict[str, tuple[Callable[[], AbstractContextManager[Any]], set[str]]] = {
        "district": (lambda: in_district(cast.north.id), {"everybody", "districts"}),
        "job": (lambda: in_job(cast.north.id), {"everybody", "districts"}),
        "state": (lambda: in_state(cast.agency.id), set(AUDIENCES)),  # its manager chooses between the two
        "worker": (lambda: across_districts(reason="tests"), set(AUDIENCES)),
        "bare login": (nullcontext, set()),
    }
    faults = []
    with transaction.atomic():
        for audience in AUDIENCES:
            add_row_with(table, {"seen_by": audience})
        for role, (become, expected) in roles.items():
            with become():
                seen = _seen_by_sql(table)
            faults += [] if seen == expected else [f"{table}: {role} sees rows for {sorted(seen)}"]
        transaction.set_rollback(True)
    return faults


def _seen_by_sql(table: str) -> set[str]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'SELECT DISTINCT seen_by FROM "{table}"')
            return {str(audience) for (audience,) in cursor.fetchall()}
    except ProgrammingError as refusal:
        if getattr(refusal.__cause__, "sqlstate", "") != "42501":
            raise
        return set()


def manager_faults(model: type[models.Model], cast: Cast) -> list[str]:
    """The ORM believes it is in some scope, or in none, while PostgreSQL would show every row: the filter is alone."""
    faults = []
    with transaction.atomic(), across_districts(reason="tests: the ORM's filter alone"):
        for audience in AUDIENCES:
            add_row_with(model._meta.db_table, {"seen_by": audience})
        for kind in KINDS:
            expected = {"everybody", "agency" if kind in ("state", "worker") else "districts"}
            mark = scope_module._current.set(Scope(kind, district_id=cast.north.id) if kind else None)  # type: ignore[arg-type]
            try:
                for manager in (model._default_manager, model._base_manager):
                    seen = set(manager.order_by().values_list("seen_by", flat=True))
                    if seen != expected:
                        faults.append(f"{model._meta.label}.{manager.name}: shows {kind} rows for {sorted(seen)}")
            finally:
                scope_module._current.reset(mark)
        transaction.set_rollback(True)
    return faults
