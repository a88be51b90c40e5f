"""State A's Table 1, recomputed from the files in the plainest way and compared with what was printed."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from monitoring.intake.sheet import Past
from monitoring.invented.counted import counted_state
from monitoring.invented.counted_files import write_counted
from monitoring.invented.matching import Group, NotPossible, expected, whole_shares
from monitoring.invented.table import read_table
from tests.intake.examining import found
from tests.invented.sending import examined_at, organizations_on_record

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "state_a_tables.json").read_text())
LAST = "2014-15"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("state-a")
    write_counted(counted_state(read_table(), seed=1, districts=400), made)
    return made


def rows_of(folder: Path, layout: str) -> Rows:
    with (folder / "state" / f"{layout}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def schools_of(enrollment: Rows, row: dict[str, Any]) -> set[str]:
    """By definition D1: schools by rank of their unrounded share, ties with the average rank."""
    here = {
        (one["org_code"], one["student_group"]): int(one["enrolled"])
        for one in enrollment
        if one["school_year"] == LAST
    }
    schools = sorted({code for code, _ in here})
    if row["student_group"] == "all":
        return set(schools)
    share = {code: here[code, row["student_group"]] / here[code, "all"] for code in schools}
    at: dict[float, list[int]] = defaultdict(list)
    for place, code in enumerate(sorted(schools, key=lambda code: share[code]), start=1):
        at[share[code]].append(place)
    part = row["share_of_schools"]
    position = {code: (sum(at[share[code]]) / len(at[share[code]]) - 0.5) / len(schools) for code in schools}
    if row["band"].startswith("top"):
        return {code for code in schools if position[code] > 1 - part}
    return {code for code in schools if position[code] <= part}


Counts = dict[str, list[tuple[str, int, int]]]


@pytest.fixture(scope="module")
def measured(folder: Path) -> Counts:
    return counts(folder)


def counts(folder: Path) -> Counts:
    """By measure: school, numerator, denominator; a row a year."""
    found_: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for one in rows_of(folder, "metric_aggregate"):
        found_[one["metric_id"]].append((one["org_code"], int(one["numerator"]), int(one["denominator"])))
    for one in rows_of(folder, "climate_survey"):
        found_["T_SATIS"].append((one["org_code"], int(one["favourable"]), int(one["respondents"])))
    return found_


def as_printed(some: int, whole: int, printed: str) -> str:
    """With as many digits as the table has."""
    step = Decimal(1).scaleb(-len(printed.partition(".")[2]))
    return str((Decimal(100) * some / whole).quantize(step, ROUND_HALF_UP))


def test_every_share_of_table_1_comes_out_as_it_was_printed(folder: Path, measured: Counts) -> None:
    enrollment = rows_of(folder, "school_enrollment")
    for row in GOLDEN["table1"]:
        schools = schools_of(enrollment, row)
        assert len(schools) == row["n_principals"]
        teachers = [whole for code, _, whole in measured["T_UNQ"] if code in schools]
        assert sum(teachers) == row["n_teachers"]
        table = {}
        for measure, printed in row["rate_percent"].items():
            here = [(some, whole) for code, some, whole in measured[measure] if code in schools]
            table[measure] = as_printed(sum(some for some, _ in here), sum(whole for _, whole in here), printed)
        assert table == row["rate_percent"]


def test_three_years_stand_behind_what_is_an_average_of_three(folder: Path) -> None:
    years = defaultdict(set)
    for one in rows_of(folder, "metric_aggregate"):
        years[one["metric_id"]].add(one["school_year"])
    assert {measure for measure, some in years.items() if len(some) == 3} == set(GOLDEN["three_year_average"])
    assert {tuple(some) for measure, some in years.items() if len(some) == 1} == {(LAST,)}


def test_few_principals_are_left_out_so_that_the_shares_of_small_groups_can_come_out(measured: Counts) -> None:
    """Of 150 principals none makes 6.8 %: 10 are 6.7, 11 are 7.3."""
    for measure in ("P_TURN", "P_EXP_LT1", "P_ABS_GT10"):
        assert 2_950 < len(measured[measure]) <= 3_000


def test_schools_of_one_band_differ_and_none_is_beyond_all_or_none(measured: Counts) -> None:
    of_schools = [some / whole for _, some, whole in measured["T_EXP_LT4"] if whole >= 30]
    assert 0.05 < (sum((one - 0.141) ** 2 for one in of_schools) / len(of_schools)) ** 0.5 < 0.2
    assert all(0 <= one <= 1 for one in of_schools)


@pytest.mark.slow
def test_the_files_pass_the_checks(folder: Path) -> None:
    known = organizations_on_record(folder)
    told = [found(examined_at(path, None, Past(known=known))) for path in sorted((folder / "state").iterdir())]
    assert set().union(*told) <= {"W-ENROLL-CHANGE"}


@pytest.mark.slow
def test_another_seed_is_another_state_with_the_same_table(folder: Path, tmp_path: Path) -> None:
    write_counted(counted_state(read_table(), seed=2, districts=300), tmp_path)
    assert rows_of(folder, "metric_aggregate") != rows_of(tmp_path, "metric_aggregate")
    test_every_share_of_table_1_comes_out_as_it_was_printed(tmp_path, counts(tmp_path))


def test_what_no_whole_numbers_give_is_said() -> None:
    groups = [Group(np.array([True]), 0.068, 1)]
    whole = np.array([150])
    with pytest.raises(NotPossible):
        whole_shares(expected(whole, groups), whole, groups)


def test_a_file_that_is_no_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"table1": [1]}')
    with pytest.raises(ValueError, match=r"other\.json is no table of shares"):
        read_table(tmp_path / "other.json")
