"""What a worker is compared with in make bench are the same checks: each rule that can look at the files is applied by
the analyst's script or left out for a reason, and both count the same in files with errors of each kind.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from bench.district_year import LAYOUTS
from bench.pandas_district import check_district
from bench.pandas_left_out import LEFT_OUT
from bench.pandas_sheet import District
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.checks.rule import Stage
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.cross_checks.run import cross_check
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.examination import examine_table
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.sheet import Past
from tests.intake.examining import read_here
from tests.results.planted import CODE, PERSONAL, PLANTED, Files, sound_files
from tests.results.spoiled import write_spoiled
from tests.tiers import often

DAY = dt.date(2026, 11, 30)
ON_RECORD = [(CODE, None, ""), ("00350005", None, ""), ("00350010", 2020, "")]
KNOWN = pl.DataFrame(ON_RECORD, schema=Past().known.schema, orient="row")
Found = dict[str, int]


def by_the_product(paths: list[Path]) -> Found:
    """What the rules find in each file, and between them; beside these, what is said of personal data."""
    told: list[tuple[str, int]] = []
    rows: dict[str, list[pl.DataFrame]] = {}
    for path in paths:
        examination = examine_table(
            read_here(path),
            owner=CODE,
            past=lambda report: Past(known=KNOWN),
            running=2027,
            came_on=DAY,
            pseudonyms=Pseudonyms(bytes(32)),
        )
        at_rows = [one for one in examination.findings if one.rule.find or one.rule.id == "E-FILE-PERSONAL"]
        told += [(one.rule.id, one.total) for one in at_rows]
        for grain, frame in examination.frames.items():
            rows.setdefault(grain.dataset, []).append(frame)
    sent = Submission(2026, "EOY", {name: pl.concat(frames) for name, frames in rows.items()})
    told += [(one.rule.id, one.total) for one in cross_check(sent)]
    return {rule: sum(total for other, total in told if other == rule) for rule, _ in told}


def by_pandas(paths: list[Path], kept: Path) -> Found:
    known = pd.DataFrame(ON_RECORD, columns=["org_code", "close_year", "name"])
    return check_district(paths, District(CODE, known, DAY), kept)


def written(files: Files, rule: str, folder: Path) -> list[Path]:
    """The files, or the one that was changed where that will do."""
    sound = sound_files()
    looked_at = {name for name, lines in files.of.items() if lines != sound.of[name]}
    looked_at |= {*CROSS_RULES[rule].needs} if rule in CROSS_RULES else set()
    return Files({name: files.of[name] for name in LAYOUTS if name in looked_at}).write(folder)


def test_each_rule_that_can_look_at_these_files_is_applied_or_left_out_for_a_reason() -> None:
    looking = {rule.id for rule in RULES.values() if any(rule.can_find(REPORTS[name]) for name in LAYOUTS)}
    assert {*PLANTED} | {*LEFT_OUT} == {"E-FILE-PERSONAL"} | looking | {*CROSS_RULES}
    assert {*PLANTED} & {*LEFT_OUT} == set()
    assert all(RULES[rule].stage is not Stage.FILE for rule in looking)


def test_in_sound_files_neither_finds_anything(tmp_path: Path) -> None:
    paths = sound_files().write(tmp_path)
    assert by_the_product(paths) == by_pandas(paths, tmp_path) == {}


@pytest.mark.parametrize("rule", often(PLANTED, first=20))
def test_both_find_as_much_in_files_with_an_error(rule: str, tmp_path: Path) -> None:
    files = sound_files()
    PLANTED[rule](files)
    paths = written(files, rule, tmp_path)
    found = by_the_product(paths)
    assert rule in found
    assert by_pandas(paths, tmp_path) == found


@pytest.mark.parametrize("what", often(PERSONAL))
def test_both_refuse_a_file_that_tells_of_persons_what_it_must_not(what: str, tmp_path: Path) -> None:
    files = sound_files()
    PERSONAL[what](files)
    paths = written(files, "E-FILE-PERSONAL", tmp_path)
    assert by_pandas(paths, tmp_path) == by_the_product(paths) == {"E-FILE-PERSONAL": 1}


@pytest.mark.parametrize("seed", often(range(40), first=2))
def test_both_find_as_much_in_a_district_in_which_much_is_wrong(seed: int, tmp_path: Path) -> None:
    paths = write_spoiled(seed, tmp_path)
    found = by_the_product(paths)
    assert by_pandas(paths, tmp_path) == {rule: total for rule, total in found.items() if rule not in LEFT_OUT}
