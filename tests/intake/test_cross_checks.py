"""Each rule between files on the smallest files that break it, and sound files, of which no rule says a word."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from monitoring.intake.cross_checks.catalogue import CROSS_RULES, columns_read
from monitoring.intake.cross_checks.places import places
from monitoring.intake.cross_checks.run import cross_check
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.records import record_schema
from monitoring.intake.reports.catalogue import REPORTS
from tests.intake.cross_years import UP_TO, YEARS

SECTION = {"org_code": "00010505", "course_code": "02052", "section_id": "A-1", "term": "FY"}
SOUND: dict[str, list[dict[str, Any]]] = {
    "staff_roster": [{"mepid": "ann", "employment_status": "01", "highest_degree": "MA"}],
    "work_assignment": [{"mepid": "ann", "job_class": "2305", **SECTION}],
    "evaluation": [{"mepid": "ann"}],
    "staff_attendance": [{"mepid": "ann"}],
    "license": [{"mepid": "ann", "type": "INITIAL", "status": "ACTIVE", "field_code": "math"}],
    "course_crosswalk": [{"course_code": "02052", "field_codes": "ELEM, MATH"}],
    "student": [{"sasid": f"s{number}"} for number in range(20)],
    "student_schedule": [{"sasid": f"s{number}", "status": "ENROLLED", **SECTION} for number in range(20)],
}
BOB = {"mepid": "bob"}
Files = Mapping[str, list[dict[str, Any]]]
NONE: Files = {}


def submission(files: Files, before: Files = NONE) -> Submission:
    return Submission(2025, "OCT", read_from(frames(files)), before=read_from(frames(before)))


def read_from(files: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The columns that are read from the snapshots."""
    wanted = {dataset: columns_read(dataset) for dataset in files}
    return {
        dataset: rows.select(name for name in rows.columns if (its := wanted[dataset]) is None or name in its)
        for dataset, rows in files.items()
    }


def frames(files: Files) -> dict[str, pl.DataFrame]:
    """Rows in the columns of their layouts, null where nothing is said, numbered from 2 on."""
    made = {}
    for dataset, rows in files.items():
        schema = record_schema(REPORTS[dataset])
        numbered = [{**dict.fromkeys(schema), **row, "row_number": at} for at, row in enumerate(rows, 2)]
        made[dataset] = pl.DataFrame(numbered, schema=schema)
    return made


def told(files: Files, before: Files = NONE) -> dict[str, int]:
    return {finding.rule.id: finding.total for finding in cross_check(submission(files, before))}


def with_more(**more: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {dataset: [*rows, *more.get(dataset, [])] for dataset, rows in SOUND.items()}


def elsewhere(count: int) -> list[dict[str, Any]]:
    """The same students' places in a section that nobody teaches."""
    return [{"sasid": f"s{number % 20}", "status": "ENROLLED", **SECTION, "section_id": "Z"} for number in range(count)]


def co_teachers(count: int) -> dict[str, list[dict[str, Any]]]:
    names = [f"t{number}" for number in range(count)]
    return {
        "staff_roster": [{"mepid": name, "employment_status": "02", "highest_degree": "MA"} for name in names],
        "work_assignment": [{"mepid": name, "job_class": "2306", **SECTION} for name in names],
    }


CASES = {
    "E-ROSTER-ASSIGNMENT": with_more(work_assignment=[{**BOB, "job_class": "1305"}]),
    "E-ROSTER-EVALUATION": with_more(evaluation=[BOB]),
    "E-ROSTER-ATTENDANCE": with_more(staff_attendance=[BOB]),
    "W-ROSTER-IDLE": with_more(staff_roster=[{**BOB, "employment_status": "01"}]),
    "W-ASSIGNMENT-EXITED": with_more(
        staff_roster=[{**BOB, "employment_status": "03"}], work_assignment=[{**BOB, "job_class": "1305"}]
    ),
    "W-DEGREE-LICENSE": {**SOUND, "staff_roster": [{**SOUND["staff_roster"][0], "highest_degree": "ASSOC"}]},
    "W-FIELD-CODE": with_more(license=[{**SOUND["license"][0], "field_code": "LATIN"}]),
    "E-SCHEDULE-STUDENT": with_more(student_schedule=[{"sasid": "nobody", "status": "ENROLLED", **SECTION}]),
    "W-SCHEDULE-NONE": with_more(student=[{"sasid": "new"}, {"sasid": "newer"}]),
    "E-SCHEDULE-TEACHER": with_more(student_schedule=elsewhere(6)),
    "W-SCHEDULE-TEACHER": with_more(student_schedule=elsewhere(2)),
    "W-SECTION-EMPTY": with_more(work_assignment=[{"mepid": "ann", "job_class": "2305", **SECTION, "section_id": "B"}]),
    "W-CO-TEACHERS": with_more(**co_teachers(4)),
    "W-CLASS-SHARES": {**SOUND, "work_assignment": [{**SOUND["work_assignment"][0], "contribution_pct": 1_020_000}]},
}


@pytest.mark.parametrize("rule_id", CASES)
def test_the_rule_finds_what_breaks_it_and_nothing_else_does(rule_id: str) -> None:
    assert told(CASES[rule_id]) == {rule_id: 1}


@pytest.mark.parametrize("rule_id", YEARS)
def test_what_cannot_follow_from_last_year_is_told_and_nothing_else(rule_id: str) -> None:
    assert told(*YEARS[rule_id]) == {rule_id: 1}
    assert rule_id not in told(*UP_TO[rule_id])


def test_every_rule_has_a_case_here() -> None:
    assert {*CASES, *YEARS} == set(CROSS_RULES)


@pytest.mark.parametrize("missing", [None, *SOUND])
def test_sound_files_get_not_a_word_whichever_is_missing(missing: str | None) -> None:
    assert told({dataset: rows for dataset, rows in SOUND.items() if dataset != missing}) == {}


@pytest.mark.parametrize(
    ("rule_id", "more"),
    [
        ("W-CO-TEACHERS", co_teachers(3)),
        ("W-SCHEDULE-TEACHER", {"student_schedule": elsewhere(1)}),
        ("W-SCHEDULE-NONE", {"student": [{"sasid": "new"}]}),
    ],
)
def test_up_to_its_bound_a_rule_is_silent(rule_id: str, more: dict[str, list[dict[str, Any]]]) -> None:
    assert rule_id not in told(with_more(**more))


def test_somebody_who_is_missing_is_told_once() -> None:
    """Bob is on no roster: his assignments are told, and his class is none that stands without students."""
    assigned = [{**BOB, "job_class": "2305", **SECTION, "section_id": name} for name in "BCD"]
    assert told(with_more(work_assignment=assigned)) == {"E-ROSTER-ASSIGNMENT": 3}


def test_what_is_told_names_file_and_row_and_no_person() -> None:
    (finding,) = cross_check(submission(CASES["W-DEGREE-LICENSE"]))
    assert finding.details.row(0) == (
        2,
        "Staff roster, row 2: the highest degree is ASSOC, and the person has a license of type INITIAL.",
        "Correct the degree, or the type of the license.",
    )


@pytest.mark.parametrize("rule", CROSS_RULES.values(), ids=lambda rule: rule.id)
def test_no_brace_of_a_message_survives(rule: Any) -> None:
    for finding in cross_check(submission(*(YEARS.get(rule.id) or (CASES[rule.id],)))):
        assert not set("{}\x00") & set("".join(finding.details["message"]) + "".join(finding.details["how_to_fix"]))


@pytest.mark.parametrize("seed", range(10))
def test_places_with_a_teacher_are_those_of_a_slow_count(seed: int) -> None:
    choice = random.Random(seed)
    sections = [{**SECTION, "section_id": name, "term": term} for name in "AB" for term in ("S1", "S2")]
    assigned = [{"mepid": "ann", **choice.choice(sections)} for _ in range(choice.randint(0, 3))]
    taken = [
        {"sasid": "s1", "status": choice.choice(["ENROLLED", "WITHDRAWN", "COMPLETED"]), **choice.choice(sections)}
        for _ in range(choice.randint(0, 12))
    ]
    here = [row for row in taken if row["status"] != "WITHDRAWN"]
    taught = [row for row in here if any(all(row[key] == one[key] for key in SECTION) for one in assigned)]
    found = places(submission({"student_schedule": taken, "work_assignment": assigned}))
    assert found.rows() == ([(len(taught) / len(here), str(len(taught)), str(len(here)))] if here else [])
