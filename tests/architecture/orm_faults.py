"""The wall's checks of the ORM, as functions that list faults, so that the sabotage tests can ask them too."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.apps import apps
from django.db import models, transaction

from districts.wall import OutsideScope, Scope, TenantModel, across_districts, current_scope
from districts.wall import scope as scope_module
from tests.architecture.tenant_rows import add_row
from tests.districts.cast import Cast

# The only names of a queryset that may work outside a scope: none of them can reach a row.
HARMLESS = {"as_manager", "none", "db", "query", "ordered"}


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def public_methods() -> list[str]:
    """Every public method that Django's QuerySet has, whichever release of Django this is."""
    names = [name for name in dir(models.QuerySet) if not name.startswith("_") and name not in HARMLESS]
    return [name for name in names if callable(getattr(models.QuerySet, name))]


def doors_that_open(rows: Any) -> list[str]:
    """The methods of a manager or queryset that are not refused by a guard of their own.

    They are called without arguments: the guard comes before the complaint about those. That a guarded method further
    in would refuse is no excuse.
    """
    assert current_scope() is None
    present = [name for name in public_methods() if hasattr(rows, name)]
    return [f"{rows.model._meta.label}.{name}" for name in present if not _is_closed(rows, name)]


def _is_closed(rows: Any, name: str) -> bool:
    try:
        with transaction.atomic():  # a door that does open runs into PostgreSQL's refusal
            result = getattr(rows, name)()
            if inspect.iscoroutine(result):  # the guard speaks when it is called, not when it is awaited
                result.close()
    except OutsideScope as refusal:
        return refusal.what == name
    except Exception:
        return False
    return False


def fetch(rows: Any) -> Any:
    return list(rows)


def count(rows: Any) -> Any:
    return rows.count()


def length(rows: Any) -> Any:
    return len(rows)


def truth(rows: Any) -> Any:
    return bool(rows)


def first_item(rows: Any) -> Any:
    return rows[0]


def slice_of(rows: Any) -> Any:
    return list(rows[:1])


def iterate(rows: Any) -> Any:
    return next(rows.iterator(), None)


def update(rows: Any) -> Any:
    return rows.update(district_id=1)


def delete(rows: Any) -> Any:
    return rows.delete()


def in_subquery(rows: Any) -> Any:
    return type(rows)(model=rows.model).filter(pk__in=rows)


evaluate = [fetch, count, length, truth, first_item, slice_of, iterate, update, delete, in_subquery]


@contextmanager
def filter_without_row_security(district_id: int, kind: Literal["district", "state"] = "district") -> Iterator[None]:
    """The ORM believes it is in the tenant's scope, while PostgreSQL would show every row: the filter is alone."""
    with across_districts(reason="tests: the ORM's filter alone"):
        mark = scope_module._current.set(Scope(kind, district_id=district_id))
        try:
            yield
        finally:
            scope_module._current.reset(mark)


def filter_faults(model: type[models.Model], cast: Cast) -> list[str]:
    """Rows of the other district that the model's managers let through without row-level security to help."""
    table = model._meta.db_table
    faults = []
    with transaction.atomic():
        for tenant in cast.tenants:
            add_row(table, tenant.id)
        with filter_without_row_security(cast.north.id):
            for manager in (model._default_manager, model._base_manager):
                seen = set(manager.order_by().values_list("district_id", flat=True))
                if seen != {cast.north.id}:
                    faults.append(f"{model._meta.label}.{manager.name}: shows rows of tenants {sorted(seen)}")
                if manager.filter(district_id=cast.south.id).exists():
                    faults.append(f"{model._meta.label}.{manager.name}: finds a row of another tenant")
        transaction.set_rollback(True)
    return faults


def state_filter_faults(model: type[models.Model], cast: Cast) -> list[str]:
    """Districts' rows that the state's scope shows although the model is not open to it: the filter is alone again."""
    with transaction.atomic():
        for tenant in cast.tenants:
            add_row(model._meta.db_table, tenant.id)
        with filter_without_row_security(cast.agency.id, "state"):
            seen = set(model._default_manager.order_by().values_list("district_id", flat=True))
        transaction.set_rollback(True)
    everybody = {tenant.id for tenant in cast.tenants}
    meant = everybody if model.open_to_state else {cast.agency.id}  # type: ignore[attr-defined]
    return [] if seen & everybody == meant else [f"{model._meta.label}: shows the state rows of tenants {sorted(seen)}"]
