"""The reading commands: stable columns, filters, kind errors and exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from districts.models import School
from districts.wall import across_districts
from monitoring.analysis.formatting import school_year
from monitoring.results.columns import GAP_COLUMNS, ORIGIN_COLUMNS, VALUE_COLUMNS
from monitoring.results.experiences.table import COLUMNS as EXPERIENCE_COLUMNS
from monitoring.results.frames import Inputs
from monitoring.results.management.commands import decompose
from monitoring.results.models import DistrictGap, DistrictSource, SchoolValue, StateGap, StateSource, StateValue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("computed")]
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "command-line.md"


def printed(name: str, *options: str) -> str:
    out = io.StringIO()
    call_command(name, *options, stdout=out)
    return out.getvalue()


def table(name: str, *options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(name, *options))))


def refusal(name: str, *options: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        printed(name, *options)
    return caught.value


def test_gaps_prints_every_gap_across_the_state() -> None:
    rows = table("gaps")
    with across_districts(reason="tests: look"):
        assert len(rows) == StateGap.objects.count()
    assert list(rows[0]) == list(GAP_COLUMNS)
    assert {row["scope"] for row in rows} == {"state", "level", "districts", "title1"}


def test_gaps_can_be_narrowed_to_one_number() -> None:
    with across_districts(reason="tests: look"):
        gap = StateGap.objects.filter(difference__isnull=False, scope="state", window="pooled3", school_year=2022)[0]
    assert gap.difference is not None
    chosen = ("--school-year", "2021-22", "--measure", gap.measure, "--group", gap.group, "--window", "pooled3")
    (row,) = table("gaps", *chosen, "--scope", "state")
    assert (row["difference"], row["focal_rate"]) == (repr(gap.difference), repr(gap.focal_rate))
    assert float(row["difference_points"]) == pytest.approx(gap.difference * 100, abs=0.0500001)
    assert row["years_used"] == "2020-21 2021-22"


def test_gaps_of_students_in_title_one_schools_are_a_method_of_their_own() -> None:
    rows = table("gaps", "--method", "E")
    assert {(row["scope"], row["partition"], row["unit"], row["cut"]) for row in rows} == {
        ("title1", "state", "STUDENTS", "")
    }
    assert rows == table("gaps", "--scope", "title1")
    with across_districts(reason="tests: look"):
        gap = StateGap.objects.filter(method="E", window="1").exclude(sources=[]).order_by("pk")[0]
    named = ("--measure", gap.measure, "--school-year", school_year(gap.school_year), "--window", "1")
    found = table("provenance", *named, "--group", gap.group, "--method", "E")
    assert {(row["measure"], row["group"]) for row in found} == {(gap.measure, gap.group)}
    assert len([row for row in found if row["snapshot"]]) == len(gap.sources)


def test_gaps_of_a_district_are_those_between_its_schools() -> None:
    with across_districts(reason="tests: look"):
        district = DistrictGap.objects.select_related("district")[0].district
        expected = DistrictGap.objects.filter(district=district).count()
    rows = table("gaps", "--district", district.org_code)
    assert len(rows) == expected
    assert {row["district"] for row in rows} == {district.org_code}


def test_values_prints_the_state_unless_a_scope_is_named() -> None:
    assert {row["scope"] for row in table("values")} == {"state"}
    assert {row["scope"] for row in table("values", "--scope", "district")} == {"district"}
    rows = table("values", "--scope", "school", "--school-year", "2020-21")
    with across_districts(reason="tests: look"):
        assert len(rows) == SchoolValue.objects.filter(school_year=2021).count()
    assert list(rows[0]) == list(VALUE_COLUMNS)


def test_a_rate_is_printed_unrounded_and_beside_it_rounded() -> None:
    with across_districts(reason="tests: look"):
        value = StateValue.objects.filter(rate__isnull=False, unit="FTE", school_year=2022).first()
        assert value is not None
        assert value.rate is not None
    options = ("--measure", value.measure, "--window", value.window, "--school-year", "2021-22", "--format", "json")
    (row,) = json.loads(printed("values", *options))
    assert (row["rate"], row["percent"]) == (value.rate, f"{value.rate * 100:.1f}")


def test_a_value_without_a_rate_says_why() -> None:
    rows = table("values", "--scope", "school", "--reason", "not_submitted")
    assert rows
    assert {(row["rate"], row["reason"]) for row in rows} == {("", "not_submitted")}


def test_provenance_leads_a_schools_number_to_its_file_and_row(computed: Inputs) -> None:
    with across_districts(reason="tests: look"):
        value = SchoolValue.objects.filter(rate__isnull=False, window="1", school_year=2022).select_related("school")[0]
    place = ("--measure", value.measure, "--school-year", "2021-22", "--window", "1", "--school", value.school.org_code)
    (row,) = table("provenance", *place)
    (kept,) = computed.aggregates.filter(
        school_year=2022, org_code=value.school.org_code, metric_id=value.measure
    ).to_dicts()
    owner = kept["snapshot_id"].split("-")[1]
    sender = f"{owner}0000" if owner.isdigit() else "00000000"
    assert list(row) == list(ORIGIN_COLUMNS)
    assert (row["file_name"], row["row"]) == (f"metric_aggregate 2022 {sender}.csv", str(kept["row_number"]))
    assert (row["run"], row["is_current"], row["definition_is_current"]) == ("1", "true", "true")
    assert (row["is_exchanged"], row["of_agency"], row["other_files"]) == (
        *("false", "false" if owner.isdigit() else "true", "0"),
    )
    with across_districts(reason="tests: a file whose columns the agency exchanged"):
        for model in (StateSource, DistrictSource):
            model.objects.update(exchanged=[value.measure])
    assert [row["is_exchanged"] for row in table("provenance", *place)] == ["true"]


def test_provenance_of_a_number_of_the_state_counts_the_files_of_districts_behind_it() -> None:
    with across_districts(reason="tests: a number that rests on districts' files alone"):
        value = StateValue.objects.filter(other_sources__gt=0, sources=[], window="1")[0]
        year = f"{value.school_year - 1}-{value.school_year % 100}"
    (row,) = table("provenance", "--measure", value.measure, "--school-year", year, "--window", "1")
    assert (row["file_name"], row["of_agency"], row["other_files"]) == ("", "", str(value.other_sources))


def test_provenance_of_a_gap_names_the_files_of_figures_and_of_shares() -> None:
    rows = table(
        "provenance", "--measure", "T_TURN", "--school-year", "2021-22", "--group", "low_income", "--window", "1"
    )
    assert {row["dataset"] for row in rows} == {"metric_aggregate", "school_enrollment"}
    assert {row["group"] for row in rows} == {"low_income"}


def test_provenance_finds_a_gap_among_schools_of_one_level() -> None:
    asked = ("--measure", "T_TURN", "--school-year", "2021-22", "--group", "low_income", "--window", "1")
    assert table("provenance", *asked, "--partition", "HIGH")
    assert refusal("provenance", *asked, "--partition", "high school").returncode == 2


def test_an_option_that_is_not_understood_says_what_is_known() -> None:
    measure = refusal("gaps", "--measure", "T_TRUN")
    assert measure.returncode == 2
    assert str(measure).startswith("--measure: there is no 'T_TRUN'. Did you mean T_TURN? Known: ")
    year = refusal("gaps", "--school-year", "20-21")
    assert (year.returncode, str(year)) == (2, "--school-year: '20-21' is not a school year; write it like 2020-21")
    district = refusal("gaps", "--district", "99990000")
    assert str(district) == "--district: no district has the code 99990000; codes have eight digits."
    school = refusal("values", "--school", "99990001")
    assert str(school) == "--school: no school has the code 99990001; codes have eight digits."
    for code in ("1", "0001", "10000"):
        assert f"no district has the code {code}; codes have eight digits. Did you mean 00010000 (" in str(
            refusal("values", "--district", code)
        )
    assert refusal("values", "--district", "00000000").returncode == 2


def test_a_name_that_a_spreadsheet_would_run_is_escaped_and_a_number_below_zero_is_not(computed: Inputs) -> None:
    with across_districts(reason="tests: a name from a file"):
        school = School.objects.get(org_code="00010001")
        School.objects.filter(pk=school.pk).update(name="=HYPERLINK(1)")
        StateGap.objects.filter(difference__isnull=False).update(difference=-0.031)
    rows = table("values", "--school", "00010001")
    assert {row["name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {row["difference_points"] for row in table("gaps") if row["difference"]} == {"-3.1"}
    told = json.loads(printed("values", "--school", "00010001", "--format", "json"))
    assert {row["name"] for row in told} == {"=HYPERLINK(1)"}


def test_nothing_found_has_an_exit_code_of_its_own() -> None:
    assert refusal("values", "--school-year", "1999-00").returncode == 1
    assert refusal("provenance", "--measure", "PPE", "--school-year", "1999-00").returncode == 1


def test_provenance_asks_for_a_measure_and_a_year() -> None:
    missing = refusal("provenance", "--measure", "T_TURN")
    assert (missing.returncode, str(missing)[:15]) == (2, "Name the number")


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        *(("gaps", GAP_COLUMNS), ("values", VALUE_COLUMNS), ("provenance", ORIGIN_COLUMNS)),
        *(("sle", EXPERIENCE_COLUMNS), ("decompose", decompose.COLUMNS)),
    ],
)
def test_the_document_describes_every_column_in_order(heading: str, columns: Any) -> None:
    section = DOCUMENT.read_text().split(f"## Columns of `{heading}`")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert written_out(named, list(columns)) == set(columns)


def written_out(named: list[str], columns: list[str]) -> set[str]:
    """`focal_…` stands for every column that begins so, `…_rate` for every one that ends so."""
    starts = tuple(name[:-1] for name in named if name.endswith("…"))
    ends = tuple(name[1:] for name in named if name.startswith("…"))
    plain = {name for name in named if "…" not in name}
    return plain | {name for name in columns if starts and name.startswith(starts) and name.endswith(ends)}
