"""State A's Tables 1 and 2, printed from what the pipeline stored of its files, beside what was published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from districts.wall import across_districts
from monitoring.analysis.cuts import Cut
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.tables.table import Address, Cell, Table
from monitoring.invented.counted import counted_state
from monitoring.invented.counted_files import write_counted
from monitoring.invented.table import read_table
from monitoring.results.page_queries import plan_table_for_members
from tests import database

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("state_a")]
GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "state_a_tables.json").read_text())
YEAR = 2015
SWD = "students_with_disabilities"
REASON = "the plan of 2015 compared the top fifth with the bottom twentieth"
SIDES = {"top": "focal", "bot": "reference", None: "all"}


@pytest.fixture(scope="module")
def state_a(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The files imported and computed once, with the ends that the plan chose for students with disabilities."""
    folder = tmp_path_factory.mktemp("state-a")
    write_counted(counted_state(read_table(), seed=1, districts=400), folder)
    answers_as_counts(folder / "state")
    place = {"location": str(tmp_path_factory.mktemp("files"))}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    usual = GROUPS[SWD]
    GROUPS[SWD] = replace(usual, cut=Cut((1, 5), (1, 20), REASON))
    with django_db_blocker.unblock(), override_settings(STORAGES={**settings.STORAGES, "default": local}):
        call_command("import_profiles", str(folder / "state"), stdout=io.StringIO())
        yield
        database.fresh_copy()
    GROUPS[SWD] = usual


def answers_as_counts(folder: Path) -> None:
    """The survey's answers by school, among the state's other counts."""
    with (folder / "climate_survey.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    (folder / "climate_survey.csv").unlink()
    with (folder / "metric_aggregate.csv").open("r+", newline="") as file:
        names = file.readline().strip().split(",")
        file.seek(0, io.SEEK_END)
        for row in rows:
            said = {"school_year": row["school_year"], "org_code": row["org_code"], "metric_id": "T_SATIS"}
            counts = {"numerator": row["favourable"], "denominator": row["respondents"], "unit": "ANSWERS"}
            of = {"definition_version": "1", "educator_role": "TEACHER"}
            csv.DictWriter(file, names, lineterminator="\n").writerow({**said, **counts, **of})


@pytest.fixture
def tables(state_a: None) -> dict[int, Table]:
    with across_districts(reason="tests: the plan's tables"):
        return {number: plan_table_for_members(number, YEAR) for number in range(1, 6)}


def cells_of(table: Table) -> dict[tuple[str, str, str], Cell]:
    return {
        (cell.address.measure, cell.address.group, cell.address.statistic): cell
        for row in table.rows
        for cell in row.cells
    }


def printed_rates() -> Iterator[tuple[str, str, str, str, str]]:
    """Measure, group, side, the percentage to one decimal, and N as it was printed."""
    for row in GOLDEN["table1"]:
        group = "low_income" if row["student_group"] == "all" else row["student_group"]
        side = SIDES[row["band"] and row["band"][:3]]
        for measure, rate in row["rate_percent"].items():
            shown = Decimal(rate).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)  # 4.21 is 4.2
            yield measure, group, side, str(shown), row["printed_n"][measure]


def test_every_rate_of_table_1_is_the_published_one(tables: dict[int, Table]) -> None:
    found = cells_of(tables[1])
    wrong = {
        key: (cell.value, rate)
        for *key, rate, _ in printed_rates()
        for cell in [found[tuple(key)]]  # type: ignore[index]
        if cell.value != rate
    }
    assert wrong == {}


def test_every_n_of_table_1_lies_within_the_published_rounding(tables: dict[int, Table]) -> None:
    """Teachers to the nearest hundred, principals to the nearest ten; in the text the two notes are exchanged (AN4)."""
    found = cells_of(tables[1])
    for measure, group, side, _, published in printed_rates():
        people = Decimal(found[measure, group, side].beneath.removeprefix("N=").replace(",", ""))
        step = Decimal(10 if measure.startswith("P_") else 100)
        if published.startswith("<"):
            assert people < Decimal(published[1:])
        else:
            assert abs(people - Decimal(published)) <= step / 2 + 1, (measure, group, side)


def test_every_gap_of_table_1_is_the_published_one_or_a_tenth_beside_it(tables: dict[int, Table]) -> None:
    """Those published are differences of rounded rates, which may lie a tenth beside the rounded difference."""
    found = cells_of(tables[1])
    for group, gaps in GOLDEN["table1_gap_pp"].items():
        for measure, published in gaps.items():
            assert abs(Decimal(found[measure, group, "difference"].value) - Decimal(published)) <= Decimal("0.1")


def test_satisfaction_is_worse_where_the_gap_is_above_zero_and_its_ratio_is_of_the_others(
    tables: dict[int, Table],
) -> None:
    """58.7 against 11.9 not satisfied is 4.93 times as many; of those satisfied it would be 2.13 (AN18)."""
    satisfied = cells_of(tables[1])["T_SATIS", "low_income", "difference"]
    assert satisfied.number == pytest.approx(0.468, abs=0.001)
    assert (satisfied.verdict, satisfied.beneath) == ("higher", "clearly lower")


def test_table_2_is_the_corrected_one(tables: dict[int, Table]) -> None:
    """The text has the two last columns under each other's heading (AN1). Ratios published are of rounded rates."""
    found = cells_of(tables[2])
    for group in GROUPS.keys() & GOLDEN["table2_corrected"].keys():
        for measure, (difference, ratio) in GOLDEN["table2_corrected"][group].items():
            assert abs(Decimal(found[measure, group, "difference"].value) - Decimal(difference)) <= Decimal("0.1")
            number = found[measure, group, "ratio"].number
            assert number == pytest.approx(float(ratio), abs=0.25), (group, measure)


def test_table_2_follows_from_table_1(tables: dict[int, Table]) -> None:
    one, two = cells_of(tables[1]), cells_of(tables[2])
    shared = [key for key in two if key[2] == "difference"]
    assert len(shared) == 9
    assert {key: two[key].number for key in shared} == {key: one[key].number for key in shared}
    for measure, group, _ in shared:
        ends = [one[measure, group, side].number for side in ("focal", "reference")]
        assert two[measure, group, "ratio"].number == pytest.approx((ends[0] or 0) / (ends[1] or 1))


def test_ends_that_are_not_alike_carry_their_reason(tables: dict[int, Table]) -> None:
    rows = [row.heading for row in tables[1].rows if "disabilities" in row.heading]
    assert rows == [
        "Schools in the top 20% of students with disabilities",
        "Schools in the bottom 5% of students with disabilities",
        "Students with disabilities: equity gap, points",
    ]
    assert len([note for note in tables[1].notes if REASON in note]) == 1


def test_what_was_pooled_says_so_and_what_was_not_does_not(tables: dict[int, Table]) -> None:
    pooled = {heading.measure.id for heading in tables[1].headings if heading.window == "pooled3"}
    assert pooled == set(GOLDEN["three_year_average"])
    for heading in tables[1].headings:
        note = tables[1].notes[heading.marks[0] - 1]
        assert ("2012-13 to 2014-15" in note) == (heading.measure.id in pooled)


def test_sizes_are_those_of_the_published_table(tables: dict[int, Table]) -> None:
    assert tables[1].rows[0].size.startswith("3,000 schools, Nt=120,000, Np=")
    assert tables[1].rows[1].size.startswith("750 schools, Nt=36,000, Np=")


def test_tables_by_level_and_by_district_say_how_they_are_cut_and_chosen(tables: dict[int, Table]) -> None:
    assert [row.heading for row in tables[4].rows][:3] == ["Elementary schools", "Middle schools", "High schools"]
    assert "anew within each school level" in tables[4].notes[-1]
    assert len(tables[5].rows) <= 3
    assert tables[5].general_notes[0].startswith("The districts are the 3 with the largest difference in")


def test_a_cell_is_found_by_what_it_is_of(tables: dict[int, Table]) -> None:
    address = Address("Q", "T_OOF", "pooled3", "low_income", "state", "state", YEAR, "difference")
    assert tables[2].cell(address).value == "2.5"
