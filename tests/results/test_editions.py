"""What a district has not certified is its own alone: in every number, in every move, for everybody else as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from districts.models import District
from districts.wall import across_districts, in_district
from monitoring.analysis import reasons
from monitoring.intake.certification.facts import Act
from monitoring.results.actions import TABLES, key_columns
from monitoring.results.models import DistrictMove, DistrictValue, Run, SchoolValue
from monitoring.results.models.audience import SeenBy
from tests.results.kept import certifying_person, keep, keep_state, sign
from tests.results.small_state import YEARS, small_state
from tests.results.stored import contents
from tests.results.test_recomputing import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
LAST, OWN, OTHER = YEARS[-1], "00020000", "00030000"
ASIDE = ("id", "run_id", "edition", "is_preliminary", "sources", "source_rows", "is_in_state")
Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


@contextmanager
def eyes_of(code: str) -> Iterator[District]:
    district = District.objects.get(org_code=code)
    with in_district(district.pk):
        yield district


def own_figures(year: int = LAST, *, code: str = OWN) -> pl.DataFrame:
    """What the district has sent itself of a year."""
    rows = small_state(1).aggregates.filter(school_year=year, snapshot_id=f"{year}-{code[:4]}")
    assert rows["numerator"].is_not_null().any()
    return rows


def other_figures(year: int = LAST) -> pl.DataFrame:
    """The same with numbers of other people."""
    return own_figures(year).with_columns(denominator=pl.col("denominator") + 50_000)


def stored() -> Rows:
    """Of the tables with editions what the current scope sees, by key."""
    found: Rows = {}
    for model in TABLES:
        if not issubclass(model, SeenBy) and hasattr(model, "edition"):
            keys = [name for name in key_columns(model) if name != "edition"]
            found[model.__name__] = {tuple(row[key] for key in keys): row for row in model._default_manager.values()}
    return found


def said(rows: Rows) -> Rows:
    return {
        table: {key: {name: row[name] for name in row if name not in ASIDE} for key, row in of.items()}
        for table, of in rows.items()
    }


def preliminary(rows: Rows) -> dict[str, set[tuple[Any, ...]]]:
    return {table: {key for key, row in of.items() if row["is_preliminary"]} for table, of in rows.items()}


def test_others_see_what_was_certified_and_the_district_what_it_would_be() -> None:
    keep_state(small_state(1))
    recompute()
    for_others = contents()
    with eyes_of(OWN):
        before = said(stored())
    keep(other_figures(), owner=OWN, year=LAST, certified=False)
    recompute()
    assert contents() == for_others
    with eyes_of(OWN):
        waiting = stored()
    with eyes_of(OTHER):
        assert not any(preliminary(stored()).values())
    certifier = certifying_person()
    with across_districts(reason="tests: the district certifies"):
        sign(District.objects.get(org_code=OWN), LAST, by=certifier)
    recompute()
    assert contents() != for_others
    with eyes_of(OWN):
        certified = stored()
    assert said(waiting) == said(certified)  # what it looked at is what it has certified
    assert not any(preliminary(certified).values())
    marked = preliminary(waiting)
    moved = {table: {key for key in of if of[key] != before[table].get(key)} for table, of in said(waiting).items()}
    assert moved["SchoolValue"]
    assert all(moved[table] <= marked[table] for table in moved)
    with across_districts(reason="tests: look"):
        assert not SchoolValue.objects.filter(edition="certified").exists()


@pytest.mark.slow
def test_a_file_that_is_certified_moves_nothing_that_does_not_rest_on_it() -> None:
    keep_state(small_state(1))
    recompute()
    keep(other_figures(), owner=OWN, year=LAST, certified=False)
    recompute()
    with eyes_of(OWN):
        rows = stored()["SchoolValue"]
    touched = set(other_figures()["metric_id"])
    assert {row["measure"] for row in rows.values() if row["is_preliminary"]} == touched
    assert {row["school_year"] for row in rows.values() if row["is_preliminary"]} == {LAST}


@pytest.mark.slow
def test_a_first_figure_that_nobody_certified_is_said_to_be_so() -> None:
    keep_state(small_state(1))
    certifier = certifying_person()
    with across_districts(reason="tests: nothing is certified"):
        sign(District.objects.get(org_code=OWN), LAST, act=Act.WITHDRAW, by=certifier)
    recompute()
    with eyes_of(OWN):
        own = {(one.school_id, one.measure): one for one in SchoolValue.objects.filter(school_year=LAST, window="1")}
    known = {key for key, value in own.items() if value.is_preliminary and value.rate is not None}
    assert known
    with across_districts(reason="tests: as everybody else"):
        theirs = SchoolValue.objects.filter(school_year=LAST, window="1", district__org_code=OWN)
        told = {(one.school_id, one.measure): (one.rate, one.reason) for one in theirs}
        assert {told.get(key) for key in known} <= {(None, reasons.NOT_CERTIFIED), None}
        assert (None, reasons.NOT_CERTIFIED) in told.values()
        assert reasons.NOT_CERTIFIED not in {
            one.reason for one in DistrictValue.objects.exclude(district__org_code=OWN)
        }


def test_a_year_that_one_district_alone_has_sent_says_nothing_of_what_it_did_not_send() -> None:
    keep_state(small_state(1))
    following = own_figures().with_columns(school_year=pl.lit(LAST + 1, pl.Int16))
    keep(following, owner=OWN, year=LAST + 1, certified=False)
    recompute()
    with eyes_of(OWN):
        values = SchoolValue.objects.filter(school_year=LAST + 1, rate__isnull=False)
        measures, marks = (set(values.values_list(name, flat=True)) for name in ("measure", "is_preliminary"))
        assert measures <= set(following["metric_id"])
        assert marks == {True}
    with across_districts(reason="tests: as everybody else"):
        assert not SchoolValue.objects.filter(school_year=LAST + 1).exists()
    with eyes_of(OTHER):
        assert not SchoolValue.objects.filter(school_year=LAST + 1).exists()


def windows_that_are_preliminary(code: str) -> set[tuple[int, str]]:
    """The last school year of each, and its window; bands are of one year."""
    with eyes_of(code):
        rows = [row for of in stored().values() for row in of.values() if row["is_preliminary"]]
    return {(row["school_year"], row.get("window", "1")) for row in rows}


def test_preliminary_is_what_rests_on_a_year_that_waits_whichever_years_are_computed_together() -> None:
    """Also where another's students wait in another year, by which alone anybody's schools would have bands."""
    whole, first = small_state(1), YEARS[0]
    students = whole.shares.filter(pl.col("school_year") == LAST, pl.col("org_code").str.starts_with(OTHER[:4]))
    keep_state(replace(whole, shares=whole.shares.filter(pl.col("school_year") < LAST)))
    keep(students, owner=OTHER, year=LAST, certified=False)
    recompute()
    keep(other_figures(first), owner=OWN, year=first, certified=False)
    assert recompute().school_years == [first, first + 1, first + 2]
    assert windows_that_are_preliminary(OWN) == {(first, "1"), *((first + later, "pooled3") for later in range(3))}
    assert windows_that_are_preliminary(OTHER) == {(LAST, "1"), (LAST, "pooled3")}
    assert recompute(anew=True).state == Run.State.UNCHANGED


def moves(number: int) -> dict[tuple[Any, ...], tuple[float | None, float | None]]:
    """Of the districts' values the moves that the current scope sees."""
    rows = DistrictMove.objects.filter(run__in=Run.objects.filter(number=number), kind="value")
    found = {
        (one.district_id, one.school_id, one.measure, one.school_year, one.window): (one.was, one.now) for one in rows
    }
    assert len(found) == len(rows)
    return found


def numbers() -> dict[tuple[Any, ...], float | None]:
    schools = {
        (v.district_id, v.school_id, v.measure, v.school_year, v.window): v.rate for v in SchoolValue.objects.all()
    }
    return schools | {
        (v.district_id, None, v.measure, v.school_year, v.window): v.rate for v in DistrictValue.objects.all()
    }


@pytest.mark.slow
def test_each_is_told_the_moves_of_what_it_sees() -> None:
    """Sent, sent again, certified: after each, the moves are the difference of all numbers, for either eyes."""
    keep_state(small_state(1))
    recompute()
    certifier = certifying_person()

    def certify() -> None:
        with across_districts(reason="tests: the district certifies"):
            sign(District.objects.get(org_code=OWN), LAST, by=certifier)

    def send(rows: pl.DataFrame) -> None:
        keep(rows, owner=OWN, year=LAST, certified=False)

    third = own_figures().with_columns(denominator=pl.col("denominator") + 90_000)

    def own_eyes() -> AbstractContextManager[object]:
        return eyes_of(OWN)

    def others_eyes() -> AbstractContextManager[object]:
        return across_districts(reason="tests: as everybody else")

    steps = [lambda: send(other_figures()), lambda: send(third), certify, lambda: send(own_figures()), certify]
    eyes = {"own": own_eyes, "others": others_eyes}
    for place, step in enumerate(steps):
        before = {}
        for who, open_eyes in eyes.items():
            with open_eyes():
                before[who] = numbers()
        step()
        number = recompute().number
        for who, open_eyes in eyes.items():
            with open_eyes():
                after = numbers()
                expected = {key: (was, after.get(key)) for key, was in before[who].items() if was != after.get(key)}
                assert (place, who, moves(number)) == (place, who, expected)
                assert bool(expected) == (who == "own" if step is not certify else who == "others")
