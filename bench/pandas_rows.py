"""Whole rows: personal data, files of others, what is no row of data, and rows that are cut wrongly or stand twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.pandas_forms import Ids, na_texts
from bench.pandas_sheet import Sheet
from bench.pandas_texts import has_blanks, numbers_of, spread, texts_of
from districts.org_code import STATE_CODE
from monitoring.intake.checks.records.id_short import FEWEST, TOO_MANY_LOST
from monitoring.intake.checks.rows.note import SENTENCE
from monitoring.intake.checks.rows.repetition import NOT_CONTENT
from monitoring.intake.personal import HEAD_ROWS, NAMES
from monitoring.intake.personal_text import ADDRESSES, NUMBERS, SHAPES, WITHIN
from monitoring.intake.pseudonyms import DIGITS
from monitoring.intake.reports.column import Kind, header_key

DIGITS_AND_HYPHENS = 11  # of a Social Security number
FEWEST_WITHIN = 9


def has_personal_data(sheet: Sheet, ids: dict[str, Ids]) -> bool:
    """Whether the file is refused for what it tells of persons."""
    if is_personal := _is_personal(sheet, ids):
        sheet.found["E-FILE-PERSONAL"] += 1
    return is_personal


def _is_personal(sheet: Sheet, ids: dict[str, Ids]) -> bool:
    """A column that names persons, an address or a Social Security number as a cell, or within a sentence where people
    write some.
    """
    top = pd.Series(sheet.opened.cells.head(HEAD_ROWS - 1).astype(object).to_numpy().ravel()).dropna()
    forbidden = NAMES - {header_key(title) for title in sheet.titles.values()}
    if not forbidden.isdisjoint(map(header_key, {*sheet.opened.head, *top})):
        return True
    digits = {name for name, one in ids.items() if one.are_sound and sheet.report.column(name).kind in DIGITS}
    prose = {column.name for column in sheet.report.columns if column.is_free_text}
    sentences = [texts_of(sheet.frame[name]) for name in prose if sheet.has(name)]
    sentences += [texts_of(sheet.opened.cells[place]) for place in (*sheet.others, *sheet.surplus)]
    others = [texts_of(sheet.frame[name]) for name in sheet.titles if name not in digits | prose]
    whats = SHAPES if sheet.opened.has_at else [NUMBERS]
    return any(_holds(pd.concat([*sentences, *others]), SHAPES, what) for what in whats) or (
        bool(sentences) and any(_holds(pd.concat(sentences), WITHIN, what) for what in whats)
    )


def _holds(texts: pd.Series, patterns: dict[str, str], what: str) -> bool:
    """Whether any has it; only those that may are looked at closely."""
    if what == ADDRESSES:
        may = texts.str.contains("@", regex=False)
    else:
        may = texts.str.len() == DIGITS_AND_HYPHENS if patterns is SHAPES else texts.str.len() >= FEWEST_WITHIN
    return bool(texts[may].str.contains(patterns[what]).any())


def is_stopped(sheet: Sheet, ids: dict[str, Ids]) -> bool:
    """Whether the file is another district's, holds a second header in another order, or numbers that are no ids."""
    if sheet.has("org_code"):
        codes = sheet.codes.dropna()
        if len(codes) and not codes.str.startswith(sheet.district.org_code[:4]).any():
            sheet.found["E-FILE-OTHER-DISTRICT"] += 1
            return True
    headers = header_rows(sheet)
    if headers.any():
        sheet.found["E-FILE-OTHER-HEADER"] += int(headers.sum())
        return True
    short = [name for name, one in ids.items() if one.lost.any() and _are_too_short(one)]
    sheet.found["E-ID-SHORT"] += len(short)
    return bool(short)


def _are_too_short(ids: Ids) -> bool:
    far, all_of_them = ids.digits[ids.lost >= TOO_MANY_LOST].nunique(), ids.bare.nunique()
    return all_of_them >= FEWEST and far * 2 > all_of_them


def header_rows(sheet: Sheet) -> pd.Series:
    """The rows most of whose cells are names of columns, or that have the organization's in its place; whether any name
    stands in another place than in the header.
    """
    names = {name: title.lower() for name, title in sheet.titles.items()}
    coded = [column.name for column in sheet.report.columns if column.codes or column.pattern]
    telling = next(name for name in ("org_code", "school_year", *coded) if sheet.has(name))
    cells = sheet.frame[telling]
    is_name = texts_of(cells).str.lower().isin({*names.values()})
    if not is_name.any():
        return pd.Series(dtype=bool)
    some = sheet.frame.loc[spread(cells, is_name, False), [*names]].astype(object)
    some = pd.DataFrame({name: some[name].str.lower() for name in names})
    are_names = some.isin({*names.values()})
    many = 2 * are_names.sum(axis="columns") > some.notna().sum(axis="columns")
    is_header = many | (some[telling] == names[telling]) if telling == "org_code" else many
    moved = (are_names & (some != pd.Series(names))).any(axis="columns") & many
    return moved[is_header]


def set_aside(sheet: Sheet) -> None:
    """Headers that stand again, remarks, and rows of totals."""
    again = header_rows(sheet)
    if len(again):
        sheet.refuse("I-ROW-HEADER", sheet.frame.index.isin(again.index))
    if not sheet.has("org_code"):
        return
    codes = sheet.codes
    if codes.isna().any() or has_blanks(sheet.frame["org_code"]):
        sheet.refuse("I-ROW-NOTE", _is_note(sheet, spread(sheet.frame["org_code"], codes.isna(), True)))
    if (codes == STATE_CODE).any():
        sheet.refuse("I-ROW-TOTALS", spread(sheet.frame["org_code"], codes == STATE_CODE, False))


def _is_note(sheet: Sheet, nowhere: np.ndarray) -> np.ndarray:
    """At most one cell in a row of no organization; in the last one, in which the file ends, only a sentence."""
    some = sheet.frame[nowhere]
    filled = pd.Series(0, index=some.index)
    for name in sheet.titles:
        column = sheet.report.column(name)
        has_code = column.kind in (Kind.SCHOOL_YEAR, Kind.ORG_CODE)
        is_na = na_texts(column, texts_of(some[name])) & (not has_code and not column.kind.numeric)
        filled += spread(some[name], ~is_na, False)
    notes = some.index[filled <= 1]
    cut = sheet.opened.cut
    if cut in notes:
        text = sheet.opened.cells.loc[cut].dropna().astype(object)
        is_sentence = len(text) > 0 and bool(text.head(1).str.contains(SENTENCE).item())
        notes = notes if is_sentence else notes.drop(cut)
    return np.asarray(sheet.frame.index.isin(notes))


def check_cuts(sheet: Sheet) -> None:
    """Rows that were cut wrongly into cells."""
    if sheet.opened.cut is not None:
        sheet.refuse("E-ROW-CUT", np.asarray(sheet.frame.index == sheet.opened.cut))
    sheet.found["E-ROW-QUOTES"] += sheet.opened.broken
    if len(longer := _longer(sheet)) and 2 * len(longer) <= len(sheet.frame):
        sheet.refuse("E-ROW-SHIFTED", np.asarray(sheet.frame.index.isin(longer)))


def _longer(sheet: Sheet) -> pd.Index:
    """The rows with something under no name."""
    if not sheet.surplus:
        return sheet.frame.index[:0]
    filled = sheet.opened.cells[sheet.surplus].notna().any(axis="columns")
    return sheet.frame.index.intersection(filled.index[filled])


def check_repetition(sheet: Sheet) -> None:
    """The rows in the order of their key; those that contradict others of it go, and those that repeat one."""
    key = [name for name in ("school_year", "org_code", *sheet.report.key) if sheet.has(name)]
    numbers = numbers_of(sheet.frame, key)
    order = np.argsort(numbers)
    is_repeated = bool((numbers[order][1:] == numbers[order][:-1]).any())
    order = np.argsort(numbers, kind="stable") if is_repeated else order  # which takes four times as long
    sheet.frame = sheet.frame.take(order)
    differ, again = _repeated(sheet, numbers[order]) if is_repeated else ([], [])
    sheet.refuse("E-ROW-CONFLICT", sheet.frame.index.isin(differ))
    for name in [name for name in sheet.report.key if f"short {name}" in sheet.frame]:
        sheet.found["W-ID-ZEROPAD"] += int(sheet.frame[f"short {name}"].any())
    sheet.refuse("E-ROW-TWICE", sheet.frame.index.isin(again))


def _repeated(sheet: Sheet, numbers: np.ndarray) -> tuple[pd.Index, pd.Index]:
    """The rows of one key that differ, and those that say what one above them says."""
    filled = [name for name in sheet.report.key if sheet.has(name) and sheet.report.column(name).filled]
    content = [name for name in sheet.titles if name not in NOT_CONTENT]
    is_repeated = pd.Series(numbers).duplicated(keep=False).to_numpy()
    some = sheet.frame[is_repeated].assign(key=numbers[is_repeated]).dropna(subset=filled).sort_index()
    some["content"] = numbers_of(some, content)
    differ = some.groupby("key")["content"].transform("nunique") > 1
    return some.index[differ], some.index[some["key"].duplicated() & ~differ]


def check_lengths(sheet: Sheet) -> None:
    """Columns that stand in no short row; and cells under no name, in most rows."""
    short = sheet.opened.short
    if len(short := short[short.index.isin(sheet.frame.index)]):
        sheet.found["W-ROW-SHORT"] += sum(place >= short.min() for place in sheet.places.values())
    if 2 * len(_longer(sheet)) > len(sheet.frame):
        sheet.found["W-ROW-UNNAMED"] += 1
