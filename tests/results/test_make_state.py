"""The command that writes an invented state: where, what, and how it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def make(out: Path, **options: Any) -> str:
    told = io.StringIO()
    call_command("make_state", out=out, stdout=told, **{"districts": 1, "years": 2, **options})
    return told.getvalue()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.csv"))


def test_a_state_is_written_year_by_year_into_folders_of_its_districts(tmp_path: Path) -> None:
    told = make(tmp_path / "new" / "state", last="2024-25", layouts="organizations, staff_roster, work_assignment")
    assert told == "2023-24 is written\n2024-25 is written\n"
    assert files(tmp_path / "new" / "state") == [
        *(
            f"districts/00010000/{year}/{name}.csv"
            for year in ("2023-24", "2024-25")
            for name in ("staff_roster", "work_assignment-eoy", "work_assignment-oct")
        ),
        "state/organizations.csv",
    ]


def test_schedules_or_all_persons_can_be_left_out(tmp_path: Path) -> None:
    make(tmp_path / "one", no_schedules=True, together=True)
    assert "people/2025-26/student-mar.csv" in files(tmp_path / "one")
    assert not [name for name in files(tmp_path / "one") if "schedule" in name]
    make(tmp_path / "other", no_persons=True)
    assert {Path(name).parent for name in files(tmp_path / "other")} == {Path("state")}


def test_as_many_as_are_asked_for_are_there(tmp_path: Path) -> None:
    make(tmp_path, districts=7, schools=40, teachers=900, students=11_000, years=1, together=True, no_schedules=True)
    with (tmp_path / "state" / "organizations.csv").open() as file:
        kinds = [row["org_type"] for row in csv.DictReader(file)]
    assert [kinds.count(kind) for kind in ("STATE", "DISTRICT", "SCHOOL")] == [1, 7, 40]
    students = (tmp_path / "people" / "2025-26" / "student-eoy.csv").read_text().splitlines()[1:]
    assert len(students) == 11_000
    with (tmp_path / "people" / "2025-26" / "staff_roster.csv").open() as file:
        places = [row for row in csv.DictReader(file) if row["professional_status"] != "NA"]
    away = sum(row["employment_status"] == "02" for row in places)
    assert len(places) == 900 + away  # somebody else teaches the classes of each who is away


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"layouts": "roster"}, r"--layouts: there is no 'roster'\. Known: organizations, "),
        ({"districts": 0}, "at least one district"),
        ({"districts": 5, "schools": 3}, "3 schools are too few for 5 districts"),
        ({"teachers": 100, "students": 100}, "two students for each teacher"),
        ({"last": "soon"}, "'soon' is not a school year"),
        ({"years": 0}, "school years follow each other"),
        ({"like": "state_b"}, "state_b cannot be read: No such file"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(options: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=told) as trouble:
        make(tmp_path / "out", **options)
    assert trouble.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(CommandError, match="not an empty folder") as trouble:
        make(tmp_path)
    assert trouble.value.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
