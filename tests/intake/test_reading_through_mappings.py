"""A file whose headings are a district's own, read through what the district has said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from monitoring.intake.examination import Examination
from monitoring.intake.mapping.column_mapping import ColumnMapping, Match, OwnColumns
from tests.intake.examining import examined, found, messages, rows_of
from tests.intake.layout_cases import KEYED, LICENSE
from tests.intake.mapping_cases import (
    ABSENT,
    ABSENT_AT,
    CODES,
    COUNTED,
    DAYS,
    EXPORT,
    HELD,
    LICENSED,
    LICENSES,
    ROSTER,
    mapping,
)

HOME = {"owner": "00100000", "pseudonyms": KEYED}


def read(folder: Path, rows: list[list[str]], *mappings: ColumnMapping, **said: Any) -> Examination:
    return examined(folder, rows, own=OwnColumns(mappings, **said), **HOME)


def frame_of(examination: Examination, dataset: str, year: int | None = None) -> pl.DataFrame:
    return rows_of(examination, dataset, year).sort("row_number")


def test_it_gives_the_rows_that_the_same_file_in_the_layout_gives(tmp_path: Path) -> None:
    """The slow way: the steward renames, fills in and translates by hand."""
    held = [HELD, [*HELD[:1], "777777", *HELD[2:4], "W", HELD[5]], ["22222222", "999999", "", "ELA", "i", "7/1/2023"]]
    through = read(tmp_path, [EXPORT, *held], LICENSED)
    by_hand = [{"P": "PROFESSIONAL", "I": "INITIAL", "W": "WAIVER"}[row[4].upper()] for row in held]
    rows = [[row[0], row[1], row[3], "ALL", code, "ACTIVE", row[5]] for row, code in zip(held, by_hand, strict=True)]
    names = ["mepid", "license_number", "field_code", "grade_span", "type", "status", "valid_from"]
    layout = examined(tmp_path, [names, *rows], **HOME)
    assert frame_of(through, "license").equals(frame_of(layout, "license"))
    assert (through.verdict, layout.verdict) == ("accepted", "accepted")
    assert found(through) == {**found(layout), "I-FILE-MAPPED": 1, "I-FILE-UNKNOWN-COLUMNS": 1}
    assert messages(through, "I-FILE-MAPPED") == ["It was read through “HR export”, version 1, as Licenses."]


def test_findings_name_the_districts_own_headings_and_the_rows_of_its_file(tmp_path: Path) -> None:
    title = ["Export of November 3", *[""] * 5]
    rows = [title, EXPORT, HELD, ["Smith", *HELD[1:]], [HELD[0], "222222", *HELD[2:4], "X9", HELD[5]]]
    examination = read(tmp_path, rows, LICENSED)
    told = [
        (finding.rule.id, row["row_number"], row["column"])
        for finding in examination.findings
        for row in finding.details.iter_rows(named=True)
        if finding.rule.severity == "E"
    ]
    assert sorted(told) == [("E-CELL-CODE", 5, "Lic Status"), ("E-ID-FORM", 4, "Emp ID")]
    assert "Smith" not in str([finding.details.rows() for finding in examination.findings])


def test_a_layout_that_knows_the_file_goes_first(tmp_path: Path) -> None:
    other = mapping("student", Match("sasid", "mepid"), Match("grade", "type"))
    examination = read(tmp_path, [list(LICENSE), list(LICENSE.values())], other)
    assert (examination.report and examination.report.id, examination.through) == ("license", None)
    assert "I-FILE-MAPPED" not in found(examination)


@pytest.mark.parametrize("absent", ["Issued", "Lic No"])
def test_a_heading_that_is_missing_is_named_with_the_mapping(tmp_path: Path, absent: str) -> None:
    place = EXPORT.index(absent)
    rows = [row[:place] + row[place + 1 :] for row in (EXPORT, HELD)]
    examination = read(tmp_path, rows, LICENSED)
    assert found(examination) == {"E-MAPPING-LACKS": 1}
    assert messages(examination, "E-MAPPING-LACKS") == [
        "The columns fit no known report. The closest is the mapping “HR export”, version 1, and these of its headings"
        f" are not in the file: “{absent}”."
    ]


def test_nothing_is_guessed_where_several_fit(tmp_path: Path) -> None:
    wider = mapping("license", *LICENSES, Match("valid_to", "Building"), name="Licenses of 2023", version=4)
    examination = read(tmp_path, [EXPORT, HELD], LICENSED, wider)
    assert (examination.verdict, found(examination)) == ("refused", {"E-MAPPING-SEVERAL": 1})
    assert messages(examination, "E-MAPPING-SEVERAL") == [
        "The headings of the file fit several mappings: “HR export”, version 1; “Licenses of 2023”, version 4. Which is"
        " meant is not guessed."
    ]


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    examination = read(tmp_path, [[*EXPORT, "emp id"], [*HELD, "1"]], LICENSED)
    assert messages(examination, "E-FILE-COLUMN-TWICE")[0].count("Emp ID") == 1


def test_the_school_year_is_what_its_sender_says_beside_the_file(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT)
    assert found(read(tmp_path, [DAYS, COUNTED], days)) == {"E-MAPPING-ASKS": 1}
    said = read(tmp_path, [DAYS, COUNTED], days, school_year=2025)
    assert (said.verdict, said.years, said.rows_accepted) == ("accepted", (2025,), 1)
    assert frame_of(said, "staff_attendance", 2025)["days_absent"].to_list() == [45_000]


@pytest.mark.parametrize(
    ("above", "years"),
    [
        (["EAM", "staff_roster", "00100000", "2024-25"], (2025,)),
        (["Staff of 2023-24", "", "", ""], (2024,)),
        (["Staff, as exported", "", "", ""], ()),
    ],
)
def test_the_school_year_is_what_the_first_line_says(tmp_path: Path, above: list[str], years: tuple[int]) -> None:
    rows = [above, ["Emp ID", "Emp Status", "Start Date", "Yrs Exp"], ["12345678", "A", "9/1/2010", "12"]]
    examination = read(tmp_path, rows, mapping("staff_roster", *ROSTER))
    assert examination.years == years
    assert ("E-MAPPING-YEAR" in found(examination)) is not bool(years)
    if years:
        assert frame_of(examination, "staff_roster", years[0])["employment_status"].to_list() == ["01"]


def test_the_first_line_must_name_the_district_and_the_layout(tmp_path: Path) -> None:
    rows = [["Emp ID", "Emp Status", "Start Date", "Yrs Exp"], ["12345678", "A", "9/1/2010", "12"]]
    roster = mapping("staff_roster", *ROSTER)
    others = read(tmp_path, [["EAM", "staff_roster", "00200000", "2024-25"], *rows], roster)
    assert found(others) == {"E-FILE-EAM-DISTRICT": 1}
    other = read(tmp_path, [["EAM", "license", "00100000", "2024-25"], *rows], roster)
    assert found(other) == {"E-FILE-EAM-DATASET": 1}


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Last Name", "Smith"), ("SSN", "31415"), ("Date of Birth", "1980-01-01"), ("Contact", "ann@example.org")],
)
def test_the_whole_file_is_looked_at_for_data_on_persons(tmp_path: Path, heading: str, cell: str) -> None:
    examination = read(tmp_path, [[*EXPORT, heading], [*HELD, cell]], LICENSED)
    assert (examination.verdict, found(examination)) == ("refused", {"E-FILE-PERSONAL": 1})
    assert cell not in str([finding.details.rows() for finding in examination.findings])


def test_a_mapping_that_would_bring_in_what_is_refused_is_not_followed(tmp_path: Path) -> None:
    """As though somebody had written it past the checks of its making."""
    named = [one if one.column != "field_code" else Match("field_code", "Last Name") for one in LICENSES]
    header = ["Last Name" if name == "Field" else name for name in EXPORT]
    examination = read(tmp_path, [header, HELD], mapping("license", *named))
    assert (examination.verdict, examination.frames) == ("refused", {})
    assert found(examination) == {"E-FILE-PERSONAL": 1}


def test_an_id_may_stand_under_the_one_name_that_means_it(tmp_path: Path) -> None:
    header = ["License Number" if name == "Lic No" else name for name in EXPORT]
    named = [one if one.column != "license_number" else Match("license_number", "License Number") for one in LICENSES]
    assert read(tmp_path, [header, HELD], mapping("license", *named)).verdict == "accepted"


def test_a_mapping_that_its_layout_has_outgrown_says_so(tmp_path: Path) -> None:
    old = mapping("license", *LICENSES[:-1], Match("valid_to", "Issued"))
    examination = read(tmp_path, [EXPORT, HELD], old)
    assert found(examination) == {"E-MAPPING-OUTDATED": 1}


def test_a_remark_below_the_rows_is_none_of_them(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT)
    rows = [DAYS, COUNTED, ["Source: HR, as of June 30.", "", "", ""]]
    examination = read(tmp_path, rows, days, school_year=2025)
    assert (examination.verdict, found(examination)["I-ROW-NOTE"]) == ("accepted", 1)


def test_a_short_row_lacks_only_what_the_file_has(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT)
    examination = read(tmp_path, [[*DAYS, "Site"], [*COUNTED, "A"], ["12345679", *COUNTED[1:]]], days, school_year=2025)
    assert (examination.verdict, "W-ROW-SHORT" in found(examination)) == ("accepted", False)


def test_an_own_code_may_stand_for_a_blank_cell(tmp_path: Path) -> None:
    matches = (*ROSTER, Match("highest_degree", "Degree", codes=(("U", "(blank)"), ("M.Ed.", "MA"), ("none", "NA"))))
    header = ["Emp ID", "Emp Status", "Start Date", "Yrs Exp", "Degree"]
    rows = [[f"1234567{number}", "a", "9/1/2010", "12", degree] for number, degree in enumerate(["u", "m.ed.", "NONE"])]
    year = ["EAM", "staff_roster", "00100000", "2024-25"]
    examination = read(tmp_path, [year, header, *rows], mapping("staff_roster", *matches))
    roster = frame_of(examination, "staff_roster", 2025)
    assert roster["highest_degree"].to_list() == [None, "MA", None]
    assert roster["does_not_apply"].list.contains("highest_degree").to_list() == [False, False, True]


def test_codes_are_translated_once_and_not_into_each_other(tmp_path: Path) -> None:
    crossed = Match("type", "Lic Status", codes=(("INITIAL", "PROFESSIONAL"), ("PROFESSIONAL", "INITIAL"), *CODES[2:]))
    matches = [crossed if one.column == "type" else one for one in LICENSES]
    rows = [[*HELD[:4], "Initial", HELD[5]], [HELD[0], "222222", *HELD[2:4], "PROFESSIONAL", HELD[5]]]
    examination = read(tmp_path, [EXPORT, *rows], mapping("license", *matches))
    assert frame_of(examination, "license")["type"].to_list() == ["PROFESSIONAL", "INITIAL"]


def test_without_mappings_nothing_is_other_than_before(tmp_path: Path) -> None:
    assert found(read(tmp_path, [EXPORT, HELD])) == {"E-FILE-UNKNOWN": 1}
    assert found(read(tmp_path, [["a", "b"], ["1", "2"]], LICENSED)) == {"E-FILE-UNKNOWN": 1}


def at_schools(*codes: str) -> list[list[str]]:
    return [DAYS, *([f"1234567{number}", code, *COUNTED[2:]] for number, code in enumerate(codes))]


def test_own_codes_of_schools_become_those_of_the_state(tmp_path: Path) -> None:
    """The slow way: the steward writes the eight digits."""
    days = mapping("staff_attendance", *ABSENT_AT)
    through = read(tmp_path, at_schools("north high", "12", "00100515", "NORTH HIGH"), days, school_year=2025)
    by_hand = ("00100505", "00100510", "00100515", "00100505")
    plain = read(tmp_path, at_schools(*by_hand), mapping("staff_attendance", *ABSENT), school_year=2025)
    assert frame_of(through, "staff_attendance", 2025).equals(frame_of(plain, "staff_attendance", 2025))
    assert (through.verdict, found(through)) == ("accepted", {"I-FILE-MAPPED": 1})


def test_an_own_code_that_the_mapping_does_not_know_is_an_error_of_its_row(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT_AT)
    examination = read(tmp_path, at_schools("12", "13", "4450105", "Smith, Ann"), days, school_year=2025)
    assert found(examination) == {"I-FILE-MAPPED": 1, "E-ORG-OWN-CODE": 3}
    assert messages(examination, "E-ORG-OWN-CODE") == [
        f"Row {row}: “Bldg” is “{what}”, which is none of the codes that the mapping “HR export”, version 1, "
        "translates."
        for row, what in ((3, "13"), (4, "… (7 characters)"), (5, "… (10 characters)"))
    ]
    assert frame_of(examination, "staff_attendance", 2025)["org_code"].to_list() == ["00100510"]


def test_a_file_of_unknown_own_codes_alone_is_told_row_by_row(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT_AT)
    examination = read(tmp_path, at_schools("4450105", "4450110"), days, school_year=2025)
    assert (examination.verdict, found(examination)) == ("refused", {"I-FILE-MAPPED": 1, "E-ORG-OWN-CODE": 2})


def test_without_a_table_the_codes_are_those_of_the_state(tmp_path: Path) -> None:
    days = mapping("staff_attendance", *ABSENT)
    examination = read(tmp_path, at_schools("00100505", "12"), days, school_year=2025)
    assert found(examination) == {"I-FILE-MAPPED": 1, "E-ORG-FORM": 1}
