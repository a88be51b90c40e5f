"""Writing makes a frame the whole of its years, and touches nothing that stays the same."""

import uuid
from collections.abc import Iterator

import polars as pl
import pytest
from django.utils import timezone

from districts.wall import across_districts
from monitoring.results.models import Run, StateValue
from monitoring.results.writing import Written, write_years

KEY = ["measure", "school_year", "window"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_worker() -> Iterator[None]:
    with across_districts(reason="tests of writing"):
        yield


def run(number: int) -> Run:
    now = timezone.now()
    texts = {"inputs_hash": "i", "definitions_hash": "d", "code_version": "c", "trigger": "test", "state": "done"}
    return Run.objects.create(number=number, school_years=[2021], inputs={}, started_at=now, finished_at=now, **texts)


def values(*rows: tuple[str, int, int | None, str]) -> pl.DataFrame:
    """Rows of (measure, school year, numerator in ten-thousandths, reason) as the table takes them."""
    names = ("measure", "school_year", "numerator", "reason")
    frame = pl.DataFrame(
        rows, schema=dict(zip(names, (pl.String, pl.Int16, pl.Int64, pl.String), strict=True)), orient="row"
    )
    source = uuid.UUID(int=7)
    return frame.with_columns(
        denominator=pl.when(pl.col("numerator").is_not_null()).then(400_000),
        rate=pl.col("numerator") / 400_000,
        window=pl.lit("1"),
        unit=pl.lit("FTE"),
        years_used=pl.concat_list("school_year"),
        break_text=pl.lit('said "so", twice\nover'),
        definition_hash=pl.lit("abc"),
        people_known=None,
        people_missing=None,
        basis=pl.lit("pooled"),
        schools=1,
        schools_with_figure=1,
        source_rows=pl.lit([], pl.List(pl.Int32)),
        districts=1,
        districts_with_figure=1,
        seen_by=pl.lit("everybody"),
        sources=pl.lit([str(source)]),
        other_sources=0,
        inputs_hash=pl.lit(""),
    )


def write(frame: pl.DataFrame, of: Run, *years: int) -> Written:
    return write_years(StateValue, frame, years=years, key=KEY, run_id=of.id)


def test_a_first_write_adds_every_row_exactly_as_it_was_computed() -> None:
    first = run(1)
    assert write(values(("T_TURN", 2021, 133_333, "")), first, 2021) == Written(added=1, changed=0, removed=0, same=0)
    row = StateValue.objects.get()
    assert (str(row.numerator), row.rate, row.years_used, row.run_id) == (
        "13.3333",
        133_333 / 400_000,
        [2021],
        first.id,
    )
    assert row.break_text == 'said "so", twice\nover'
    assert row.sources == [uuid.UUID(int=7)]


def test_a_row_that_stays_the_same_keeps_its_id_and_the_run_that_wrote_it() -> None:
    first, second = run(1), run(2)
    write(values(("T_TURN", 2021, 133_333, "")), first, 2021)
    before = StateValue.objects.values().get()
    assert write(values(("T_TURN", 2021, 133_333, "")), second, 2021) == Written(added=0, changed=0, removed=0, same=1)
    assert StateValue.objects.values().get() == before


def test_a_row_that_differs_is_changed_in_place_and_names_the_new_run() -> None:
    first, second = run(1), run(2)
    write(values(("T_TURN", 2021, 133_333, "")), first, 2021)
    before = StateValue.objects.get()
    changed = write(values(("T_TURN", 2021, None, "withheld")), second, 2021)
    after = StateValue.objects.get()
    assert changed == Written(added=0, changed=1, removed=0, same=0)
    assert (after.id, after.numerator, after.rate, after.reason, after.run_id) == (
        before.id,
        None,
        None,
        "withheld",
        second.id,
    )


def test_a_row_that_is_gone_is_removed_in_the_years_written_and_in_no_other() -> None:
    first = run(1)
    write(values(("T_TURN", 2020, 10_000, ""), ("T_TURN", 2021, 10_000, "")), first, 2020, 2021)
    gone = write(values(), run(2), 2021)
    assert (gone, gone.gone) == (Written(added=0, changed=0, removed=1, same=0), ["T_TURN"])
    assert list(StateValue.objects.values_list("school_year", flat=True)) == [2020]
