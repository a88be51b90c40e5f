"""For each rule the smallest table that breaks it, and what mends it."""

from __future__ import annotations

from typing import Any

import polars as pl

from monitoring.intake.sheet import Past
from tests.intake.case import Case
from tests.intake.invented import TEACHER_HEADER
from tests.intake.layout_cases import LAYOUT_CASES
from tests.intake.tables import AGGREGATE, ENROLLMENT, RETENTION

TEACHERS = ["Academic Year", *TEACHER_HEADER]
GRADES = ["Academic Year", "DESE ID", "PK", "K", *map(str, range(1, 13)), "SP", "Total"]
RACES = ["Academic Year", "DESE ID", "African American", "Asian", "Hispanic", "White", "Native American"]
RACES += ["Native Hawaiian, Pacific Islander", "Multi-Race, Non-Hispanic"]
SALARIES = ["School Year", "District Code", "Salary Totals", "Average Salary", "FTE Count"]
GROUPS = ("First Language Not English", "English Learner", "Students With Disabilities", "High Needs", "Low Income")
POPULATIONS = ["School Year", "School Code", *(f"{group} {sign}" for group in GROUPS for sign in "#%")]
ORGS = [
    "org_code",
    "org_name",
    "org_type",
    "parent_org_code",
    "school_level",
    "open_year",
    "close_year",
    "successor_org_code",
]

TEACHER = ["2020-21", "A - B", "00010505", "39.3", "95.4", "11.5 to 1", "85.0", "92.0", "97.0"]
RETAINED = ["2020-21", "A-B", "00010505", "1", "1", "100.0", "44", "35", "79.5"]
OTHER_YEARS = [("2018-19", "45", "77.8"), ("2019-20", "46", "76.1")]
GRADED = ["2020-21", "00010505", "0", "20", "21", *["0"] * 11, "2", "43"]
RACED = ["2020-21", "00010505", "10.0", "20.0", "30.0", "40.0", "0.0", "0.0", "0.0"]
SALARY = ["2020-21", "00010000", "$10,347,229", "$79,107", "131"]
POPULATED = ["2020-21", "00010505", "60", "20.0", "36", "12.0", "45", "15.0", "150", "50.0", "120", "40.0"]
PUPILS = ["2020-21", "00010505", "all", "300"]
SUPERSETS_SENT = {"T_EXP_LT1": "4", "T_EXP_LE1": "3"}
COUNTED = ["2020-21", "00010505", "T_TURN", "1", "TEACHER", "4", "20", "HEADCOUNT"]
SCHOOL = ["00010505", "High", "SCHOOL", "00010000", "HIGH", "1990", "", ""]
DISTRICT = ["00010000", "Abington", "DISTRICT", "00000000", "", "", "", ""]


def known(code: str, *, closed: int | None = None, name: str = "A") -> dict[str, Any]:
    frame = pl.DataFrame([(code, closed, name)], schema=Past().known.schema, orient="row")
    return {"past": lambda report: Past(known=frame)}


EVALUATION = ["YEAR", "ORG_CODE", "EET_GRP_CD", "TOTAL_N", "Total_Evaluated", "Evaluated_per"]
EVALUATION += ["EX_PER", "P_PER", "NI_PER", "UN_PER"]
EVALUATED = ["2013", "00010000", "TE", "10", "10", "100", "10", "80", "10", "0"]
OTHERS = ["2013", "00010000", "AS", "NA", "NA", "NA", "NA", "NA", "NA", "NA"]
LICENSED = "% of Teachers Licensed"
AS_DISTRICT = {"owner": "00010000"}


def at(code: str, row: list[str]) -> list[str]:
    """The row of a teacher report for another school."""
    return [*row[:2], code, *row[3:]]


CASES = [
    Case(
        "E-YEAR-FORM", TEACHERS, TEACHER, {"Academic Year": "2020-22"}, message="Row 2: “2020-22” is not a school year."
    ),
    Case(
        "E-YEAR-RANGE",
        TEACHERS,
        TEACHER,
        {"Academic Year": "2041-42"},
        options={"running": 2027},
        message="Row 2: “2041-42” is outside the school years that are taken, 1989-90 to 2026-27.",
    ),
    Case("E-YEAR-RANGE", TEACHERS, TEACHER, {"Academic Year": "2027-28"}, options={"running": 2027}),
    Case("E-YEAR-RANGE", TEACHERS, TEACHER, {"Academic Year": "1985-86"}),
    Case(
        "I-YEAR-BARE",
        ENROLLMENT,
        PUPILS,
        {"school_year": "2021"},
        [["2021", "00010510", "all", "200"]],
        message="From row 2 on, “2021” is read as the school year 2020-21: the year it ends in.",
    ),
    Case(
        "E-SHARE-COUNTS",
        [*ENROLLMENT, "share"],
        ["2020-21", "00010505", "low_income", "100", "33.3"],
        {"share": "33.4"},
        [["2020-21", "00010505", "all", "300", "100.0"], ["2020-21", "00010510", "low_income", "100", "50"]],
        message="Row 2: “share” is 33.4, and 100 of 300 is another share. The counts were taken, the share was not.",
    ),
    Case("E-ORG-FORM", TEACHERS, TEACHER, {"School Code": "4.45E+06"}),
    Case(
        "W-ORG-ZEROPAD",
        TEACHERS,
        TEACHER,
        {"School Code": "10505"},
        [at("10510", TEACHER)],
        message="“School Code” has lost leading zeros in 2 rows (2, 3): 10505 was read as 00010505.",
    ),
    Case("E-ORG-OTHER-DISTRICT", TEACHERS, at("00020505", TEACHER), {}, [at("00010510", TEACHER)], options=AS_DISTRICT),
    Case("E-FILE-OTHER-DISTRICT", TEACHERS, at("00020505", TEACHER), options=AS_DISTRICT),
    Case("I-ROW-OTHER-UNIT", TEACHERS, TEACHER, {"School Code": "00010000"}, [TEACHER]),
    Case(
        "I-ROW-DUPLICATE",
        TEACHERS,
        TEACHER,
        {},
        [TEACHER],
        message="Row 3 says the same as row 2 (00010505); one of them was kept.",
    ),
    Case("I-ROW-HEADER", TEACHERS, TEACHER, {}, [TEACHERS]),
    Case(
        "E-FILE-OTHER-HEADER",
        TEACHERS,
        TEACHER,
        {},
        [[*TEACHERS[:-2], *TEACHERS[:-3:-1]], at("00010510", TEACHER)],
        message="Row 3 is a header whose names stand in other columns than in the first one"
        f" ({', '.join(TEACHERS[:-3:-1]).lower()}): the rows below it would be read under wrong names.",
    ),
    Case("I-ROW-NOTE", TEACHERS, TEACHER, {}, [["Note: data as of October 1, 2020"]]),
    Case("I-ROW-OTHER-GROUP", EVALUATION, EVALUATED, {}, [OTHERS]),
    Case("E-ROW-SHIFTED", TEACHERS, TEACHER, {}, [[*at("00010510", TEACHER), "5"], at("00010515", TEACHER)]),
    Case(
        "W-ROW-SHORT",
        TEACHERS,
        TEACHER,
        {},
        [at(f"0001{number:04}", TEACHER)[:-1] for number in range(510, 590, 10)],
        message="“Percent Teaching In-Field” is missing at the end of 8 rows (3, 4, 5, 6, 7, …): fewer cells stand "
        "there than column names above. It counts as not submitted.",
    ),
    Case("E-CELL-BLANK", ENROLLMENT, PUPILS, {"student_group": ""}, [PUPILS]),
    Case("E-CELL-CODE", ENROLLMENT, PUPILS, {"student_group": "poor"}, [PUPILS]),
    Case(
        "E-CELL-NUMBER",
        TEACHERS,
        TEACHER,
        {LICENSED: "most"},
        message="Row 2: “% of Teachers Licensed” is “most”, which is no percentage.",
    ),
    Case("E-CELL-NUMBER", TEACHERS, TEACHER, {LICENSED: "15.8 to 1"}),
    Case("E-CELL-RANGE", TEACHERS, TEACHER, {LICENSED: "100.1"}),
    Case("E-CELL-RANGE", GRADES, GRADED, {"K": "-20", "Total": "3"}),
    Case("E-CELL-WHOLE", GRADES, GRADED, {"K": "20.5", "Total": "43.5"}, total=2),
    Case("E-CELL-DECIMAL-COMMA", TEACHERS, TEACHER, {LICENSED: "95,4"}),
    Case("E-CELL-DECIMAL-COMMA", SALARIES, SALARY, {"Salary Totals": "12,5"}, [[*SALARY[:1], "00020000", *SALARY[2:]]]),
    Case("I-CELL-OVERFLOW", TEACHERS, TEACHER, {"Student / Teacher Ratio": "###### to 1"}),
    Case("E-PART-LARGER", RETENTION, RETAINED, {"Teacher # Retained": "45", "Teacher % Retained": ""}, total=2),
    Case(
        "E-RATE-ACHIEVABLE",
        RETENTION,
        RETAINED,
        {"Teacher % Retained": "80.5"},
        message="Row 2: “Teacher % Retained” is 80.5, which no whole number of people out of 35 of 44 gives.",
    ),
    Case(
        "W-YEAR-SAME",
        RETENTION,
        RETAINED,
        {},
        [["2018-19", *RETAINED[1:]], ["2019-20", *RETAINED[1:6], "45", "36", "80.0"]],
        message="All figures of 2020-21 are those of 2018-19.",
    ),
    Case(
        "W-COUNT-JUMP",
        RETENTION,
        RETAINED,
        {"Principal Total": "16", "Principal % Retained": "6.3"},
        [[year, *RETAINED[1:6], stayed, "35", rate] for year, stayed, rate in OTHER_YEARS],
        message="Row 2: “Principal Total” of 2020-21 is 16; in no other year was it above 1.",
    ),
    Case("E-RATE-ACHIEVABLE", EVALUATION, EVALUATED, {"NI_PER": "11.0"}),
    Case("E-RACE-SUM", RACES, RACED, {"White": "45.0"}, total=7),
    Case("I-NO-STUDENTS", RACES, RACED, dict.fromkeys(RACES[2:], "0.0"), [["2020-21", "00010510", *RACED[2:]]]),
    Case("E-GRADE-SUM", GRADES, GRADED, {"Total": "44"}),
    Case("E-MEAN-ACHIEVABLE", SALARIES, SALARY, {"Average Salary": "$89,107"}),
    Case(
        "E-SHARE-WHOLE",
        POPULATIONS,
        POPULATED,
        {"Students With Disabilities #": "99"},
        total=10,
    ),
    Case("E-GROUP-ALL", ENROLLMENT, PUPILS, {}, [["2020-21", "00010505", "low_income", "301"]]),
    Case("W-GROUP-UNKNOWN", ENROLLMENT, PUPILS, {}, [["2020-21", "00010505", "unknown", "16"]]),
    Case(
        "E-METRIC-DEFINITION",
        AGGREGATE,
        COUNTED,
        {"unit": "FTE"},
        message="Row 2: “unit” is “FTE”; the catalogue's measure has “HEADCOUNT” in this year.",
    ),
    Case("E-METRIC-DEFINITION", AGGREGATE, COUNTED, {"educator_role": "PRINCIPAL"}),
    Case("E-METRIC-DEFINITION", AGGREGATE, COUNTED, {"definition_version": "7"}),
    Case(
        "E-METRIC-IN-FORCE",
        AGGREGATE,
        COUNTED,
        {"metric_id": "T_EVAL_LOW"},
        message="Row 2: no definition of “T_EVAL_LOW” is in force in this school year.",
        options=AS_DISTRICT,
    ),
    Case("W-ENROLL-CHANGE", ENROLLMENT, PUPILS, {}, [["2019-20", "00010505", "all", "200"]]),
    Case("E-METRIC-UNKNOWN", AGGREGATE, COUNTED, {"metric_id": "T_NOTHING"}, [COUNTED]),
    Case("E-METRIC-SHARE", AGGREGATE, COUNTED, {"numerator": "21"}),
    Case("E-METRIC-RATE", [*AGGREGATE, "rate"], [*COUNTED, "20.0"], {"rate": "21.0"}),
    Case("E-ORG-TYPE", ORGS, SCHOOL, {"org_type": "DISTRICT"}, [DISTRICT]),
    Case(
        "E-ORG-PARENT",
        ORGS,
        SCHOOL,
        {"parent_org_code": "00020000"},
        message="Row 2: the parent is 00020000; by its code the organization belongs to 00010000.",
    ),
    Case("E-ORG-LEVEL", ORGS, SCHOOL, {"school_level": ""}),
    Case("E-ORG-SUCCESSOR", ORGS, SCHOOL, {"successor_org_code": "00010510"}),
    Case("E-ORG-YEARS", ORGS, SCHOOL, {"close_year": "1980"}),
    Case(
        "W-NAME-GARBLED",
        TEACHERS,
        TEACHER,
        {"School Name": "A - JosÃ© High"},
        [["2020-21", "A - JosÃ© High", "00010510", *TEACHER[3:]]],
        message="From row 2 on, “School Name” is “A - JosÃ© High”: its letters were written in one encoding and read in"
        " another. It was read as “A - José High”.",
    ),
    Case(
        "W-NAME-GARBLED",
        TEACHERS,
        TEACHER,
        {"School Name": "A - JosŽ High"},
        options=known("00010505", name="José High"),
    ),
    Case("W-ORG-CLOSED", TEACHERS, TEACHER, options=known("00010505", closed=2019)),
    Case("W-ORG-UNKNOWN", ENROLLMENT, PUPILS, options=known("00010510")),
    Case(
        "I-AGENCY-FIGURES",
        ENROLLMENT,
        PUPILS,
        options={**AS_DISTRICT, "past": lambda report: Past(agency_years=frozenset({2020, 2021}))},
    ),
    *LAYOUT_CASES,
]
