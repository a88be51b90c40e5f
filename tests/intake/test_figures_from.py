"""What each report says its figures rest on is what they rest on: with a column's cell blank, just these are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import Kind
from monitoring.intake.reports.declaration import Figure, Report
from tests.intake.examining import examined
from tests.intake.tables import as_export

# One row of each report, of numbers that fit each other: what a column holds where it is not the usual of its kind.
USUAL = {
    Kind.SCHOOL_YEAR: "2020-21",
    Kind.ORG_CODE: "00350505",
    Kind.TEXT: "A - B",
    Kind.COUNT: "40",
    Kind.FTE: "20",
    Kind.PERCENT: "50",
    Kind.RATIO: "2 to 1",
    Kind.USD: "1000",
}
HELD = {
    "dese_enrollment_grade": {"students": "600"},
    "dese_enrollment_race": {"race_asian": "20", "race_black": "10", "race_white": "40", "race_hispanic": "30"}
    | dict.fromkeys(("race_american_indian", "race_multi", "race_pacific_islander", "nonbinary"), "0"),
    "dese_evaluation_district": dict.fromkeys(("exemplary", "proficient", "unsatisfactory", "needs_improvement"), "25"),
    "dese_evaluation_school": dict.fromkeys(("exemplary", "proficient", "unsatisfactory", "needs_improvement"), "25"),
    "dese_staffing_retention": {"teachers_stayed": "20", "principals_stayed": "20"},
    "dese_teacher_salaries": {"salary_total": "20000"},
    "dese_per_pupil_spending": {"spending": "20000", "in_district_spending": "20000"},
}
CODES = {"educators": "TE"}
REPORTED = [report for report in REPORTS.values() if report.conversions]


def figures(folder: Path, report: Report, *, blank: str | None) -> dict[Figure, Any]:
    """Every figure that a file of one row gives, with nothing in one column."""
    held = {column.name: USUAL.get(column.kind, "") for column in report.columns}
    held |= {name: value for name, value in (HELD.get(report.id, {}) | CODES).items() if name in held}
    if report.unit == "district":
        held |= {column.name: "00350000" for column in report.columns if column.kind is Kind.ORG_CODE}
    held |= {"evaluated_percent": "100"} if "evaluated_percent" in held else {}
    cells = ["" if column.name == blank else held[column.name] for column in report.columns]
    table = as_export(f"2020-21 {report.title}", [[column.title for column in report.columns], cells])
    found: dict[Figure, Any] = {}
    for (dataset, *_), frame in examined(folder, table).frames.items():
        for row in frame.to_dicts():
            if dataset == "school_enrollment":
                value = row["enrolled"] if row["student_group"] == "all" else row["share"]
                found["group", row["student_group"]] = value
            elif dataset == "metric_aggregate":
                found["metric", row["metric_id"]] = row["numerator"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTED, ids=lambda report: report.id)
def test_the_figures_of_a_report_rest_on_the_columns_it_names(tmp_path: Path, report: Report) -> None:
    whole = figures(tmp_path, report, blank=None)
    assert whole.keys() == {conversion.figure for conversion in report.conversions}
    assert None not in whole.values()
    for column in report.numeric:
        left = figures(tmp_path, report, blank=column.name)
        gone = {figure for figure in whole if left.get(figure) is None}
        assert gone == report.figures_from({column.name}), column.name


def test_in_our_own_layouts_the_rows_are_the_figures() -> None:
    aggregate, enrollment = REPORTS["metric_aggregate"], REPORTS["school_enrollment"]
    assert aggregate.figures_from({"T_TURN", "P_TURN"}) == {("metric", "T_TURN"), ("metric", "P_TURN")}
    assert enrollment.figures_from({"low_income", "female"}) == {("group", "low_income"), ("group", "female")}


def test_every_groups_share_rests_on_the_count_of_all_students() -> None:
    codes = REPORTS["school_enrollment"].column("student_group").codes
    assert REPORTS["school_enrollment"].figures_from({"all"}) == {("group", code) for code in codes}


def test_what_a_share_is_unknown_without_waits_with_it() -> None:
    """An exchange of `students` takes the shares out, though it is not a column of percentages."""
    groups = {("group", name) for name in ("low_income", "english_learners", "students_with_disabilities")}
    assert REPORTS["dese_class_size"].figures_from({"students", "classes"}) == groups


def test_reports_whose_figures_are_no_results_have_none() -> None:
    for name in ("organizations", "published_figures"):
        assert REPORTS[name].figures_from({column.name for column in REPORTS[name].columns}) == set()
