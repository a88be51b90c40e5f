"""A bad row never sinks a file, whatever of the others is blank."""

from __future__ import annotations

import pytest

from monitoring.intake.examination import Examination, examine
from tests.intake.layout_cases import KEYED, ROSTER

NUMBERS = ("years_prior_teaching", "years_prior_admin", "base_salary", "total_salary")
STUDENTS = ["school_year,collection,sasid,org_code,grade,race_ethnicity,econ_dis,el,swd"]
STUDENTS += [f"2024-25,OCT,{1_000_000_000 + number},00100001,05,WHITE,N,N,N" for number in range(20)]


def of(lines: list[str]) -> Examination:
    return examine([("\n".join(lines) + "\n").encode()], owner="00100000", pseudonyms=KEYED)


def outcome(examination: Examination) -> tuple[str, int, int, list[str]]:
    rules = [finding.rule.id for finding in examination.findings if finding.rule.severity == "E"]
    return examination.verdict, examination.rows_accepted, examination.rows, rules


def test_a_wrong_grade_among_students_of_whom_no_number_is_asked() -> None:
    wrong = [*STUDENTS[:9], STUDENTS[9].replace(",05,", ",99,", 1), *STUDENTS[10:]]
    assert outcome(of(STUDENTS)) == ("accepted", 20, 20, [])
    assert outcome(of(wrong)) == ("accepted_in_part", 19, 20, ["E-CELL-CODE"])


def test_students_of_whom_a_number_that_nobody_needs_is_wrong_in_every_row() -> None:
    days = [f"{STUDENTS[0]},days_in_membership", *(f"{student},1800" for student in STUDENTS[1:])]
    assert outcome(of(days)) == ("accepted_in_part", 20, 20, ["E-CELL-RANGE"])


@pytest.mark.parametrize("status", ["01", "77"])
def test_a_wrong_status_in_a_roster_without_numbers(status: str) -> None:
    blank = {**ROSTER, **{name: "" for name in NUMBERS if name in ROSTER}}
    rows = [blank | {"mepid": f"{number:08}", "employment_status": "01"} for number in range(1, 6)]
    rows[2]["employment_status"] = status
    found = outcome(of([",".join(ROSTER), *(",".join(row.values()) for row in rows)]))
    assert found == (("accepted", 5, 5, []) if status == "01" else ("accepted_in_part", 4, 5, ["E-CELL-CODE"]))
