"""The real reports beside the checkout: every trap found, no clean year or column reported, nothing lost."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from monitoring.intake.examination import Examination, examine
from monitoring.intake.files import chunks_of
from monitoring.intake.grain import Grain
from tests.intake.examining import doubted, found
from tests.intake.tables import write_xlsx

pytestmark = pytest.mark.shared
PROFILES, EXPORTS, EVALUATION = "ma-dese-profiles", "ma-dese-exports-2017-18", "ma-dese-evaluation"

EXPECTED = {  # report, verdict, years, rows, rows accepted, columns in doubt
    f"{PROFILES}/1A_1_teacher_data.csv": (
        "dese_teacher_data",
        "accepted_in_part",
        range(2017, 2024),
        25_798,
        12_899,
        {(2017, "students_per_teacher"), (2017, "experienced"), (2017, "no_waiver_or_provisional")},
    ),
    f"{PROFILES}/1A_3_staffing_retention.csv": (
        "dese_staffing_retention",
        "accepted",
        range(2017, 2024),
        12_804,
        12_804,
        set(),
    ),
    f"{PROFILES}/3A_1_average_class_size.csv": (
        "dese_class_size",
        "accepted_in_part",
        range(2017, 2024),
        12_898,
        12_898,
        {(2020, "english_learners"), (2020, "students_with_disabilities"), (2020, "low_income")},
    ),
    f"{PROFILES}/3B_1_enrollments_by_grade.csv": (
        "dese_enrollment_grade",
        "accepted",
        range(2017, 2024),
        12_898,
        12_898,
        set(),
    ),
    f"{PROFILES}/3B_1_enrollments_by_race.csv": (
        "dese_enrollment_race",
        "accepted",
        range(2017, 2024),
        12_899,
        12_899,
        set(),
    ),
    f"{PROFILES}/published_2020-21_high_low_poverty.csv": ("published_figures", "accepted", [2021], 22, 22, set()),
    f"{EXPORTS}/ClassSizebyGenPopulation.xlsx": ("dese_class_size", "accepted", [2017], 1_850, 1_850, set()),
    f"{EXPORTS}/selectedpopulations.xlsx": ("dese_selected_populations", "accepted", [2018], 1_848, 1_847, set()),
    f"{EXPORTS}/enrollmentbyracegender-school.xlsx": ("dese_enrollment_race", "accepted", [2018], 1_848, 1_847, set()),
    f"{EXPORTS}/TeacherSalaries.xlsx": ("dese_teacher_salaries", "accepted", [2017], 324, 324, set()),
    f"{EXPORTS}/PerPupilExpenditures.xlsx": ("dese_per_pupil_spending", "accepted", [2017], 323, 323, set()),
    f"{EVALUATION}/EducatorEvalPerf_district_teachers_2012-13.xlsx": (
        "dese_evaluation_district",
        "accepted",
        [2013],
        404,
        404,
        set(),
    ),
    f"{EVALUATION}/EducatorEvalPerf_district_teachers_2015-16.xlsx": (
        "dese_evaluation_district",
        "accepted",
        [2016],
        408,
        408,
        set(),
    ),
    f"{EVALUATION}/EducatorEvalPerf_district_teachers_2018-19.xlsx": (
        "dese_evaluation_district",
        "accepted",
        [2019],
        407,
        407,
        set(),
    ),
    f"{EVALUATION}/educator_evaluation_performance_state_district_school_2013.csv": (
        "dese_evaluation_school",
        "accepted",
        [2013],
        13_622,
        2_254,
        set(),
    ),
}


@cache
def of(path: Path) -> Examination:
    """Each file is read once for all tests."""
    return examine(chunks_of(path), owner="00000000")


def marks_of(name: str) -> list[pytest.MarkDecorator]:
    """One worker for both tests of a report, so that it is examined once; long ones without a trap not in every run."""
    *_, rows, _, doubted = EXPECTED[name]
    return [pytest.mark.xdist_group(name), *([pytest.mark.slow] if rows > 12_000 and not doubted else [])]


EACH = pytest.mark.parametrize("name", [pytest.param(one, marks=marks_of(one)) for one in EXPECTED])


@EACH
def test_each_report_ends_as_it_should(shared_data: Path, name: str) -> None:
    examination = of(shared_data / name)
    assert examination.report is not None
    assert (
        examination.report.id,
        examination.verdict,
        examination.years,
        examination.rows,
        examination.rows_accepted,
        doubted(examination),
    ) == (*EXPECTED[name][:2], tuple(EXPECTED[name][2]), *EXPECTED[name][3:])


@EACH
def test_nothing_but_the_traps_is_an_error_or_a_warning(shared_data: Path, name: str) -> None:
    serious = {rule: total for rule, total in found(of(shared_data / name)).items() if not rule.startswith("I")}
    traps = {
        "1A_1_teacher_data.csv": {"E-COLUMN-KIND": 2, "E-COLUMN-UNLIKE": 1},
        "3A_1_average_class_size.csv": {"E-COLUMN-EXCHANGED": 3},
    }
    assert serious == traps.get(Path(name).name, {})


def test_there_is_no_report_in_the_folder_that_is_not_expected_here(shared_data: Path) -> None:
    reports = {
        str(path.relative_to(shared_data)) for ending in ("csv", "xlsx") for path in shared_data.rglob(f"*.{ending}")
    }
    assert reports == set(EXPECTED)


def test_the_three_permuted_columns_are_explained(shared_data: Path) -> None:
    assert of(shared_data / PROFILES / "3A_1_average_class_size.csv").proposed == {
        2020: {
            "english_learners": "low_income",
            "students_with_disabilities": "english_learners",
            "low_income": "students_with_disabilities",
        }
    }


def test_confirmed_they_continue_the_years_beside_them(shared_data: Path) -> None:
    path = shared_data / PROFILES / "3A_1_average_class_size.csv"
    confirmed = examine(chunks_of(path), remapped={year: dict(mapping) for year, mapping in of(path).proposed.items()})
    assert (confirmed.verdict, doubted(confirmed)) == ("accepted", set())
    means = {
        year: confirmed.frames[Grain("school_enrollment", year)]
        .group_by("student_group")
        .agg(pl.col("share").mean().round(0))
        .sort("student_group")
        for year in (2019, 2020, 2021)
    }
    assert [frame["share"].to_list() for frame in means.values()] == [
        [11.0, 33.0, 21.0],
        [11.0, 36.0, 21.0],
        [11.0, 39.0, 22.0],
    ]


def test_the_same_year_from_both_sources_gives_the_same_shares(shared_data: Path) -> None:
    scraped = of(shared_data / PROFILES / "3B_1_enrollments_by_race.csv").frames[Grain("school_enrollment", 2018)]
    exported = of(shared_data / EXPORTS / "enrollmentbyracegender-school.xlsx").frames[Grain("school_enrollment", 2018)]
    both = scraped.join(exported, on=["org_code", "student_group"], suffix="_exported")
    assert both.filter(pl.col("share").ne_missing(pl.col("share_exported"))).height == 0
    assert both.height == 1_847 * 10


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"{PROFILES}/1A_3_staffing_retention.csv", f"{PROFILES}/3A_1_average_class_size.csv"])
def test_the_scraped_report_as_a_workbook_is_told_the_same(shared_data: Path, tmp_path: Path, name: str) -> None:
    with (shared_data / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    as_workbook = examine(chunks_of(write_xlsx(tmp_path / "a.xlsx", rows)), owner="00000000")
    assert (as_workbook.verdict, found(as_workbook)) == (of(shared_data / name).verdict, found(of(shared_data / name)))
    assert {key: frame.rows() for key, frame in as_workbook.frames.items()} == {
        key: frame.rows() for key, frame in of(shared_data / name).frames.items()
    }


def test_published_low_poverty_rates_of_2020_21_come_out_of_the_rows(shared_data: Path) -> None:
    aggregates = of(shared_data / PROFILES / "1A_1_teacher_data.csv").frames[Grain("metric_aggregate", 2021)]
    shares = of(shared_data / PROFILES / "3A_1_average_class_size.csv").frames[Grain("school_enrollment", 2021)]
    poor = shares.filter(pl.col("student_group") == "low_income").select("org_code", "share")
    schools = aggregates.filter(pl.col("denominator") > 0).join(poor.filter(pl.col("share") > 0), on="org_code")
    place = (pl.col("share").rank("average") - 0.5) / pl.len()
    ranked = schools.join(
        schools.select("org_code", "share").unique().with_columns(place=place).select("org_code", "place"),
        on="org_code",
    )
    low = ranked.filter(pl.col("place") <= 0.25).group_by("metric_id")
    rates = low.agg(rate=(100 - 100 * pl.col("numerator").sum() / pl.col("denominator").sum()).round(1))
    assert dict(rates.sort("metric_id").iter_rows()) == {
        "T_EXP_LT3": 87.3,
        "T_OOF_80": 96.1,
        "T_UNLICENSED": 99.0,
        "T_WAIVER_PROV": 95.9,
    }
