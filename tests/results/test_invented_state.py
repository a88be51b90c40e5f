"""The invented state: the same on every machine, accepted by the pipeline without an error, and full of things to
show.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from districts.wall import across_districts
from monitoring.intake.models import Upload
from monitoring.results.demo.invented_state import YEARS, write_invented_state
from monitoring.results.models import SchoolValue, StateGap


def test_the_files_are_the_same_every_time(tmp_path: Path) -> None:
    hashes = [
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in write_invented_state(tmp_path / name)]
        for name in ("one", "two")
    ]
    assert hashes[0] == hashes[1]


def test_it_has_thirty_districts_about_two_hundred_schools_and_six_years(tmp_path: Path) -> None:
    organizations, enrollment, _ = write_invented_state(tmp_path)
    kinds = [line.split(",")[2] for line in organizations.read_text().splitlines()]
    assert (kinds.count("DISTRICT"), 180 <= kinds.count("SCHOOL") <= 220) == (30, True)
    years = {line.split(",")[0] for line in enrollment.read_text().splitlines()[1:]}
    assert len(years) == len(YEARS) == 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.usefixtures("own_files")
def test_the_pipeline_accepts_it_without_an_error_and_finds_its_gaps(tmp_path: Path) -> None:
    write_invented_state(tmp_path)
    call_command("import_profiles", str(tmp_path), stdout=io.StringIO())
    with across_districts(reason="tests: look"):
        assert set(Upload.objects.values_list("state", "errors")) == {("accepted", 0)}
        gaps = StateGap.objects.filter(school_year=YEARS[-1], scope="state", window="1", group="low_income")
        differences = dict(gaps.values_list("measure", "difference"))
        silent = SchoolValue.objects.filter(reason="not_submitted", window="1").values_list(
            "measure", "district__org_code"
        )
        assert set(silent) == {("T_TURN", "00070000")}
    assert all(difference is not None and difference > 0 for difference in differences.values())
    assert len(differences) == 6
