"""For each rule on the rows of layouts the smallest table that breaks it, and what mends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Past
from tests.intake.case import Case

KEYED = Pseudonyms(b"a key for tests, 32 bytes long..")

ROSTER = {
    "school_year": "2024-25",
    "mepid": "12345678",
    "birth_year": "1980",
    "employment_status": "01",
    "exit_reason": "NA",
    "hire_date": "2010-09-01",
    "exit_date": "",
    "years_prior_teaching": "12",
    "experience_scope": "MA_PUBLIC",
    "hqt": "NA",
    "base_salary": "70000",
    "total_salary": "72000",
}
ASSIGNMENT = {
    "school_year": "2024-25",
    "collection": "OCT",
    "mepid": "12345678",
    "org_code": "00010505",
    "job_class": "4100",
    "course_code": "02052",
    "section_id": "A-1",
    "term": "FY",
    "fte": "0.5",
}
PRINCIPAL = {**ASSIGNMENT, "mepid": "12345679", "job_class": "1305"} | dict.fromkeys(
    ("course_code", "section_id", "term"), "NA"
)
LICENSE = {
    "mepid": "12345678",
    "license_number": "123456",
    "field_code": "MATH",
    "grade_span": "05-08",
    "type": "PROFESSIONAL",
    "status": "ACTIVE",
    "valid_from": "2020-07-01",
    "valid_to": "2025-06-30",
}
EVALUATION = {
    "school_year": "2024-25",
    "mepid": "12345678",
    "educator_role": "TEACHER",
    "rating_type": "SUMMATIVE",
    "overall": "P",
    "std1": "P",
}
ATTENDANCE = {
    "school_year": "2024-25",
    "mepid": "12345678",
    "org_code": "00010505",
    "days_expected": "180",
    "days_absent": "4.5",
}
ABSENCE = {"mepid": "12345678", "event_date": "2024-10-01", "hours": "7.5", "category": "SICK"}
STUDENT = {
    "school_year": "2024-25",
    "collection": "OCT",
    "sasid": "1234567890",
    "org_code": "00010505",
    "grade": "05",
    "race_ethnicity": "WHITE",
    "econ_dis": "N",
    "el": "N",
    "swd": "N",
}
SCHEDULED = {
    "school_year": "2024-25",
    "collection": "OCT",
    "sasid": "1234567890",
    "org_code": "00010505",
    "course_code": "02052",
    "section_id": "A-1",
    "term": "FY",
    "status": "ENROLLED",
}
SURVEYED = {
    "school_year": "2024-25",
    "org_code": "00010505",
    "item_code": "safe",
    "respondents": "30",
    "eligible": "40",
    "favourable": "20",
}
LEARNED = {
    "school_year": "2024-25",
    "mepid": "12345678",
    "org_code": "",
    "event_id": "udl-1",
    "goal_aligned": "Y",
    "hours": "6",
}
ADOPTED = {
    "district": "00010000",
    "strategy_key": "educator-preparation",
    "adopted_on": "2024-10-01",
    "status": "ADOPTED",
    "end_reason": "",
}
MEMBER = {
    "district": "00010000",
    "school_year": "2024-25",
    "cohort": "2024-25",
    "strategy_keys": "educator-preparation, guidebook",
    "status": "MEMBER",
}


def case(rule_id: str, row: dict[str, str], changes: dict[str, Any], *beside: dict[str, str], **more: Any) -> Case:
    return Case(
        rule_id,
        list(row),
        list(row.values()),
        changes,
        beside=[list({**row, **one}.values()) for one in beside],
        **more,
    )


def last_year(layout: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Options under which these rows, with ids as in a file, are those of last year."""
    frame = pl.DataFrame(rows).with_columns(school_year=pl.lit(2024, pl.Int16))
    frame = frame.with_columns(KEYED.of(Kind.EDUCATOR_ID, frame["mepid"]).alias("mepid"))
    return {"past": lambda report: Past(records={layout: frame}), "pseudonyms": KEYED}


def on_record(*codes: str) -> dict[str, Any]:
    """Options under which these organizations are on record."""
    known = pl.DataFrame([(code, None, "A") for code in codes], schema=Past().known.schema, orient="row")
    return {"past": lambda report: Past(known=known)}


SCHOOL = on_record(ASSIGNMENT["org_code"])


def people(count: int, **changes: str) -> list[dict[str, str]]:
    return [{"mepid": f"{number:08}", **changes} for number in range(1, count + 1)]


TOLD = {"mepid": "12345678", "experience_scope": "MA_PUBLIC", "years_prior_teaching": 10, "years_prior_admin": 0}
RATED = [{**one, "rating_type": "SUMMATIVE", "overall": "P"} for one in people(20)]

LAYOUT_CASES = [
    case(
        "W-ID-ZEROPAD",
        ROSTER,
        {"mepid": "345678"},
        {"mepid": "00000019"},
        message="In “mepid” 1 id had lost leading zeros, in row 2; zeros were put before them.",
    ),
    case("W-ID-ZEROPAD", SCHEDULED, {"sasid": "'23456789.0"}, {"sasid": "0000000019"}),
    case(
        "E-ID-SHORT",
        ROSTER,
        {"mepid": "100"},
        *({"mepid": f"{number}"} for number in range(101, 140)),
        message="“mepid” holds other numbers than its name says: 40 of its 40 ids lack 4 digits or more. Nothing was "
        "taken, for zeros before them would make them somebody else’s ids.",
    ),
    case(
        "E-ID-FORM",
        ROSTER,
        {"mepid": "Smith"},
        {},
        message="Row 2: “mepid” holds no educator id (MEPID).",
    ),
    case(
        "E-DATE-FORM",
        ROSTER,
        {"hire_date": "31/12/2010"},
        {"mepid": "00000001"},
        message="Row 2: “hire_date” is “… (10 characters)”, which is no day.",
    ),
    case(
        "E-DATE-FUTURE",
        ABSENCE,
        {"event_date": "2024-10-02"},
        {"mepid": "00000001"},
        message="Row 2: “event_date” is 2024-10-02, after the day on which the file came; this cannot have happened.",
        options={"came_on": dt.date(2024, 10, 1)},
    ),
    case(
        "W-DATE-AHEAD",
        ROSTER,
        {"hire_date": "2025-01-06"},
        {"mepid": "00000001"},
        message="Row 2: “hire_date” is 2025-01-06, after the day on which the file came.",
        options={"came_on": dt.date(2025, 1, 5)},
    ),
    case(
        "E-DATE-YEAR",
        ROSTER,
        {"hire_date": "2025-07-01"},
        {"mepid": "00000001", "hire_date": "2025-06-30"},
        message="Row 2: “hire_date” is 2025-07-01, after the end of 2024-25.",
    ),
    case(
        "E-TWO-PLACES",
        STUDENT,
        {},
        {"org_code": "00010510"},
        {"sasid": "0000000019", "org_code": "00010510"},
        total=2,
    ),
    case("E-DATE-ORDER", LICENSE, {"valid_to": "2020-06-30"}, {"mepid": "00000001"}),
    case(
        "E-CELL-FORM",
        ASSIGNMENT,
        {"job_class": "Teacher"},
        PRINCIPAL,
        message="Row 2: “job_class” is “… (7 characters)”.",
    ),
    case("E-CELL-BLANK", ROSTER, {"experience_scope": ""}, {"mepid": "00000001"}),
    case("E-CELL-BLANK", ATTENDANCE, {"days_absent": "NA"}, {"mepid": "00000001"}),
    case("E-CELL-BLANK", ATTENDANCE, {"days_absent": "<10"}, {"mepid": "00000001"}),
    case("E-CELL-RANGE", ROSTER, {"years_prior_teaching": "61", "birth_year": "1940"}, {"mepid": "00000001"}),
    case(
        "E-CELL-WHOLE",
        ATTENDANCE,
        {"days_absent": "4.3"},
        message="Row 2: “days_absent” is 4.3; it counts in steps of 0.5.",
    ),
    case(
        "E-EXIT-REASON",
        ROSTER,
        {"employment_status": "3"},
        {"mepid": "00000001"},
        message="Row 2 (…678): the status says that the person left, and no reason stands there.",
    ),
    case("W-EXIT-STATUS", ROSTER, {"exit_reason": "RETIRE"}),
    case(
        "W-EXPERIENCE-AGE",
        ROSTER,
        {"birth_year": "1995"},
        message="Row 2 (…678): “years_prior_teaching” says 12, more than the years since the person turned 18.",
    ),
    case(
        "W-EXPERIENCE-CHANGE",
        ROSTER,
        {},
        message="Row 2 (…678): “years_prior_teaching” says 12, and said 10 the year before.",
        options=last_year("staff_roster", [TOLD]),
    ),
    case(
        "W-COLUMN-NO-NUMBERS",
        ROSTER,
        {"years_prior_teaching": "*"},
        {"mepid": "00000001", "years_prior_teaching": ""},
        message="In 2024-25, “years_prior_teaching” has no number in any of its rows: 2 are blank, suppressed.",
    ),
    case("W-HQT-YEAR", ROSTER, {"hqt": "Y"}),
    case(
        "E-COURSE-MISSING",
        ASSIGNMENT,
        {"section_id": "NA"},
        PRINCIPAL,
        {"mepid": "00000001"},
        message="Row 2 (…678): job 4100 teaches, and “section_id” is blank.",
    ),
    case("E-COURSE-EXTRA", ASSIGNMENT, {"job_class": "1310"}, PRINCIPAL, {"mepid": "00000001"}, total=2),
    case(
        "E-FTE-PERSON",
        ASSIGNMENT,
        {"fte": "1"},
        {"section_id": "A-2", "fte": "0.6"},
        PRINCIPAL,
        {"mepid": "00000001"},
        message="Row 2 (…678): the rows of this person at one school make 1.6 full-time equivalents.",
    ),
    case("W-FTE-PERSON", ASSIGNMENT, {"fte": "1"}, {"section_id": "A-2", "fte": "0.3"}, PRINCIPAL),
    case(
        "W-SCHOOL-PRINCIPAL",
        ASSIGNMENT,
        {"job_class": "2305"},
        message="00010505 has teachers and no principal (job 1305) in 2024-25.",
        options=SCHOOL,
    ),
    case(
        "W-WAIVER-LONG",
        LICENSE,
        {"type": "WAIVER"},
        message="Row 2 (…678): the waiver lasts 1826 days; a waiver is for one school year.",
    ),
    case(
        "W-LICENSE-OVERLAP",
        LICENSE,
        {},
        {"license_number": "123457", "valid_from": "2025-06-30", "valid_to": ""},
        message="Row 3 (…678): another license of its type, field and grades is valid at that time (row 2).",
    ),
    case("E-EVALUATION-TWICE", EVALUATION, {}, {"educator_role": "OTHER"}, {"mepid": "00000001"}, total=2),
    case("E-EVALUATION-STANDARDS", EVALUATION, {"overall": "NE"}, {"mepid": "00000001"}),
    case(
        "W-EVALUATION-FEW",
        EVALUATION,
        {},
        *people(2, overall="NE", std1=""),
        message="In 2024-25 1 of 3 educators in the file were evaluated.",
    ),
    case(
        "W-EVALUATION-SAME",
        EVALUATION,
        {},
        *people(5),
        message="In 2024-25 all 6 educators were evaluated, and all have the same overall rating.",
    ),
    case(
        "W-EVALUATION-SHIFT",
        EVALUATION,
        {},
        *people(19),
        {"mepid": "00000020", "overall": "NE", "std1": ""},
        {"mepid": "00000021", "overall": "E"},
        {"mepid": "00000022", "overall": "E"},
        {"mepid": "00000023", "overall": "U"},
        message="In 2024-25 the rating P has another share than the year before: 87.0 % after 100.0 %.",
        options=last_year("evaluation", RATED),
    ),
    case("W-DAYS-EXPECTED", ATTENDANCE, {"days_expected": "90"}),
    case(
        "W-ATTENDANCE-PERFECT",
        ATTENDANCE,
        {"days_absent": "0"},
        *people(2, days_absent="0"),
        message="00010505: none of 3 people was absent a single day in 2024-25.",
        options=SCHOOL,
    ),
    case(
        "I-ABSENCE-NEVER",
        ABSENCE,
        {"category": "PD"},
        message="PD stands in row 2: such days are kept and never counted as absences.",
    ),
    case(
        "W-CLASS-SIZE",
        SCHEDULED,
        {},
        *({"sasid": f"{number:010}"} for number in range(1, 61)),
        {"sasid": "0000000099", "status": "WITHDRAWN"},
        message="A class of course 02052 at 00010505 that begins in row 2: 61 students.",
        options=SCHOOL,
    ),
    case("W-SURVEY-RATE", SURVEYED, {"respondents": "19", "favourable": "1"}),
    case("E-LEARNER", LEARNED, {"org_code": "00010505"}, {"mepid": "00000001"}),
    case("E-END-REASON", ADOPTED, {"status": "ENDED"}, {"strategy_key": "guidebook"}),
    case("W-PLN-STRATEGIES", MEMBER, {"strategy_keys": "guidebook, guidebook"}),
    case("E-PART-LARGER", ATTENDANCE, {"days_absent": "181"}, {"mepid": "00000001"}, total=2),
    case("E-ROW-TWICE", ABSENCE, {}, {}, message="Row 3 says the same as row 2 (…678); it was not taken."),
    case("E-ROW-CONFLICT", ABSENCE, {}, {"hours": "2"}, {"mepid": "00000001"}, total=2),
]
