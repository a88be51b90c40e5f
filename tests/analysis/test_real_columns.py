"""Columns of the real reports: what is wrong in them is found, and nothing else, alone or beside others."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monitoring.analysis.column_identity import judge_columns, proposals
from tests.analysis.real_reports import REPORTS, Report, read_report
from tests.analysis.test_column_identity import found, relabel

pytestmark = pytest.mark.shared

EL, SWD, POVERTY = "English Language Learner %", "Students with Disabilities %", "Economically Disadvantaged %"
RATIO, EXPERIENCED = "Student/Teacher Ratio", "Percent of Experienced Teachers"
WAIVER = "Percent of Teachers without Waiver or Provisional License"
WRONG: dict[str, dict[tuple[int, str], str | None]] = {
    "teachers": {(2017, RATIO): None, (2017, EXPERIENCED): None, (2017, WAIVER): RATIO},
    "classes": {(2020, EL): POVERTY, (2020, SWD): EL, (2020, POVERTY): SWD},
}


def judged(report: Report, years: list[int] | None = None, trusted: set[int] | None = None) -> dict:
    """What is not ok in the given years of a report, with what it holds."""
    blocks = {year: report.blocks[year] for year in years or report.blocks}
    verdicts = judge_columns(blocks, kinds=report.kinds, trusted=trusted or (), wrong_cells=report.wrong_cells)
    return found(verdicts)


def clean(name: str, report: Report) -> Report:
    """The report without the years that have faults of their own."""
    faulty = {year for year, _ in WRONG.get(name, {})}
    return Report(
        {year: block for year, block in report.blocks.items() if year not in faulty}, report.kinds, report.wrong_cells
    )


@pytest.mark.parametrize("name", REPORTS)
def test_exactly_the_known_faults_are_found_in_all_years_together(shared_data: Path, name: str) -> None:
    assert judged(read_report(shared_data, name)) == WRONG.get(name, {})


def test_the_permutation_of_2019_20_is_proposed_and_the_shift_of_2016_17_is_not(shared_data: Path) -> None:
    classes, teachers = read_report(shared_data, "classes"), read_report(shared_data, "teachers")
    assert proposals(judge_columns(classes.blocks, kinds=classes.kinds)) == {2020: {EL: POVERTY, SWD: EL, POVERTY: SWD}}
    verdicts = judge_columns(teachers.blocks, kinds=teachers.kinds, wrong_cells=teachers.wrong_cells)
    assert proposals(verdicts) == {}


def test_the_shifted_year_alone_is_refused_by_its_cells(shared_data: Path) -> None:
    report = read_report(shared_data, "teachers")
    assert judged(report, [2017]) == dict.fromkeys(WRONG["teachers"])


def test_a_permuted_year_beside_a_single_other_one_withholds_both_unless_that_one_is_accepted(
    shared_data: Path,
) -> None:
    report = read_report(shared_data, "classes")
    assert set(judged(report, [2019, 2020])) == {(year, name) for year in (2019, 2020) for name in (EL, SWD, POVERTY)}
    assert judged(report, [2019, 2020], {2019}) == WRONG["classes"]


@pytest.mark.parametrize("column", [EXPERIENCED, WAIVER, "Percent Teaching in-field"])
def test_the_other_part_of_100_is_refused_and_its_column_alone(shared_data: Path, column: str) -> None:
    report = read_report(shared_data, "teachers")
    others = {year: report.blocks[year] for year in (2020, 2021, 2023)}
    turned = report.blocks[2022].with_columns((100 - pl.col(column)).round(1).alias(column))
    verdicts = judge_columns({**others, 2022: turned}, kinds=report.kinds, trusted=set(others))
    assert found(verdicts) == {(2022, column): None}
    assert {verdict.test for verdict in verdicts} == {"", "complement"}


def of_district(report: Report, district: str) -> Report:
    """The report as one district would send it."""
    its = pl.col("org_code").str.starts_with(district)
    return Report({year: block.filter(its) for year, block in report.blocks.items()}, report.kinds, {})


@pytest.mark.parametrize("district", ["0035", "0348", "0044", "0163", "0160", "0149", "0201", "0207", "0243", "0100"])
def test_the_permutation_is_found_in_a_districts_own_file_and_nothing_else(shared_data: Path, district: str) -> None:
    assert judged(of_district(read_report(shared_data, "classes"), district)) == WRONG["classes"]


@pytest.mark.parametrize("other", [2018, 2019, 2021, 2022])
@pytest.mark.parametrize("part", ["the state", "half of it"])
def test_the_shifted_year_is_the_wrong_one_in_any_company(shared_data: Path, other: int, part: str) -> None:
    report = read_report(shared_data, "teachers")
    blocks = {year: report.blocks[year].sort("org_code") for year in (2017, other)}
    if part == "half of it":
        blocks = {year: block.filter(pl.col("org_code") < "0200") for year, block in blocks.items()}
    assert set(judged(Report(blocks, report.kinds, report.wrong_cells))) == set(WRONG["teachers"])


def test_what_nothing_vouches_for_between_shifted_columns_is_refused_in_a_large_districts_file(
    shared_data: Path,
) -> None:
    report = read_report(shared_data, "teachers")
    largest = of_district(report, "0035").blocks
    assert set(judged(Report(largest, report.kinds, report.wrong_cells))) == set(WRONG["teachers"])


def test_two_years_that_contradict_each_other_about_two_columns_leave_the_others_alone(shared_data: Path) -> None:
    report = read_report(shared_data, "race")
    white, hispanic = "White", "Hispanic or Latino"
    swap: dict[str, str | None] = {white: hispanic, hispanic: white}
    blocks = {2019: report.blocks[2019], 2020: relabel(report.blocks[2020], swap)}
    assert set(judged(Report(blocks, report.kinds, {}))) == {(year, name) for year in blocks for name in swap}


@pytest.mark.parametrize("years", [(2019, 2020), (2018, 2019), (2021, 2022)])
def test_children_who_move_up_a_grade_are_no_fault_in_two_years_of_a_region(
    shared_data: Path, years: tuple[int, int]
) -> None:
    report = read_report(shared_data, "grades")
    codes = pl.concat([block.select("org_code") for block in report.blocks.values()])["org_code"].str.slice(0, 4)
    region = sorted(set(codes.filter(codes >= "0685")))[:40]
    blocks = {year: report.blocks[year].filter(pl.col("org_code").str.slice(0, 4).is_in(region)) for year in years}
    assert judged(Report(blocks, report.kinds, {})) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_no_district_with_few_schools_is_reported(shared_data: Path, name: str) -> None:
    sound = clean(name, read_report(shared_data, name))
    districts = pl.concat([block.select("org_code") for block in sound.blocks.values()]).unique()
    sizes = districts.group_by(district=pl.col("org_code").str.slice(0, 4)).len()
    for district in sizes.filter(pl.col("len").is_between(8, 29))["district"].sort():
        assert judged(of_district(sound, district)) == {}, district


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_each_year_alone_beside_accepted_ones_shows_its_own_faults_only(shared_data: Path, name: str) -> None:
    report, sound = read_report(shared_data, name), clean(name, read_report(shared_data, name))
    for year in report.blocks:
        accepted = set(sound.blocks) - {year}
        expected = {key: holds for key, holds in WRONG.get(name, {}).items() if key[0] == year}
        assert judged(report, [*accepted, year], accepted) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_no_two_or_three_clean_years_are_reported(shared_data: Path, name: str) -> None:
    sound = clean(name, read_report(shared_data, name))
    for number in (2, 3):
        for years in combinations(sound.blocks, number):
            assert judged(sound, list(years)) == {}, years


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_no_part_of_the_state_is_reported(shared_data: Path, name: str) -> None:
    sound = clean(name, read_report(shared_data, name))
    schools = np.unique(np.concatenate([block["org_code"].to_numpy() for block in sound.blocks.values()]))
    rng = np.random.default_rng(20)
    for size in (40, 60, 100, 300) * 4:
        start = int(rng.integers(0, len(schools) - size))
        chosen = rng.choice(schools, size, replace=False) if rng.uniform() < 0.5 else schools[start : start + size]
        part = {y: block.filter(pl.col("org_code").is_in(list(chosen))) for y, block in sound.blocks.items()}
        assert judged(Report(part, sound.kinds, {})) == {}, (size, start)
