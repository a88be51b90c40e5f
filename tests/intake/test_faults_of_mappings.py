"""What is wrong with a mapping is said of its column, in words that say what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitoring.intake.mapping.column_mapping import AT_UPLOAD, FIRST_LINE, ColumnMapping, Match, layouts_to_map
from monitoring.intake.mapping.faults import faults_of
from monitoring.intake.reports.declaration import Report
from tests.intake.mapping_cases import ABSENT, ABSENT_AT, LICENSED, LICENSES, ROSTER, mapping

FAULTY = {
    "a needed column is matched with nothing": (LICENSES[1:], "mepid", "The layout needs it"),
    "two headings for one column": ((*LICENSES, Match("field_code", "Dept")), "field_code", "cannot both be it"),
    "one heading for two columns": (
        (*LICENSES, Match("valid_to", "issued")),
        "valid_to",
        "with “valid_from” as well",
    ),
    "a heading and a value": (
        (*LICENSES[:-1], Match("valid_from", "Issued", "2024-07-01")),
        "valid_from",
        "Choose either",
    ),
    "a value that is no code": (
        [replace(one, value="LIVE") if one.column == "status" else one for one in LICENSES],
        "status",
        "“LIVE” is no code of the list. Take one of: ACTIVE,",
    ),
    "a value that is no day": ((*LICENSES[:-1], Match("valid_from", value="soon")), "valid_from", "cannot stand there"),
    "one id for all": ((Match("mepid", value="12345678"), *LICENSES[1:]), "mepid", "never the same in all rows"),
    "an unknown code": (
        [replace(one, codes=(("P", "PRO"),)) if one.codes else one for one in LICENSES],
        "type",
        "“PRO” is no code of the list",
    ),
    "an own code twice": (
        [replace(one, codes=(("P", "INITIAL"), ("p", "WAIVER"))) if one.codes else one for one in LICENSES],
        "type",
        "“p” stands there more than once",
    ),
    "a name": ((*LICENSES, Match("valid_to", "Last Name")), "valid_to", "does not take in this place"),
    "an id in another's place": ((Match("mepid", "License Number"), *LICENSES[1:]), "mepid", "does not take"),
    "asked where it cannot be": ((*LICENSES, Match("valid_to", source=AT_UPLOAD)), "valid_to", "cannot be asked"),
    "a column that is none": ((*LICENSES, Match("favorite", "Color")), "", "Licenses has no column “favorite”"),
}


@pytest.mark.parametrize("case", FAULTY.values(), ids=list(FAULTY))
def test_what_is_wrong_is_said_of_its_column(case: tuple[list[Match], str, str]) -> None:
    matches, column, words = case
    found = faults_of(mapping("license", *matches))
    assert [words in fault.message for fault in found if fault.column == column] == [True]
    others = {fault.column for fault in found} - {column}
    assert others <= {"valid_from", "license_number"}  # the other of two that share a heading, or its place left empty


@pytest.mark.parametrize("code", ["505", "0010050", "001005055", "00000000", "North High", "NA", "(blank)"])
def test_an_own_code_of_a_school_stands_for_eight_digits(code: str) -> None:
    at = [replace(one, codes=(("12", code),)) if one.codes else one for one in ABSENT_AT]
    (fault,) = faults_of(mapping("staff_attendance", *at))
    words = "A blank cell is an error" if code == "(blank)" else f"“{code}” is no code of an organization."
    assert (fault.column, fault.message.startswith(words)) == ("org_code", True)


@pytest.mark.parametrize(
    "right",
    [
        LICENSED,
        mapping("staff_attendance", *ABSENT),
        mapping("staff_attendance", *ABSENT_AT),
        mapping("staff_roster", *ROSTER),
    ],
    ids=lambda one: one.layout,
)
def test_of_a_right_one_nothing_is_said(right: ColumnMapping) -> None:
    assert faults_of(right) == []


@pytest.mark.parametrize("layout", layouts_to_map(), ids=lambda layout: layout.id)
def test_every_layout_of_a_district_can_be_mapped(layout: Report) -> None:
    under_headings = [Match(column.name, f"Field {place}") for place, column in enumerate(layout.columns)]
    assert faults_of(mapping(layout.id, *under_headings)) == []


def test_there_are_eighteen_of_them() -> None:
    assert len(layouts_to_map()) == 18


@pytest.mark.parametrize("layout", ["course_crosswalk", "pln_event", "dese_teacher_data", "nothing"])
def test_no_other_can(layout: str) -> None:
    told = [fault.message for fault in faults_of(mapping(layout, *LICENSES))]
    assert told == ["Choose one of the layouts that a district sends."]


def test_headings_that_are_known_anyway_need_no_mapping() -> None:
    (fault,) = faults_of(mapping("license", *(Match(one.column, one.column) for one in LICENSES)))
    assert fault.message.startswith("A file with these headings is known without a mapping, as Licenses,")


def test_the_first_line_tells_a_school_year_and_nothing_else() -> None:
    wrong = mapping("license", *LICENSES[:-1], Match("valid_from", source=FIRST_LINE))
    assert [fault.column for fault in faults_of(wrong)] == ["valid_from"]


def test_by_one_heading_no_file_is_known() -> None:
    only = [Match("school_year", source=AT_UPLOAD), Match("org_code", value="00100000"), Match("ppe_total", "Total")]
    (fault,) = faults_of(mapping("finance", *only))
    assert fault.message == "Match at least 2 headings: by fewer no file can be known."
