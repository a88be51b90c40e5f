"""A figure that rests on few districts is kept from the others twice: by the database, and by the manager."""

from contextlib import nullcontext

import pytest
from django.db import models, transaction

from districts.wall import OutsideScope, across_districts, in_district, in_job, in_state
from monitoring.results.models.audience import RowsInSight, SeenBy
from tests.architecture.audience_faults import AUDIENCES, audience_models, database_faults, manager_faults
from tests.architecture.table_matrix import TABLES, Shared
from tests.architecture.tenant_rows import add_row_with
from tests.districts.cast import Cast

OF_DEFINITIONS = "definitions_storeddefinition"  # drafts are the agency's: tests/definitions/test_walls.py
OF_SUPPORT = "improvement_evaluationsupport"  # each district's own: tests/improvement/test_walls.py
MODELS = audience_models()
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def test_the_matrix_restricts_just_the_tables_whose_rows_are_for_audiences() -> None:
    restricted = {name for name, table in TABLES.items() if isinstance(table, Shared) and table.district_sees}
    assert restricted == {model._meta.db_table for model in MODELS} | {OF_DEFINITIONS, OF_SUPPORT}


@each_model
def test_the_database_alone_keeps_the_agencys_rows_from_districts(cast: Cast, model: type[models.Model]) -> None:
    assert database_faults(model._meta.db_table, cast) == []


@each_model
def test_the_manager_alone_keeps_the_agencys_rows_from_all_but_the_state_and_the_worker(
    cast: Cast, model: type[models.Model]
) -> None:
    assert manager_faults(model, cast) == []


@each_model
def test_without_the_managers_filter_the_check_finds_it(
    cast: Cast, model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RowsInSight, "get_queryset", models.Manager.get_queryset)
    assert f"{model._meta.label}.objects: shows district rows for ['agency', 'districts', 'everybody']" in (
        manager_faults(model, cast)
    )


@each_model
def test_rows_of_another_audience_are_read_by_its_name(cast: Cast, model: type[SeenBy]) -> None:
    def seen(*audiences: str) -> set[str]:
        return set(model.objects.as_seen_by(*audiences).order_by().values_list("seen_by", flat=True))

    with transaction.atomic():
        for audience in AUDIENCES:
            add_row_with(model._meta.db_table, {"seen_by": audience})
        for scope in (in_state(cast.agency.id), across_districts(reason="tests: as others see them")):
            with scope:
                assert seen("agency") == {"everybody", "agency"}
                assert seen("districts") == {"everybody", "districts"}
                assert seen("agency", "districts") == set(AUDIENCES)
        transaction.set_rollback(True)


@each_model
def test_and_not_by_districts_or_outside_all_scopes(cast: Cast, model: type[SeenBy]) -> None:
    for scope in (in_district(cast.north.id), in_job(cast.north.id), nullcontext()):
        with scope, pytest.raises(OutsideScope, match="are the state's and the worker's"):
            model.objects.as_seen_by("districts")
