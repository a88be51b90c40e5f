"""A figure that rests on few districts is kept from the others twice: by the database, and by the manager."""

import pytest
from django.db import models

from monitoring.results.models.audience import RowsInSight
from tests.architecture.audience_faults import audience_models, database_faults, manager_faults
from tests.architecture.table_matrix import TABLES, Shared
from tests.districts.cast import Cast

OF_DEFINITIONS = "definitions_storeddefinition"  # drafts are the agency's: tests/definitions/test_walls.py
MODELS = audience_models()
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def test_the_matrix_restricts_just_the_tables_whose_rows_are_for_audiences() -> None:
    restricted = {name for name, table in TABLES.items() if isinstance(table, Shared) and table.district_sees}
    assert restricted == {model._meta.db_table for model in MODELS} | {OF_DEFINITIONS}


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
