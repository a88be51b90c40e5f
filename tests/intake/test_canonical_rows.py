"""What comes out of each report: exact amounts, shares as published, and a reason for everything that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from monitoring.intake.examination import examine_table
from tests.intake.examining import examined, found, read_here, rows_of
from tests.intake.invented import CLASS_HEADER, TEACHER_HEADER
from tests.intake.tables import AGGREGATE, Rows, as_export

TITLE = "2020-21 Report"


def amounts(folder: Path, rows: Rows, year: int = 2021) -> dict[str, tuple[Any, ...]]:
    """By measure: numerator, denominator, unit, reason."""
    aggregate = rows_of(examined(folder, as_export(TITLE, rows)), "metric_aggregate", year)
    columns = aggregate.select("metric_id", "numerator", "denominator", "unit", "missing_reason")
    return {row[0]: row[1:] for row in columns.iter_rows()}


def test_percentages_of_fte_are_exact_to_the_ten_thousandth(tmp_path: Path) -> None:
    row = ["A - B", "00010505", "39.3", "95.4", "11.5 to 1", "85.0", "100.0", "-"]
    assert amounts(tmp_path, [TEACHER_HEADER, row]) == {
        "T_UNLICENSED": (393 * 46, 393_000, "FTE", None),
        "T_EXP_LT3": (393 * 150, 393_000, "FTE", None),
        "T_WAIVER_PROV": (0, 393_000, "FTE", None),
        "T_OOF_80": (None, None, "FTE", "suppressed"),
    }


def test_a_blank_share_of_no_teachers_is_nobody_to_count_and_nothing_suppressed(tmp_path: Path) -> None:
    without = ["A - B", "00010505", "0.0", "", "", "", "0.0", "-"]
    others = [["A - C", f"000105{place:02}", "39.3", "95.4", "11.5 to 1", "85.0", "92.0", "97.0"] for place in (10, 15)]
    report = examined(tmp_path, as_export(TITLE, [TEACHER_HEADER, *others, without]))
    aggregate = rows_of(report, "metric_aggregate", 2021)
    reasons = dict(aggregate.filter(pl.col("org_code") == "00010505").select("metric_id", "missing_reason").iter_rows())
    assert reasons == {
        "T_UNLICENSED": "zero_denominator",
        "T_EXP_LT3": "zero_denominator",
        "T_WAIVER_PROV": None,
        "T_OOF_80": "zero_denominator",
    }


def test_a_column_blank_for_the_whole_year_was_not_collected(tmp_path: Path) -> None:
    rows = [["A - B", f"000105{place:02}", "39.3", "95.4", "11.5 to 1", "85.0", "100.0", ""] for place in (5, 10)]
    assert amounts(tmp_path, [TEACHER_HEADER, *rows])["T_OOF_80"] == (None, None, "FTE", "not_collected")


def test_ratings_are_turned_back_into_whole_people(tmp_path: Path) -> None:
    header = ["District Name", "District Code", "# of Educators to be Evaluated", "# Evaluated", "% Evaluated"]
    header += ["% Exemplary", "% Proficient", "% Needs Improvement", "% Unsatisfactory"]
    rows = [header, ["Foster", "04450000", "116", "107", "92.2", "1.9", "90.7", "7.5", "0.0"]]
    title = "2012-13 Educator Evaluation Performance (District) - Teachers"
    aggregate = rows_of(examined(tmp_path, as_export(title, rows)), "metric_aggregate", 2013)
    assert aggregate.select("metric_id", "numerator", "denominator").rows() == [
        ("T_EVALUATED", 1_070_000, 1_160_000),
        ("T_EVAL_HIGH", 20_000, 1_070_000),
        ("T_EVAL_LOW", 80_000, 1_070_000),
    ]


SALARIES = [
    ["District Name", "District Code", "Salary Totals", "Average Salary", "FTE Count"],
    ["Abington", "00010000", "$9,000,000", "$60,000", "150.0"],
    ["State Totals", "00000000", "$5,900,000,000", "$78,700", "74,968.2"],
]


def test_the_reports_row_for_the_whole_state_is_a_figure_where_it_is_only_shown(tmp_path: Path) -> None:
    examination = examined(tmp_path, as_export("2016-17 Teacher Salaries (District)", SALARIES))
    aggregate = rows_of(examination, "metric_aggregate", 2017)
    assert aggregate.select("org_code", "numerator", "row_number").rows() == [
        ("00000000", 78_700 * 749_682_000, 4),
        ("00010000", 60_000 * 1_500_000, 3),
    ]
    assert rows_of(examination, "organizations", 2017)["org_code"].to_list() == ["00010000"]
    assert rows_of(examination, "report_columns", 2017)["org_code"].to_list() == ["00010000"]


def test_a_district_says_nothing_of_the_state(tmp_path: Path) -> None:
    examination = examined(tmp_path, as_export("2016-17 Teacher Salaries (District)", SALARIES), owner="00010000")
    assert (found(examination), examination.verdict) == ({"I-ROW-TOTALS": 1}, "accepted")
    assert rows_of(examination, "metric_aggregate", 2017)["org_code"].to_list() == ["00010000"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("year", "evaluated", "lower", "exemplary"),
    [("2012-13", 64.9, 8.0, 6.9), ("2015-16", 93.9, 4.5, 10.7), ("2018-19", 95.5, 3.6, 13.6)],
)
def test_ratings_of_the_state_are_the_published_ones(
    shared_data: Path, year: str, evaluated: float, lower: float, exemplary: float
) -> None:
    path = shared_data / "ma-dese-evaluation" / f"EducatorEvalPerf_district_teachers_{year}.xlsx"
    aggregate = rows_of(examine_table(read_here(path)), "metric_aggregate", int(year[:4]) + 1)
    rates = 100 * pl.col("numerator") / pl.col("denominator")
    found_rates = dict(aggregate.filter(org_code="00000000").select("metric_id", rates.round(1)).rows())
    assert found_rates == {"T_EVALUATED": evaluated, "T_EVAL_LOW": lower, "T_EVAL_HIGH": exemplary}


def test_spending_is_a_mean_over_pupils_in_the_year_of_the_title(tmp_path: Path) -> None:
    header = [
        "District Name",
        "District Code",
        "Total Expenditures",
        "Total Pupil FTEs",
        "Total Expenditures per Pupil",
    ]
    rows = [header, ["Abington", "00010000", "$29,737,218.00", "2,025.4", "$14,682.15"]]
    aggregate = rows_of(examined(tmp_path, as_export("2017 Per Pupil Expenditures", rows)), "metric_aggregate", 2017)
    numerator, denominator = aggregate.select("numerator", "denominator").row(0)
    assert (numerator / denominator, denominator) == (14_682.15, 20_254_000)


def test_shares_are_as_published_and_unknown_where_nobody_is(tmp_path: Path) -> None:
    rows = [
        CLASS_HEADER,
        ["A - B", "00010505", "10", "18.0", "1,418", "53.6", "46.4", "18.8", "12.1", "57"],
        ["A - C", "00010510", "0", ".0", "0", ".0", ".0", ".0", ".0", "0"],
    ]
    enrollment = rows_of(examined(tmp_path, as_export(TITLE, rows)), "school_enrollment", 2021)
    assert enrollment.select("org_code", "student_group", "enrolled", "share").rows() == [
        ("00010505", "english_learners", None, 18.8),
        ("00010505", "low_income", None, 57.0),
        ("00010505", "students_with_disabilities", None, 12.1),
        ("00010510", "english_learners", None, None),
        ("00010510", "low_income", None, None),
        ("00010510", "students_with_disabilities", None, None),
    ]


def test_grades_give_enrollment_and_the_grades_a_school_serves(tmp_path: Path) -> None:
    header = ["School Name", "School Code", "PK", "K", *map(str, range(1, 13)), "SP", "Total"]
    row = ["A - B", "00010505", "0", "20", "21", *["0"] * 11, "2", "43"]
    examination = examined(tmp_path, as_export(TITLE, [header, row]))
    assert rows_of(examination, "school_enrollment", 2021).rows() == [(2021, "00010505", "all", 43, None, 3)]
    served = rows_of(examination, "organizations", 2021).filter(pl.col("org_type") == "SCHOOL")
    assert served["grades_served"].to_list() == ["K,01,SP"]


def test_counts_and_percentages_of_groups_come_together(tmp_path: Path) -> None:
    groups = [
        "First Language Not English",
        "English Language Learner",
        "Students With Disabilities",
        "High Needs",
        "Low Income",
    ]
    above = ["SCHOOL", "ORGCODE", *(cell for group in groups for cell in (group, None))]
    rows = [above, [None, None, *["#", "%"] * 5], ["A - B", "00010505", 7, 1.5, 2, 0.4, 62, 13.3, 102, 21.9, 46, 9.9]]
    enrollment = rows_of(examined(tmp_path, as_export(TITLE, rows)), "school_enrollment", 2021)
    assert enrollment.select("student_group", "enrolled", "share").rows() == [
        ("english_learners", 2, 0.4),
        ("first_language_not_english", 7, 1.5),
        ("high_needs", 102, 21.9),
        ("low_income", 46, 9.9),
        ("students_with_disabilities", 62, 13.3),
    ]


def test_own_enrollment_computes_shares_from_counts(tmp_path: Path) -> None:
    rows = [
        ["school_year", "org_code", "student_group", "enrolled"],
        ["2021-22", "00010505", "ALL", 300],
        ["2021-22", "00010505", "low_income", 100],
        ["2021-22", "00010510", "low_income", 5],
    ]
    enrollment = rows_of(examined(tmp_path, rows), "school_enrollment", 2022)
    assert enrollment.rows() == [
        (2022, "00010505", "all", 300, 100.0, 2),
        (2022, "00010505", "low_income", 100, 33.333333, 3),
        (2022, "00010510", "low_income", 5, None, 4),
    ]


def test_own_aggregates_stand_as_given(tmp_path: Path) -> None:
    rows = [
        AGGREGATE,
        ["2021-22", "00010505", "T_TURN", "1", "TEACHER", 4, 20, "HEADCOUNT"],
        ["2021-22", "00010505", "T_EXP_LT3", "1", "TEACHER", "2.5", "19.75", "FTE"],
        ["2021-22", "00010505", "P_TURN", "1", "PRINCIPAL", "NA", "", "HEADCOUNT"],
    ]
    aggregate = rows_of(examined(tmp_path, rows), "metric_aggregate", 2022)
    assert aggregate.select("metric_id", "numerator", "denominator", "missing_reason").rows() == [
        ("P_TURN", None, None, "not_applicable"),
        ("T_EXP_LT3", 25_000, 197_500, None),
        ("T_TURN", 40_000, 200_000, None),
    ]


def test_published_figures_are_kept_apart(tmp_path: Path) -> None:
    rows = [
        ["school_year", "unit", "metric", "group", "percent", "fte_or_count", "source_url"],
        ["2020-21", "state", "teachers_licensed", "high_poverty", "95.8", "", "https://example.org"],
    ]
    examination = examined(tmp_path, rows)
    assert {key for key, *_ in examination.frames} == {"reference_figures"}
    assert rows_of(examination, "reference_figures", 2021).row(0) == (
        2021,
        "state",
        "teachers_licensed",
        "high_poverty",
        95.8,
        None,
        "https://example.org",
        2,
    )


@pytest.mark.parametrize("value", ["95.4", " 95.4", "95.4%", "95.40"])
def test_a_percentage_may_be_written_in_several_ways(tmp_path: Path, value: str) -> None:
    row = ["A - B", "00010505", "10", value, "11.5 to 1", "85.0", "100.0", "99.0"]
    assert amounts(tmp_path, [TEACHER_HEADER, row])["T_UNLICENSED"] == (4_600, 100_000, "FTE", None)


def test_a_bad_row_does_not_sink_the_file(tmp_path: Path) -> None:
    good = ["A - B", "00010505", "10", "99.0", "11.5 to 1", "85.0", "100.0", "99.0"]
    bad = ["A - C", "not a code", "10", "99.0", "11.5 to 1", "85.0", "100.0", "99.0"]
    examination = examined(tmp_path, as_export(TITLE, [TEACHER_HEADER, good, bad]))
    assert (examination.verdict, examination.rows, examination.rows_accepted) == ("accepted_in_part", 2, 1)
    assert found(examination) == {"E-ORG-FORM": 1}
