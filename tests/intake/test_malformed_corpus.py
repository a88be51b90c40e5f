"""More than a thousand malformed files of many kinds: each is told what is wrong with it, where and what to do; nothing
is taken wrongly; and a table is told the same as CSV and as a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from tests.intake.malformed import numbers, rows, words
from tests.intake.malformed.files import damaged_files
from tests.intake.malformed.good import Good, good_tables
from tests.intake.malformed.kind import Damaged, damaged_tables
from tests.intake.malformed.texts import Bytes
from tests.intake.malformed.verdict import bytes_troubles, told, troubles, verdict_of
from tests.intake.malformed.workbooks import Book
from tests.intake.malformed.years import damaged_years
from tests.intake.tables import csv_text
from tests.tiers import often

MOST = 6  # tables of a kind, each as CSV and as a workbook
TABLES = [many[:MOST] for many in damaged_tables([*numbers.KINDS, *words.KINDS, *rows.KINDS], good_tables())]
FILES = list(damaged_files())
YEARS = list(damaged_years())
LARGE = ("100,000 members", "a million columns", "a far cell in other quotes", "a far cell behind its style", "a bomb")
SENT_BY_ESE = good_tables()[-1]


def some_often(groups: Iterable[Sequence[Any]], cheap: Callable[[Any], bool] = lambda one: False) -> list[Any]:
    """The first of every third kind, and of all that are cheap, in every run; all others marked slow."""
    return [
        one for place, group in enumerate(groups) for one in often(group, first=int(place % 3 == 0 or cheap(group[0])))
    ]


def is_refused_at_once(one: tuple[Bytes | Book, Good]) -> bool:
    """Before its rows are looked at."""
    return bool(one[0].error) and one[0].name not in LARGE


def name_of(value: object) -> str | None:
    if isinstance(value, Bytes | Book):
        return value.name.replace(" ", "_")
    return value.name if isinstance(value, Damaged) else value.report.id if isinstance(value, Good) else None


@pytest.mark.parametrize("damaged", some_often(TABLES), ids=name_of)
def test_a_damaged_table_is_told_what_is_wrong_in_either_format(damaged: Damaged) -> None:
    assert troubles(damaged) == []


@pytest.mark.parametrize(("damaged", "good"), some_often(FILES, is_refused_at_once), ids=name_of)
def test_a_damaged_file_is_refused_or_read_as_it_was_meant(damaged: Bytes | Book, good: Good) -> None:
    assert bytes_troubles(damaged, good) == []


@pytest.mark.parametrize(("name", "table", "rule"), often(YEARS, first=0), ids=[name for name, _, _ in YEARS])
def test_a_year_in_another_unit_or_of_another_year_is_not_taken(name: str, table: Any, rule: str) -> None:
    found = verdict_of(csv_text(table).encode(), SENT_BY_ESE)
    assert ({one for one, _, _ in told(found) if one.startswith("E")}, found.verdict) == ({rule}, "accepted_in_part")


def test_the_corpus_is_large_and_of_every_layout() -> None:
    of = {one.good.report.id for many in TABLES for one in many}
    assert of == {good.report.id for good in good_tables()}
    assert [len(many) for many in (*TABLES, *FILES) if not many] == []
    assert 2 * sum(map(len, TABLES)) + sum(map(len, (*FILES, YEARS))) >= 1_000
