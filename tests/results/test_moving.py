"""Which numbers moved with a run: those that a comparison of everything before with everything after finds, of what the
agency sees and of what districts see.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from django.db import models
from django.db.models import QuerySet

from districts.wall import across_districts
from monitoring.results.compute_audiences import FEWEST_FOR_INTERVALS
from monitoring.results.frames import STATE, Inputs
from monitoring.results.models import DistrictMove, StateGap, StateMove, StateValue
from monitoring.results.models.audience import SeenBy
from monitoring.results.models.gaps import GRAIN
from monitoring.results.moving import MADE_HERE, MOVING, narrow_moves
from tests.results.kept import keep, keep_state
from tests.results.small_state import YEARS, small_state
from tests.results.test_recomputing import recompute
from tests.results.test_what_sums_and_ends_tell import GROUP, MEASURE, YEAR, schools_of, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in MADE_HERE]


Name = tuple[Any, ...]
Pair = tuple[float | None, float | None]


def in_sight(model: type[models.Model], audience: str) -> QuerySet[Any]:
    """The rows of one audience, whatever the manager says."""
    seen = {"seen_by__in": ("everybody", audience)} if issubclass(model, SeenBy) else {}
    return (QuerySet(model) if seen else model._default_manager.all()).filter(**seen)


def numbers(audience: str = "agency") -> dict[Name, float | None]:
    """Every number that may move, by the table of its move, its kind and all that names it."""
    found = {}
    with across_districts(reason="tests: read all numbers"):
        for model, moving in MOVING.items():
            rows = in_sight(model, audience).filter(**({"scope": moving.scope} if moving.scope else {})).values()
            for row in rows:
                name = [row.get(column) or None for column in columns_of(moving.into) if column != "unit"]
                found[(moving.into.__name__, str(moving.kind), *name)] = row[moving.number]
    return found


def hidden_from_districts() -> set[Name]:
    """What names the numbers of the state of which districts see none, in a row of their own."""
    theirs = numbers("districts")
    with across_districts(reason="tests: rows for districts alone"):
        rows = [
            (str(moving.kind), *(row.get(column) or None for column in columns_of(StateMove) if column != "unit"))
            for model, moving in MOVING.items()
            if issubclass(model, SeenBy)
            for row in QuerySet(model).filter(seen_by="districts").values()
        ]
    return {name for name in (("StateMove", *row) for row in rows) if theirs[name] is None}


def noted(number: int, audience: str = "agency") -> dict[Name, Pair]:
    with across_districts(reason="tests: read all moves"):
        moves = [
            ((model.__name__, row["kind"], *(row[c] or None for c in columns_of(model) if c != "unit")), row)
            for model in (DistrictMove, StateMove)
            for row in in_sight(model, audience).filter(run__number=number).values()
        ]
    found = {name: (row["was"], row["now"]) for name, row in moves}
    assert len(found) == len(moves)
    return found


def moved(before: dict[Name, float | None], after: dict[Name, float | None]) -> dict[Name, Pair]:
    return {name: (was, after.get(name)) for name, was in before.items() if was != after.get(name)}


def fewer_and_others(inputs: Inputs, year: int) -> pl.DataFrame:
    """The agency's figures of a year, some of them others and some no longer there."""
    rows = inputs.aggregates.filter(pl.col("school_year") == year, pl.col("snapshot_id").str.ends_with("agency"))
    place = pl.int_range(pl.len())
    return (
        rows.sort("org_code", "metric_id")
        .with_columns(denominator=pl.when(place % 3 == 0).then(pl.col("denominator") + 10_000).otherwise("denominator"))
        .filter(place % 7 != 0)
    )


def for_whose_eyes() -> dict[tuple[Any, ...], set[str]]:
    """For whose eyes the rows of each gap are that has a difference."""
    found: dict[tuple[Any, ...], set[str]] = {}
    with across_districts(reason="tests: read all gaps"):
        for row in QuerySet(StateGap).filter(difference__isnull=False).values_list(*GRAIN, "seen_by"):
            found.setdefault(row[:-1], set()).add(row[-1])
    return found


@pytest.mark.slow
def test_the_moves_of_a_run_are_those_of_a_comparison_of_everything() -> None:
    """Among them gaps of whose intervals districts no longer see any, and, when all is as it was, see them again."""
    inputs = small_state(1, districts=FEWEST_FOR_INTERVALS + 2, years=range(2018, 2020))
    sent = inputs.aggregates.filter(pl.col("school_year") == 2019, pl.col("snapshot_id").str.ends_with("agency"))
    keep_state(inputs)
    recompute()
    assert noted(1) == {}  # what is new is no move
    turned = set[tuple[bool, bool]]()
    for number, figures in enumerate((fewer_and_others(inputs, 2019), sent), 2):
        before, before_theirs, eyes = numbers(), numbers("districts"), for_whose_eyes()
        keep(figures, owner=STATE, year=2019)
        assert recompute().files == 1
        found, theirs = moved(before, numbers()), moved(before_theirs, numbers("districts"))
        hidden = hidden_from_districts()
        assert noted(number) == found
        assert noted(number, "districts") == {name: pair for name, pair in theirs.items() if name not in hidden}
        assert noted(2, "districts").keys().isdisjoint(hidden)
        assert {(name[0], name[1]) for name in found} == {
            *((table, kind) for table in ("DistrictMove", "StateMove") for kind in ("value", "gap")),
        }
        assert None in {now for _, now in found.values()} | {was for was, _ in found.values()}
        turned |= {
            ("everybody" in eyes[name], "everybody" in now) for name, now in for_whose_eyes().items() if name in eyes
        }
    assert {(True, False), (False, True)} <= turned
    assert recompute(anew=True).number == 4
    assert noted(4) == {}


def test_what_a_number_was_is_for_no_more_eyes_than_what_it_is() -> None:
    keep_state(small_state(1))
    run = recompute()
    with across_districts(reason="tests: a number that districts do not see"):
        hidden, shown = StateValue.objects.filter(seen_by="everybody", rate__isnull=False)[:2]
        for value in (hidden, shown):
            named = {name: getattr(value, name) for name in ("measure", "school_year", "window", "unit")}
            StateMove.objects.create(run=run, kind="value", seen_by="everybody", was=0.5, now=0.25, **named)
            StateMove.objects.create(run=run, kind="value", seen_by="districts", was=None, now=0.5, **named)
        hidden.pk, hidden.seen_by, hidden.rate, hidden.reason = None, "districts", None, "too_few_districts"
        hidden.save(force_insert=True)
        narrow_moves(YEARS, [StateValue])
        moves: QuerySet[Any] = QuerySet(StateMove)
        left = moves.values_list("measure", "school_year", "window", "was", "seen_by")
        assert set(left) == {
            (hidden.measure, hidden.school_year, hidden.window, 0.5, "agency"),
            (shown.measure, shown.school_year, shown.window, 0.5, "everybody"),
            (shown.measure, shown.school_year, shown.window, None, "districts"),
        }


ELEVEN = schools_of(11, 1)  # in each quarter: so few that districts see a difference without its interval
FEW = replace(ELEVEN, counted=tuple(int(place % 11 == 0) for place in range(44)))  # so few that there is no interval
MORE = replace(FEW, counted=tuple(int(place % 11 == 0 or place == 34) for place in range(44)))
GAP = {"measure": MEASURE, "window": "1", "group": GROUP, "method": "Q", "scope": "state"}


def moves_of_the_gap(audience: str) -> list[tuple[int, float | None, float | None, str]]:
    """From what to what, and for whose eyes, in the order of the runs."""
    with across_districts(reason="tests: read moves"):
        moves = in_sight(StateMove, audience).filter(kind="gap", **GAP).order_by("run__number")
        return list(moves.values_list("run__number", "was", "now", "seen_by"))


def test_a_difference_moves_for_all_who_see_it_though_its_interval_is_hidden_from_districts_or_open_again() -> None:
    keep_state(state_of(FEW))
    recompute()
    seen = [the_gap()]
    for schools in (MORE, ELEVEN, MORE):
        keep(state_of(schools).aggregates, owner=STATE, year=YEAR)
        recompute()
        seen.append(the_gap())
    assert [rows for rows, _ in seen] == [1, 1, 2, 1]
    differences = [difference for _, difference in seen]
    assert len(set(differences)) == 3
    expected = [(number, was, now, "everybody") for number, (was, now) in enumerate(itertools.pairwise(differences), 2)]
    assert moves_of_the_gap("districts") == moves_of_the_gap("agency") == expected


def the_gap() -> tuple[int, float]:
    """In how many rows it is kept, and the difference that districts see."""
    with across_districts(reason="tests: look"):
        rows: QuerySet[Any] = QuerySet(StateGap)
        rows = rows.filter(**GAP)
        return rows.count(), rows.get(seen_by__in=("everybody", "districts")).difference
