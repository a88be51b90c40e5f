"""What tells of a person by its form, in a cell, in a sentence, in a heading; and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.intake.entry.faults import faults_of
from monitoring.intake.entry.typed import Typed, TypedRow
from monitoring.intake.forms import ExplanationForm, ReasonForm, ReminderForm
from monitoring.intake.personal import NAMES
from monitoring.intake.personal_text import personal_in
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import header_key
from tests.intake.examining import examined, found
from tests.intake.layout_cases import SURVEYED
from tests.intake.rule_cases import TEACHER, TEACHERS

ANN = "Ms. Ann Smith, ann.smith@lawrence.k12.ma.us, was absent"
NUMBER = "Ann Smith (SSN 123-45-6789) left"
TOLD = [
    ANN,
    NUMBER,
    "write to <a@b.org>.",
    "123-45-6789.",
    "her number:987-65-4321",
    "123–45–6789",
    "social security number is 123456789",
    "SS# 123 45 6789",
]
NOT_TOLD = [
    "See @district for 12 of 20 schools.",
    "From 2020-21-1000 to 2021-22-1000.",
    "978-123-45-67890",
    "Call 978-555-1234 at 9 a.m.",
    "30 @ 12.50 each",
    "course 02052-123-45-6789-1",
    "123456789 dollars",
    "SSN are not asked for",
]
HEARD = {"date": "2024-10-01", "stakeholder_type": "TEACHERS", "count": "12", "topic": "Hiring", "input": "Earlier."}
HEARD |= {"how_used": "Calendar changed"}


def rules_of(folder: Path, row: dict[str, str]) -> dict[str, int]:
    return found(examined(folder, [list(row), list(row.values())], owner="00010000"))


@pytest.mark.parametrize("text", TOLD)
def test_addresses_and_numbers_are_found_within_sentences(text: str) -> None:
    assert personal_in(text) in {"e-mail addresses", "social security numbers"}


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_only_looks_like_them_is_not(text: str) -> None:
    assert personal_in(text) is None


@pytest.mark.parametrize("text", TOLD)
def test_a_sentence_with_one_refuses_the_file_in_columns_that_hold_sentences(text: str, tmp_path: Path) -> None:
    for row in (HEARD | {"input": text}, HEARD | {"topic": text}, SURVEYED | {"themes": text}):
        assert rules_of(tmp_path, row) == {"E-FILE-PERSONAL": 1}
    assert rules_of(tmp_path, HEARD | {"our notes": text}) == {"E-FILE-PERSONAL": 1}
    assert rules_of(tmp_path, {"some": "thing", "else": text}) == {"E-FILE-PERSONAL": 1}


@pytest.mark.parametrize("text", NOT_TOLD)
def test_other_sentences_are_taken(text: str, tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEARD | {"input": text}) == {}


def test_whom_to_ask_may_stand_below_a_report_of_the_state(tmp_path: Path) -> None:
    note = ["Questions? Write to data@doe.mass.edu, please.", *[None] * (len(TEACHERS) - 1)]
    assert found(examined(tmp_path, [TEACHERS, TEACHER, note])) == {"I-ROW-NOTE": 1}


HEADINGS = ["Name", "Employee Name", "Surname", "Given Name", "Birthday", "Parent Email", "SS#", "SSN4", "NAME:"]


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_that_are_plainly_of_persons_refuse_the_file(heading: str, tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEARD | {heading: "x"}) == {"E-FILE-PERSONAL": 1}


@pytest.mark.parametrize("heading", ["District Name", "School Name", "Org Name", "Course Name", "Name of School"])
def test_names_of_places_and_courses_do_not(heading: str, tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEARD | {heading: "x"}) == {"I-FILE-UNKNOWN-COLUMNS": 1}


def test_no_heading_of_the_catalogue_but_that_of_an_id_is_one_of_them() -> None:
    caught = {
        column.name
        for report in REPORTS.values()
        for column in report.columns
        for header in column.headers
        if header_key(header) in NAMES and not column.kind.personal
    }
    assert caught <= {"local_staff_id"}


def test_a_name_below_that_of_a_group_is_the_groups(tmp_path: Path) -> None:
    parts = [heading.rpartition(" ") for heading in TEACHERS]
    above, below = [group or last for group, _, last in parts], [last if group else None for group, _, last in parts]
    assert "Name" in below
    assert "E-FILE-PERSONAL" not in found(examined(tmp_path, [above, below, TEACHER]))


def test_what_is_typed_in_is_told_on_the_page_and_not_destroyed() -> None:
    typed = Typed({}, (TypedRow({**HEARD, "input": "Earlier."}), TypedRow({**HEARD, "input": ANN})))
    told = [one for one in faults_of(REPORTS["engagement"], typed) if one.column == "input"]
    assert [(one.at, one.message, one.remedy) for one in told] == [
        (1, "Row 3: input seems to hold e-mail addresses.", "Leave them out: nothing that names a person is taken.")
    ]


@pytest.mark.parametrize(("form", "field"), [(ReasonForm, "reason"), (ReminderForm, "note"), (ExplanationForm, "text")])
def test_a_word_for_others_says_what_to_leave_out(form: type, field: str) -> None:
    def errors(text: str) -> list[str]:
        return list(form({field: text, "rule_id": "W-X"}).errors.get(field, []))

    end = "others will read this, and no person may be known by it."
    assert (errors(ANN), errors(NUMBER)) == (
        [f"Leave out e-mail addresses: {end}"],
        [f"Leave out social security numbers: {end}"],
    )
    assert errors("Three career changers in 2024-25.") == []
