"""Recomputing from stored snapshots: the same bytes each time, in any order of uploads, and no more than has
changed.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from django.db import transaction

from districts.models import District
from districts.wall import across_districts
from monitoring.intake.certification.facts import Act
from monitoring.intake.models import Snapshot
from monitoring.results import actions
from monitoring.results.current_inputs import read_current_state
from monitoring.results.models import DistrictSource, Run, SchoolValue, StateGap, StateSource, StateValue
from monitoring.results.read_inputs import read_frames
from tests.results.kept import certifying_person, keep, keep_state, sign
from tests.results.small_state import YEARS, small_state
from tests.results.stored import contents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
LAST = YEARS[-1]


def recompute(**options: object) -> Run:
    with across_districts(reason="tests: recompute"):
        run = actions.recompute(trigger="test", **options)  # type: ignore[arg-type]
    assert run is not None
    return run


def changed_figure(year: int) -> pl.DataFrame:
    """The agency's figures of a year with one school's turnover changed."""
    rows = small_state(1).aggregates.filter(
        (pl.col("school_year") == year) & pl.col("snapshot_id").str.ends_with("agency")
    )
    chosen = rows.filter(
        (pl.col("metric_id") == "T_TURN") & (pl.col("denominator") > 0) & pl.col("missing_reason").is_null()
    )
    school = chosen.filter(~pl.col("org_code").str.ends_with("0000"))["org_code"].sort()[0]
    is_it = (pl.col("org_code") == school) & (pl.col("metric_id") == "T_TURN")
    return rows.with_columns(denominator=pl.when(is_it).then(pl.col("denominator") + 10_000).otherwise("denominator"))


def test_without_any_snapshot_there_is_nothing_to_compute() -> None:
    with across_districts(reason="tests: recompute"):
        assert actions.recompute(trigger="test") is None


def test_a_second_request_finds_nothing_out_of_date_and_makes_no_run() -> None:
    keep_state(small_state(1))
    first = recompute()
    assert first.school_years == list(YEARS)
    assert recompute() == first
    with across_districts(reason="tests: look"):
        assert Run.objects.count() == 1


@pytest.mark.slow
def test_computing_everything_anew_leaves_every_row_as_it_is() -> None:
    keep_state(small_state(1))
    recompute()
    before = contents(everything=True)
    again = recompute(anew=True)
    assert (again.number, again.state) == (2, Run.State.UNCHANGED)
    assert contents(everything=True) == before


def test_the_agencys_share_comes_before_a_districts_own_and_a_share_before_none() -> None:
    state, owner = small_state(1), "00010000"
    keep_state(state)
    shares = state.shares.filter(school_year=LAST, group_id="low_income").drop_nulls("share")
    mine = shares.filter(pl.col("org_code").str.starts_with("0001"))
    lacking = pl.col("org_code") == mine["org_code"].min()
    agency = keep(shares.filter(~lacking), owner="00000000", year=LAST)
    keep(mine.with_columns(share=pl.lit(1.5)), owner=owner, year=LAST)  # one of them for a school without
    with across_districts(reason="tests: the agency's report comes after the layout"):
        Snapshot.objects.filter(pk=agency.pk).update(report="dese_class_size")
        frames = read_frames(read_current_state(), [LAST]).shares.filter(group_id="low_income")
    found = dict(frames.filter(pl.col("org_code").str.starts_with("0001")).select("org_code", "share").rows())
    expected = dict(
        mine.with_columns(share=pl.when(lacking).then(1.5).otherwise("share")).select("org_code", "share").rows()
    )
    assert found == expected


@pytest.mark.slow
def test_the_order_of_uploads_does_not_matter() -> None:
    hashes = []
    for seed in (1, 2):
        with transaction.atomic():
            keep_state(small_state(1), seed=seed)
            recompute()
            hashes.append(contents())
            transaction.set_rollback(True)
    assert hashes[0] == hashes[1]


@pytest.mark.slow
def test_a_correction_recomputes_the_years_it_reaches_and_gives_what_a_full_recomputation_gives() -> None:
    keep_state(small_state(1))
    recompute()
    keep(changed_figure(2019), owner="00000000", year=2019)
    corrected = recompute()
    found = contents()
    assert corrected.school_years == [2019, 2020, 2021]
    recompute(anew=True)
    assert contents() == found


def test_rows_that_do_not_come_from_the_corrected_file_keep_the_run_that_wrote_them() -> None:
    keep_state(small_state(1))
    first = recompute()
    corrected = keep(changed_figure(LAST), owner="00000000", year=LAST)
    second = recompute()
    with across_districts(reason="tests: look"):
        rows = SchoolValue.objects.values_list("run_id", "sources")
        assert {(run, corrected.id in sources) for run, sources in rows} == {(first.id, False), (second.id, True)}


@pytest.mark.slow
def test_what_a_district_sends_of_a_measure_that_the_agency_reports_touches_nothing_of_the_state() -> None:
    inputs, owner = small_state(1), "00020000"
    agencys = inputs.aggregates.filter(pl.col("snapshot_id").str.ends_with("agency"))
    mine = (pl.col("metric_id") == "T_TURN") & pl.col("org_code").str.starts_with(owner[:4])
    sent = inputs.aggregates.filter(mine, pl.col("denominator") > 0, pl.col("numerator").is_not_null())
    school = pl.col("org_code") == sent.filter(pl.col("org_code") != owner, school_year=LAST)["org_code"].min()
    keep_state(replace(inputs, aggregates=agencys.filter(~(mine & school))))
    first = recompute()
    for year in (LAST - 1, LAST):
        keep(sent.filter(school_year=year), owner=owner, year=year)
    second = recompute()
    touched = {name: {kind for kind in ("added", "changed", "removed") if c[kind]} for name, c in second.counts.items()}
    assert touched["SchoolValue"] == touched["DistrictValue"] == {"changed"}
    assert touched["StateValue"] == touched["StateGap"] == touched["DistrictBand"] == touched["SchoolBand"] == set()
    with across_districts(reason="tests: look"):
        assert set(StateGap.objects.values_list("run_id", "other_sources")) == {(first.id, 0)}


@pytest.mark.slow
def test_a_year_whose_snapshots_are_withdrawn_loses_its_results() -> None:
    inputs = small_state(1, years=range(2020, 2022))
    keep_state(inputs)
    recompute()
    certifier = certifying_person()
    with across_districts(reason="tests: withdraw a year"):
        for sender in District.objects.filter(pk__in=Snapshot.objects.filter(school_year=2020).values("district")):
            sign(sender, 2020, act=Act.WITHDRAW, by=certifier)
        for snapshot in Snapshot.objects.filter(school_year=2020):
            snapshot.superseded_at = snapshot.frozen_at
            snapshot.save()
    recompute()
    with across_districts(reason="tests: look"):
        assert set(StateValue.objects.values_list("school_year", flat=True)) == {2021}


@pytest.mark.slow
def test_sources_say_from_which_run_to_which_they_were_current() -> None:
    keep_state(small_state(1, years=range(2021, 2022)))
    recompute()
    old = keep(changed_figure(2021), owner="00000000", year=2021)
    recompute()
    new = keep(changed_figure(2021).head(5), owner="00000000", year=2021)
    recompute()
    with across_districts(reason="tests: look"):
        spans = dict(StateSource.objects.values_list("snapshot_id", "last_run"))
        assert DistrictSource.objects.exclude(district__org_code__endswith="0000").count() == 0
    assert (spans[old.id], spans[new.id]) == (2, None)
