"""The ORM half of the wall: every tenant model, every queryset method, by introspection."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from districts.models import School
from districts.wall import OutsideScope, TenantManager, TenantModel, in_district, in_state
from tests.architecture.orm_faults import (
    doors_that_open,
    evaluate,
    filter_faults,
    public_methods,
    state_filter_faults,
    tenant_models,
)
from tests.architecture.table_matrix import TABLES, Protected
from tests.districts.cast import Cast

METHODS = public_methods()


def test_every_model_with_a_district_is_a_tenant_model() -> None:
    named = [m for m in apps.get_models() if any(f.attname == "district_id" for f in m._meta.concrete_fields)]
    assert [model._meta.label for model in named if not issubclass(model, TenantModel)] == []


def test_every_tenant_model_has_the_guarded_manager_in_front_and_underneath() -> None:
    loose = [
        f"{model._meta.label}.{manager.name}"
        for model in tenant_models()
        for manager in (*model._meta.managers, model._base_manager, model._default_manager)
        if not isinstance(manager, TenantManager)
    ]
    assert loose == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_no_queryset_method_works_outside_a_scope(model: type[models.Model]) -> None:
    assert doors_that_open(model._default_manager) == []
    assert doors_that_open(model._base_manager) == []
    assert doors_that_open(model._default_manager.none()) == []


@pytest.mark.parametrize("way", evaluate, ids=lambda way: way.__name__)
def test_a_queryset_made_in_a_scope_is_of_no_use_outside_it(cast: Cast, way: Callable[[Any], Any]) -> None:
    for model in tenant_models():
        with in_district(cast.north.id):
            rows = model._default_manager.all()
        with pytest.raises(OutsideScope):
            way(rows)
        with in_district(cast.south.id), pytest.raises(OutsideScope):
            way(rows)


def test_the_filter_alone_keeps_a_district_to_its_rows(cast: Cast) -> None:
    assert [fault for model in tenant_models() for fault in filter_faults(model, cast)] == []


def test_rows_of_another_district_are_not_written(cast: Cast) -> None:
    bob, alice = cast.south.member("district_admin"), cast.north.member("district_admin")
    manager, fields = (
        type(bob).objects,
        {"person_id": alice.person_id, "name": "x", "email": "x@x.org", "role": "certifier"},
    )
    writes: list[Callable[[], Any]] = [
        bob.save,
        bob.delete,
        lambda: manager.create(district_id=cast.south.id, **fields),
        lambda: manager.bulk_create([type(bob)(district_id=cast.south.id, **fields)]),
        lambda: manager.filter(pk=alice.pk).update(district_id=cast.south.id),
        lambda: manager.update_or_create(district_id=cast.south.id, person_id=alice.person_id, defaults=fields),
    ]
    with in_district(cast.north.id):
        for write in writes:
            with pytest.raises(OutsideScope), transaction.atomic():
                write()
        assert manager.filter(pk=bob.pk).update(name="x") == 0


def test_the_orm_opens_to_the_state_what_the_database_opens() -> None:
    opened = {model._meta.db_table for model in tenant_models() if model.open_to_state}  # type: ignore[attr-defined]
    assert opened == {name for name, table in TABLES.items() if isinstance(table, Protected) and table.open_to_state}


def test_the_filter_alone_keeps_the_state_to_its_rows_where_a_table_is_not_open_to_it(cast: Cast) -> None:
    assert [fault for model in tenant_models() for fault in state_filter_faults(model, cast)] == []


def test_the_state_reads_what_is_open_to_it_and_writes_its_own(cast: Cast) -> None:
    bob, erin = cast.south.member("district_admin"), cast.agency.member("ese_analyst")
    with in_state(cast.agency.id):
        manager = type(bob).objects
        assert list(manager.filter(pk__in=[bob.pk, erin.pk])) == [erin]
        assert School.objects.filter(district_id=cast.south.id).count() == 3
        with pytest.raises(OutsideScope):
            bob.save()
        with pytest.raises(OutsideScope):
            manager.filter(pk=erin.pk).update(district_id=cast.south.id)
