"""Each rule on the smallest table that breaks it, and the same table mended, of which no rule says a word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import Rule, Stage, as_found
from monitoring.intake.checks.run import describe
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.reading.child import read
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.refusal import Note
from monitoring.intake.rule_list import rule_list
from tests.intake.case import Case
from tests.intake.examining import examined, found, messages, rows_of
from tests.intake.layout_cases import LICENSE
from tests.intake.rule_cases import (
    CASES,
    COUNTED,
    ORGS,
    PUPILS,
    SCHOOL,
    SUPERSETS_SENT,
    TEACHER,
    TEACHERS,
    at,
)
from tests.intake.tables import AGGREGATE, ENROLLMENT


@pytest.mark.parametrize("case", CASES, ids=[f"{place}-{case.rule_id}" for place, case in enumerate(CASES)])
def test_the_rule_finds_what_breaks_it_and_nothing_else_does(tmp_path: Path, case: Case) -> None:
    examination = examined(tmp_path, case.table, **case.options)
    assert {rule: total for rule, total in found(examination).items() if "ABSENT" not in rule} == {
        case.rule_id: case.total
    }
    if case.message:
        assert messages(examination, case.rule_id) == [case.message]


MENDED = {str(case.mended): case for case in CASES}  # many cases have one table when they are mended


@pytest.mark.parametrize("case", MENDED.values(), ids=[case.rule_id for case in MENDED.values()])
def test_the_mended_table_gets_not_a_word(tmp_path: Path, case: Case) -> None:
    examination = examined(tmp_path, case.mended)
    assert {rule for rule in found(examination) if "ABSENT" not in rule} == set()


def test_a_measure_larger_than_the_one_that_contains_it_is_refused(tmp_path: Path) -> None:
    rows = [[*COUNTED[:2], name, *COUNTED[3:5], count, *COUNTED[6:]] for name, count in SUPERSETS_SENT.items()]
    examination = examined(tmp_path, [AGGREGATE, *rows])
    assert found(examination) == {"E-METRIC-SUPERSET": 1}
    assert messages(examination, "E-METRIC-SUPERSET") == [
        "Row 2: T_EXP_LT1 counts more people than T_EXP_LE1, of which it is a part."
    ]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_counts_of_every_measure_are_taken_in_its_own_unit_role_and_version(tmp_path: Path, measure: Measure) -> None:
    row = [
        *COUNTED[:2],
        measure.id,
        str(shipped_in_force().shown(measure.id, 2021).version),
        measure.role,
        *COUNTED[5:7],
        measure.unit,
    ]
    examination = examined(tmp_path, [AGGREGATE, row])
    assert (examination.verdict, found(examination)) == ("accepted", {})
    kept = rows_of(examination, "metric_aggregate", 2021)
    assert kept.select("metric_id", "numerator").rows() == [(measure.id, 40_000)]


def test_a_district_counts_what_a_definition_is_in_force_for_and_the_agency_tells_what_it_has_published(
    tmp_path: Path,
) -> None:
    row = [*COUNTED[:2], "T_EVAL_HIGH", *COUNTED[3:]]
    assert found(examined(tmp_path, [AGGREGATE, row], owner="00010000")) == {"E-METRIC-IN-FORCE": 1}
    assert found(examined(tmp_path, [AGGREGATE, row], owner="00000000")) == {}


def test_the_version_of_a_definition_is_that_of_its_school_year(tmp_path: Path) -> None:
    """Until 2015-16 whoever was not highly qualified was unqualified, too."""
    rows = [
        [year, COUNTED[1], "T_UNQ", version, *COUNTED[4:]] for year in ("2015-16", "2016-17") for version in ("1", "2")
    ]
    told = messages(examined(tmp_path, [AGGREGATE, rows[0], rows[2]]), "E-METRIC-DEFINITION")
    assert told == ["Row 3: “definition_version” is “1”; the catalogue's measure has “2” in this year."]
    told = messages(examined(tmp_path, [AGGREGATE, rows[1], rows[3]]), "E-METRIC-DEFINITION")
    assert told == ["Row 2: “definition_version” is “2”; the catalogue's measure has “1” in this year."]


def test_a_garbled_name_is_not_the_organizations(tmp_path: Path) -> None:
    row = [*TEACHER[:1], "BÃ¶hm - Oâ€™Brien High", *TEACHER[2:]]
    named = rows_of(examined(tmp_path, [TEACHERS, row]), "organizations", 2021)
    assert dict(named.select("org_code", "org_name").iter_rows()) == {"00010000": "Böhm", "00010505": "O’Brien High"}


@pytest.mark.parametrize("name", ["García High", "Voilà", "Šumava High", "Ångström", "Ídolo", "PEÑA", "Ágora High"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_name_encoded_twice_is_mended_and_its_letters_are_seen(tmp_path: Path, name: str, encoding: str) -> None:
    twice = "".join(bytes([one]).decode(encoding, "ignore") or chr(one) for one in name.encode())
    examination = examined(tmp_path, [TEACHERS, [*TEACHER[:1], f"A - {twice}", *TEACHER[2:]]])
    (told,) = messages(examination, "W-NAME-GARBLED")
    assert told.endswith(f"It was read as “A - {name}”.")
    assert not set("\x85\xa0\xad") & set(told)


def test_race_counts_that_do_not_make_the_total_are_refused(tmp_path: Path) -> None:
    groups = ["american_indian", "asian", "black", "hispanic", "multi", "pacific_islander", "white"]
    rows = [["2020-21", "00010505", f"race_{group}", "40"] for group in groups]
    assert found(examined(tmp_path, [ENROLLMENT, PUPILS, *rows])) == {"E-RACE-ALL": 7}


def test_the_first_line_of_the_states_own_format_is_checked_and_passed_over(tmp_path: Path) -> None:
    line = ["EAM", "school_enrollment", "00010000", "2020-21"]
    assert found(examined(tmp_path, [line, ENROLLMENT, PUPILS], owner="00010000")) == {}
    assert found(examined(tmp_path, [line, ENROLLMENT, PUPILS], owner="00020000")) == {"E-FILE-EAM-DISTRICT": 1}
    other = ["EAM", "staff_roster", "00010000", "2020-21"]
    assert found(examined(tmp_path, [other, ENROLLMENT, PUPILS], owner="00010000")) == {"E-FILE-EAM-DATASET": 1}


def test_a_first_line_that_leaves_something_out_keeps_the_rest_in_its_place(tmp_path: Path) -> None:
    for line in (["EAM", "", "00010000"], ["EAM", "", "00010000", "2020-21"], ["EAM", "", "", "2020-21"]):
        examination = examined(tmp_path, [line, ENROLLMENT, PUPILS], owner="00010000")
        assert messages(examination, "E-FILE-EAM-DATASET") == [
            "The first line says the file holds a dataset that it does not name; its columns are those of "
            "school_enrollment."
        ]
    without = ["EAM", "school_enrollment", "", "2019-20"]
    assert found(examined(tmp_path, [without, ENROLLMENT, PUPILS], owner="00010000")) == {"E-FILE-EAM-YEAR": 1}
    right = ["EAM", "school_enrollment", "", "2020-21"]
    assert found(examined(tmp_path, [right, ENROLLMENT, PUPILS], owner="00010000")) == {}


@pytest.mark.parametrize("line", [["EAM", "school_enrollment", "10000", "2020-21"], ["EAM", "school_enrollment"]])
def test_the_first_line_may_have_lost_zeros_or_say_less(line: list[str], tmp_path: Path) -> None:
    assert found(examined(tmp_path, [line, ENROLLMENT, PUPILS], owner="00010000")) == {}
    rules = found(examined(tmp_path, [["EAM", "school_enrollment", "20000"], ENROLLMENT, PUPILS], owner="00010000"))
    assert rules == {"E-FILE-EAM-DISTRICT": 1}


@pytest.mark.parametrize(
    ("said", "others", "words"),
    [
        ("2019-20", ["2020-21"], "2019-20; its rows are of 2020-21"),
        ("2020", ["2020-21"], "2019-20; its rows are of 2020-21"),
        ("2020-21", ["2020-21", "2019-20"], "2020-21; its rows are of 2019-20, 2020-21"),
        ("soon", ["2020-21"], "soon; its rows are of 2020-21"),
    ],
)
def test_a_first_line_of_another_school_year_stops_the_file(
    said: str, others: list[str], words: str, tmp_path: Path
) -> None:
    rows = [["EAM", "school_enrollment", "00010000", said], ENROLLMENT, *([year, *PUPILS[1:]] for year in others)]
    examination = examined(tmp_path, rows, owner="00010000")
    assert messages(examination, "E-FILE-EAM-YEAR") == [f"The first line says the file is of the school year {words}."]
    assert (examination.verdict, found(examination)) == ("refused", {"E-FILE-EAM-YEAR": 1})


def test_a_first_line_says_nothing_of_rows_without_a_year(tmp_path: Path) -> None:
    rows = [["EAM", "license", "00010000", "2019-20"], list(LICENSE), list(LICENSE.values())]
    assert found(examined(tmp_path, rows, owner="00010000")) == {}


@pytest.mark.parametrize("line", [["EAM", "staff_attendance", "00010000", "2019-20"], ["EAM", "staff_attendance"]])
def test_a_first_line_alone_is_told_as_such(line: list[str], tmp_path: Path) -> None:
    examination = examined(tmp_path, [line], owner="00010000")
    assert found(examination) == {"E-FILE-EAM-ALONE": 1}
    assert messages(examination, "E-FILE-EAM-ALONE") == [
        "The file holds its first line (EAM, dataset, district, school year) and nothing below it: no names of columns "
        "and no rows."
    ]


def test_cells_under_no_name_in_all_rows_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [[*ENROLLMENT, None], *([*PUPILS[:1], f"0001050{number}", *PUPILS[2:], "x"] for number in range(1, 4))]
    examination = examined(tmp_path, rows)
    assert (examination.verdict, found(examination)) == ("accepted", {"W-ROW-UNNAMED": 1})
    assert messages(examination, "W-ROW-UNNAMED") == [
        "Cells stand under no column name, or after the last one, in 3 rows (2, 3, 4); they were not read and are not "
        "kept."
    ]


def test_what_the_agency_keeps_is_refused_of_a_district_and_taken_of_the_agency(tmp_path: Path) -> None:
    rows = [["course_code", "grade", "field_codes"], ["02052", "ALL", "MATH"]]
    assert found(examined(tmp_path, rows, owner="00020000")) == {"E-FILE-AGENCY-ONLY": 1}
    assert [examined(tmp_path, rows, owner=owner).verdict for owner in ("00000000", None)] == ["accepted"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [["First Name", "school_year"], ["Ann", "2020-21"]],
        [[*ENROLLMENT, "contact"], [*PUPILS, "ann@example.org"]],
        [[*ENROLLMENT, "id"], [*PUPILS, "123-45-6789"]],
    ],
)
def test_data_on_persons_refuse_the_file_without_repeating_them(tmp_path: Path, rows: list[list[str]]) -> None:
    examination = examined(tmp_path, rows)
    assert (examination.verdict, found(examination)) == ("refused", {"E-FILE-PERSONAL": 1})
    told = str([finding.details.rows() for finding in examination.findings])
    assert ("ann@example.org" in told, "123-45-6789" in told) == (False, False)


def test_a_file_of_totals_alone_is_refused_and_says_so(tmp_path: Path) -> None:
    examination = examined(tmp_path, [TEACHERS, at("00000000", TEACHER)])
    assert (examination.verdict, found(examination)) == (
        "refused",
        {"I-ROW-TOTALS": 1, "E-FILE-NOTHING-LEFT": 1},
    )


def test_a_file_in_which_everything_is_suppressed_is_accepted(tmp_path: Path) -> None:
    examination = examined(tmp_path, [TEACHERS, [*TEACHER[:3], *["-"] * 6]])
    assert (examination.verdict, found(examination)) == ("accepted", {})


def test_what_is_wrong_with_a_row_is_told_once(tmp_path: Path) -> None:
    rows = [[*PUPILS, "x"], ["", *PUPILS[1:]], ["2020-21", "", *PUPILS[2:]], *(at_school(n) for n in range(1, 6))]
    told = found(examined(tmp_path, [ENROLLMENT, *rows]))
    assert told == {"E-ROW-SHIFTED": 1, "E-YEAR-FORM": 1, "E-ORG-FORM": 1}
    orgs = [ORGS, ["00010505", "High", "\u0405CHOOL", *SCHOOL[3:]], ["", *SCHOOL[1:]], ["00010510", *SCHOOL[1:]]]
    assert found(examined(tmp_path, orgs)) == {"E-CELL-CODE": 1, "E-ORG-FORM": 1}


def at_school(number: int) -> list[str]:
    return ["2020-21", f"0001{number:04}", *PUPILS[2:]]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_no_brace_of_a_message_or_a_remedy_survives(rule: Rule) -> None:
    row = {"row_number": [2], "column": ["enrolled"], "school_year": [2021], "value": ["a value"], "other": ["another"]}
    for words in (row, {"row_number": [None]}):
        detail = describe(rule, as_found(pl.DataFrame(words)), {}).details.row(0, named=True)
        assert not set("{}") & set(detail["message"] + detail["how_to_fix"]), rule.id


def test_a_remedy_names_what_may_stand_there(tmp_path: Path) -> None:
    examination = examined(tmp_path, [ENROLLMENT, [*PUPILS[:2], "poor", "30"], [*PUPILS[:2], "\u0430ll", "30"], PUPILS])
    (told,) = (finding for finding in examination.findings if finding.rule.id == "E-CELL-CODE")
    assert ["low_income" in fix for fix in told.details["how_to_fix"]] == [True, True]
    assert ["another alphabet" in fix for fix in told.details["how_to_fix"]] == [False, True]


def test_details_are_capped_and_the_total_is_true(tmp_path: Path) -> None:
    rows = [[*TEACHER[:2], f"{number:08}", *TEACHER[3:4], "x", *TEACHER[5:]] for number in range(10_505, 10_805)]
    good = [[*TEACHER[:2], f"{number:08}", *TEACHER[3:]] for number in range(20_505, 21_105)]
    examination = examined(tmp_path, [TEACHERS, *rows, *good])
    finding = next(finding for finding in examination.findings if finding.rule.id == "E-CELL-NUMBER")
    assert (finding.total, finding.details.height) == (300, 100)


def test_the_catalogue_is_made_of_one_rule_a_file() -> None:
    listed = rule_list()
    assert len({rule["id"] for rule in listed}) == len(listed) == len(RULES) + len(CROSS_RULES)
    assert all(rule["message"] and rule["fix"] and rule["title"] for rule in listed)
    assert [
        rule.id for rule in RULES.values() if (rule.find is None) != (rule.stage in (Stage.FILE, Stage.TAKING))
    ] == []


def test_every_rule_with_a_frame_expression_has_a_case_here() -> None:
    elsewhere = {
        *(
            "E-YEAR-NONE",
            "E-FILE-EAM-YEAR",
            "E-ORG-OWN-CODE",
            "W-ROW-UNNAMED",
            "E-YEAR-TITLE",
            "I-ROW-TOTALS",
            "E-ROW-QUOTES",
            "I-ROW-NOT-REPORTED",
            "E-RACE-ALL",
            "E-METRIC-SUPERSET",
        ),
        *(
            "E-COLUMN-KIND",
            "E-COLUMN-SCALE",
            "E-COLUMN-COPY",
            "E-YEAR-COPY",
            "E-COLUMN-CONSTANT",
            "W-COLUMN-JUMP",
            "W-YEAR-FEWER",
            "E-ROW-CUT",
            "E-COLUMN-CONTRADICTED",
            "E-COLUMN-UNLIKE",
            "E-COLUMN-MOVED",
            "E-COLUMN-EXCHANGED",
            "W-COLUMN-ON-RECORD",
            "I-COLUMN-REMAPPED",
        ),
    }
    assert {rule.id for rule in RULES.values() if rule.find} - {case.rule_id for case in CASES} == elsewhere


@pytest.mark.parametrize(("names", "words"), [(["a.csv"], "1 file"), (["a.csv", "b.csv"], "2 files")])
def test_one_file_in_a_folder_is_a_file(names: list[str], words: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    buffer.seek(0)
    answer = read(buffer, DEFAULT)
    assert isinstance(answer, Note)
    assert (answer.rule_id, answer.value) == ("E-FILE-ZIP", words)
