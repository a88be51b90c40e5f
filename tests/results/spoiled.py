"""Files of a small district in which much is wrong at once, at random: the same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from bench.district_year import LAYOUTS
from tests.results.planted import Lines, sound_files

# What may stand anywhere, right in one column and wrong in another.
YEARS = ["2025-26", "2026", "2026.0", "2024-25", "2031-32", "1985-86", "2025-27", "SY2026"]
CODES = ["00350005", "350005", "'00350010", "350010.0", "00350099", "99990005", "00000000"]
IDS = ["12345678", "345678", "'345678", "345678.0", "12", "1234567890", "34567890"]
DAYS = ["2026-05-01", "5/1/2026", "13/1/2026", "2027-01-05", "2010-01-01", "2026-07-01"]
NUMBERS = [
    "0",
    "0.0",
    "-1",
    "0.5",
    "1.2",
    "1.5",
    "5",
    "7.25",
    "50",
    "59.5",
    "61",
    "180",
    "300",
    "1,234",
    '"1,234"',
    '"7,5"',
    "$5",
    "1980",
    "2001",
    "1880",
]
LISTED = "01 1 02 03 N y FEL E NE P SUMMATIVE FORMATIVE_EVAL WAIVER ACTIVE EXPIRED PROFESSIONAL NONE ASSOC RETIRE PK K"
LISTED += " 2305 1305 1310 A-1 S1 FY EOY OCT WITHDRAWN ENROLLED"
WORDS = ["", "", " ", "NA", "n/a", "x", "é", "\u00a0N", "Y  ", '"N"', "12 %", "3 to 1", "#####", "*", "<5"]
WORDS += ["Data not", "available", "missing", "not reported", "Note: x", "org_code", "mepid"]
TEXTS = [*YEARS, *CODES, *IDS, *DAYS, *NUMBERS, *LISTED.split(), *WORDS]
PERSONAL = ["ann@example.org", "123-45-6789", "ask ann@example.org now", "her SSN 123456789"]
OPTIONAL = {"exit_reason", "exit_date", "birth_year", "hqt", "valid_to", "std1", "evaluated_on", "contribution_pct"}
OPTIONAL |= {"highest_degree", "years_prior_admin", "total_salary", "days_in_membership"}


def write_spoiled(seed: int, folder: Path) -> list[Path]:
    """In all separators, ends of lines and encodings that the analyst's script reads."""
    draw, files = random.Random(seed), sound_files()
    for _ in range(draw.choice([1, 5, 30, 120])):
        _wrong_cell(draw, files.of[draw.choice(LAYOUTS)])
    for _ in range(draw.choice([0, 1, 3, 8])):
        draw.choice(WAYS)(draw, files.of[draw.choice(LAYOUTS)])
    separator, end = draw.choice(",,,;\t"), draw.choice(["\n", "\n", "\r\n"])
    encoding = draw.choice(["utf-8", "utf-8", "utf-8-sig", "cp1252"])
    for name, lines in files.of.items():
        text = end.join(map(separator.join, lines.rows)) + draw.choice([end, end, ""])
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    return [folder / f"{name}.csv" for name in LAYOUTS]


def _row(draw: random.Random, lines: Lines) -> list[str]:
    return lines.rows[draw.randrange(1, len(lines.rows))]


def _wrong_cell(draw: random.Random, lines: Lines, texts: list[str] = TEXTS) -> None:
    if row := _row(draw, lines):
        row[draw.randrange(len(row))] = draw.choice(texts)


def _insert(draw: random.Random, lines: Lines, row: list[str]) -> None:
    lines.rows.insert(draw.randrange(1, len(lines.rows)), row)


def _again(draw: random.Random, lines: Lines) -> None:
    lines.rows.append([*_row(draw, lines)])
    if draw.random() < 0.5 and lines.rows[-1]:
        lines.rows[-1][draw.randrange(len(lines.rows[-1]))] = draw.choice(TEXTS)


def _one_column(draw: random.Random, lines: Lines) -> None:
    """One text in all rows, or in many."""
    place, text, share = draw.randrange(len(lines.rows[0])), draw.choice(TEXTS), draw.choice([1, 0.6, 0.3])
    for row in lines.rows[1:]:
        if place < len(row) and draw.random() < share:
            row[place] = text


def _exchanged(draw: random.Random, lines: Lines) -> None:
    one, other = draw.sample(range(len(lines.rows[0])), 2)
    for row in lines.rows[1:]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def _without_column(draw: random.Random, lines: Lines) -> None:
    if places := [place for place, name in enumerate(lines.rows[0]) if name in OPTIONAL]:
        place = draw.choice(places)
        lines.rows = [[*row[:place], *row[place + 1 :]] for row in lines.rows]


def _fewer_rows(draw: random.Random, lines: Lines) -> None:
    begin = draw.randrange(2, len(lines.rows))
    del lines.rows[begin : begin + draw.randrange(60)]


def _stray_quotes(draw: random.Random, lines: Lines) -> None:
    if row := _row(draw, lines):
        row[-1] = 'a"b"'


WAYS: list[Callable[[random.Random, Lines], object]] = [
    _again,
    _again,
    lambda draw, lines: _row(draw, lines).append("x"),
    lambda draw, lines: _row(draw, lines).__delitem__(slice(-1, None)),
    lambda draw, lines: _insert(draw, lines, [*lines.rows[0]]),
    lambda draw, lines: _insert(draw, lines, ["Note: of the office", *[""] * (len(lines.rows[0]) - 1)]),
    lambda draw, lines: _insert(draw, lines, [""] * len(lines.rows[0])),
    lambda draw, lines: _insert(draw, lines, []),
    _stray_quotes,
    _one_column,
    _one_column,
    _exchanged,
    _without_column,
    _fewer_rows,
    lambda draw, lines: _wrong_cell(draw, lines, PERSONAL if draw.random() < 0.2 else TEXTS),
]
