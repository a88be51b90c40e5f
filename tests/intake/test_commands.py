"""The commands: a folder imported through the pipeline, a file checked without a trace, findings as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from districts.models import AuditEvent, District, Job
from districts.models.district import INVENTED_AGENCY
from districts.wall import across_districts
from monitoring.intake.models import Snapshot, Upload
from monitoring.intake.queries.uploads import FINDING_COLUMNS
from tests.districts.cast import Cast
from tests.intake.tables import write_csv, write_xlsx
from tests.intake.uploading import checked, enrollment

ENROLLMENT = [["school_year", "org_code", "student_group", "enrolled"], ["2020-21", "10505", "all", 100]]
RETENTION = [
    ["School Name", "DESE ID", "Principal Total", "Principal # Retained", "Teacher Total", "Teacher # Retained"],
    ["Abington-Abington High", "00010505", 1, 1, 44, 35],
]


def run(*words: str, **options: Any) -> tuple[str, str, int]:
    """Standard output, standard error, exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err, **options)
    except SystemExit as ended:
        return out.getvalue(), err.getvalue(), int(ended.code or 0)
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    write_csv(tmp_path / "enrollment.csv", ENROLLMENT)
    write_xlsx(tmp_path / "sub" / "retention.xlsx", [["2020-21 Staffing Retention"], *RETENTION])
    (tmp_path / "sub" / "notes.md").write_text("not a table")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    return tmp_path


def test_a_folder_is_imported_through_the_pipeline(db: None, folder: Path) -> None:
    out, err, code = run("import_profiles", str(folder), no_results=True)
    assert (code, err) == (1, "Not taken: 1 refused or set aside, 0 held, of 3; the reasons stand above.\n")
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "file report school years rows accepted findings",
        "enrollment.csv school_enrollment 2020-21 1 1 0 E 1 W 0 I accepted",
        "broken.xlsx - 0 0 1 E 0 W 0 I refused",
        "E-FILE-DAMAGED, 1×: The workbook is damaged, or only a part of it arrived.",
        "sub/retention.xlsx dese_staffing_retention 2020-21 1 1 0 E 0 W 1 I accepted",
    ]
    with across_districts(reason="tests"):
        assert District.objects.get(org_code="00000000").kind == "STATE"
        assert sorted(Snapshot.objects.values_list("dataset", flat=True)) == [
            "metric_aggregate",
            "organizations",
            "report_columns",
            "school_enrollment",
        ]
        assert list(Job.objects.filter(state="waiting").values_list("topic", "key")) == [("results.recompute", "all")]


def test_the_agency_that_an_import_opens_is_opened_once_and_on_record(db: None, folder: Path) -> None:
    for _ in range(2):
        run("import_profiles", str(folder), no_results=True, agency="Department of Education")
    with across_districts(reason="tests"):
        opened = AuditEvent.objects.filter(district__org_code="00000000", verb="opened")
        said = opened.values_list("number", "actor_name", "detail__name")
        assert list(said) == [(1, "import_profiles", "Department of Education")]


def test_a_folder_imported_twice_changes_nothing(db: None, folder: Path) -> None:
    first, *_ = run("import_profiles", str(folder), no_results=True)
    with across_districts(reason="tests"):
        before = (Upload.objects.count(), Snapshot.objects.count())
    second, *_ = run("import_profiles", str(folder), no_results=True)
    with across_districts(reason="tests"):
        assert (Upload.objects.count(), Snapshot.objects.count()) == before
    assert first == second


def test_real_files_are_not_mixed_into_an_invented_state_by_mistake(db: None, folder: Path) -> None:
    run("import_profiles", str(folder / "sub"), no_results=True, agency=INVENTED_AGENCY, among_invented=True)
    with pytest.raises(CommandError, match="EQP_DEMO=0 make run"):
        run("import_profiles", str(folder), no_results=True)
    with across_districts(reason="tests"):
        assert Upload.objects.values_list("file_name", flat=True).get() == "retention.xlsx"
    run("import_profiles", str(folder), no_results=True, among_invented=True)
    with across_districts(reason="tests"):
        assert Upload.objects.count() == 3


def test_a_folder_without_tables_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no CSV or XLSX files") as trouble:
        run("import_profiles", str(tmp_path))
    assert trouble.value.returncode == 2


def test_an_import_of_which_a_file_is_held_ends_with_3_and_says_why(cast: Cast, tmp_path: Path) -> None:
    rows = enrollment(*(["2020-21", f"0010{school:04}", "all", 100] for school in range(1, 11)))
    checked(cast.agency, rows)
    write_csv(tmp_path / "cut.csv", rows[:6])
    out, err, code = run("import_profiles", str(tmp_path), no_results=True)
    assert (code, err) == (3, "Not taken: 0 refused or set aside, 1 held, of 1; the reasons stand above.\n")
    why = "Not in this file any more, or without a number there: School enrollment, 2020-21: 5 of the 10 "
    assert f"    W-ROWS-GONE, 1×: {why}" in out


def test_a_file_is_checked_and_nothing_is_stored(db: None, folder: Path) -> None:
    out, err, code = run("check_file", str(folder / "enrollment.csv"))
    assert list(csv.DictReader(io.StringIO(out))) == [
        {
            "rule_id": "W-ORG-ZEROPAD",
            "severity": "W",
            "file": "enrollment.csv",
            "row": "2",
            "column": "org_code",
            "school_year": "",
            "value": "10505",
            "message": "“org_code” has lost leading zeros in row 2: 10505 was read as 00010505.",
            "how_to_fix": "Format the column of codes as text before saving, so that the zeros stay.",
            "total": "1",
        }
    ]
    assert (err, code) == ("enrollment.csv: School enrollment; accepted; 1 of 1 rows\n", 0)
    with across_districts(reason="tests"):
        assert Upload.objects.count() == 0


def test_a_file_may_be_named_from_where_one_stands(db: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for command in ("check_file", "findings"):
        assert run(command, "enrollment.csv") == run(command, str(folder / "enrollment.csv"))
    assert run("check_file", "enrollment.csv")[2] == 0


def test_a_file_is_checked_as_a_districts_own(db: None, folder: Path) -> None:
    out, _, code = run("check_file", str(folder / "enrollment.csv"), "--district", "00020000", "--format", "json")
    assert ([record["rule_id"] for record in json.loads(out)], code) == (["E-FILE-OTHER-DISTRICT"], 1)


def test_a_refused_file_ends_with_1_and_an_absent_one_with_2(db: None, folder: Path) -> None:
    assert run("check_file", str(folder / "broken.xlsx"))[2] == 1
    with pytest.raises(CommandError) as trouble:
        run("check_file", str(folder / "absent.csv"))
    assert trouble.value.returncode == 2


@pytest.mark.parametrize("command", ["check_file", "findings"])
@pytest.mark.parametrize("code", ["0044", "4400000", "north", "٠٠٤٤٠٠٠٠"])
def test_a_sender_is_named_by_all_eight_digits(folder: Path, command: str, code: str) -> None:
    with pytest.raises(CommandError, match=f"--district {code}: .* eight digits, such as 00440000;") as trouble:
        run(command, str(folder / "enrollment.csv"), "--district", code)
    assert trouble.value.returncode == 2


def test_a_file_that_would_be_held_ends_with_3(cast: Cast, tmp_path: Path) -> None:
    rows = enrollment(*(["2020-21", f"0010{school:04}", "all", 100] for school in range(1, 11)))
    checked(cast.north, rows)
    for name, left in (("cut.csv", rows[:6]), ("whole.csv", rows)):
        write_csv(tmp_path / name, left)
    _, told, code = run("check_file", str(tmp_path / "cut.csv"), "--district", "00100000")
    assert (code, "; held; " in told) == (3, True)
    assert run("check_file", str(tmp_path / "whole.csv"), "--district", "00100000")[2] == 0


def test_findings_of_a_file_and_of_its_upload_are_the_same_table(db: None, folder: Path) -> None:
    run("import_profiles", str(folder), no_results=True)
    with across_districts(reason="tests"):
        upload = Upload.objects.get(file_name="enrollment.csv")
    of_upload, *_ = run("findings", str(upload.pk))
    of_file, *_ = run("findings", str(folder / "enrollment.csv"))
    assert of_upload == of_file
    assert of_upload.splitlines()[0] == ",".join(FINDING_COLUMNS)


def test_findings_of_what_is_not_there_are_an_error(db: None) -> None:
    for what in ("nothing", "00000000-0000-0000-0000-000000000001"):
        with pytest.raises(CommandError) as trouble:
            run("findings", what)
        assert trouble.value.returncode == 2
