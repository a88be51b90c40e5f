"""By what a warning is known again: the same rows with the same said of them, wherever they stand in the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from monitoring.intake.cross_checks.run import cross_check
from tests.intake.examining import examined
from tests.intake.layout_cases import ASSIGNMENT, KEYED, ROSTER, SCHOOL
from tests.intake.test_cross_checks import SOUND, co_teachers, submission, with_more

YOUNG = "W-EXPERIENCE-AGE"
BORN = {"birth_year": "1995"}
ANN, BOB, CLEO = ({**ROSTER, "mepid": f"1234567{number}"} for number in range(3))


def digest(folder: Path, *people: dict[str, str], rule: str = YOUNG, **options: Any) -> str:
    rows = [list(ROSTER), *(list(one.values()) for one in people)]
    examination = examined(folder, rows, pseudonyms=KEYED, **options)
    (found,) = (one for one in examination.findings if one.rule.id == rule)
    return found.digest


def test_other_rows_around_and_another_order_change_nothing(tmp_path: Path) -> None:
    once = digest(tmp_path, ANN | BORN, BOB | BORN)
    assert len(once) == 64
    assert digest(tmp_path, CLEO, BOB | BORN, CLEO | {"mepid": "00000019"}, ANN | BORN) == once


def test_a_day_that_lies_ahead_is_the_same_on_whichever_day_the_file_comes(tmp_path: Path) -> None:
    hired = ANN | {"hire_date": "2025-05-01"}
    days = [dt.date(2024, 10, 1), dt.date(2024, 10, 2)]
    assert len({digest(tmp_path, hired, rule="W-DATE-AHEAD", came_on=day) for day in days}) == 1


@pytest.mark.parametrize(
    "people",
    [
        (ANN | BORN, CLEO | BORN),  # as many, another person
        (ANN | BORN,),
        (ANN | BORN, BOB | BORN, CLEO | BORN),
        (ANN | BORN, BOB | BORN | {"years_prior_teaching": "13"}),  # the same person, another number
    ],
)
def test_other_people_or_other_numbers_are_another_finding(people: tuple[dict[str, str], ...], tmp_path: Path) -> None:
    assert digest(tmp_path, *people) != digest(tmp_path, ANN | BORN, BOB | BORN)


def test_between_files_it_is_the_same(tmp_path: Path) -> None:
    def idle(*names: str) -> dict[str, str]:
        on_leave = [{"mepid": name, "employment_status": "01"} for name in names]
        files = {"staff_roster": on_leave, "work_assignment": SOUND["work_assignment"]}
        return {one.rule.id: one.digest for one in cross_check(submission(files))}

    once = idle("bob", "ann", "cleo")
    assert (set(once), idle("cleo", "bob", "ann") == once) == ({"W-ROSTER-IDLE"}, True)
    assert [idle(*names) == once for names in (("bob", "ann"), ("bob", "ann", "dan"))] == [False, False]


@pytest.mark.parametrize(
    ("rule", "people"),
    [
        ("W-SCHOOL-PRINCIPAL", [{"job_class": "2305"}, {"job_class": "2305", "mepid": "00000011"}]),
        ("W-FTE-PERSON", [{"section_id": "A-2", "fte": "0.9"}, {"section_id": "A-3"}]),
    ],
)
def test_what_is_of_several_rows_is_known_whichever_of_them_stands_first(
    rule: str, people: list[dict[str, str]], tmp_path: Path
) -> None:
    def of(*some: dict[str, str]) -> str:
        rows = [list(ASSIGNMENT), *(list((ASSIGNMENT | one).values()) for one in some)]
        told = examined(tmp_path, rows, pseudonyms=KEYED, **SCHOOL).findings
        (found,) = (one for one in told if one.rule.id == rule)
        return found.digest

    assert len({of(*people), of(*reversed(people)), of({"mepid": "00000012", "fte": "0.1"}, *people)}) == 1
    assert of(*people) != of(*({**one, "collection": "EOY"} for one in people))


def test_a_class_is_known_whoever_of_its_teachers_stands_first() -> None:
    sent = with_more(**co_teachers(5))
    turned = {**sent, "work_assignment": sent["work_assignment"][::-1]}
    first, second = (
        [one.digest for one in cross_check(submission(files)) if one.rule.id == "W-CO-TEACHERS"]
        for files in (sent, turned)
    )
    assert len(first) == 1
    assert first == second


def test_what_is_an_error_or_a_remark_needs_none(tmp_path: Path) -> None:
    examination = examined(tmp_path, [[*ROSTER, "shoe"], [*(ROSTER | {"experience_scope": ""}).values(), "9"]])
    assert {one.rule.id for one in examination.findings} >= {"E-CELL-BLANK"}
    assert {one.digest for one in examination.findings if one.rule.id == "E-CELL-BLANK"} == {""}
