"""The real Massachusetts figures from end to end: files, uploads, snapshots, gaps, and the command that prints them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from bench import pandas_script
from districts import outbox
from districts.models import District, School
from districts.wall import across_districts, in_state
from monitoring.intake.actions import decide_proposal
from monitoring.intake.models import ColumnProposal, Upload
from monitoring.results.models import DistrictGap, SchoolValue, StateGap
from monitoring.results.queries import provenance_for
from tests import database
from tests.districts.cast import make_tenant

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.xdist_group("real_state")]  # imported once
FOLDER = "ma-dese-profiles"
PUBLISHED = {
    "teachers_licensed": "T_UNLICENSED",
    "teachers_without_waiver_or_provisional": "T_WAIVER_PROV",
    "teachers_experienced": "T_EXP_LT3",
    "teachers_in_field": "T_OOF_80",
}


@pytest.fixture(scope="module")
def imported(
    shared_data: Path, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder, imported and computed once for this module, in this process's own database."""
    place = {"location": str(tmp_path_factory.mktemp("files"))}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    with django_db_blocker.unblock(), override_settings(STORAGES={**settings.STORAGES, "default": local}):
        call_command("import_profiles", str(shared_data / FOLDER), stdout=io.StringIO())
        yield shared_data / FOLDER
        database.fresh_copy()


def printed(*options: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("gaps", *options, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_the_published_percentages_of_2020_21_come_out(imported: Path) -> None:
    with (imported / "published_2020-21_high_low_poverty.csv").open() as file:
        published = {(row["metric"], row["group"]): float(row["percent"] or 0) for row in csv.DictReader(file)}
    found = {
        row["measure"]: row
        for row in printed("--school-year", "2020-21", "--group", "low_income", "--scope", "state", "--window", "1")
    }
    for name, measure in PUBLISHED.items():
        low = 100 - 100 * float(found[measure]["reference_rate"])
        high = 100 - 100 * float(found[measure]["focal_rate"])
        assert low == pytest.approx(published[name, "low_poverty"], abs=0.1), measure
        assert high == pytest.approx(published[name, "high_poverty"], abs=0.5), measure


def test_every_gap_is_what_a_plain_pandas_script_computes(imported: Path) -> None:
    with across_districts(reason="tests: look"):
        levels = dict(School.objects.exclude(level="").values_list("org_code", "level"))
        columns = ("school_year", "scope", "partition", "window", "measure", "group", "difference")
        rows = [
            *StateGap.objects.filter(method="Q", difference__isnull=False).values_list(*columns),
            *DistrictGap.objects.filter(difference__isnull=False).values_list(*columns),
        ]
    found = {row[:-1]: row[-1] for row in rows}
    script = pl.from_pandas(pandas_script.compute_gaps(imported, levels)).select(columns)
    expected = {row[:-1]: row[-1] for row in script.iter_rows()}
    assert found.keys() == expected.keys()
    assert len(found) > 40_000
    assert max(abs(found[key] - expected[key]) for key in found) < 1e-12


def test_exchanged_columns_are_withheld_until_the_agency_confirms_what_they_hold(imported: Path) -> None:
    year = ("--school-year", "2019-20", "--scope", "state", "--measure", "T_UNLICENSED", "--window", "1")
    before = {row["group"]: row["reason"] for row in printed(*year)}
    waiting = dict.fromkeys(("low_income", "english_learners", "students_with_disabilities"), "withheld")
    assert before == {**waiting, "students_of_color": ""}
    analyst = make_tenant("00000000", "Agency", kind=District.Kind.STATE, roles=("ese_analyst",)).member("ese_analyst")
    with in_state(analyst.district_id):
        proposal = ColumnProposal.objects.get()
        decide_proposal(proposal_id=proposal.pk, confirm=True, by=analyst)
    outbox.run_waiting()
    assert {row["group"]: row["reason"] for row in printed(*year)} == dict.fromkeys(before, "")
    with across_districts(reason="tests: what is told of the exchange"):
        gaps = StateGap.objects.filter(school_year=2020, scope="state", measure="T_UNLICENSED", window="1")
        told = {gap.group: any(one.is_exchanged for one in provenance_for(gap).origins) for gap in gaps}
    assert told == {**dict.fromkeys(waiting, True), "students_of_color": False}


def test_a_refused_column_leaves_a_reason_and_the_rest_of_its_year(imported: Path) -> None:
    with across_districts(reason="tests: look"):
        gaps = StateGap.objects.filter(school_year=2017, scope="state", window="1", group="students_of_color")
        found = dict(gaps.values_list("measure", "reason"))
    assert found["T_UNLICENSED"] == ""
    assert found["T_TURN"] == "too_many_missing"  # more than a fifth of the schools at one end are not in the report
    assert {found[measure] for measure in ("T_EXP_LT3", "T_WAIVER_PROV", "T_OOF_80")} == {"not_collected"}


def test_a_schools_number_leads_to_the_line_of_the_file_it_stands_in(imported: Path) -> None:
    with across_districts(reason="tests: look"):
        value = SchoolValue.objects.get(
            school__org_code="00010505", measure="T_TURN", window="1", school_year=2021, rate__isnull=False
        )
        (origin,) = provenance_for(value).origins
        upload = Upload.objects.get(pk=origin.upload_id)
    line = (imported / origin.file_name).read_text().splitlines()[(origin.row or 0) - 1]
    assert upload.file_name == "1A_3_staffing_retention.csv"
    assert line.split(",")[3:6] == ["2020-21", "Abington-Abington High", "00010505"]
    assert line.endswith(",42,38,90.5")
    assert (value.numerator, value.denominator) == (4, 42)
