"""Every trap of the real data, in miniature: caught, handled as it should be, and told."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.intake.examining import doubted, examined, found, messages, rows_of
from tests.intake.invented import TEACHER_HEADER, InventedState, with_columns_moved, with_years
from tests.intake.tables import RETENTION, as_export

SCRAPED = ["Admin Data Item", "Academic Year", "School Name", "DESE ID", *TEACHER_HEADER[2:]]
ROW = ["2020-21", "Abington - Abington High", "00010505", "39.3", "95.4", "11.5 to 1", "85.0", "92.0", "97.0"]


def test_1_a_row_that_stands_twice_is_kept_once(tmp_path: Path) -> None:
    examination = examined(tmp_path, [SCRAPED, ["a-exp-i1", *ROW], ["a-exp-i3", *ROW]])
    assert (examination.verdict, found(examination)) == ("accepted", {"I-ROW-DUPLICATE": 1})
    assert rows_of(examination, "metric_aggregate", 2021)["row_number"].to_list() == [2, 2, 2, 2]


def test_1_rows_that_contradict_each_other_are_refused_both(tmp_path: Path) -> None:
    other = [*ROW[:4], "90.0", *ROW[5:]]
    beside = ["2020-21", "Abington - Center", "00010002", *ROW[3:]]
    examination = examined(tmp_path, [SCRAPED, ["a", *ROW], ["a", *other], ["a", *beside]])
    assert (examination.verdict, found(examination)) == ("accepted_in_part", {"E-ROW-CONFLICT": 2})
    told = examination.findings[0].details["message"].to_list()
    others = zip(told, ("2", "3"), ("3", "2"), strict=True)
    assert all(text.startswith(f"Row {row}: ") and f"(also in row {other})" in text for text, row, other in others)
    assert rows_of(examination, "metric_aggregate", 2021)["org_code"].unique().to_list() == ["00010002"]


def test_2_an_older_layout_under_newer_names_is_refused_where_it_is_plainly_wrong(tmp_path: Path) -> None:
    state = InventedState(3)
    years = {year: state.teacher_data(year) for year in (2008, 2009, 2010, 2011)}
    header, *rows = years[2008]
    older = [[*row[:4], "212", "97.5", row[4], ""] for row in rows]  # classes, highly qualified, ratio, nothing
    examination = examined(tmp_path, with_years({**years, 2008: [header, *older]}))
    assert {(year, column) for year, column in doubted(examination) if column != "experienced"} == {
        (2008, "students_per_teacher"),
        (2008, "no_waiver_or_provisional"),
    }
    assert "licensed" not in {column for _, column in doubted(examination)}
    rates = rows_of(examination, "metric_aggregate", 2008).group_by("metric_id").agg(pl.col("numerator").count())
    assert dict(rates.iter_rows())["T_UNLICENSED"] == 150
    assert dict(rates.iter_rows())["T_WAIVER_PROV"] == 0


def test_3_exchanged_columns_are_withheld_and_the_exchange_proposed(tmp_path: Path) -> None:
    state = InventedState(5)
    years = {year: state.class_size(year) for year in range(2007, 2012)}
    learners, disabled, poor = "English Learner %", "Students with Disabilities %", "Low Income %"
    years[2009] = with_columns_moved(years[2009], {learners: poor, disabled: learners, poor: disabled})
    examination = examined(tmp_path, with_years(years))
    assert examination.proposed == {
        2009: {
            "english_learners": "low_income",
            "students_with_disabilities": "english_learners",
            "low_income": "students_with_disabilities",
        }
    }
    assert found(examination) == {"E-COLUMN-EXCHANGED": 3}
    assert rows_of(examination, "school_enrollment", 2009)["share"].null_count() == 450
    assert rows_of(examination, "school_enrollment", 2010)["share"].null_count() == 0


def test_4_blanks_commas_dollars_and_signs_for_nothing(tmp_path: Path) -> None:
    header = ["District Name", "District Code", "Salary Totals", "Average Salary", "FTE Count"]
    rows = [
        ["Abington", "\u00a000010000", "     $10,347,229", "  $79,107", "    130.8"],
        ["Acton", "00020000", "-", "-", "    12"],
        ["Acushnet", "00030000", "", "", ""],
    ]
    examination = examined(tmp_path, as_export("2016-17 Teacher Salaries Report", [header, *rows]))
    assert (examination.verdict, found(examination)) == ("accepted", {})
    aggregate = rows_of(examination, "metric_aggregate", 2017)
    assert aggregate.select("org_code", "numerator", "denominator", "missing_reason").rows() == [
        ("00010000", 791_070_000 * 1308 // 10, 1_308_000, None),
        ("00020000", None, None, "suppressed"),
        ("00030000", None, None, "suppressed"),
    ]


@pytest.mark.parametrize("name", ["Acton-Boxborough - Blanchard Memorial", "Acton-Boxborough-Blanchard Memorial"])
def test_5_both_forms_of_a_schools_name_come_apart(tmp_path: Path, name: str) -> None:
    rows = [[*row[:1], name.replace("Blanchard Memorial", school), code, *row[3:]] for row, school, code in SCHOOLS]
    examination = examined(tmp_path, [SCRAPED[1:], *rows])
    organizations = rows_of(examination, "organizations", 2021)
    assert organizations.select("org_code", "org_name", "parent_org_code").rows() == [
        ("06000000", "Acton-Boxborough", "00000000"),
        ("06000005", "Blanchard Memorial", "06000000"),
        ("06000505", "Acton-Boxborough Regional High", "06000000"),
    ]


SCHOOLS = [(ROW, "Blanchard Memorial", "06000005"), (ROW, "Acton-Boxborough Regional High", "06000505")]


def test_6_lost_leading_zeros_come_back_with_a_warning(tmp_path: Path) -> None:
    examination = examined(tmp_path, [SCRAPED[1:], [*ROW[:2], "10505", *ROW[3:]]])
    assert messages(examination, "W-ORG-ZEROPAD") == [
        "“DESE ID” has lost leading zeros in row 2: 10505 was read as 00010505."
    ]
    assert rows_of(examination, "metric_aggregate", 2021)["org_code"].unique().to_list() == ["00010505"]


def test_6_a_code_that_no_zeros_make_whole_is_refused(tmp_path: Path) -> None:
    examination = examined(tmp_path, [SCRAPED[1:], [*ROW[:2], "445", *ROW[3:]]])
    assert messages(examination, "E-ORG-FORM") == ["Row 2: “445” is not an organization code."]


def test_7_title_blank_rows_and_totals_are_no_data(tmp_path: Path) -> None:
    races = ["African American", "Asian", "Hispanic", "White", "Native American", "Native Hawaiian, Pacific Islander"]
    header = ["SCHOOL", "ORG CODE", *races, "Multi-Race, Non-Hispanic", "Males", "Females"]
    shares = ["49.8", "4.1", "22.3", "20.8", "0.1", "0.1", "2.8", "46.5", "53.5"]
    rows = [
        ["Foster (District) - Foster", "\u00a004450105", *shares],
        ["State Totals - State Totals", "00000000", *shares],
    ]
    examination = examined(
        tmp_path, as_export("2017-18 Enrollment By Race/Gender (School)", [header, *rows], blank_rows=3)
    )
    assert messages(examination, "I-ROW-TOTALS") == [
        "Row 7 holds totals (State Totals - State Totals); it was set aside. Such figures are computed from the "
        "schools."
    ]
    kept = rows_of(examination, "school_enrollment", 2018)
    assert kept.filter(pl.col("student_group") == "students_of_color").select(
        "org_code", "share", "row_number"
    ).rows() == [("04450105", 79.2, 6)]


@pytest.mark.parametrize("name", ["District Total", "Abington - District Totals", "Grand Total", "Totals"])
def test_7_totals_without_a_code_are_set_aside_and_no_error(tmp_path: Path, name: str) -> None:
    examination = examined(tmp_path, [SCRAPED[1:], ROW, [ROW[0], name, "", *ROW[3:]]])
    assert (examination.verdict, found(examination)) == ("accepted", {"I-ROW-TOTALS": 1})


def test_9_a_school_without_teachers_or_students_is_no_zero(tmp_path: Path) -> None:
    races = [column for column in SHARES if column != "School Name"]
    zero = ["2020-21", "Gosnold - Cuttyhunk", "01090005", *["0.0"] * 7]
    examination = examined(tmp_path, [["Academic Year", "School Name", "DESE ID", *races], zero])
    assert messages(examination, "I-NO-STUDENTS") == [
        "Row 2: all groups of 01090005 are 0, so nobody is enrolled; its percentages count as not known."
    ]
    assert rows_of(examination, "school_enrollment", 2021)["share"].null_count() == 8


SHARES = [
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Hispanic or Latino",
    "Multi-Race, Not Hispanic or Latino",
    "Native Hawaiian or Other Pacific Islander",
    "White",
]


def test_a_sentence_spilled_over_cells_counts_as_not_reported(tmp_path: Path) -> None:
    spilled = [
        "2022-23",
        "Foxborough-Foxborough",
        "04460550",
        "",
        "Failed to",
        "meet reporting",
        "requirements",
        "",
        "",
    ]
    whole = ["2022-23", "Abington-Abington High", "00010505", "1", "1", "100.0", "44", "35", "79.5"]
    examination = examined(tmp_path, [RETENTION, spilled, whole])
    assert messages(examination, "I-ROW-NOT-REPORTED") == [
        "Row 2 holds a sentence where figures belong (“Failed to meet reporting requirements”); "
        "its figures count as not reported."
    ]
    turnover = rows_of(examination, "metric_aggregate", 2023)
    assert turnover.select("org_code", "metric_id", "numerator", "denominator", "missing_reason").rows() == [
        ("00010505", "P_TURN", 0, 10_000, None),
        ("00010505", "T_TURN", 90_000, 440_000, None),
        ("04460550", "P_TURN", None, None, "not_reported"),
        ("04460550", "T_TURN", None, None, "not_reported"),
    ]


def test_the_year_stands_in_the_title_or_the_file_is_refused(tmp_path: Path) -> None:
    header = TEACHER_HEADER
    row = ROW[1:]
    assert examined(tmp_path, as_export("2015-16 Teacher Data", [header, row])).years == (2016,)
    assert found(examined(tmp_path, as_export("Teacher Data", [header, row])))["E-YEAR-NONE"] == 1
    assert found(examined(tmp_path, as_export("2015-16 and 2016-17 Teacher Data", [header, row])))["E-YEAR-NONE"] == 1
    early = examined(tmp_path, as_export("2027-28 Teacher Data", [header, row]), running=2027)
    assert (early.verdict, found(early)) == ("refused", {"E-YEAR-TITLE": 1})
