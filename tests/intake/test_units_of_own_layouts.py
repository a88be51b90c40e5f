"""Percentages of own layouts that are written as parts of one, and what is not mistaken for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.examining import examined, found, messages, rows_of
from tests.intake.layout_cases import ASSIGNMENT, PRINCIPAL
from tests.intake.tables import ENROLLMENT

SCALED = {"E-COLUMN-SCALE": 1}
SMALL_GROUPS = ("race_american_indian", "race_pacific_islander", "nonbinary")


def assignments(*parts: str) -> list[list[str]]:
    rows = [PRINCIPAL, *({**ASSIGNMENT, "mepid": f"{number:08}"} for number in range(1, len(parts) + 1))]
    cells = [[*row.values(), part] for row, part in zip(rows, ["", *parts], strict=True)]
    return [[*ASSIGNMENT, "contribution_pct"], *cells]


@pytest.mark.parametrize("parts", [("0.5", "0.5", "1"), ("1", "1", "1"), ("0.25", "0.75", "0.5", "0", "*")])
def test_parts_of_a_class_above_none_of_which_is_one_are_refused_alone(tmp_path: Path, parts: tuple[str, ...]) -> None:
    examination = examined(tmp_path, assignments(*parts))
    assert (examination.verdict, found(examination)) == ("accepted_in_part", SCALED)
    assert messages(examination, "E-COLUMN-SCALE") == [
        "In 2024-25, “contribution_pct” lies between 0 and 1, as parts of one do. The column of this year was refused, "
        "not the rest of the file."
    ]
    (rows,) = examination.frames.values()
    assert (rows.height, rows["contribution_pct"].null_count()) == (len(parts) + 1, len(parts) + 1)


@pytest.mark.parametrize("parts", [("0.5", "1", "1", "100"), ("0.5", "0.5"), ("0", "0", "0"), ("", "*", "NA")])
def test_one_percentage_above_one_or_few_of_them_say_nothing(tmp_path: Path, parts: tuple[str, ...]) -> None:
    assert found(examined(tmp_path, assignments(*parts))) == {}


def shares(groups: dict[str, tuple[str, str]]) -> list[list[str]]:
    """A school's groups with their counts and shares."""
    return [[*ENROLLMENT, "share"], *(["2020-21", "00010505", group, *both] for group, both in groups.items())]


def test_shares_of_all_students_as_parts_of_one_are_refused_and_the_counts_stay(tmp_path: Path) -> None:
    groups = {"all": ("300", "1"), "low_income": ("120", "0.4"), "female": ("150", "0.5")}
    examination = examined(tmp_path, shares(groups))
    assert found(examination) == SCALED
    rows = rows_of(examination, "school_enrollment", 2021)
    assert dict(rows.select("student_group", "share").iter_rows()) == {"all": 100, "low_income": 40, "female": 50}


def test_shares_alone_of_small_groups_are_percentages(tmp_path: Path) -> None:
    groups = {group: ("", share) for group, share in zip(SMALL_GROUPS, ("0.2", "0.3", "0.5"), strict=True)}
    examination = examined(tmp_path, shares(groups))
    assert found(examination) == {}
    rows = rows_of(examination, "school_enrollment", 2021)
    assert sorted(rows["share"]) == [0.2, 0.3, 0.5]
    large = groups | {"race_white": ("", "0.95")}
    assert found(examined(tmp_path, shares(large))) == SCALED


def test_rates_of_measures_may_be_small(tmp_path: Path) -> None:
    header = ["school_year", "org_code", "metric_id", "definition_version", "educator_role"]
    header += ["numerator", "denominator", "unit", "rate"]
    rows = [
        ["2020-21", f"0001050{number}", "T_TURN", "1", "TEACHER", "1", "200", "HEADCOUNT", "0.5"]
        for number in range(1, 5)
    ]
    assert found(examined(tmp_path, [header, *rows])) == {}


def test_a_share_is_compared_as_exactly_as_it_is_written(tmp_path: Path) -> None:
    right = {"all": ("299", "100"), "low_income": ("100", "33.4"), "female": ("150", "50.2"), "male": ("149", "49.8")}
    assert found(examined(tmp_path, shares(right))) == {}
    for wrong in ("33.45", "33.5", "34"):
        examination = examined(tmp_path, shares(right | {"low_income": ("100", wrong)}))
        assert found(examination) == {"E-SHARE-COUNTS": 1}, wrong
        rows = rows_of(examination, "school_enrollment", 2021)
        assert round(dict(rows.select("student_group", "share").iter_rows())["low_income"], 4) == 33.4448


def test_counts_that_shares_stand_for_are_not_missed(tmp_path: Path) -> None:
    groups = {"all": ("", "100"), "low_income": ("", "40")}
    assert found(examined(tmp_path, shares(groups))) == {}
    no_counts = [[*row[:4]] for row in shares(groups)]
    assert found(examined(tmp_path, no_counts)) == {"W-COLUMN-NO-NUMBERS": 1}


def test_the_lowest_salary_is_not_above_the_highest(tmp_path: Path) -> None:
    header = ["school_year", "org_code", "ppe_total", "avg_teacher_salary", "salary_min", "salary_max"]
    row = ["2020-21", "00010000", "18500", "", "90000", "80000"]
    assert found(examined(tmp_path, [header, row])) == {"E-PART-LARGER": 2}
    assert found(examined(tmp_path, [header, [*row[:3], "85000", *row[4:]]])) == {"E-PART-LARGER": 3}
    assert found(examined(tmp_path, [header, [*row[:4], "80000", "80000"]])) == {}


def test_a_column_of_another_kind_is_told_once_where_rows_are_figures_too(tmp_path: Path) -> None:
    rows = [["2020-21", f"0001050{number}", "all", "many"] for number in range(1, 6)]
    examination = examined(tmp_path, [ENROLLMENT, *rows])
    assert (examination.verdict, found(examination)) == ("refused", {"E-COLUMN-KIND": 1})
