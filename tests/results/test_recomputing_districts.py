"""A run computes the values and gaps of those districts whose own files are others, and of all where what they have in
common is: whatever was sent, the tables are those of a computation of everything.
"""

from __future__ import annotations

import random

import polars as pl
import pytest

from districts.models import District
from districts.wall import across_districts
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import Snapshot
from monitoring.results import actions
from monitoring.results.compute import Changed, compute_changed
from monitoring.results.current_inputs import read_current_state
from monitoring.results.models import Run
from monitoring.results.noted_facts import facts_of_districts
from tests.results.kept import certifying_person, keep, keep_state, sign
from tests.results.small_state import small_state
from tests.results.test_recomputing import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
YEARS = range(2020, 2023)
OWN = "00020000"


def rows_of(owner: str, year: int) -> pl.DataFrame:
    """Figures of a district's schools, as its own file would have them."""
    rows = small_state(1, years=YEARS).aggregates.filter(school_year=year)
    return rows.filter(pl.col("org_code").str.starts_with(owner[:4]))


def a_correction(chance: random.Random, owners: list[str]) -> None:
    """Something that a district or the agency does: another file, certified or not, of some figures or of all of the
    agency's; or a certification that is withdrawn.
    """
    owner, year = chance.choice(owners), chance.choice(YEARS)
    act = chance.choice(["more", "more", "fewer", "not certified", "withdrawn", "agency"])
    if act == "withdrawn":
        by = certifying_person()
        with across_districts(reason="tests: withdraw"):
            sign(District.objects.get(org_code=owner), year, act=Act.WITHDRAW, by=by)
        return
    rows = rows_of(owner, year)
    some = rows.sample(fraction=0.3 if act == "fewer" else 0.8, seed=chance.randint(0, 99))
    moved = some.with_columns(pl.col("denominator") + 10_000 * chance.randint(1, 9))
    if act == "agency":
        moved = small_state(chance.randint(1, 9), years=YEARS).aggregates.filter(
            pl.col("school_year") == year, pl.col("org_code").is_in(rows["org_code"].implode())
        )
    keep(moved, owner="00000000" if act == "agency" else owner, year=year, certified=act != "not certified")


def whose_changed(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str] | None]:
    """The districts of which each run computes values; None: all."""
    seen: list[frozenset[str] | None] = []
    real = compute_changed

    def looked_at(*given: object) -> object:
        computed = real(*given)  # type: ignore[arg-type]
        seen.append(computed.only)
        return computed

    monkeypatch.setattr(actions, "compute_changed", looked_at)
    return seen


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))])
def test_after_any_corrections_the_tables_are_those_of_a_computation_of_everything(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    keep_state(small_state(1, years=YEARS), seed=seed)
    recompute()
    with across_districts(reason="tests: who sends"):
        owners = list(District.objects.exclude(kind="STATE").order_by("org_code").values_list("org_code", flat=True))
    for _ in range(2 if seed == 1 else 6):
        a_correction(chance, owners)
        recompute()
        again = recompute(anew=True)
        assert again.state == Run.State.UNCHANGED, again.counts


@pytest.mark.slow
def test_what_one_district_corrects_is_computed_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_state(small_state(1, years=YEARS))
    for owner in (OWN, "00030000", "00040000"):
        keep(rows_of(owner, 2022), owner=owner, year=2022)
    recompute()
    seen = whose_changed(monkeypatch)
    keep(rows_of(OWN, 2022).with_columns(pl.col("denominator") + 10_000), owner=OWN, year=2022)
    recompute()
    keep(rows_of(OWN, 2022).with_columns(pl.col("denominator") + 20_000), owner=OWN, year=2022, certified=False)
    recompute()
    with across_districts(reason="tests: the agency sends its figures again"):
        agencys = Snapshot.objects.get(district__kind="STATE", dataset="metric_aggregate", school_year=2022)
        agencys.superseded_at = agencys.frozen_at
        agencys.save()
    recompute()
    assert seen == [frozenset({OWN}), frozenset({OWN}), None]


def test_what_a_run_rests_on_is_noted_of_each_district_and_no_run_names_one() -> None:
    keep_state(small_state(1, years=YEARS))
    recompute()
    keep(rows_of(OWN, 2022), owner=OWN, year=2022)
    recompute()
    with across_districts(reason="tests: look"):
        noted = {(year, code): told for year, of in facts_of_districts().items() for code, told in of.items()}
        stands = read_current_state().of_districts
        assert noted == {(year, code): told for year, of in stands.items() for code, told in of.items()}
        assert (2022, OWN) in noted
        assert not any(OWN in str(run.inputs) for run in Run.objects.all())


def test_districts_whose_common_ground_has_changed_are_all_computed() -> None:
    changed = Changed(frozenset({OWN}), {"2021": ("a", "b", ""), "2022": ("a", "b", "c")})
    assert changed.only({"2021": ("a", "b", "x"), "2022": ("a", "b", "")}) == frozenset({OWN})
    assert changed.only({"2022": ("a", "y", "c")}) is None
    assert changed.only({"2022": ("a", "b", "y")}) is None
    assert changed.only({"2023": ("a", "b", "c")}) is None
