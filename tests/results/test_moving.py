"""Which numbers moved with a run: those that a comparison of everything before with everything after finds."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from django.db import models

from districts.wall import across_districts
from monitoring.results.models import DistrictMove, Run, StateMove, StateValue
from monitoring.results.moving import MADE_HERE, MOVING, narrow_moves
from tests.results.kept import keep, keep_state
from tests.results.small_state import YEARS, small_state
from tests.results.test_recomputing import changed_figure, recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in MADE_HERE]


def numbers() -> dict[tuple[Any, ...], float | None]:
    """Every number that may move, by the table of its move, its kind and all that names it."""
    found = {}
    with across_districts(reason="tests: read all numbers"):
        for model, moving in MOVING.items():
            rows = model._default_manager.filter(**({"scope": moving.scope} if moving.scope else {})).values()
            for row in rows:
                name = [row.get(column) or None for column in columns_of(moving.into) if column != "unit"]
                found[(moving.into.__name__, str(moving.kind), *name)] = row[moving.number]
    return found


def noted(number: int) -> dict[tuple[Any, ...], tuple[float | None, float | None]]:
    with across_districts(reason="tests: read all moves"):
        return {
            (model.__name__, row["kind"], *(row[c] or None for c in columns_of(model) if c != "unit")): (
                row["was"],
                row["now"],
            )
            for model in (DistrictMove, StateMove)
            for row in model._default_manager.filter(run__in=Run.objects.filter(number=number)).values()
        }


def fewer_and_others(year: int) -> pl.DataFrame:
    """The agency's figures of a year, some of them others and some no longer there."""
    rows = changed_figure(year).sort("org_code", "metric_id")
    place = pl.int_range(pl.len())
    return rows.with_columns(
        denominator=pl.when(place % 3 == 0).then(pl.col("denominator") + 10_000).otherwise("denominator")
    ).filter(place % 7 != 0)


@pytest.mark.slow
def test_the_moves_of_a_run_are_those_of_a_comparison_of_everything() -> None:
    keep_state(small_state(1))
    recompute()
    before = numbers()
    assert noted(1) == {}  # what is new is no move
    keep(fewer_and_others(2019), owner="00000000", year=2019)
    run = recompute()
    after = numbers()
    moved = {name: (was, after.get(name)) for name, was in before.items() if was != after.get(name)}
    assert noted(2) == moved
    assert {(name[0], name[1]) for name in moved} == {
        *((table, kind) for table in ("DistrictMove", "StateMove") for kind in ("value", "gap")),
    }
    assert None in {now for _, now in moved.values()}
    assert run.files == 1
    assert recompute(anew=True).number == 3
    assert noted(3) == {}


def test_what_a_number_was_is_for_no_more_eyes_than_what_it_is() -> None:
    keep_state(small_state(1))
    run = recompute()
    with across_districts(reason="tests: a number that districts do not see"):
        hidden, shown = StateValue.objects.filter(seen_by="everybody", rate__isnull=False)[:2]
        for value in (hidden, shown):
            named = {name: getattr(value, name) for name in ("measure", "school_year", "window", "unit")}
            StateMove.objects.create(run=run, kind="value", seen_by="everybody", was=0.5, now=0.25, **named)
        hidden.pk, hidden.seen_by, hidden.rate, hidden.reason = None, "districts", None, "too_few_districts"
        hidden.save(force_insert=True)
        narrow_moves(YEARS, [StateValue])
        left = StateMove.objects.values_list("measure", "school_year", "window")
        assert list(left) == [(shown.measure, shown.school_year, shown.window)]
